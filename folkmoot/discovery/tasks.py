"""What the worker does for what is on the rise."""

from folkmoot.discovery.actions import count_anew, forget_old, note_boost, note_post
from folkmoot.posts.events import Boosted, PostPublished


def on_post(event: PostPublished) -> None:
    """Whoever writes with a hashtag or a link speaks of it."""
    note_post(event.post_id)


def on_boost(event: Boosted) -> None:
    """Whoever passes a post on speaks of it."""
    note_boost(event.boost_id)


def count() -> None:
    """See what rises now."""
    count_anew()


def forget() -> None:
    """Let go of what was said long ago."""
    forget_old()
