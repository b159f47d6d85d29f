"""Memory that is free goes back to the machine: what making a page took for a moment is not kept for good."""

import ctypes
import threading
import time
from collections.abc import Callable

_EVERY = 1.0  # seconds; looking takes some milliseconds, outside the interpreter's lock
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # of mallopt(3)
_AT_FIRST = 128 << 10  # bytes: what both are, until the C library raises them by itself, up to 64 MB


def give_back() -> None:
    """Give back what the C library holds free right now, where it is one that can."""
    trim = _trim()
    if trim:
        trim(0)


def hold_little() -> None:
    """Have it given back from now on, each second."""
    trim = _trim()
    if trim:
        for threshold in (_TRIM_THRESHOLD, _MMAP_THRESHOLD):
            ctypes.CDLL(None).mallopt(threshold, _AT_FIRST)  # whoever sets it keeps it
        threading.Thread(target=_each_second, args=(trim,), name="memory", daemon=True).start()


def _trim() -> Callable[[int], object] | None:
    return getattr(ctypes.CDLL(None), "malloc_trim", None)


def _each_second(trim: Callable[[int], object]) -> None:
    while True:
        time.sleep(_EVERY)
        trim(0)
