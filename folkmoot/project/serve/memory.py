"""Memory that is free goes back to the machine: what making a page took for a moment is not kept for good."""

import ctypes
import threading
import time
from collections.abc import Callable

_EVERY = 10.0  # seconds; looking takes some milliseconds, outside the interpreter's lock


def give_back_regularly() -> None:
    """Have what the C library holds free given back from now on, where it is one that can."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim:
        threading.Thread(target=_give_back, args=(trim,), name="memory", daemon=True).start()


def _give_back(trim: Callable[[int], object]) -> None:
    while True:
        time.sleep(_EVERY)
        trim(0)
