"""The measurements' own PostgreSQL: it keeps its data in the cache between runs, and answers only while we run."""

import secrets
from pathlib import Path

import psycopg
from psycopg import sql

from tests.databases import PostgresServer


class KeptServer(PostgresServer):
    """A server like the tests' own, on a folder that stays."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder.rmdir()
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        if (folder / "password").exists():
            self.password = (folder / "password").read_text()

    def stop(self) -> None:
        """End the server; the folder stays."""
        folder, self.folder = self.folder, self.folder / "nothing"
        super().stop()
        self.folder = folder

    def address(self, database: str) -> str:
        """Where a database of this server is."""
        return f"{self.url.rpartition('/')[0]}/{database}"

    def copy(self, source: str, target: str) -> str:
        """A new database with what ``source`` holds; its address."""
        self._do("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'", target, source)
        return self.address(target)

    def rename(self, source: str, target: str) -> None:
        """Give a database another name."""
        self._do("ALTER DATABASE {} RENAME TO {}", source, target)

    def drop(self, database: str) -> None:
        """Throw a database away, if it is there."""
        self._do("DROP DATABASE IF EXISTS {} WITH (FORCE)", database)

    def names(self) -> set[str]:
        """All databases of the server."""
        with psycopg.connect(self.url) as connection:
            return {row[0] for row in connection.execute("SELECT datname FROM pg_database")}

    def _create(self) -> None:
        if not (self.folder / "data").exists():
            super()._create()

    def _do(self, text: str, *names: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(sql.SQL(text).format(*map(sql.Identifier, names)))


def unused(prefix: str) -> str:
    """A name no database has."""
    return f"{prefix}_{secrets.token_hex(4)}"
