"""What a member does not want to read, or only after a warning, and which posts meet that."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.utils import timezone

from folkmoot.core.few import Few
from folkmoot.core.rows import among, id_list, select
from folkmoot.posts.hydrate.hanging import moment
from folkmoot.posts.hydrate.matching import folded, has_part, has_word
from folkmoot.posts.hydrate.views import Body, Hit, PostView

FILTERING = Few("posts_filter")


@dataclass(frozen=True, slots=True)
class WordView:
    """One keyword of a filter."""

    id: int
    word: str
    whole: bool  # only where it stands as a word of its own


class NamedPost(NamedTuple):
    """One post that a filter names."""

    id: int
    post_id: int


@dataclass(frozen=True, slots=True)
class FilterView:
    """One filter with its words and the posts it names; ``contexts`` are the places where it works."""

    id: int
    title: str
    action: str  # "hide" or "warn"
    contexts: tuple[str, ...]
    ends_at: datetime | None
    words: tuple[WordView, ...]
    posts: tuple[NamedPost, ...] = ()

    @property
    def is_over(self) -> bool:
        """Whether it works no more."""
        return self.ends_at is not None and self.ends_at <= timezone.now()


def filters(viewer: int) -> list[FilterView]:
    """The viewer's own filters in the order they were made; members without any cost no statement."""
    return _read(select(_FILTERS + _IN_ORDER, {"viewer": viewer})) if FILTERING.has(viewer) else []


def hits(viewer: int, views: Sequence[PostView]) -> dict[int, tuple[Hit, ...]]:
    """The filters that these posts meet, by post, with the words that were found; one's own posts meet none."""
    asked = {view.post_id: view for view in views if not view.mark.mine}
    known = [each for each in _naming(viewer, {i for view in asked.values() for i in _shown(view)}) if not each.is_over]
    if not known:
        return {}
    met = {post_id: tuple(_met(known, view)) for post_id, view in asked.items()}
    return {post_id: found for post_id, found in met.items() if found}


def hits_in(view: PostView, place: str) -> Iterator[Hit]:
    """Those filters of the viewer's that the post meets in a place."""
    return (hit for hit in view.extras.hits if place in hit.contexts)


def words_of(view: PostView) -> str:
    """Everything there is to read in a post and in what it quotes, the pieces apart from each other."""
    quoted = view.extras.quoted
    return " \0 ".join([*_said(view.body), *(_said(quoted.body) if quoted else ())])


_FILTERS = """SELECT f.id, f.title, f.action, f.contexts, f.ends_at, w.id, w.word, w.whole, 0
    FROM posts_filter f LEFT JOIN posts_filterword w ON w.filter_id = f.id WHERE f.account_id = %(viewer)s
  UNION ALL SELECT f.id, f.title, f.action, f.contexts, f.ends_at, n.id, '', 1 = 0, n.post_id
    FROM posts_filter f JOIN posts_filterpost n ON n.filter_id = f.id WHERE f.account_id = %(viewer)s"""
_IN_ORDER = " ORDER BY 1, 6"


@cache
def _naming_text() -> str:
    return f"{_FILTERS} AND {among('n.post_id', 'ids')} {_IN_ORDER}"


def _naming(viewer: int, ids: Collection[int]) -> list[FilterView]:
    """The filters with those of these posts that they name: a filter may name hundreds, and a page shows few."""
    if not (ids and FILTERING.has(viewer)):
        return []
    return _read(select(_naming_text(), {"viewer": viewer, "ids": id_list(ids)}))


def _read(rows: list[tuple[Any, ...]]) -> list[FilterView]:
    return [_filter(list(group)) for _id, group in groupby(rows, key=itemgetter(0))]


def _filter(rows: list[tuple[Any, ...]]) -> FilterView:
    some_id, title, action, contexts, ends_at = rows[0][:5]
    words = tuple(WordView(row[5], row[6], bool(row[7])) for row in rows if row[5] and not row[8])
    posts = tuple(NamedPost(row[5], row[8]) for row in rows if row[8])
    ends = moment(ends_at) if ends_at else None
    return FilterView(some_id, title, action, tuple(contexts.split()), ends, words, posts)


def _said(body: Body) -> Iterator[str]:
    yield body.warning
    yield body.text
    yield from (picture.alt for picture in body.pictures)
    yield from (f"{each.alt} \0 {each.title}" for each in body.recordings)
    yield from body.poll.options if body.poll else ()
    if body.card:
        yield body.card.title


def _met(known: Sequence[FilterView], view: PostView) -> Iterator[Hit]:
    text = folded(words_of(view))
    shown = _shown(view)
    for each in known:
        found = tuple(
            word.word for word in each.words if (has_word if word.whole else has_part)(text, folded(word.word))
        )
        named = tuple(one.post_id for one in each.posts if one.post_id in shown)
        if found or named:
            yield Hit(each.id, each.title, each.action, each.contexts, each.ends_at, found, named)


def _shown(view: PostView) -> set[int]:
    """The post itself and the one that it quotes."""
    return {view.post_id, view.extras.quoted.post_id} if view.extras.quoted else {view.post_id}
