"""What nobody has decided on yet, for the marks beside staff's places."""

from functools import cache
from typing import NamedTuple

from folkmoot.accounts.queries import WAITING_COUNT, staff_sql
from folkmoot.core.rows import select
from folkmoot.moderation.models import LIVE

MOST = 1_000  # nobody counts further


class Waiting(NamedTuple):
    """How many cases and applications nobody has decided on yet."""

    cases: int
    applications: int


def waiting(viewer: int) -> Waiting:
    """How much waits for staff, in one statement; nothing for anybody else. Of cases, those the viewer can decide."""
    found = select(_text(), {"viewer": viewer, "most": MOST})
    return Waiting(*found[0]) if found else Waiting(0, 0)


@cache
def _text() -> str:
    live = f"c.state IN ({', '.join(repr(state) for state in LIVE)})"  # as the index of the queue says it
    owner = "EXISTS (SELECT 1 FROM accounts_rolegrant o WHERE o.account_id = %(viewer)s AND o.role = 'owner')"
    kept = f"SELECT g.account_id FROM accounts_rolegrant g WHERE g.account_id = %(viewer)s OR NOT {owner}"
    cases = f"""SELECT 1 FROM moderation_case c WHERE {live}
      AND (c.state = 'open' OR (c.state = 'escalated' AND {owner}))
      AND COALESCE(c.account_id, 0) NOT IN ({kept}) LIMIT %(most)s"""
    return f"""SELECT (SELECT COUNT(*) FROM ({cases}) w), ({WAITING_COUNT}) WHERE {staff_sql("%(viewer)s")}"""
