"""How many pictures are prepared at the same time: the pages come first."""

import contextlib
import fcntl
import os
import threading
import time
from collections.abc import Generator
from functools import cache

from django.conf import settings
from django.utils.translation import gettext as _

from folkmoot.core.errors import TooMany
from folkmoot.media.addresses import root

CHILDREN = 2  # on this machine
PATIENCE = 3.0  # seconds to wait for one of them to end
RETRY_AFTER = 3
_PAUSE = 0.02


@contextlib.contextmanager
def seat() -> Generator[None]:
    """A place among those whose pictures are prepared; ``TooMany`` when others wait already."""
    places = _places()
    if not places.acquire(blocking=False):
        raise _too_many()
    try:
        file = _bench()
        try:
            yield
        finally:
            os.close(file)
    finally:
        places.release()


@cache
def _places() -> threading.BoundedSemaphore:
    """Of the threads that answer pages in this process, one at least never waits for a picture, if there are two."""
    return threading.BoundedSemaphore(max(1, settings.FOLKMOOT.web_threads - 1))


def _bench() -> int:
    """The lock of one child; the system opens it when its holder dies, however that happens."""
    root().mkdir(mode=0o700, exist_ok=True)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        for number in range(CHILDREN):
            file = os.open(root() / f"child-{number}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            if _taken(file):
                return file
            os.close(file)
        time.sleep(_PAUSE)
    raise _too_many()


def _taken(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _too_many() -> TooMany:
    return TooMany(RETRY_AFTER, _("Many pictures are being prepared just now. Please try again in a moment."))
