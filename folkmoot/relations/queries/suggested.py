"""Whom a member might want to follow, and why: worked out ahead, and asked again whether it may be shown."""

from functools import cache
from typing import NamedTuple

from folkmoot.accounts.queries import AccountKey, AccountView, view_columns, view_joins, view_of
from folkmoot.core.rows import select
from folkmoot.relations.models import Suggestion
from folkmoot.relations.queries.candidates import FOUND
from folkmoot.relations.queries.pairs import muting_sql
from folkmoot.relations.visibility import unblocked_sql

_VIEWER = "%(viewer)s"
_NAMES = {reason.value: reason.name.lower() for reason in Suggestion.Reason}


class SuggestionView(NamedTuple):
    """Somebody to follow, and why: ``friends``, ``interests``, ``new`` or ``known``, with the number it rests on."""

    account: AccountView
    reason: str
    number: int


class SuggestionKey(NamedTuple):
    """The same for whoever keeps what accounts look like: which account, in which state, and why."""

    account: AccountKey
    reason: str


def suggested(viewer: int, most: int) -> list[SuggestionView]:
    """Members who want to be found and whom the viewer neither follows nor turned away, the best in front.

    Nobody who blocks or mutes the viewer, or is blocked or muted; all of that as it is now, in one statement.
    """
    rows = select(_text(f"s.number, {view_columns('a')}", view_joins("a")), {"viewer": viewer, "most": most})
    return [SuggestionView(view_of(view), _NAMES[reason], number) for reason, number, *view in rows]


def suggested_keys(viewer: int, most: int) -> list[SuggestionKey]:
    """The same members in the same order, of whom next to nothing is read."""
    rows = select(_text("a.id, a.version", ""), {"viewer": viewer, "most": most})
    return [SuggestionKey(AccountKey(*key), _NAMES[reason]) for reason, *key in rows]


@cache
def _text(columns: str, joins: str) -> str:
    strangers = " AND ".join(
        f"NOT EXISTS (SELECT 1 FROM {table} x WHERE x.{mine} = {_VIEWER} AND x.{theirs} = a.id)"
        for table, mine, theirs in (
            ("relations_follow", "follower_id", "followed_id"),
            ("relations_followrequest", "follower_id", "followed_id"),
            ("relations_dismissal", "account_id", "dismissed_id"),
        )
    )
    return f"""SELECT s.reason, {columns} FROM relations_suggestion s
      JOIN accounts_account a ON a.id = s.suggested_id {joins}
      WHERE s.account_id = {_VIEWER} AND {FOUND} AND {strangers} AND {unblocked_sql("a.id", _VIEWER)}
        AND NOT {muting_sql(_VIEWER, "a.id")} AND NOT {muting_sql("a.id", _VIEWER)}
      ORDER BY s.place LIMIT %(most)s"""
