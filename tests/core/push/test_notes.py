"""What is said to PostgreSQL, whichever database the tests have: with the transaction, in pieces it takes."""

import contextlib
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest

from folkmoot.core.push import Message, notes, read
from folkmoot.core.push.notes import Notes


class Line:
    """A connection that keeps what it is asked, and tells what it is given."""

    def __init__(self, *told: str) -> None:
        self.asked: list[tuple[str, Any]] = []
        self.told = [SimpleNamespace(payload=each) for each in told]

    def execute(self, text: str, parameters: Any = None) -> None:
        self.asked.append((text, parameters))

    @contextlib.contextmanager
    def cursor(self) -> Iterator["Line"]:
        yield self

    def notifies(self, timeout: float) -> Iterator[SimpleNamespace]:
        del timeout
        yield from self.told

    def get_connection_params(self) -> dict[str, Any]:
        return {"dbname": "folkmoot"}


def test_many_are_told_in_notes_that_are_small_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    line = Line()
    monkeypatch.setattr(notes, "connection", line)
    accounts = tuple(range(1 << 62, (1 << 62) + 1_000))
    Notes(0.1).carry(Message("home", accounts, 1 << 62))
    pieces = [parameters[1] for _text, parameters in line.asked]
    assert max(len(piece.encode()) for piece in pieces) < 8_000
    assert sorted(account for piece in pieces for account in read(piece.encode()).accounts) == list(accounts)
    assert {(text, parameters[0]) for text, parameters in line.asked} == {("SELECT pg_notify(%s, %s)", notes.CHANNEL)}


def test_a_post_with_as_many_hashtags_as_there_can_be_fits_too(monkeypatch: pytest.MonkeyPatch) -> None:
    line = Line()
    monkeypatch.setattr(notes, "connection", line)
    most = tuple(range(1 << 62, (1 << 62) + 50))
    Notes(0.1).carry(Message("gone", tuple(range(1 << 62, (1 << 62) + 300)), 1 << 62, most))
    assert [len(parameters[1].encode()) < 8_000 for _text, parameters in line.asked] == [True]


def test_it_listens_until_it_is_told_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    line, stop = Line("one", "two"), threading.Event()
    monkeypatch.setattr(notes, "connection", line)

    @contextlib.contextmanager
    def connect(**given: Any) -> Iterator[Line]:
        assert given == {"dbname": "folkmoot", "autocommit": True}
        yield line

    monkeypatch.setattr(psycopg, "connect", connect)
    heard = Notes(0.1).hear(stop)
    assert [next(heard) for _ in range(3)] == [b"", b"one", b"two"]
    stop.set()
    assert list(heard) == []
    assert line.asked == [(f"LISTEN {notes.CHANNEL}", None)]
