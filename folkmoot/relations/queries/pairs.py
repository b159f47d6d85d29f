"""How two accounts stand to each other."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.utils.timezone import now

from folkmoot.core.rows import among, id_list, select, there_is
from folkmoot.relations.models import Follow


@dataclass(frozen=True, slots=True)
class Relationship:
    """What one account is to another, seen from the viewer's side."""

    following: bool = False
    requested: bool = False
    followed_by: bool = False
    requested_by: bool = False
    blocking: bool = False
    blocked_by: bool = False
    muting: bool = False
    muting_until: datetime | None = None  # None while muting: for good
    muting_notifications: bool = False
    endorsed: bool = False
    note: str = ""  # for the viewer alone


_STRANGER = Relationship()
_FACTS = (
    ("following", "relations_follow", "follower_id", "followed_id"),
    ("requested", "relations_followrequest", "follower_id", "followed_id"),
    ("followed_by", "relations_follow", "followed_id", "follower_id"),
    ("requested_by", "relations_followrequest", "followed_id", "follower_id"),
    ("blocking", "relations_block", "blocker_id", "blocked_id"),
    ("blocked_by", "relations_block", "blocked_id", "blocker_id"),
    ("endorsed", "relations_endorsement", "account_id", "endorsed_id"),
)


def relationship(viewer: int | None, ids: Iterable[int]) -> dict[int, Relationship]:
    """How the viewer stands to each of these accounts, in one query; a visitor is a stranger to all."""
    wanted = set(ids)
    found = dict.fromkeys(wanted, _STRANGER)
    if viewer is None or not wanted:
        return found
    for fact, other, said in select(_facts(), {"viewer": viewer, "ids": id_list(wanted), "now": now()}):
        found[other] = replace(found[other], **_known(fact, said))
    return found


def blocked_either_way(one: int, other: int) -> bool:
    """Whether one of the two blocks the other."""
    return bool(select(_BLOCKED, {"one": one, "other": other}))


def follows(follower: int, followed: int) -> bool:
    """Whether the one follows the other."""
    return there_is(Follow, follower_id=follower, followed_id=followed)


_BLOCKED = """SELECT 1 FROM relations_block WHERE (blocker_id = %(one)s AND blocked_id = %(other)s)
  OR (blocker_id = %(other)s AND blocked_id = %(one)s) LIMIT 1"""


def muting_sql(muter: str, muted: str) -> str:
    """Whether ``muter`` has muted ``muted`` (columns or parameters), now."""
    return (
        f"EXISTS (SELECT 1 FROM relations_mute mu WHERE mu.muter_id = {muter} AND mu.muted_id = {muted}"
        " AND (mu.ends_at IS NULL OR mu.ends_at > CURRENT_TIMESTAMP))"
    )


def silencing_sql(muter: str, muted: str) -> str:
    """Whether ``muter`` wants no notifications of ``muted`` either (columns or parameters), now."""
    return muting_sql(muter, muted).removesuffix(")") + " AND mu.notifications)"


@cache
def _facts() -> str:
    parts = [
        f"SELECT '{name}', {other}, NULL FROM {table} WHERE {own} = %(viewer)s AND {among(other, 'ids')}"
        for name, table, own, other in _FACTS
    ]
    muted = f"""FROM relations_mute
      WHERE muter_id = %(viewer)s AND {among("muted_id", "ids")} AND (ends_at IS NULL OR ends_at > %(now)s)"""
    mine = "account_id = %(viewer)s"
    parts += [
        f"SELECT 'muting', muted_id, CAST(ends_at AS TEXT) {muted}",
        f"SELECT 'muting_notifications', muted_id, NULL {muted} AND notifications",
        f"SELECT 'note', about_id, text FROM relations_note WHERE {mine} AND {among('about_id', 'ids')}",
    ]
    return " UNION ALL ".join(parts)


def _known(fact: str, said: str | None) -> dict[str, Any]:
    if fact == "note":
        return {"note": said}
    return {fact: True, "muting_until": _moment(said)} if fact == "muting" else {fact: True}


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
