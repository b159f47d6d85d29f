"""Memory that is free goes back to the machine: what making a page took for a moment is not kept for good."""

import ctypes
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

_EVERY = 1.0  # seconds; looking takes some milliseconds, outside the interpreter's lock
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # of mallopt(3)
_NOT_NEEDED = 4  # MADV_DONTNEED of madvise(2)
_MAPS = Path("/proc/self/maps")  # proc(5)
_AT_FIRST = 128 << 10  # bytes: what both are, until the C library raises them by itself, up to 64 MB


def give_back() -> None:
    """Give back what the C library holds free right now, and the code of libraries that only starting ran."""
    trim = _trim()
    if trim:
        trim(0)
    for start, size in _code():
        ctypes.CDLL(None).madvise(ctypes.c_void_p(start), ctypes.c_size_t(size), _NOT_NEEDED)


def hold_little() -> None:
    """Have what the C library holds free given back from now on, each second."""
    trim = _trim()
    if trim:
        for threshold in (_TRIM_THRESHOLD, _MMAP_THRESHOLD):
            ctypes.CDLL(None).mallopt(threshold, _AT_FIRST)  # whoever sets it keeps it
        threading.Thread(target=_each_second, args=(trim,), name="memory", daemon=True).start()


def _trim() -> Callable[[int], object] | None:
    return getattr(ctypes.CDLL(None), "malloc_trim", None)


def _code() -> list[tuple[int, int]]:
    """Where in memory the code of this process lies; it is read from its files again whenever it runs."""
    found = []
    with suppress(FileNotFoundError):  # where there is no such list, all stays
        for line in _MAPS.read_text().splitlines():
            place, rights, _offset, _device, file, *_name = line.split()
            start, end = (int(each, 16) for each in place.split("-"))
            if rights == "r-xp" and file != "0":
                found.append((start, end - start))
    return found


def _each_second(trim: Callable[[int], object]) -> None:
    while True:
        time.sleep(_EVERY)
        trim(0)
