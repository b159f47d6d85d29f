"""One writer at a time: a file lock in front of SQLite's own, so that nobody meets ``database is locked``.

Threads of one process queue among themselves first, so that only one of them asks for the file lock: asking costs.
"""

import contextlib
import errno
import fcntl
import os
import sqlite3
import threading
import time
from functools import cache

from folkmoot.core.locks import taken

_QUICK = 0.0005  # seconds between two tries while a write of ordinary length is under way
_PATIENT = 0.005  # and once it has taken longer than _ORDINARY
_ORDINARY = 0.1
_LOCKED = "database is locked"


class Turnstile:
    """The lock of one connection; the system opens it when its holder dies, however that happens."""

    def __init__(self, path: str, patience: float) -> None:
        self.path = path
        self.patience = patience  # seconds
        self.held = False
        self._file: int | None = None
        self._process = 0

    def enter(self) -> None:
        """Wait for the turn to write; after the patience has run out, SQLite's "locked" error."""
        started = time.monotonic()
        file, queue = self._open(), _queue(self.path, os.getpid())
        if not queue.acquire(timeout=self.patience):
            raise sqlite3.OperationalError(_LOCKED)
        try:
            self._take(file, started)
        except BaseException:
            queue.release()
            raise
        self.held = True

    def leave(self) -> None:
        """Let the next writer in; nothing happens if the turn is not ours."""
        if self.held and self._file is not None:
            self.held = False
            fcntl.flock(self._file, fcntl.LOCK_UN)
            _queue(self.path, os.getpid()).release()

    def close(self) -> None:
        """Leave, and give the file back."""
        if self._process == os.getpid():
            self.leave()
        if self._file is not None:
            with contextlib.suppress(OSError):
                os.close(self._file)
            self._file, self.held = None, False

    def _take(self, file: int, started: float) -> None:
        while not taken(file):
            waited = time.monotonic() - started
            if waited > self.patience:
                raise sqlite3.OperationalError(_LOCKED)
            time.sleep(_QUICK if waited < _ORDINARY else _PATIENT)

    def _open(self) -> int:
        """The lock's file; a forked process opens its own, for an inherited one would be the parent's lock."""
        if self._file is not None and self._process != os.getpid():
            self.close()
        if self._file is None:
            self._file = _descriptor(self.path)
            self._process = os.getpid()
        return self._file


@cache
def _queue(path: str, process: int) -> threading.Lock:
    """Where the threads of a process wait; a forked process has its own, for its parent's may be taken for ever."""
    del path, process
    return threading.Lock()


def _descriptor(path: str) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as problem:
        read_only = problem.errno in {errno.EROFS, errno.EACCES, errno.EPERM}
        text = "attempt to write a readonly database" if read_only else "database or disk is full"
        raise sqlite3.OperationalError(text) from problem
