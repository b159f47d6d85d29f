"""How much weight the word of those who report has: whoever reports what is nothing, again and again, loses it."""

from folkmoot.accounts.capabilities import Role
from folkmoot.core.rows import select

CERTAIN = 3  # the most that a case can be believed
_STEPS = (1.0, 3.0, 8.0)  # the weight of all its reporters from which a case is believed one more


def confidence(case_id: int) -> int:
    """How far a case is to be believed, 0-3, by who reported: each member once, and notices by others together once."""
    weights = [_weight(*record) for record in select(_RECORDS, {"case": case_id})]
    together = sum(weights)
    return sum(together >= step for step in _STEPS)


def _weight(closed: int, dismissed: int, is_flagger: int) -> float:
    """The weight of one who reports: of a trusted flagger as much as of many; after three decisions as these went."""
    whole = _STEPS[-1] if is_flagger else 1.0
    if closed < 3:  # noqa: PLR2004 - fewer say nothing about anybody
        return whole
    share = dismissed / closed
    return 0.0 if share > 2 / 3 else 0.5 * whole if share > 1 / 3 else whole


_RECORDS = f"""SELECT COALESCE(SUM(CASE WHEN b.outcome <> '' THEN 1 ELSE 0 END), 0),
    COALESCE(SUM(CASE WHEN b.outcome = 'dismissed' THEN 1 ELSE 0 END), 0),
    CASE WHEN EXISTS (SELECT 1 FROM accounts_rolegrant g
      WHERE g.account_id = a.reporter_id AND g.role = '{Role.TRUSTED_FLAGGER.value}') THEN 1 ELSE 0 END
  FROM (SELECT DISTINCT reporter_id FROM moderation_report WHERE case_id = %(case)s) a
  LEFT JOIN moderation_report b ON b.reporter_id = a.reporter_id
  GROUP BY a.reporter_id"""
