"""Accounts that have something most have not: a set in each process; to ask about the others costs no statement."""

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import transaction

from folkmoot.core.rows import select


class Few:
    """The accounts that have rows in a table, by its column ``account_id``.

    All processes of a server keep their own set and read it again when a small file in the data directory has grown,
    which whoever notes somebody new lets it do. An account that has the thing no more may stay in the set: the set
    says where to look, never what is there.
    """

    def __init__(self, table: str, condition: str = "1 = 1") -> None:
        self._every = f"SELECT DISTINCT account_id FROM {table} WHERE {condition}"
        self._own = f"SELECT 1 FROM {table} WHERE account_id = %(account)s AND {condition} LIMIT 2"
        self._known: set[int] = set()
        self._version = -1
        _all.append(self)

    def has(self, account_id: int | None) -> bool:
        """Whether to look any further for this account."""
        version = _version()
        if version != self._version:
            self._known = {row[0] for row in select(self._every, {})}
            self._version = version
        return account_id in self._known

    def note(self, account_id: int) -> None:
        """An account has just got a row; if it is its only one, other processes hear of it when it is saved."""
        self._known.add(account_id)
        if len(select(self._own, {"account": account_id})) == 1:
            transaction.on_commit(_tell)


def every() -> Iterator[Few]:
    """All that are kept."""
    yield from _all


_all: list[Few] = []


def _file() -> str:
    return _named(settings.DATA_DIR)


@cache
def _named(data_dir: str | Path) -> str:
    return str(Path(data_dir) / "few.count")


def _version() -> int:
    """How many were noted so far."""
    try:
        return os.stat(_file()).st_size  # noqa: PTH116 - each request asks, and a path object costs ten times as much
    except FileNotFoundError:
        return 0


def _tell() -> None:
    with Path(_file()).open("ab") as file:
        file.write(b".")
