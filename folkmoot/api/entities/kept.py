"""Statuses as bytes: the half that all share is kept, the viewer's half is put in front of it."""

import threading
from collections.abc import Mapping, Sequence
from functools import lru_cache
from time import monotonic
from typing import Any, NamedTuple

from folkmoot.api.answers import encoded
from folkmoot.api.entities.quotes import policy_of
from folkmoot.api.entities.statuses import of_viewer, own, shared
from folkmoot.posts.hydrate import NO_EXTRAS, Mark, PostView, dress, has_wishes, plain
from folkmoot.posts.interaction import may_pin
from folkmoot.posts.queries import voters

KEPT = 8_192  # statuses, some 3 KB each
KEPT_SECONDS = 60  # for what is counted about their authors, beside the minute that ``posts.hydrate`` keeps it


class Kept(NamedTuple):
    """The shared halves of one row of a feed as open ends of JSON; ``outer`` is there for boosts only."""

    until: float
    outer: bytes
    inner: bytes
    pinnable: bool  # if it is the viewer's own
    policy: str = ""  # whom the author lets quote it
    is_lively: bool = False  # there is something in it that each viewer sees in their own way


def page(viewer: int | None, marks: Sequence[Mark]) -> bytes:
    """The statuses of these marks as a JSON list, byte for byte what ``statuses.status`` gives.

    Posts deleted meanwhile are left out. The pieces are put together once: they are most of what a request moves.
    """
    halves = _halves(marks)
    pieces, more = [b""], _more(viewer, marks, halves)
    for mark, kept in zip(marks, halves, strict=True):
        if kept.inner:
            pieces += _pieces(mark, kept, more.get(mark.target_id))
    pieces[-1] = pieces[-1].removesuffix(b",")
    return b"".join([b"[", *pieces, b"]"])


def each(viewer: int | None, marks: Sequence[Mark]) -> dict[int, bytes]:
    """The statuses of these marks, each by itself, by the id of its post."""
    halves = _halves(marks)
    more = _more(viewer, marks, halves)
    return {
        mark.id: b"".join(_pieces(mark, kept, more.get(mark.target_id))).removesuffix(b",")
        for mark, kept in zip(marks, halves, strict=True)
        if kept.inner
    }


def alike(marks: Sequence[Mark]) -> list[tuple[bytes, list[int]]]:
    """One post as many members see it (the cursor of each mark is who sees), those together who see the same.

    Where nobody sees anything in their own way, there are as many of these as there are different viewer's halves.
    """
    found: dict[bytes, list[int]] = {}
    seen: dict[tuple[Any, ...], bytes] = {}
    apart = _apart(marks[0]) if marks else frozenset()
    for mark in marks:
        if apart is None or mark.cursor in apart or has_wishes(mark.cursor):
            status = _as_seen(mark)
        else:
            status = seen.get(mark[7:]) or seen.setdefault(mark[7:], _as_seen(mark))
        found.setdefault(status, []).append(mark.cursor)
    found.pop(b"", None)
    return list(found.items())


def _as_seen(mark: Mark) -> bytes:
    return each(mark.cursor, [mark]).get(mark.id, b"")


def _apart(mark: Mark) -> frozenset[int] | None:
    """Those who see a post in their own way: who voted in its poll; ``None`` where it may be everybody."""
    if not _halves([mark])[0].is_lively:
        return frozenset()
    body = plain([mark])[0].body
    return None if body.quote or body.quote_policy == "followers" else voters(mark.target_id)


def _halves(marks: Sequence[Mark]) -> Sequence[Kept]:
    """What is kept of these, made where it is not; nothing for those deleted meanwhile."""
    now = monotonic()
    halves = [_cache.get(mark[1:7], _NONE) for mark in marks]
    if missing := [mark for mark, kept in zip(marks, halves, strict=True) if kept.until < now]:
        fresh = _fill(missing, now)
        halves = [
            kept if kept.until >= now else fresh.get(mark.cursor, _NONE)
            for mark, kept in zip(marks, halves, strict=True)
        ]
    return halves


def _more(viewer: int | None, marks: Sequence[Mark], halves: Sequence[Kept]) -> Mapping[int, PostView]:
    """What each viewer sees in their own way in the few posts that have such; few viewers look at all for wishes."""
    lively: Sequence[Mark] = marks
    if not has_wishes(viewer):
        lively = [mark for mark, kept in zip(marks, halves, strict=True) if kept.is_lively]
    return {view.post_id: view for view in dress(viewer, lively)} if lively else {}


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
    body = view.body
    lively = bool(body.poll or body.quote or body.quote_policy == "followers")
    known = now + KEPT_SECONDS, may_pin(body.scope), policy_of(body), lively
    if view.boosted_by is None:
        return Kept(known[0], b"", inner + b",", *known[1:])
    outer = encoded(shared(view.boosted_by))[1:-1] + b',"reblog":'
    return Kept(known[0], outer, inner + b"},", *known[1:])


def _pieces(mark: Mark, kept: Kept, view: PostView | None) -> tuple[bytes, ...]:
    """One status and a comma."""
    half, pinnable = mark[7:], kept.pinnable and mark.mine
    inside = _opened(of_viewer(view)) if view else _own(half, policy=kept.policy, pinnable=pinnable)
    outside = (_own(half, policy="", pinnable=False), kept.outer) if kept.outer else ()
    return (*outside, inside, kept.inner)


@lru_cache(maxsize=KEPT)
def _own(half: tuple[Any, ...], *, policy: str, pinnable: bool) -> bytes:
    """The viewer's half as the beginning of a status; most posts have few likes, so that few of these differ."""
    return _opened(own(Mark(*_NOWHERE, *half), NO_EXTRAS, policy=policy, pinnable=pinnable))


def _opened(half: dict[str, Any]) -> bytes:
    return encoded(half)[:-1] + b","
