"""Ids: ``milliseconds << 16 | process bits << 10 | sequence``; decimal strings outside."""

import os
import threading
import time
from datetime import UTC, datetime

_SEQUENCE_BITS = 10
_PROCESS_BITS = 6
_SHIFT = _SEQUENCE_BITS + _PROCESS_BITS
_lock = threading.Lock()
_last = 0


def new_id() -> int:
    """A fresh id, larger than every id this process made before."""
    global _last  # noqa: PLW0603 - the one piece of state an id generator is
    process = (os.getpid() & ((1 << _PROCESS_BITS) - 1)) << _SEQUENCE_BITS
    with _lock:
        tick = int(time.time() * 1000)
        if tick <= _last >> _SHIFT:
            tick = _last >> _SHIFT
            sequence = (_last & ((1 << _SEQUENCE_BITS) - 1)) + 1
            tick, sequence = tick + (sequence >> _SEQUENCE_BITS), sequence & ((1 << _SEQUENCE_BITS) - 1)
        else:
            sequence = int.from_bytes(os.urandom(2)) >> 7  # in the lower half: processes may share bits
        _last = (tick << _SHIFT) | process | sequence
        return _last


def id_at(moment: datetime) -> int:
    """The smallest id that can have been made at ``moment``: a bound for range queries and imports."""
    return int(moment.timestamp() * 1000) << _SHIFT


def made_at(some_id: int) -> datetime:
    """When the thing with this id was made (UTC, to the millisecond)."""
    return datetime.fromtimestamp((some_id >> _SHIFT) / 1000, UTC)
