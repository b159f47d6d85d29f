"""What a press changed: the rows of every table, the mails, the cookies of the browser; and how to take it back."""

from collections.abc import Generator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

NOT_STORED = {"core_event", "django_migrations", "django_session", "posts_idempotencykey", "sqlite_sequence"}
PASSING = {"csrf", "messages"}  # cookies that say nothing about an effect


@dataclass(frozen=True)
class State:
    """Everything that can be observed at one moment."""

    rows: dict[str, frozenset[str]]
    mails: frozenset[str]
    cookies: dict[str, str]

    @classmethod
    def now(cls, client: Client) -> "State":
        with connection.cursor() as cursor:
            tables = connection.introspection.table_names(cursor)
            rows = {table: _rows(cursor, table) for table in tables if table not in NOT_STORED}
        mails = frozenset(str(path) for path in mail_folder().rglob("*") if path.is_file())
        cookies = {name: c.value for name, c in client.cookies.items() if c.value and name not in PASSING}
        return cls(rows, mails, cookies)

    def since(self, before: "State") -> "Change":
        new = {table: rows - before.rows.get(table, frozenset()) for table, rows in self.rows.items()}
        gone = {table: before.rows[table] - rows for table, rows in self.rows.items()}
        return Change(
            {table: new[table] | gone[table] for table in self.rows if new[table] | gone[table]},
            "\n".join([*(row for rows in new.values() for row in rows), *map(_read, self.mails - before.mails)]),
            self.mails - before.mails,
            self.cookies != before.cookies,
        )


@dataclass(frozen=True)
class Change:
    """What is different."""

    tables: dict[str, frozenset[str]]
    new: str  # the rows and mails that were not there before, as text
    mails: frozenset[str]
    cookies: bool

    def __bool__(self) -> bool:
        return bool(self.tables or self.mails or self.cookies)


@contextmanager
def taken_back(client: Client) -> Generator[None]:
    """Whatever happens in here never happened: the next press meets the same world."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    client.cookies = cookies
    cache.clear()


def mail_folder() -> Path:
    return Path(settings.DATA_DIR) / "mail"


def _read(mail: str) -> str:
    return Path(mail).read_text()


def _rows(cursor: object, table: str) -> frozenset[str]:
    cursor.execute(f'SELECT * FROM "{table}"')  # type: ignore[attr-defined]  # a cursor of either database
    return frozenset(map(repr, cursor.fetchall()))  # type: ignore[attr-defined]  # likewise
