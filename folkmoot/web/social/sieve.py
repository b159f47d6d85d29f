"""What a member's filters keep from a place, or fold there."""

from dataclasses import replace
from typing import TYPE_CHECKING

from folkmoot.posts.hydrate import hits_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from folkmoot.core.cursors import Slice
    from folkmoot.posts.hydrate import PostView


def sifted(found: "Slice[PostView]", place: str) -> "Slice[PostView]":
    """A page without what the reader's filters hide in this place, and with what they warn of folded."""
    return found.filled(kept(found.items, place))


def kept(views: "Iterable[PostView]", place: str) -> "Iterator[PostView]":
    """These posts without what is hidden in this place, and with what is warned of folded."""
    for view in views:
        if not view.has_more:
            yield view
        elif not is_hidden(view, place):
            yield folded(view, place)


def is_hidden(view: "PostView", place: str) -> bool:
    """Whether a filter of the reader's leaves the post out of this place."""
    return any(hit.action == "hide" for hit in hits_in(view, place))


def folded(view: "PostView", place: str) -> "PostView":
    """The post behind the name of the filter that it meets in this place, if there is one."""
    hit = next(hits_in(view, place), None)
    return replace(view, extras=replace(view.extras, behind=hit.title)) if hit else view
