"""How many pictures are prepared at the same time: the pages come first."""

import contextlib
import os
import threading
import time
from collections.abc import Callable, Generator
from functools import cache

from django.conf import settings
from django.utils.translation import gettext as _

from folkmoot.core.errors import TooMany
from folkmoot.core.locks import taken
from folkmoot.media.addresses import root

CHILDREN = 2  # on this machine
PATIENCE = 3.0  # seconds to wait for one of them to end
RETRY_AFTER = 3
_PAUSE = 0.02
WORKBENCH_PAUSE = 1.0


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


@contextlib.contextmanager
def workbench(wait: Callable[[], object]) -> Generator[None]:
    """The one place on this machine where recordings are made; ``wait`` is called each second until it is free."""
    root().mkdir(mode=0o700, exist_ok=True)
    file = os.open(root() / "recorder.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        while not taken(file):
            wait()
            time.sleep(WORKBENCH_PAUSE)
        yield
    finally:
        os.close(file)


@cache
def _places() -> threading.BoundedSemaphore:
    """Of the threads that answer pages in this process, one at least never waits for a picture, if there are two."""
    return threading.BoundedSemaphore(max(1, settings.FOLKMOOT.web_threads - 1))


def _bench() -> int:
    """The lock of one child; the system opens it when its holder dies, however that happens."""
    root().mkdir(mode=0o700, exist_ok=True)
    until = time.monotonic() + PATIENCE
    while True:
        for number in range(CHILDREN):
            file = os.open(root() / f"child-{number}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            if taken(file):
                return file
            os.close(file)
        if time.monotonic() >= until:  # however long this process stood still, it has looked since
            raise _too_many()
        time.sleep(_PAUSE)


def _too_many() -> TooMany:
    return TooMany(RETRY_AFTER, _("Many pictures are being prepared just now. Please try again in a moment."))
