"""What a press changed: the rows of every table, the mails, the cookies of the browser; and how to take it back."""

from collections.abc import Generator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache as shelf
from django.db import connection, transaction
from django.test import Client

from folkmoot.core import limits
from tests.swept import holding

NOT_STORED = {"core_event", "django_migrations", "django_session", "posts_idempotencykey", "sqlite_sequence"}
PASSING = {"csrf", "messages"}  # cookies that say nothing about an effect


@dataclass(frozen=True)
class State:
    """Everything that can be observed at one moment."""

    rows: dict[str, frozenset[Any]]
    mails: frozenset[str]
    cookies: dict[str, str]

    @classmethod
    def now(cls, client: Client) -> "State":
        with connection.cursor() as cursor:
            rows: dict[str, frozenset[Any]] = dict.fromkeys(_tables(), frozenset())
            rows |= {table: _rows(cursor, table) for table in holding(cursor, _tables())}
        mails = frozenset(str(path) for path in mail_folder().rglob("*") if path.is_file())
        cookies = {name: c.value for name, c in client.cookies.items() if c.value and name not in PASSING}
        return cls(rows, mails, cookies)

    def since(self, before: "State") -> "Change":
        new = {table: rows - before.rows.get(table, frozenset()) for table, rows in self.rows.items()}
        gone = {table: before.rows[table] - rows for table, rows in self.rows.items()}
        return Change(
            {table: new[table] | gone[table] for table in self.rows if new[table] | gone[table]},
            "\n".join([*(str(row) for rows in new.values() for row in rows), *map(_read, self.mails - before.mails)]),
            self.mails - before.mails,
            self.cookies != before.cookies,
        )


@dataclass(frozen=True)
class Change:
    """What is different."""

    tables: dict[str, frozenset[Any]]
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
    shelf.clear()
    limits.forget_all()


def mail_folder() -> Path:
    return Path(settings.DATA_DIR) / "mail"


def _read(mail: str) -> str:
    return Path(mail).read_text()


@cache
def _tables() -> tuple[str, ...]:
    """All that keep rows as they were put in; of the index of search those are in ``search_entry``."""
    names = connection.introspection.table_names()
    return tuple(name for name in names if name not in NOT_STORED and not name.startswith("search_words"))


def _rows(cursor: Any, table: str) -> frozenset[Any]:
    """All rows, as they come; written out where a value of one cannot be in a set."""
    cursor.execute(f'SELECT * FROM "{table}"')
    rows = cursor.fetchall()
    try:
        return frozenset(rows)
    except TypeError:
        return frozenset(map(repr, rows))
