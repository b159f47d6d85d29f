"""The cast between tests: made once, in a transaction around those of all tests that ask for it."""

import contextlib
import copy
import time
from collections.abc import Generator
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

MOST = 60  # seconds that a cast lasts: to PostgreSQL, the moment at which a transaction began is "now" until its end


class Outermost:
    """A transaction around those of tests, which nothing ends but ``end()``; it is never committed."""

    def __init__(self) -> None:
        self._atomic: Any = transaction.atomic()
        self._atomic._from_testcase = True  # what insists on a transaction of its own may begin one in it, as in a test
        self._atomic.__enter__()
        self._began, self._day = time.monotonic(), timezone.now().date()

    @property
    def stands(self) -> bool:
        """Not once a test has closed the connection, nor for long, nor past midnight: they joined today."""
        closed = connection.connection is None or connection.closed_in_transaction
        return not closed and time.monotonic() - self._began < MOST and timezone.now().date() == self._day

    def end(self) -> None:
        transaction.set_rollback(True)
        self._atomic.__exit__(None, None, None)


class Stage:
    """``prepare(wanted=True)`` before a test that asks for the cast, ``prepare(wanted=False)`` before any other."""

    def __init__(self, blocker: Any) -> None:
        self._blocker = blocker
        self._outermost: Outermost | None = None
        self._cast: Any = None
        self.is_closed = False

    def prepare(self, *, wanted: bool) -> None:
        if self._outermost and (not wanted or not self._outermost.stands):
            self.strike()
        if wanted and not self._outermost and not self.is_closed:
            self._set()

    def cast(self) -> Any:
        """Alice and the others, as if they had just been made; made indeed if they do not stand there."""
        from folkmoot.project.cast import create

        return copy.deepcopy(self._cast) if self._outermost else create()

    def strike(self) -> None:
        """Nobody is there any more."""
        if self._outermost:
            with self._blocker.unblock():
                self._outermost.end()
        self._outermost = self._cast = None

    @contextlib.contextmanager
    def closed(self) -> Generator[None]:
        """For a ground that others lay themselves, around several tests: nothing else stands meanwhile."""
        self.strike()
        self.is_closed = True
        yield
        self.is_closed = False

    def _set(self) -> None:
        from folkmoot.project.cast import create

        with self._blocker.unblock():
            self._outermost = Outermost()
            self._cast = create()
