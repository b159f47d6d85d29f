"""How much there is to do, how long it takes, and how it is shared: figures for the people who decide."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from django.utils import timezone

from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.hydrate import AccountView, views
from folkmoot.accounts.powers import holders, require_viewer
from folkmoot.core.ids import id_at, made_at
from folkmoot.moderation.models import LIVE, Appeal, Case, Report
from folkmoot.moderation.models.cases import holds

DAYS = 30
WEEKS = 12
AGES = tuple(timedelta(hours=hours) for hours in (1, 6, 24, 72, 168))  # the last is followed by all that is older
_MOST = 20_000


@dataclass(frozen=True)
class Week:
    """What was decided in a week: how many cases, and within how many hours half of them were."""

    begins: date
    cases: int
    hours: float


@dataclass(frozen=True)
class Share:
    """What one of those who run the community has, and decided in the last days."""

    account: AccountView
    holds: int
    decided: int


@dataclass(frozen=True)
class Load:
    """The figures: ``ages`` counts open cases by how long they wait, as ``AGES`` says and one more."""

    ages: tuple[int, ...]
    late: int
    reports: tuple[tuple[date, int], ...]
    weeks: tuple[Week, ...]
    shares: tuple[Share, ...]
    appeals: int
    overturned: int

    @property
    def waiting(self) -> int:
        """How many cases are open."""
        return sum(self.ages)


def load(viewer: int) -> Load:
    """The figures of the last weeks (``NotFound`` for whoever may not see them); names for those who decide alone."""
    require_viewer(viewer, Capability.FIGURES)
    now = timezone.now()
    live = list(Case.objects.filter(state__in=LIVE).values_list("id", "due_at", "assignee_id", "claimed_until")[:_MOST])
    appeals = Counter(
        Appeal.objects.filter(decided_at__gt=now - timedelta(weeks=WEEKS)).values_list("outcome", flat=True)
    )
    return Load(
        _ages(now, (row[0] for row in live)),
        sum(due is not None and due < now for _id, due, _who, _until in live),
        _per_day(now),
        _weeks(now),
        _shares(viewer, now, [who for _id, _due, who, until in live if who and holds(who, until, now)]),
        sum(appeals.values()),
        appeals[Appeal.Outcome.OVERTURNED] + appeals[Appeal.Outcome.PARTLY],
    )


def _ages(now: datetime, case_ids: Iterable[int]) -> tuple[int, ...]:
    found = Counter(sum(now - made_at(case_id) >= age for age in AGES) for case_id in case_ids)
    return tuple(found[place] for place in range(len(AGES) + 1))


def _per_day(now: datetime) -> tuple[tuple[date, int], ...]:
    first = timezone.localdate(now) - timedelta(days=DAYS - 1)
    made = Report.objects.filter(id__gte=id_at(now - timedelta(days=DAYS))).values_list("id", flat=True)
    found = Counter(timezone.localdate(made_at(report_id)) for report_id in made.iterator())
    return tuple((day, found[day]) for day in (first + timedelta(days=number) for number in range(DAYS)))


def _weeks(now: datetime) -> tuple[Week, ...]:
    monday = timezone.localdate(now) - timedelta(days=timezone.localdate(now).weekday())
    first = monday - timedelta(weeks=WEEKS - 1)
    hours: dict[date, list[float]] = {first + timedelta(weeks=number): [] for number in range(WEEKS)}
    since = now - timedelta(weeks=WEEKS)
    for case_id, decided_at in _decided(since):
        day = timezone.localdate(decided_at)
        week = max(first, day - timedelta(days=day.weekday()))
        hours[week].append((decided_at - made_at(case_id)).total_seconds() / 3600)
    return tuple(Week(begins, len(took), median(took) if took else 0.0) for begins, took in hours.items())


def _decided(since: datetime) -> list[tuple[int, datetime]]:
    found = Case.objects.filter(decided_at__gt=since, merged_into=None).values_list("id", "decided_at")
    return [(case_id, moment) for case_id, moment in found if moment]


def _shares(viewer: int, now: datetime, held_by: Sequence[int]) -> tuple[Share, ...]:
    deciding = holders(Capability.CASES)
    if viewer not in deciding:
        return ()
    held = Counter(held_by)
    recent = Case.objects.filter(decided_at__gt=now - timedelta(days=DAYS), merged_into=None)
    decided = Counter(recent.values_list("decided_by", flat=True))
    people = views(deciding)
    shares = [Share(account, held[account.id], decided[account.id]) for account in people.values()]
    return tuple(sorted(shares, key=lambda one: (-one.holds, -one.decided, one.account.username)))
