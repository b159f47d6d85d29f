"""Tells the tests of others when a server has done all that follows from what it was told: they sleep, and hope."""

import contextlib
import socketserver
import sqlite3
import threading
import time
from collections.abc import Generator
from pathlib import Path

import psycopg

from tests.servers import PATIENCE, database_of, eventually

# What waits, or is being worked on; what failed waits for a later time, and mails and letters to devices for others.
_BUSY = """SELECT COUNT(*) FROM core_event
    WHERE lane IN ('now', 'media', 'long') AND error = '' AND (tries > 0 OR lease_until <= {now})"""


@contextlib.contextmanager
def told(data_dir: Path) -> Generator[int]:
    """A port on loopback that says a sign to whoever comes, once the server of this directory has nothing to do."""
    with _Teller(("127.0.0.1", 0), _Question) as teller:
        teller.data_dir = data_dir
        thread = threading.Thread(target=teller.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield int(teller.server_address[1])
        finally:
            teller.shutdown()
            thread.join()


class _Teller(socketserver.ThreadingTCPServer):
    data_dir: Path
    daemon_threads = True


class _Question(socketserver.BaseRequestHandler):
    server: _Teller

    def handle(self) -> None:
        with contextlib.suppress(AssertionError):  # whoever asked sees what is missing
            eventually(lambda: _is_done(self.server.data_dir), PATIENCE)
        with contextlib.suppress(OSError):
            self.request.sendall(b".")


def _is_done(data_dir: Path) -> bool:
    asked = _BUSY.format(now=int(time.time() * 1_000))
    if url := database_of(data_dir).get("FOLKMOOT_DATABASE_URL", ""):
        with psycopg.connect(url) as there:
            return there.execute(asked.encode()).fetchone() == (0,)
    with contextlib.closing(sqlite3.connect(f"file:{data_dir / 'folkmoot.sqlite3'}?mode=ro", uri=True)) as here:
        return bool(here.execute(asked).fetchone() == (0,))
