"""Handing a recording to a child, and hearing how far it has come."""

import contextlib
import json
import logging
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from folkmoot.core.errors import Busy

logger = logging.getLogger(__name__)

CHILD = ("-I", "-m", "folkmoot.media.studio.program")
_WALL = 6  # seconds that may pass for each of processor time: others work on this machine too
_LEAST_WALL = 60.0  # seconds
_MOST_SAID = 1 << 20  # bytes
_NO_OUTPUT = -1


@dataclass(frozen=True)
class Task:
    """What a child is to do: with files that are open already, in so many seconds of processor time."""

    task: str
    format: str
    seconds: int
    source: IO[bytes]
    large: IO[bytes] | None = None
    still: IO[bytes] | None = None


@dataclass
class Answer:
    """What it said at the end: what it made, or the word for why not; and what that took."""

    made: dict[str, Any] = field(default_factory=dict)
    refused: str = ""
    landlock: int = 0
    seconds: float = 0.0
    memory: int = 0


def carry_out(task: Task, hear: Callable[[int], None]) -> Answer:
    """Have it done; ``hear`` is told the percent that are done, and now and then that nothing is new.

    ``Busy`` when no child can work here: that is nobody's file's fault.
    """
    given = [out.fileno() for out in (task.large, task.still) if out]
    order = {"task": task.task, "format": task.format, "seconds": task.seconds}
    order |= {"large": task.large.fileno() if task.large else _NO_OUTPUT}
    order |= {"still": task.still.fileno() if task.still else _NO_OUTPUT}
    task.source.seek(0)
    child = subprocess.Popen(  # noqa: S603 - our own program; the order is words of ours and numbers
        [sys.executable, *CHILD, json.dumps(order)],
        stdin=task.source,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
        start_new_session=True,
        pass_fds=given,
    )
    try:
        last = _listen(child, time.monotonic() + max(_LEAST_WALL, _WALL * task.seconds), hear)
        return _answer(last, child.wait(_LEAST_WALL))
    except TimeoutError:
        return Answer(refused="time")
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        if child.stdout:
            child.stdout.close()


def _listen(child: "subprocess.Popen[bytes]", until: float, hear: Callable[[int], None]) -> dict[str, Any]:
    """All it says until it falls silent; the last of it that was no progress."""
    last: dict[str, Any] = {}
    for line in _lines(child, until):
        words = _words(line)
        if words and "progress" not in words:
            last = words
        hear(int(words.get("progress", 0)))
    return last


def _words(line: bytes) -> dict[str, Any]:
    """What one line says; nonsense comes from a child that was taken over, and says as much about the file."""
    try:
        found = json.loads(line or b"{}")
    except ValueError:
        return {"refused": "damaged"}
    return found if isinstance(found, dict) else {"refused": "damaged"}


def _lines(child: "subprocess.Popen[bytes]", until: float) -> Iterator[bytes]:
    """Each line when it comes, and an empty one for each second without."""
    assert child.stdout  # noqa: S101 - it was asked for
    descriptor, rest, said = child.stdout.fileno(), b"", 0
    with selectors.DefaultSelector() as selector:
        selector.register(descriptor, selectors.EVENT_READ)
        while time.monotonic() < until:
            if not selector.select(1.0):
                yield b""
                continue
            piece = os.read(descriptor, 1 << 16)
            said += len(piece)
            if not piece or said > _MOST_SAID:
                return
            *lines, rest = (rest + piece).split(b"\n")
            yield from lines
    raise TimeoutError


def _answer(last: dict[str, Any], code: int) -> Answer:
    if code == -signal.SIGXCPU or (code == -signal.SIGKILL and not last):
        return Answer(refused="time")
    if code < 0:
        logger.warning("a child that prepared a recording was ended by signal %s", -code)
        return Answer(refused="memory" if code in {-signal.SIGSEGV, -signal.SIGABRT} else "damaged")
    if code or not last:
        logger.error("recordings cannot be prepared: a child ended with %s", code)
        raise Busy
    if because := last.pop("because", ""):
        logger.info("a recording was refused: %s", because)
    return Answer(**last)
