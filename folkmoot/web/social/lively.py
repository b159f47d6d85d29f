"""The parts of a card that each reader sees in their own way; most posts have none."""

from folkmoot.posts.hydrate import PostView
from folkmoot.web.social import own_marks
from folkmoot.web.social.poll_card import poll
from folkmoot.web.social.quote_card import quote
from folkmoot.web.social.reaction_row import reactions


def inside(view: PostView, viewer: int | None) -> str:
    """What belongs to the words of a post, and hides with them behind its warning: the poll, the quoted post."""
    return poll(view, viewer) + quote(view, viewer)


def below(view: PostView, viewer: int | None) -> str:
    """What stands between a post and its buttons: the circle it is for, the reactions."""
    return own_marks.circle(view) + reactions(view, viewer)
