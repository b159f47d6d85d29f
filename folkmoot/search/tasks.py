"""What the worker does for the index."""

import time

from django.db import transaction

from folkmoot.core.events import publish
from folkmoot.posts.events import PicturesDescribed, PostDeleted, PostEdited, PostPublished
from folkmoot.search.actions import fill_some, filling_due, forget, index
from folkmoot.search.events import FillingContinues

_TURN = 2.0  # seconds, then others in the lane have theirs
_PAUSE = 0.01  # seconds after each few posts: the web is let in


def on_post(event: PostPublished | PostEdited | PicturesDescribed) -> None:
    """A post is found by its words as they are now."""
    index(event.post_id)


def off_post(event: PostDeleted) -> None:
    """A post that was taken back leaves nothing behind."""
    forget([event.post_id])


def fill(_event: FillingContinues) -> None:
    """Take in older posts for a while; what is left then waits in line again."""
    until = time.monotonic() + _TURN
    while fill_some():
        if time.monotonic() > until:
            with transaction.atomic():
                publish(FillingContinues())
            return
        time.sleep(_PAUSE)


def see_to_filling() -> None:
    """Have older posts taken in where they are missing, such as after an upgrade."""
    filling_due()
