"""What was reported, decided and objected to in a time: numbers for everybody, from what is recorded anyway."""

import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce

from folkmoot.accounts.queries import Comings, comings, languages_of_staff
from folkmoot.core.ids import id_at, made_at
from folkmoot.core.small_counts import FEWEST
from folkmoot.moderation import dsa
from folkmoot.moderation.categories import category
from folkmoot.moderation.models import Appeal, Case, Report, Restriction, Statement, ThreatReferral

LAPSED = "lapsed"  # ended with the account that it was about
OPEN = "open"
UNKNOWN = "unknown"  # erased with the account that it was about
LAW, RULES = "law", "rules"
KEPT_SECONDS = 300
_GROUNDS = {dsa.ILLEGAL: LAW, dsa.INCOMPATIBLE: RULES}
_KEPT_MOST = 100


@dataclass(frozen=True)
class Told:
    """What was reported: about what, by whom, what became of it, within how much time half of it was decided."""

    total: int
    categories: Mapping[str, int]
    doors: Mapping[str, int]  # members, or anybody by a notice
    outcomes: Mapping[str, int]
    usual: timedelta | None


@dataclass(frozen=True)
class Decided:
    """What was decided: what, on which ground, how it came to be known, by a program, taken back, closed for good."""

    total: int
    actions: Mapping[str, int]
    grounds: Mapping[str, int]
    sources: Mapping[str, int]
    automated: int
    restored: int
    closed_accounts: int


@dataclass(frozen=True)
class Objected:
    """What was said against decisions: by whom, what became of it, and how often nobody else could look again."""

    total: int
    by: Mapping[str, int]
    outcomes: Mapping[str, int]
    usual: timedelta | None
    own_eyes: int


@dataclass(frozen=True)
class Month:
    """How much there was in one month."""

    begins: datetime
    reports: int
    decisions: int
    objections: int


@dataclass(frozen=True)
class Figures:
    """All that is told of a time; ``staff`` and ``languages`` are those of now."""

    told: Told
    decided: Decided
    objected: Objected
    months: tuple[Month, ...]
    dangers: int
    comings: Comings
    staff: int
    languages: tuple[str, ...]


def figures(edges: Sequence[datetime]) -> Figures:
    """The numbers of the months between these moments, for everybody; counted again after some minutes."""
    key, moment = tuple(edges), time.monotonic()
    kept = _cache.get(key)
    if kept and kept[0] > moment:
        return kept[1]
    found = count(edges)
    if len(_cache) >= _KEPT_MOST:
        _cache.clear()
    _cache[key] = moment + KEPT_SECONDS, found
    return found


def count(edges: Sequence[datetime]) -> Figures:
    """The same, counted now."""
    since, until = edges[0], edges[-1]
    told, reports = _told(since, until)
    decided, decisions = _decided(since, until)
    objected, objections = _objected(since, until)
    months = (_per_month(edges, each) for each in (reports, decisions, objections))
    tongues = languages_of_staff()
    return Figures(
        told,
        decided,
        objected,
        tuple(Month(*each) for each in zip(edges[:-1], *months, strict=True)),
        _made(ThreatReferral.objects.filter(dropped_at=None), since, until).count(),
        comings(since, until),
        len(tongues),
        tuple(sorted(set(tongues) - {""})) if len(tongues) >= FEWEST else (),
    )


_cache: dict[tuple[datetime, ...], tuple[float, Figures]] = {}  # until when, and what


def _made(rows: "QuerySet[Any]", since: datetime, until: datetime) -> "QuerySet[Any]":
    return rows.filter(id__gte=id_at(since), id__lt=id_at(until))


def _told(since: datetime, until: datetime) -> tuple[Told, list[int]]:
    columns = ("id", "kind", "category", "outcome", "closed_at", "closed_by")
    rows = list(_made(Report.objects.all(), since, until).values_list(*columns))
    outcomes = Counter(_became(outcome, by) for _id, _kind, _what, outcome, _at, by in rows)
    took = [at - made_at(some_id) for some_id, *_more, at, by in rows if at and by]
    told = Told(
        len(rows),
        Counter(category(row[2]).key for row in rows),
        Counter(row[1] for row in rows),
        outcomes,
        _usual(took),
    )
    return told, [row[0] for row in rows]


