"""The worker's bell: rung when an event has been committed, so that nobody needs to poll."""

import contextlib
import logging
import socket
import threading
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

logger = logging.getLogger(__name__)

CHANNEL = "folkmoot_events"
_PATIENCE = 0.5  # seconds between two looks at whether to stop


def ring_on_commit(lane: str) -> None:
    """Wake a lane of the worker once the current transaction is committed."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", (CHANNEL, lane))
    else:
        transaction.on_commit(lambda: ring(lane), robust=True)


def ring(lane: str) -> None:
    """Wake a lane of the worker on this machine; nothing happens if there is none, it looks by itself at its start."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out:
        out.settimeout(0)
        out.sendto(lane.encode(), str(_address()))


def listen(stop: threading.Event, woken: Callable[[str], None]) -> None:
    """Call ``woken`` with the lane that each ring is for, or with nothing when any may have something to do."""
    hear = _hear_notifications if connection.vendor == "postgresql" else _hear_datagrams
    while not stop.is_set():
        try:
            hear(stop, woken)
        except Exception:
            logger.exception("the worker's bell fell silent; it looks every few seconds until it rings again")
            stop.wait(2)


def _hear_datagrams(stop: threading.Event, woken: Callable[[str], None]) -> None:
    address = _address()
    address.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as bell:
        bell.bind(str(address))
        address.chmod(0o600)
        bell.settimeout(_PATIENCE)
        while not stop.is_set():
            with contextlib.suppress(TimeoutError):
                woken(bell.recv(16).decode(errors="replace"))
    address.unlink(missing_ok=True)


def _hear_notifications(stop: threading.Event, woken: Callable[[str], None]) -> None:
    import psycopg

    with psycopg.connect(**{**connection.get_connection_params(), "autocommit": True}) as line:
        line.execute(f"LISTEN {CHANNEL}")
        woken("")  # for whatever was committed while nobody listened
        while not stop.is_set():
            for note in line.notifies(timeout=_PATIENCE):
                woken(note.payload)


def _address() -> Path:
    return Path(settings.DATA_DIR) / "worker.sock"
