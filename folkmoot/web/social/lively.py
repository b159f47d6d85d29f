"""The parts of a card that each reader sees in their own way; most posts have none."""

from folkmoot.posts.hydrate import PostView


def inside(view: PostView, viewer: int | None) -> str:
    """What belongs to the words of a post, and hides with them behind its warning: the poll, the quoted post."""
    del view, viewer
    return ""


def below(view: PostView, viewer: int | None) -> str:
    """What stands between a post and its buttons: the reactions."""
    del view, viewer
    return ""
