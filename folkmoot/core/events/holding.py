"""Keeping hold of an event for longer than its lease: for reactions that take their time and know it."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar

from folkmoot.core.events import table
from folkmoot.core.events.table import Row

_held: ContextVar[Row | None] = ContextVar("held", default=None)


@contextmanager
def holding(row: Row) -> Generator[None]:
    """What runs inside reacts to this row."""
    token = _held.set(row)
    try:
        yield
    finally:
        _held.reset(token)


def hold_on() -> None:
    """Begin the lease of the event that is reacted to anew; nothing happens outside a reaction."""
    row = _held.get()
    if row:
        table.extend(row)
