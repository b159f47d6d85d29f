"""Memory that a page took for a moment goes back to the machine."""

import ctypes
import multiprocessing
from pathlib import Path

import pytest

from folkmoot.project.serve import memory
from tests.servers import eventually


def held() -> int:
    """What this process has for itself, in megabytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon:")) >> 10


def hold_and_let_go() -> None:
    """Leave 40 MB of holes between pieces that stay, find them held still, and wait until they are not."""
    pieces = [bytearray(60_000) for _ in range(700)]
    kept = pieces[::20]
    full = held()
    pieces.clear()
    assert held() > full - 20, "the C library gave it back by itself: nothing is shown here"
    memory._EVERY = 0.05
    memory.hold_little()
    eventually(lambda: held() < full - 30)
    assert len(kept) == 35


def test_what_lies_between_is_given_back() -> None:
    child = multiprocessing.get_context("fork").Process(target=hold_and_let_go)
    child.start()
    child.join(60)
    assert child.exitcode == 0


def test_another_c_library_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not every one can: a community runs there all the same."""
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: object())
    monkeypatch.setattr(memory.threading, "Thread", None)
    memory.hold_little()


def let_go_of_something_large() -> None:
    """After which the C library would keep as much at hand for next time."""
    memory._EVERY = 3_600.0  # never: what is shown here comes back at once
    memory.hold_little()
    large = bytearray(20 << 20)
    del large
    pieces = [bytearray(100_000) for _ in range(400)]
    full = held()
    pieces.clear()
    assert held() < full - 30


def test_what_lies_at_the_end_is_given_back_at_once() -> None:
    child = multiprocessing.get_context("fork").Process(target=let_go_of_something_large)
    child.start()
    child.join(60)
    assert child.exitcode == 0
