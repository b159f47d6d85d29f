"""Whom a member might want to follow: whom those they follow do follow."""

from functools import cache

from folkmoot.accounts.hydrate import views
from folkmoot.accounts.queries import AccountView
from folkmoot.core.rows import select
from folkmoot.relations.queries.pairs import muting_sql
from folkmoot.relations.visibility import unblocked_sql

ASKED_MOST = 100  # people whom the viewer follows, the latest ones
LOOKED_AT = 20_000  # follows of theirs, so that it takes milliseconds whomever one follows
_VIEWER = "%(viewer)s"


def suggested(viewer: int, most: int) -> list[AccountView]:
    """Members who want to be found and whom those follow whom the viewer follows, the most of them first."""
    rows = select(_text(), {"viewer": viewer, "most": most})
    people = views(row[0] for row in rows)
    return [people[row[0]] for row in rows]


@cache
def _text() -> str:
    strangers = " AND ".join(
        f"NOT EXISTS (SELECT 1 FROM {table} x WHERE x.{mine} = {_VIEWER} AND x.{theirs} = a.id)"
        for table, mine, theirs in (
            ("relations_follow", "follower_id", "followed_id"),
            ("relations_followrequest", "follower_id", "followed_id"),
            ("relations_dismissal", "account_id", "dismissed_id"),
        )
    )
    return f"""SELECT k.followed_id, COUNT(*) AS times FROM (
        SELECT f.followed_id FROM (SELECT m.followed_id FROM relations_follow m WHERE m.follower_id = {_VIEWER}
          ORDER BY m.id DESC LIMIT {ASKED_MOST}) mine
        JOIN relations_follow f ON f.follower_id = mine.followed_id LIMIT {LOOKED_AT}) k
      JOIN accounts_account a ON a.id = k.followed_id
      WHERE a.active AND a.discoverable AND a.unlisted_at IS NULL AND a.id <> {_VIEWER} AND {strangers}
        AND {unblocked_sql("a.id", _VIEWER)} AND NOT {muting_sql(_VIEWER, "a.id")}
      GROUP BY k.followed_id ORDER BY times DESC, k.followed_id DESC LIMIT %(most)s"""
