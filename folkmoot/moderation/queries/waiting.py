"""What nobody has decided on yet, for the marks beside staff's places."""

from functools import cache
from typing import NamedTuple

from folkmoot.accounts.capabilities import Capability, Role
from folkmoot.accounts.powers import has_pages, may_sql
from folkmoot.accounts.queries import WAITING_COUNT
from folkmoot.core.rows import select
from folkmoot.moderation.models import LIVE
from folkmoot.moderation.visibility import children_sql

MOST = 1_000  # nobody counts further


class Waiting(NamedTuple):
    """How many cases and applications nobody has decided on yet."""

    cases: int
    applications: int


def waiting(viewer: int) -> Waiting:
    """How much waits for a viewer, in one statement; of cases, those that they can decide; nothing is for nobody."""
    return Waiting(*select(_text(), {"viewer": viewer, "most": MOST})[0])


@cache
def _text() -> str:
    viewer, mine = "%(viewer)s", "SELECT o.role FROM accounts_rolegrant o WHERE o.account_id = %(viewer)s"
    owner, senior = (f"'{role.value}' IN ({mine})" for role in (Role.OWNER, Role.SENIOR_MODERATOR))
    cases = f"""SELECT 1 FROM moderation_case c
      WHERE c.state IN ({", ".join(repr(state) for state in LIVE)})
      AND (c.state = 'open' OR (c.state = 'escalated' AND {owner}))
      AND COALESCE(c.account_id, 0) NOT IN ({_kept(owner, senior)}) AND {_nature(viewer)} LIMIT %(most)s"""
    decides, lets_in = (may_sql(viewer, each) for each in (Capability.CASES, Capability.SIGN_UPS))
    return f"""SELECT CASE WHEN {decides} THEN (SELECT COUNT(*) FROM ({cases}) w) ELSE 0 END,
      CASE WHEN {lets_in} THEN ({WAITING_COUNT}) ELSE 0 END"""


def _kept(owner: str, senior: str) -> str:
    """Whose cases are not the viewer's: ``capabilities.is_above``, turned round."""
    above = f"""SELECT u.account_id FROM accounts_rolegrant u
      WHERE {has_pages("u")} AND u.role <> '{Role.MODERATOR.value}'"""
    below = f"{senior} AND g.account_id NOT IN ({above})"
    return f"""SELECT g.account_id FROM accounts_rolegrant g WHERE g.account_id = %(viewer)s
      OR (NOT {owner} AND {has_pages("g")} AND NOT ({below}))"""


def _nature(viewer: str) -> str:
    """``Sight.nature_sql`` for whoever asks: what is about a child, and all else."""
    children = may_sql(viewer, Capability.CHILD_SAFETY)
    others = may_sql(viewer, Capability.MEMBERS)  # who decides about all that is about no child
    return f"(({children} AND {others}) OR CASE WHEN {children_sql('c')} THEN {children} ELSE {others} END)"
