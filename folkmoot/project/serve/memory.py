"""Memory that is free goes back to the machine: what making a page took for a moment is not kept for good."""

import ctypes
import threading
import time
from collections.abc import Callable

_EVERY = 3.0  # seconds; looking takes some milliseconds, outside the interpreter's lock
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # of mallopt(3)
_AT_FIRST = 128 << 10  # bytes: what both are, until the C library raises them by itself, up to 64 MB


def hold_little() -> None:
    """Have what the C library holds free given back from now on, where it is one that can."""
    library = ctypes.CDLL(None)
    trim = getattr(library, "malloc_trim", None)
    if trim:
        for threshold in (_TRIM_THRESHOLD, _MMAP_THRESHOLD):
            library.mallopt(threshold, _AT_FIRST)  # whoever sets it keeps it
        threading.Thread(target=_give_back, args=(trim,), name="memory", daemon=True).start()


def _give_back(trim: Callable[[int], object]) -> None:
    while True:
        time.sleep(_EVERY)
        trim(0)
