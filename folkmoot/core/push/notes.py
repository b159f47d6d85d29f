"""PostgreSQL's own notes: they travel with the transaction, to every machine that listens."""

from collections.abc import Iterator
from threading import Event

from django.db import connection

from folkmoot.core.push.messages import Message

CHANNEL = "folkmoot_stream"
_AT_ONCE = 300  # accounts in one note, which holds less than 8,000 bytes
_NOTE = "SELECT pg_notify(%s, %s)"


class Notes:
    """``NOTIFY`` and ``LISTEN``."""

    def __init__(self, patience: float) -> None:
        self.patience = patience

    def carry(self, message: Message) -> None:
        """Write notes, which go out when the transaction is committed."""
        with connection.cursor() as cursor:
            for piece in message.pieces(_AT_ONCE):
                cursor.execute(_NOTE, (CHANNEL, piece.decode()))

    def hear(self, stop: Event) -> Iterator[bytes]:
        """The notes from now on, on a connection of its own."""
        import psycopg

        with psycopg.connect(**{**connection.get_connection_params(), "autocommit": True}) as line:
            line.execute(f"LISTEN {CHANNEL}")
            yield b""
            while not stop.is_set():
                for note in line.notifies(timeout=self.patience):
                    yield note.payload.encode()
