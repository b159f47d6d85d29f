"""Counts in a file that all processes of one server have in their memory: no database, and no disk to wait for."""

import fcntl
import mmap
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

_SLOT = struct.Struct("<8sdI4x")  # the place, when its time is over, how often
_NEIGHBOURS = 8  # slots among which a place may stand
_BUCKETS = 8_192
SIZE = _SLOT.size * _NEIGHBOURS * _BUCKETS
_NOBODY = bytes(8)


class Table:
    """65,536 places at a time; when one does not fit, the neighbour whose time is over first makes room."""

    def __init__(self, path: Path) -> None:
        self.file, self.memory = _opened(path)
        self.lock = Lock()

    def hit(self, place: bytes, most: int, seconds: float, now: float, times: int = 1) -> tuple[int, float]:
        """Count some more, unless that is more than ``most``; how often by now, and when its time is over."""
        self._enter()
        try:
            at, used, ends = self._find(place, now)
            if not used:
                ends = now + seconds
            if used + times <= most:
                _SLOT.pack_into(self.memory, at, place, ends, used + times)
            return used + times, ends
        finally:
            self._leave()

    def look(self, place: bytes, now: float) -> tuple[int, float]:
        """How often by now, and when its time is over."""
        with self._alone():
            _at, used, ends = self._find(place, now)
            return used, ends

    def back(self, place: bytes, times: int) -> None:
        """So many less, and never fewer than none."""
        with self._alone():
            at, used, ends = self._find(place, 0.0)
            if used:
                _SLOT.pack_into(self.memory, at, place, ends, max(0, used - times))

    def drop(self, place: bytes) -> None:
        """None at all."""
        with self._alone():
            at, used, _ends = self._find(place, 0.0)
            if used:
                _SLOT.pack_into(self.memory, at, _NOBODY, 0.0, 0)

    def clear(self) -> None:
        """Forget everything."""
        with self._alone():
            self.memory[:] = bytes(SIZE)

    def _find(self, place: bytes, now: float) -> tuple[int, int, float]:
        """Where a place stands or may stand, how often it was counted, and when its time is over."""
        first = int.from_bytes(place, "little") % _BUCKETS * _NEIGHBOURS * _SLOT.size
        free, soonest = first, float("inf")
        for at in range(first, first + _NEIGHBOURS * _SLOT.size, _SLOT.size):
            stands, ends, used = _SLOT.unpack_from(self.memory, at)
            if stands == place:
                return (at, used, ends) if ends > now else (at, 0, 0.0)
            if ends < soonest:
                free, soonest = at, ends
        return free, 0, 0.0

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """The same for what is not asked at every request."""
        self._enter()
        try:
            yield
        finally:
            self._leave()

    def _enter(self) -> None:
        """One thread of one process at a time; whoever dies meanwhile holds up nobody."""
        self.lock.acquire()
        if self.file is not None:
            fcntl.lockf(self.file, fcntl.LOCK_EX)

    def _leave(self) -> None:
        if self.file is not None:
            fcntl.lockf(self.file, fcntl.LOCK_UN)
        self.lock.release()


def _opened(path: Path) -> tuple[int | None, mmap.mmap]:
    """The file in memory; where none can be made, filled or locked, memory of this process alone."""
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.posix_fallocate(file, 0, SIZE)  # a hole would end the process when the disk is full
            fcntl.lockf(file, fcntl.LOCK_EX)  # on some disks that are elsewhere nothing can be
            fcntl.lockf(file, fcntl.LOCK_UN)
            return file, mmap.mmap(file, SIZE)
        except OSError:
            os.close(file)
            raise
    except OSError:
        return None, mmap.mmap(-1, SIZE)
