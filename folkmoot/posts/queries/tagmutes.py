"""Hashtags that a member mutes: words of a filter as one could make it by hand, which is known by its shape."""

from collections.abc import Iterator

from folkmoot.posts.hydrate.filters import FilterView, WordView, filters
from folkmoot.posts.hydrate.matching import folded

MUTED_IN = ("home", "public")


def mutes_tag(viewer: int | None, name: str) -> bool:
    """Whether the viewer mutes a hashtag; members without filters cost no statement."""
    return viewer is not None and any(True for _filter in filters_muting(viewer, name))


def filters_muting(viewer: int, name: str) -> Iterator[FilterView]:
    """The viewer's filters by which a hashtag is muted: one, unless they were made by hand."""
    return (each for each in filters_of_tags(viewer) if any(is_for(word, name) for word in each.words))


def filters_of_tags(viewer: int) -> Iterator[FilterView]:
    """The viewer's filters that hide hashtags for good, and nothing else."""
    for each in filters(viewer):
        of_tags = each.words and all(word.whole and word.word.startswith("#") for word in each.words)
        if of_tags and each.action == "hide" and each.ends_at is None and each.contexts == MUTED_IN:
            yield each


def is_for(word: WordView, name: str) -> bool:
    """Whether a keyword of a filter is this hashtag."""
    return folded(word.word) == folded(f"#{name}")
