"""What the worker does for what is on the rise."""

from folkmoot.discovery.actions import count_as_wished, forget_old, note_boost, note_post, wish_count
from folkmoot.discovery.events import CountWanted
from folkmoot.posts.events import Boosted, PostPublished


def on_post(event: PostPublished) -> None:
    """Whoever writes with a hashtag or a link speaks of it."""
    note_post(event.post_id)


def on_boost(event: Boosted) -> None:
    """Whoever passes a post on speaks of it."""
    note_boost(event.boost_id)


def count() -> None:
    """Have it seen what rises now."""
    wish_count()


def on_count(_event: CountWanted) -> None:
    """See what rises now: up to some seconds of work, so it has a lane in which nobody waits."""
    count_as_wished()


def forget() -> None:
    """Let go of what was said long ago."""
    forget_old()
