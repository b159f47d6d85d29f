"""How far the index is filled."""

from typing import NamedTuple

from folkmoot.search.models import Filling


class Progress(NamedTuple):
    """How many posts were looked at, of about how many."""

    done: int
    total: int
    is_complete: bool


def progress() -> Progress:
    """How far the posts from before the index have come into it."""
    found = Filling.objects.values_list("done", "total", "is_complete").first()
    if found is None:
        return Progress(0, 0, is_complete=True)  # a fresh community, or the worker has not looked yet
    return Progress(found[0], max(found[:2]), is_complete=found[2])
