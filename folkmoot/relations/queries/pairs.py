"""How two accounts stand to each other."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db import connection
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
    boosts: bool = True  # those of somebody the viewer follows come into the home feed
    tell: bool = False  # of each new post
    languages: tuple[str, ...] = ()  # in which their posts come into the home feed; none: in all


_STRANGER = Relationship()
_FACTS = (
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


def wanted_at_home_sql(follow: str, post: str) -> str:
    """Whether who made the follow ``follow`` wants the post ``post`` of whom they follow in the home feed."""
    language = f"COALESCE((SELECT wo.language FROM post wo WHERE wo.id = {post}.boost_of_id), {post}.language)"
    return f"""(({post}.boost_of_id IS NULL OR {follow}.boosts)
      AND ({follow}.languages = '' OR {language} = '' OR {follow}.languages LIKE '%% ' || {language} || ' %%'))"""


def telling_sql(follow: str) -> str:
    """Whether who made the follow ``follow`` is to be told of each new post: as SQLite finds its index by."""
    return f"{follow}.tell" if connection.vendor == "postgresql" else f"{follow}.tell = 1"


def muting_sql(muter: str, muted: str) -> str:
    """Whether ``muter`` has muted ``muted`` (columns or parameters), now."""
    return (
        f"EXISTS (SELECT 1 FROM relations_mute mu WHERE mu.muter_id = {muter} AND mu.muted_id = {muted}"
        " AND (mu.ends_at IS NULL OR mu.ends_at > CURRENT_TIMESTAMP))"
    )


def silencing_sql(muter: str, muted: str) -> str:
    """Whether ``muter`` is told nothing of ``muted`` (columns or parameters), now.

    They want it so, or staff decided that nobody hears of that account but its followers.
    """
    wanted = muting_sql(muter, muted).removesuffix(")") + " AND mu.notifications)"
    return f"({wanted} OR {unheard_sql(muter, muted)})"


def unheard_sql(hearer: str, author: str) -> str:
    """Whether staff decided that ``hearer`` is told nothing of ``author`` (columns or parameters), and follows not."""
    follows = f"SELECT 1 FROM relations_follow sf WHERE sf.follower_id = {hearer} AND sf.followed_id = {author}"
    return f"({author} IN ({_LIMITED}) AND NOT EXISTS ({follows}))"


_LIMITED = "SELECT li.id FROM accounts_account li WHERE li.unlisted_at IS NOT NULL AND li.limited_at IS NOT NULL"


@cache
def _facts() -> str:
    parts = [
        f"SELECT '{name}', {other}, NULL FROM {table} WHERE {own} = %(viewer)s AND {among(other, 'ids')}"
        for name, table, own, other in _FACTS
    ]
    muted = f"""FROM relations_mute
      WHERE muter_id = %(viewer)s AND {among("muted_id", "ids")} AND (ends_at IS NULL OR ends_at > %(now)s)"""
    mine, pair = "account_id = %(viewer)s", f"WHERE follower_id = %(viewer)s AND {among('followed_id', 'ids')}"
    wishes = "CASE WHEN boosts THEN 'b' ELSE '' END || CASE WHEN tell THEN 't' ELSE '' END || languages"
    parts += [
        f"SELECT 'following', followed_id, {wishes} FROM relations_follow {pair}",
        f"SELECT 'requested', followed_id, {wishes} FROM relations_followrequest {pair}",
        f"SELECT 'muting', muted_id, CAST(ends_at AS TEXT) {muted}",
        f"SELECT 'muting_notifications', muted_id, NULL {muted} AND notifications",
        f"SELECT 'note', about_id, text FROM relations_note WHERE {mine} AND {among('about_id', 'ids')}",
    ]
    return " UNION ALL ".join(parts)


def _known(fact: str, said: str | None) -> dict[str, Any]:
    if fact == "note":
        return {"note": said}
    if fact in {"following", "requested"}:
        chosen, *languages = (said or "").split(" ")
        return {fact: True, "boosts": "b" in chosen, "tell": "t" in chosen, "languages": tuple(filter(None, languages))}
    return {fact: True, "muting_until": _moment(said)} if fact == "muting" else {fact: True}


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
