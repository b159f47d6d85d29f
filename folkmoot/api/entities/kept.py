"""Statuses as bytes: the half that all share is kept, the viewer's half is put in front of it."""

import threading
from collections.abc import Mapping, Sequence
from functools import lru_cache
from time import monotonic
from typing import Any, NamedTuple

from folkmoot.api.answers import encoded
from folkmoot.api.entities.statuses import own, shared
from folkmoot.posts.hydrate import NO_EXTRAS, Extras, Mark, PostView, dress, plain
from folkmoot.posts.interaction import may_pin

KEPT = 8_192  # statuses, some 3 KB each
KEPT_SECONDS = 60  # for what is counted about their authors, beside the minute that ``posts.hydrate`` keeps it


class Kept(NamedTuple):
    """The shared halves of one row of a feed as open ends of JSON; ``outer`` is there for boosts only."""

    until: float
    outer: bytes
    inner: bytes
    pinnable: bool  # if it is the viewer's own
    is_lively: bool = False  # there is a poll or a quote in it


def page(viewer: int, marks: Sequence[Mark]) -> bytes:
    """The statuses of these marks as a JSON list, byte for byte what ``statuses.status`` gives.

    Posts deleted meanwhile are left out. The pieces are put together once: they are most of what a request moves.
    """
    now = monotonic()
    halves = [_cache.get(mark[1:7], _NONE) for mark in marks]
    if missing := [mark for mark, kept in zip(marks, halves, strict=True) if kept.until < now]:
        fresh = _fill(missing, now)
        halves = [
            kept if kept.until >= now else fresh.get(mark.cursor, _NONE)
            for mark, kept in zip(marks, halves, strict=True)
        ]
    pieces, more = [b""], _more(viewer, marks, halves)
    for mark, kept in zip(marks, halves, strict=True):
        if kept.inner:
            pieces += _pieces(mark, kept, more.get(mark.target_id, NO_EXTRAS))
    pieces[-1] = pieces[-1].removesuffix(b",")
    return b"".join([b"[", *pieces, b"]"])


def _more(viewer: int, marks: Sequence[Mark], halves: Sequence[Kept]) -> Mapping[int, Extras]:
    """What each viewer sees in their own way in the few posts that have such."""
    lively = [mark for mark, kept in zip(marks, halves, strict=True) if kept.is_lively]
    return {view.post_id: view.extras for view in dress(viewer, lively)} if lively else {}


_NOWHERE = (0,) * 7
_NONE = Kept(0, b"", b"", pinnable=False)
_cache: dict[tuple[int, ...], Kept] = {}
_lock = threading.Lock()


def _fill(marks: list[Mark], now: float) -> dict[int, Kept]:
    fresh = {view.mark: _half(view, now) for view in plain(marks)}
    with _lock:
        for mark, kept in fresh.items():
            _cache.pop(mark[1:7], None)
            _cache[mark[1:7]] = kept
        while len(_cache) > KEPT:
            del _cache[next(iter(_cache))]
    return {mark.cursor: kept for mark, kept in fresh.items()}


def _half(view: PostView, now: float) -> Kept:
    inner = encoded({**shared(view.body), "reblog": None})[1:]
    known = now + KEPT_SECONDS, may_pin(view.body.scope), bool(view.body.poll or view.body.quote)
    if view.boosted_by is None:
        return Kept(known[0], b"", inner + b",", *known[1:])
    outer = encoded(shared(view.boosted_by))[1:-1] + b',"reblog":'
    return Kept(known[0], outer, inner + b"},", *known[1:])


def _pieces(mark: Mark, kept: Kept, extras: Extras) -> tuple[bytes, ...]:
    """One status and a comma."""
    half, pinnable = mark[7:], kept.pinnable and mark.mine
    inside = _own(half, pinnable=pinnable) if extras is NO_EXTRAS else _opened(own(mark, extras, pinnable=pinnable))
    return (_own(half, pinnable=False), kept.outer, inside, kept.inner) if kept.outer else (inside, kept.inner)


@lru_cache(maxsize=KEPT)
def _own(half: tuple[Any, ...], *, pinnable: bool) -> bytes:
    """The viewer's half as the beginning of a status; most posts have few likes, so that few of these differ."""
    return _opened(own(Mark(*_NOWHERE, *half), NO_EXTRAS, pinnable=pinnable))


def _opened(half: dict[str, Any]) -> bytes:
    return encoded(half)[:-1] + b","
