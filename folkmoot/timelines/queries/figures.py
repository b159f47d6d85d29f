"""How large and how lively the community is: numbers that are counted once an hour."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.core.cache import cache
from django.utils import timezone

from folkmoot.core.ids import id_at
from folkmoot.core.rows import select

WEEKS = 12
_KEPT_SECONDS = 60 * 60
_WEEK = timedelta(days=7)
_MONTH = timedelta(days=30)


class Figures(NamedTuple):
    """How many members there are, how many of them were here within a month, and how many posts."""

    members: int
    here_lately: int
    posts: int


class Week(NamedTuple):
    """What was written in one week, by how many, and how many came in."""

    begins: datetime
    posts: int
    authors: int
    newcomers: int


def figures() -> Figures:
    """How large the community is."""
    found: Figures | None = cache.get("timelines.figures")
    if found is None:
        found = Figures(*select(_FIGURES, {"since": timezone.localdate() - _MONTH})[0])
        cache.set("timelines.figures", found, _KEPT_SECONDS)
    return found


def weeks() -> Sequence[Week]:
    """What happened in each of the last weeks, this one first."""
    found: Sequence[Week] | None = cache.get("timelines.weeks")
    if found is None:
        now = timezone.now().astimezone(UTC)
        monday = now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=now.weekday())
        found = [_week(monday - _WEEK * back) for back in range(WEEKS)]
        cache.set("timelines.weeks", found, _KEPT_SECONDS)
    return found


def _week(begins: datetime) -> Week:
    row = select(_DURING, {"first": id_at(begins), "end": id_at(begins + _WEEK)})[0]
    return Week(begins, *row)


_SHOWN = "a.domain = '' AND p.deleted_at IS NULL AND p.scope <> 'direct'"  # who talks in private counts nowhere
_FIGURES = f"""SELECT
  (SELECT COUNT(*) FROM accounts_account a WHERE a.active AND a.domain = ''),
  (SELECT COUNT(*) FROM accounts_stats s JOIN accounts_account a ON a.id = s.account_id
    WHERE a.active AND a.domain = '' AND s.seen_on >= %(since)s),
  (SELECT COUNT(*) FROM post p JOIN accounts_account a ON a.id = p.account_id
    WHERE {_SHOWN})"""
_WRITTEN = f"""FROM post p JOIN accounts_account a ON a.id = p.account_id
    WHERE {_SHOWN} AND p.id >= %(first)s AND p.id < %(end)s"""
_DURING = f"""SELECT (SELECT COUNT(*) {_WRITTEN}), (SELECT COUNT(DISTINCT p.account_id) {_WRITTEN}),
  (SELECT COUNT(*) FROM accounts_account a WHERE a.active AND a.domain = ''
    AND a.id >= %(first)s AND a.id < %(end)s)"""
