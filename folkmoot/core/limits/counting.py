"""Counting one more, giving one back, and saying how it stands."""

import time
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import blake2b, sha256
from math import ceil
from typing import NamedTuple

from django.conf import settings

from folkmoot.core.errors import TooMany
from folkmoot.core.limits.addresses import near, wide
from folkmoot.core.limits.rules import Limit
from folkmoot.core.limits.stores import store

clock = time.time
_PART = 100
_LOTS_MOST = 10_000  # a bound on memory; what is forgotten was counted
_lots: dict[tuple[str, object], list[float]] = {}  # how many are left of what was taken, and until when


def forget_all() -> None:
    """Forget what this machine has counted."""
    _lots.clear()
    store().clear()


class Standing(NamedTuple):
    """How much of a limit is left, and when it begins anew."""

    most: int
    left: int
    resets_at: datetime


def count(limit: Limit, who: object, words: str = "", times: int = 1) -> Standing | None:
    """Count some more of ``who``: ``TooMany`` for one too many, ``None`` where there is no limit."""
    most = limit.most
    if not most:
        return None
    now = clock()
    used, ends = store().hit(_place(limit, who), most, limit.seconds, now, times)
    if used > most:
        raise TooMany(max(1, ceil(ends - now)), words, most)
    return _standing(most, used, ends)


def count_often(limit: Limit, who: object) -> None:
    """Count one more where that happens at every request: this process takes a hundredth at a time."""
    now, lot = clock(), _lots.get((limit.name, who))
    if lot and lot[0] > 0 and now < lot[1]:
        lot[0] -= 1
        return
    most = limit.most
    if not most:
        return
    times = max(1, most // _PART)
    used, ends = store().hit(_place(limit, who), most, limit.seconds, now, times)
    if used > most:
        count(limit, who)
        return
    if len(_lots) > _LOTS_MOST:
        _lots.clear()
    _lots[limit.name, who] = [times - 1, ends]


def count_from(limit: Limit, address: str, words: str = "") -> Standing | None:
    """Count one more from an address: of its prefix, and of the network around that."""
    found = count(limit, near(address), words)
    try:
        count(limit.around, wide(address), words)
    except TooMany:
        give_back(limit, near(address))
        raise
    return found


def give_back(limit: Limit, who: object, times: int = 1) -> None:
    """What was counted last does not count after all."""
    if limit.most:
        store().back(_place(limit, who), times)


def give_back_from(limit: Limit, address: str) -> None:
    """The same of an address."""
    give_back(limit, near(address))
    give_back(limit.around, wide(address))


def forget(limit: Limit, who: object) -> None:
    """Begin anew."""
    if limit.most:
        store().drop(_place(limit, who))


def standing(limit: Limit, who: object) -> Standing:
    """How it stands, without counting."""
    now = clock()
    used, ends = store().look(_place(limit, who), now)
    return _standing(limit.most, used, ends if used else now + limit.seconds)


def _standing(most: int, used: int, ends: float) -> Standing:
    return Standing(most, max(0, most - used), datetime.fromtimestamp(ends, UTC))


def _place(limit: Limit, who: object) -> bytes:
    return blake2b(
        f"{limit.name}\0{who}".encode(errors="replace"), digest_size=8, key=_key(settings.SECRET_KEY)
    ).digest()


@lru_cache(maxsize=4)
def _key(secret: str) -> bytes:
    return sha256(b"limits\0" + secret.encode()).digest()
