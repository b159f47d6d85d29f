"""What staff see, and what members see of what became of their reports and posts."""

from folkmoot.moderation.queries.decisions import (
    RestrictionView,
    decided_by,
    decided_together,
    held_by,
    liftable,
    past_restrictions,
    restrictions,
)
from folkmoot.moderation.queries.own_reports import OwnReport, notice, own_reports
from folkmoot.moderation.queries.strikes import Strikes, strikes
from folkmoot.moderation.queries.waiting import Waiting, waiting

__all__ = [
    "OwnReport",
    "RestrictionView",
    "Strikes",
    "Waiting",
    "decided_by",
    "decided_together",
    "held_by",
    "liftable",
    "notice",
    "own_reports",
    "past_restrictions",
    "restrictions",
    "strikes",
    "waiting",
]
