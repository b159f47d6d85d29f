"""Who of some people has nothing to do with a member yet: asked before a newcomer writes to them directly."""

from collections.abc import Collection
from datetime import datetime
from functools import cache

from folkmoot.accounts.queries import staff_sql
from folkmoot.core.ids import id_at
from folkmoot.core.rows import among, id_list, select


def strangers(actor: int, people: Collection[int], written_since: datetime | None, but: int) -> set[int]:
    """Those who do not follow ``actor``, never addressed a post to them, and do not help to run the community.

    Who was in a post for both of them is no stranger either; nor, where a moment is given, whom ``actor`` has written
    to since then, ``but`` for the post that is being written. One statement.
    """
    since = id_at(written_since) if written_since else (1 << 62)
    rows = select(_known(), {"actor": actor, "ids": id_list(people), "since": since, "but": but})
    return set(people) - {row[0] for row in rows}


@cache
def _known() -> str:
    together = "SELECT 1 FROM post_audience o WHERE o.post_id = p.id AND o.account_id = a.id"
    named = (
        "SELECT 1 FROM post_mention n WHERE n.post_id = p.id AND n.account_id = a.id"  # who is on a circle hears not
    )
    return f"""SELECT a.id FROM accounts_account a WHERE {among("a.id", "ids")} AND (
      EXISTS (SELECT 1 FROM relations_follow f WHERE f.follower_id = a.id AND f.followed_id = %(actor)s)
      OR {staff_sql("a.id")}
      OR EXISTS (SELECT 1 FROM post_audience m JOIN post p ON p.id = m.post_id
        WHERE m.account_id = %(actor)s AND p.account_id <> %(actor)s AND (p.account_id = a.id OR EXISTS ({together})))
      OR EXISTS (SELECT 1 FROM post_audience w JOIN post p ON p.id = w.post_id
        WHERE w.account_id = a.id AND p.account_id = %(actor)s AND p.id >= %(since)s AND p.id <> %(but)s
          AND (p.scope <> 'list' OR EXISTS ({named}))))"""
