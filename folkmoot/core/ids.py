"""Ids: ``milliseconds << 16 | process bits << 10 | sequence``; decimal strings outside."""

import os
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime

_SEQUENCE_BITS = 10
_PROCESS_BITS = 6
LARGEST_ID = 2**63 - 1
_DIGITS = len(str(LARGEST_ID))
_SHIFT = _SEQUENCE_BITS + _PROCESS_BITS
_lock = threading.Lock()
_last = 0
_clock = time.time


def new_id() -> int:
    """A fresh id, larger than every id this process made before."""
    global _last  # noqa: PLW0603 - the one piece of state an id generator is
    process = (os.getpid() & ((1 << _PROCESS_BITS) - 1)) << _SEQUENCE_BITS
    with _lock:
        tick = int(_clock() * 1000)
        if tick <= _last >> _SHIFT:
            tick = _last >> _SHIFT
            sequence = (_last & ((1 << _SEQUENCE_BITS) - 1)) + 1
            tick, sequence = tick + (sequence >> _SEQUENCE_BITS), sequence & ((1 << _SEQUENCE_BITS) - 1)
        else:
            sequence = int.from_bytes(os.urandom(2)) >> 7  # in the lower half: processes may share bits
        _last = (tick << _SHIFT) | process | sequence
        return _last


@contextmanager
def as_of(moment: datetime) -> Generator[None]:
    """Let this process make ids as if it were ``moment``: for one that fills a database with a past, all alone.

    Two uses with the same moment may make the same ids.
    """
    global _last, _clock
    kept = _last
    _last, _clock = 0, moment.timestamp
    try:
        yield
    finally:
        _last, _clock = kept, time.time


def id_at(moment: datetime) -> int:
    """The smallest id that can have been made at ``moment``: a bound for range queries and imports."""
    return int(moment.timestamp() * 1000) << _SHIFT


def made_at(some_id: int) -> datetime:
    """When the thing with this id was made (UTC, to the millisecond)."""
    return datetime.fromtimestamp((some_id >> _SHIFT) / 1000, UTC)


def id_in(typed: str) -> int | None:
    """The id that somebody typed or a form carried; None for anything that no table can hold."""
    if not (typed.isascii() and typed.isdigit() and len(typed) <= _DIGITS and int(typed) <= LARGEST_ID):
        return None
    return int(typed)
