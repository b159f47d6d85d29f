"""Figures by day, without a name: how many came, how much was reported, how much of that was answered."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Count

from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.models import Account
from folkmoot.accounts.powers import require_viewer
from folkmoot.core.ids import id_at, made_at
from folkmoot.moderation.models import Report

DAYS_MOST = 366


@dataclass(frozen=True)
class Measure:
    """One figure: on each of some days, together, and together on as many days before."""

    key: str
    days: tuple[tuple[date, int], ...]
    before: int

    @property
    def total(self) -> int:
        """Of all these days."""
        return sum(number for _day, number in self.days)


def measures(viewer: int, keys: Iterable[str], first: date, last: date) -> list[Measure]:
    """Those of these figures that are counted here, from one day to another; for those who see figures (``NotFound``).

    Days are those of the world's clock. How many were here on a day that is over is kept nowhere.
    """
    require_viewer(viewer, Capability.FIGURES)
    return [_measure(key, first, last) for key in dict.fromkeys(keys) if key in _MOMENTS]


def tongues(viewer: int, most: int) -> list[tuple[str, int]]:
    """In which languages members read, with how many of them, the most first; those who chose none are left out."""
    require_viewer(viewer, Capability.FIGURES)
    chosen = Account.objects.filter(active=True, domain="").exclude(language="")
    counted = chosen.values_list("language").annotate(number=Count("id")).order_by("-number", "language")
    return list(counted[:most])


def _measure(key: str, first: date, last: date) -> Measure:
    count = (last - first).days + 1
    start, begin = _midnight(first), _midnight(first - timedelta(days=count))
    moments = list(_MOMENTS[key](begin, _midnight(last + timedelta(days=1))))
    found = Counter(moment.astimezone(UTC).date() for moment in moments if moment >= start)
    days = (first + timedelta(days=number) for number in range(count))
    return Measure(key, tuple((day, found[day]) for day in days), sum(moment < start for moment in moments))


def _came(since: datetime, until: datetime) -> Iterable[datetime]:
    people = Account.objects.filter(domain="", kind=Account.Kind.PERSON)
    return _made(people.filter(id__gte=id_at(since), id__lt=id_at(until)).values_list("id", flat=True))


def _reported(since: datetime, until: datetime) -> Iterable[datetime]:
    return _made(Report.objects.filter(id__gte=id_at(since), id__lt=id_at(until)).values_list("id", flat=True))


def _answered(since: datetime, until: datetime) -> Iterable[datetime]:
    closed = Report.objects.filter(closed_at__gte=since, closed_at__lt=until)
    return [moment for moment in closed.values_list("closed_at", flat=True) if moment]


def _made(ids: Iterable[int]) -> Iterable[datetime]:
    return map(made_at, ids)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


_MOMENTS: Mapping[str, Callable[[datetime, datetime], Iterable[datetime]]] = {
    "new_users": _came,
    "opened_reports": _reported,
    "resolved_reports": _answered,
}
