"""The parent: forks the processes of a server, starts again what dies, and ends them in good order."""

import contextlib
import ctypes
import logging
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess

from folkmoot.project.log import name_process

logger = logging.getLogger(__name__)

_END = {signal.SIGTERM}
FAREWELL = 25.0  # seconds to answer what was received; the unit file gives 30
_FORK = multiprocessing.get_context("fork")  # the parent has everything imported, and no threads
_STEADY = 10.0  # seconds after which a process counts as running well
_LONGEST_PAUSE = 30.0
_PARENT_DEATH = 1  # PR_SET_PDEATHSIG


@dataclass
class Child:
    """One process of the server: what it runs, and how it has been doing."""

    name: str
    run: Callable[[], None]
    process: ForkProcess | None = None
    started: float = 0.0
    due: float = 0.0  # when to start it (again)
    falls: int = field(default=0)


class Supervisor:
    """Watches over its children until it is told to stop."""

    def __init__(self, children: list[Child]) -> None:
        self.children = children
        self.stopping = False

    def run(self) -> None:
        """Start everything, and keep it running until SIGTERM or SIGINT; then let it finish and return."""
        reading, writing = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        while not self.stopping:
            self._start_due()
            wait([reading, *(c.process.sentinel for c in self.children if c.process)], self._pause())
            with contextlib.suppress(BlockingIOError):
                os.read(reading, 64)
            self._bury()
        self._end()

    def _stop(self, *_: object) -> None:
        self.stopping = True

    def _start_due(self) -> None:
        for child in self.children:
            if child.process is None and child.due <= time.monotonic():
                child.process = _FORK.Process(target=_live, args=(child, os.getpid()), name=child.name)
                with _held_back():
                    child.process.start()
                child.started = time.monotonic()
                logger.info("%s runs as process %s", child.name, child.process.pid)

    def _pause(self) -> float | None:
        waiting = [child.due - time.monotonic() for child in self.children if child.process is None]
        return max(0.0, min(waiting)) if waiting else None

    def _bury(self) -> None:
        for child in self.children:
            if child.process is not None and not child.process.is_alive():
                self._note_fall(child, child.process.exitcode)

    def _note_fall(self, child: Child, code: int | None) -> None:
        """At once the first time, then after twice the pause before."""
        now = time.monotonic()
        child.process = None
        child.falls = 1 if now - child.started > _STEADY else child.falls + 1
        pause = 0.0 if child.falls == 1 else min(_LONGEST_PAUSE, 0.1 * 2**child.falls)
        child.due = now + pause
        logger.warning("%s ended (%s); it starts again in %.1f s", child.name, _cause(code), pause)

    def _end(self) -> None:
        """Ask every child to finish; after the farewell, end it."""
        processes = [child.process for child in self.children if child.process]
        for process in processes:
            process.terminate()
        until = time.monotonic() + FAREWELL
        for process in processes:
            process.join(max(0.0, until - time.monotonic()))
            if process.is_alive():
                logger.warning("%s did not finish in %.0f s and was ended", process.name, FAREWELL)
                process.kill()
                process.join()


@contextlib.contextmanager
def _held_back() -> Generator[None]:
    """Let the word to end wait while a child is born: at first it would still take it as its parent does."""
    signal.pthread_sigmask(signal.SIG_BLOCK, _END)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _END)


def _live(child: Child, parent: int) -> None:
    """The first moments of a child: its name, its own signals, and an end with its parent's."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal tells everybody; the parent decides
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _END)
    ctypes.CDLL(None).prctl(_PARENT_DEATH, signal.SIGTERM)
    if os.getppid() != parent:
        return
    name_process(child.name)
    child.run()


def _cause(code: int | None) -> str:
    if code is not None and code < 0:
        return signal.Signals(-code).name
    return f"exit code {code}"
