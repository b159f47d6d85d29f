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
    memory.give_back_regularly()
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
    memory.give_back_regularly()
