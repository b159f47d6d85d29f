"""One case with all that it takes to decide it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from folkmoot.accounts.hydrate import AccountView, views
from folkmoot.accounts.models import Account
from folkmoot.core.errors import NotFound
from folkmoot.core.ids import made_at
from folkmoot.core.rows import select
from folkmoot.instance.policies.wordings import named
from folkmoot.moderation.categories import Category, category
from folkmoot.moderation.models import LIVE, Case, CaseMessage, Report, ReportItem, Step
from folkmoot.moderation.queries.present import Present, present
from folkmoot.moderation.visibility import sight

REPORTS_MOST = 50
ITEMS_MOST = 100
MESSAGES_MOST = 500


@dataclass(frozen=True)
class Reported:
    """One thing that was reported, as it stood when that first happened, and how it stands now."""

    id: int
    kind: str
    object_id: int | None
    url: str
    snapshot: Mapping[str, Any]
    times: int
    now: Present


@dataclass(frozen=True)
class ReportLine:
    """One of the reports; ``reporter`` is ``None`` where somebody without an account, or who left, made it."""

    id: int
    reporter: AccountView | None
    is_notice: bool
    category: Category
    rules: tuple[str, ...]
    comment: str
    made_at: datetime


@dataclass(frozen=True)
class Line:
    """Something that was said in the case."""

    id: int
    author: AccountView | None
    by_staff: bool
    text: str
    made_at: datetime
    is_erased: bool


@dataclass(frozen=True)
class Talk:
    """What was said with one person: ``report_id`` is whose report, ``None`` for the member."""

    report_id: int | None
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class StepView:
    """Nobody had taken the case in time: whom that was told to (``next``, ``staff``, ``owners``), and how many."""

    whom: str
    people: int
    at: datetime


@dataclass(frozen=True)
class CaseView:
    """One case; ``holder`` is whoever works on it at this moment."""

    id: int
    account: AccountView | None
    language: str
    state: str
    category: Category
    severity: int
    confidence: int
    priority: int
    reports: int
    opened_at: datetime
    due_at: datetime | None
    holder: AccountView | None
    until: datetime | None
    merged_into: int | None
    decided_at: datetime | None
    decided_by: AccountView | None
    items: tuple[Reported, ...]
    lines: tuple[ReportLine, ...]
    notes: tuple[Line, ...]
    with_member: Talk
    with_reporters: tuple[Talk, ...]
    steps: tuple[StepView, ...]

    @property
    def is_live(self) -> bool:
        """Whether it still has to be decided."""
        return self.state in LIVE

    @property
    def late(self) -> bool:
        """Whether it waits for longer than the community promised itself."""
        return self.is_live and self.due_at is not None and self.due_at < timezone.now()


def case_view(viewer: int, case_id: int) -> CaseView:
    """One case, for those who are shown it (``NotFound``): nobody sees one about themselves."""
    case = Case.objects.filter(id=case_id).first()
    if case is None or not sight(viewer).shows(case):
        raise NotFound
    reports = list(Report.objects.filter(case=case).order_by("-id")[:REPORTS_MOST])
    messages = list(CaseMessage.objects.filter(case=case).order_by("id")[:MESSAGES_MOST])
    people = _people(case, reports, messages)
    talks = _talks(messages, people)
    return CaseView(
        id=case.id,
        account=people.get(case.account_id or 0),
        language=Account.objects.filter(id=case.account_id or 0).values_list("language", flat=True).first() or "",
        state=case.state,
        category=category(case.category),
        severity=case.severity,
        confidence=case.confidence,
        priority=case.priority,
        reports=case.reports,
        opened_at=made_at(case.id),
        due_at=case.due_at,
        holder=people.get(case.assignee_id or 0) if case.is_held(timezone.now()) else None,
        until=case.claimed_until,
        merged_into=case.merged_into_id,
        decided_at=case.decided_at,
        decided_by=people.get(case.decided_by or 0),
        items=_items(viewer, case),
        lines=_lines(reports, people),
        notes=tuple(_line(row, people) for row in messages if row.talk == CaseMessage.With.STAFF),
        with_member=talks.pop(None, Talk(None, ())),
        with_reporters=tuple(talks.values()),
        steps=tuple(_steps(case)),
    )


def _steps(case: Case) -> Iterable[StepView]:
    for row in Step.objects.filter(case=case).order_by("at", "id"):
        yield StepView(Step.Whom(row.whom).name.lower(), row.people, row.at)


def _people(case: Case, reports: Iterable[Report], messages: Iterable[CaseMessage]) -> Mapping[int, AccountView]:
    of_case = (case.account_id, case.assignee_id, case.decided_by)
    of_rows = (*(row.reporter_id for row in reports), *(row.author_id for row in messages))
    return views({some_id for some_id in (*of_case, *of_rows) if some_id})


def _items(viewer: int, case: Case) -> tuple[Reported, ...]:
    times = dict(select(_DISTINCT, {"case": case.id, "most": ITEMS_MOST}))
    rows = list(ReportItem.objects.filter(id__in=times).order_by("id"))
    now = present(viewer, rows)
    return tuple(
        Reported(row.id, row.kind, row.object_id, row.url, row.snapshot, times[row.id], now[row.id]) for row in rows
    )


def _lines(reports: Collection[Report], people: Mapping[int, AccountView]) -> tuple[ReportLine, ...]:
    """The rules in the words that they had."""
    rules = named({rule for row in reports for rule in row.rules})
    return tuple(
        ReportLine(
            row.id,
            people.get(row.reporter_id or 0),
            row.kind == Report.Kind.NOTICE,
            category(row.category),
            tuple(rules[rule].title for rule in row.rules if rule in rules),
            row.comment,
            made_at(row.id),
        )
        for row in reports
    )


def _talks(messages: Iterable[CaseMessage], people: Mapping[int, AccountView]) -> dict[int | None, Talk]:
    talks: dict[int | None, list[Line]] = {}
    for row in messages:
        if row.talk != CaseMessage.With.STAFF:
            talks.setdefault(row.report_id, []).append(_line(row, people))
    return {report_id: Talk(report_id, tuple(said)) for report_id, said in talks.items()}


def _line(row: CaseMessage, people: Mapping[int, AccountView]) -> Line:
    author = people.get(row.author_id or 0)
    return Line(row.id, author, row.by_staff, row.text, made_at(row.id), is_erased=bool(row.proof and not row.text))


_DISTINCT = """SELECT MIN(i.id), COUNT(*) FROM moderation_reportitem i
  JOIN moderation_report r ON r.id = i.report_id
  WHERE r.case_id = %(case)s GROUP BY i.kind, i.object_id, i.url ORDER BY MIN(i.id) LIMIT %(most)s"""
