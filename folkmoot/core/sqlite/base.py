"""Django's SQLite backend with durable commits, writers in a queue, and storage trouble in words.

Commits are ``synchronous = FULL``: what was acknowledged survives a power cut. ``NORMAL`` would be faster and lose
the last moments of the log; ``docs/decisions/durable-commits.md`` has the figures.
"""

import sqlite3
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base
from django.utils.functional import cached_property

from folkmoot.core import storage
from folkmoot.core.sqlite.turnstile import Turnstile
from folkmoot.core.storage import StorageErrors

PATIENCE = 15.0  # seconds a writer waits for its turn
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA wal_autocheckpoint = 4000",  # pages: feeds write the same ones again and again
    f"PRAGMA busy_timeout = {int(PATIENCE * 1000)}",  # for programs that know nothing of our queue
    "PRAGMA cache_size = -2048",  # KiB a connection
    "PRAGMA temp_store = MEMORY",
    "PRAGMA journal_size_limit = 67108864",
)
_MAPPED, _ALL = 64 << 20, 2 << 30  # bytes of the file that all processes share; the system takes them back when it must
_LARGE = 512 << 20  # bytes: a file of that size is read from everywhere, and each page that is not mapped is copied
_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLAC", "CREATE", "ALTER ", "DROP T", "DROP I")
_TROUBLE = {
    sqlite3.SQLITE_BUSY: storage.LOCKED,
    sqlite3.SQLITE_LOCKED: storage.LOCKED,
    sqlite3.SQLITE_FULL: storage.FULL,
    sqlite3.SQLITE_READONLY: storage.READ_ONLY,
    sqlite3.SQLITE_PERM: storage.READ_ONLY,
    sqlite3.SQLITE_IOERR: storage.GONE,
    sqlite3.SQLITE_CANTOPEN: storage.GONE,
}
_TEXTS = {
    "database is locked": storage.LOCKED,
    "database or disk is full": storage.FULL,
    "attempt to write a readonly database": storage.READ_ONLY,
}


_LONG = 400  # characters


@lru_cache(maxsize=128)
def _converted(query: str, param_names: tuple[str, ...]) -> str:
    return query % {name: f":{name}" for name in param_names}


class Cursor(base.SQLiteCursorWrapper):
    """A cursor whose single writes, outside a transaction, stand in the queue as well."""

    turnstile: Turnstile

    def execute(self, query: str, params: Any = None) -> Any:
        """Run one statement."""
        if query[:6].upper() not in _WRITES or self.connection.in_transaction or self.turnstile.held:
            return super().execute(query, params)
        self.turnstile.enter()
        try:
            return super().execute(query, params)
        finally:
            self.turnstile.leave()

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        """The statement in SQLite's own style; long ones with named parameters are the hot ones, and there are few."""
        if param_names is None or len(query) < _LONG:
            return str(super().convert_query(query, param_names=param_names))
        return _converted(query, tuple(param_names))

    def executemany(self, query: str, param_list: Any) -> Any:
        """Run one statement for many rows; outside a transaction, each row is a write of its own."""
        if self.connection.in_transaction or self.turnstile.held:
            return super().executemany(query, param_list)
        self.turnstile.enter()
        try:
            return super().executemany(query, param_list)
        finally:
            self.turnstile.leave()


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection: its pragmas, its place in the queue of writers, and its words for trouble."""

    # All integers of SQLite's have 64 bits, and a key of exactly this type is the row's own address: half the seeks
    data_types = {**base.DatabaseWrapper.data_types, "BigIntegerField": "integer"}

    @cached_property
    def wrap_database_errors(self) -> StorageErrors:
        """Where the driver's errors pass through."""
        return StorageErrors(self)

    @cached_property
    def turnstile(self) -> Turnstile:
        """The lock that writers of this database queue on."""
        return Turnstile(f"{self.settings_dict['NAME']}.lock", PATIENCE)

    def storage_trouble(self, error: BaseException | None) -> Any:
        """What to tell the member if this error is about the storage and not about the statement."""
        if not isinstance(error, sqlite3.OperationalError):
            return None
        return _TROUBLE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF) or _TEXTS.get(str(error))

    def get_connection_params(self) -> dict[str, Any]:
        """Every transaction begins by taking the right to write: a read cannot be upgraded without losing its place."""
        params = super().get_connection_params()
        self.mapped: int | None = params.pop("mapped", None)
        self.transaction_mode = "IMMEDIATE"
        return {**params, "timeout": PATIENCE, "cached_statements": 512}

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        """Open the database file the way every process does."""
        connection: sqlite3.Connection = super().get_new_connection(conn_params)
        for pragma in _PRAGMAS:
            connection.execute(pragma)
        mapped = _usual(Path(conn_params["database"])) if self.mapped is None else self.mapped
        connection.execute(f"PRAGMA mmap_size = {mapped}")
        return connection

    def create_cursor(self, name: str | None = None) -> Cursor:
        """A cursor that knows the queue."""
        del name  # PostgreSQL's cursors have one
        cursor: Cursor = self.connection.cursor(factory=Cursor)
        cursor.turnstile = self.turnstile
        return cursor

    def _start_transaction_under_autocommit(self) -> None:
        with self.wrap_database_errors:
            self.turnstile.enter()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # the stubs leave it out
        except BaseException:
            self.turnstile.leave()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # the stubs leave it out
        self.turnstile.leave()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # the stubs leave it out
        finally:
            self.turnstile.leave()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # the stubs leave it out
        finally:
            self.turnstile.close()


def _usual(file: Path) -> int:
    """How much of a file is mapped where nothing else is said."""
    return _ALL if file.stat().st_size > _LARGE else _MAPPED