def _decided(since: datetime, until: datetime) -> tuple[Decided, list[int]]:
    rows = list(_made(Restriction.objects.all(), since, until).values_list("id", "action", "ended_at"))
    grounds, sources, automated = _reasons(since, until)
    closed = sum(action == Restriction.Action.TERMINATE and not ended for _id, action, ended in rows)
    decided = Decided(
        len(rows),
        Counter(row[1] for row in rows),
        _whole(grounds, len(rows)),
        _whole(sources, len(rows)),
        automated,
        _taken_back(since, until),
        closed,
    )
    return decided, [row[0] for row in rows]


def _reasons(since: datetime, until: datetime) -> tuple[Counter[str], Counter[str], int]:
    """What the statements of these decisions rest on; those that were erased with an account say nothing any more."""
    some = Statement.objects.filter(restriction_id__gte=id_at(since), restriction_id__lt=id_at(until))
    names = {"ground": "decision_ground", "source": "source_type", "automated": "automated_decision"}
    keyed = some.annotate(**{name: KT(f"fields__{field}") for name, field in names.items()})
    grounds, sources, automated = Counter[str](), Counter[str](), 0
    for ground, source, how, number in keyed.values_list(*names).annotate(Count("id")):
        if ground in _GROUNDS:
            grounds[_GROUNDS[ground]] += number
            sources[source] += number
            automated += number if how != dsa.NOT_AUTOMATED else 0
    return grounds, sources, automated


def _whole(parts: Counter[str], total: int) -> Counter[str]:
    return parts + Counter({UNKNOWN: total - parts.total()})


def _taken_back(since: datetime, until: datetime) -> int:
    """What somebody ended before its time, whenever it was decided; what ended by itself is none of it."""
    ended = Restriction.objects.filter(ended_at__gte=since, ended_at__lt=until)
    early = Q(ended_by__isnull=False) | Q(ends_at=None) | Q(ended_at__lt=F("ends_at"))
    return ended.filter(early).count()


def _objected(since: datetime, until: datetime) -> tuple[Objected, list[int]]:
    columns = ("id", "by", "outcome", "decided_at", "reviewer_id", "first")
    rows = list(_made(_with_decider(), since, until).values_list(*columns))
    outcomes = Counter(_became(outcome, reviewer) for _id, _by, outcome, _at, reviewer, _first in rows)
    took = [at - made_at(some_id) for some_id, _by, _outcome, at, reviewer, _first in rows if at and reviewer]
    own = sum(reviewer is not None and reviewer == first for *_more, reviewer, first in rows)
    objected = Objected(len(rows), Counter(row[1] for row in rows), outcomes, _usual(took), own)
    return objected, [row[0] for row in rows]


def _with_decider() -> "QuerySet[Any]":
    """Objections with who had decided first; a report that is looked at again forgets that, its case does not."""
    made = Restriction.objects.filter(id=OuterRef("restriction_id")).values("decided_by")
    closed = Report.objects.filter(id=OuterRef("report_id")).values("closed_by")
    case = Case.objects.filter(id=OuterRef("case_id")).values("decided_by")
    return Appeal.objects.annotate(first=Coalesce(Subquery(made), Subquery(closed), Subquery(case)))


def _became(outcome: str, by: int | None) -> str:
    if not outcome:
        return OPEN
    return outcome if by is not None else LAPSED


def _usual(took: Sequence[timedelta]) -> timedelta | None:
    """Within how much time half of it was decided; of very few it would tell too much."""
    return timedelta(seconds=median(each.total_seconds() for each in took)) if len(took) >= FEWEST else None


def _per_month(edges: Sequence[datetime], ids: Iterable[int]) -> list[int]:
    bounds = [id_at(edge) for edge in edges]
    found = Counter(bisect_right(bounds, some_id) - 1 for some_id in ids)
    return [found[place] for place in range(len(edges) - 1)]
