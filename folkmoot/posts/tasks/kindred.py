"""What follows for suggestions when somebody chooses what interests them."""

from folkmoot.posts.events import TagFollowed
from folkmoot.relations.actions import wish_suggestions


def on_tag_followed(event: TagFollowed) -> None:
    """Whoever follows a hashtag is suggested people who write with it."""
    wish_suggestions(event.account_id)
