"""One of the filters of a member."""

from collections.abc import Iterable

from folkmoot.core.errors import NotFound
from folkmoot.posts.hydrate.filters import FILTERING, FilterView, NamedPost, WordView, filters

__all__ = [
    "FILTERING",
    "FilterView",
    "NamedPost",
    "WordView",
    "filter_by_id",
    "filter_of_word",
    "filters",
    "named_post",
]


def filter_by_id(viewer: int, filter_id: int) -> FilterView:
    """One of the viewer's own."""
    return _only(each for each in filters(viewer) if each.id == filter_id)


def filter_of_word(viewer: int, word_id: int) -> FilterView:
    """The one of the viewer's own that a keyword belongs to."""
    return _only(each for each in filters(viewer) if any(word.id == word_id for word in each.words))


def named_post(viewer: int, named_id: int) -> NamedPost:
    """One of the posts that the viewer's filters name."""
    for each in filters(viewer):
        for one in each.posts:
            if one.id == named_id:
                return one
    raise NotFound


def _only(found: Iterable[FilterView]) -> FilterView:
    for each in found:
        return each
    raise NotFound
