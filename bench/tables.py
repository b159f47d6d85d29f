"""Rows by the hundred thousand: ``executemany`` on SQLite, ``COPY`` on PostgreSQL, inside one transaction."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.db import connection, models
from django.db.models.fields import NOT_PROVIDED

_AT_ONCE = 20_000


class Table:
    """One model's table, filled by rows that name only some of its columns; the others get their defaults."""

    def __init__(self, model: type[models.Model], *given: str) -> None:
        fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.CompositePrimaryKey)]
        chosen = [field for field in fields if field.attname in given]
        rest = [field for field in fields if field.attname not in given and not isinstance(field, models.AutoField)]
        self.name = model._meta.db_table
        self.order = [given.index(field.attname) for field in chosen]
        self.columns = [f'"{field.column}"' for field in (*chosen, *rest)]
        self.defaults = tuple(_default(field) for field in rest)
        self.rows: list[tuple[Any, ...]] = []
        self.before: Table | None = None  # what these rows point to, and is written first
        if len(chosen) != len(given):
            raise ValueError(f"{self.name} lacks some of {given}")

    def add(self, *values: Any) -> None:
        """Write one row, at the latest at ``flush``; values in the order of the names given."""
        self.rows.append((*(values[place] for place in self.order), *self.defaults))
        if len(self.rows) >= _AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Write what was added."""
        if self.before:
            self.before.flush()
        rows, self.rows = self.rows, []
        if not rows:
            return
        names = ", ".join(self.columns)
        if connection.vendor == "postgresql":
            _copy(f"COPY {self.name} ({names}) FROM STDIN", rows)
            return
        marks = ", ".join("?" for _ in self.columns)
        connection.connection.executemany(f"INSERT INTO {self.name} ({names}) VALUES ({marks})", rows)


def moment(at: datetime) -> Any:
    """A point in time as the database keeps it."""
    return at if connection.vendor == "postgresql" else at.astimezone(UTC).replace(tzinfo=None).isoformat(" ")


@contextmanager
def without_waiting() -> Iterator[None]:
    """Foreign keys are right by construction: no need to look each one up (on SQLite, outside transactions only)."""
    connection.disable_constraint_checking()
    yield
    connection.enable_constraint_checking()


@contextmanager
def quickly() -> Iterator[None]:
    """The same on PostgreSQL, inside a transaction, and room to sort."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        cursor.execute("SET LOCAL work_mem = '256MB'")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")


@contextmanager
def without_indexes(*tables: str) -> Iterator[None]:
    """Make the plain indexes of these tables anew afterwards, which is faster than keeping them up."""
    texts = [pair for table in tables for pair in _indexes(table)]
    with connection.cursor() as cursor:
        for name, _text in texts:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        for _name, text in texts:
            cursor.execute(text.replace("%", "%%"))


def analyze() -> None:
    """What the planner knows about the tables."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _indexes(table: str) -> Sequence[tuple[str, str]]:
    text = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE 'CREATE INDEX%%' AND tbl_name = %s"
    if connection.vendor == "postgresql":
        text = "SELECT indexname, indexdef FROM pg_indexes WHERE indexdef LIKE 'CREATE INDEX%%' AND tablename = %s"
    with connection.cursor() as cursor:
        cursor.execute(text, (table,))
        return [(row[0], row[1]) for row in cursor.fetchall()]


def _copy(text: str, rows: Sequence[tuple[Any, ...]]) -> None:
    with connection.connection.cursor() as cursor, cursor.copy(text) as copy:
        for row in rows:
            copy.write_row(row)


def _default(field: "models.Field[Any, Any]") -> Any:
    value = field.default
    if value is NOT_PROVIDED:
        now = getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False)
        return moment(datetime.now(UTC)) if now else None
    value = value() if callable(value) else value
    return json.dumps(value) if isinstance(field, models.JSONField) else value
