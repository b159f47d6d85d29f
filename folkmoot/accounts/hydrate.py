"""Ids to views of accounts."""

from collections.abc import Iterable
from functools import cache

from folkmoot.accounts.queries import AccountView, view_columns, view_joins, view_of
from folkmoot.core.rows import among, id_list, select

__all__ = ["AccountView", "views"]


def views(ids: Iterable[int]) -> dict[int, AccountView]:
    """The accounts with these ids, whatever their state, in exactly one query (none for no ids)."""
    wanted = set(ids)
    if not wanted:
        return {}
    return {row[0]: view_of(row) for row in select(_text(), {"ids": id_list(wanted)})}


@cache
def _text() -> str:
    return f"SELECT {view_columns('a')} FROM accounts_account a {view_joins('a')} WHERE {among('a.id', 'ids')}"
