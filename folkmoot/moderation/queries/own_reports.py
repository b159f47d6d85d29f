"""What became of reports, for whoever made them: members, and whoever has the code of a notice."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from folkmoot.accounts.hydrate import AccountView, views
from folkmoot.core.cursors import Page, Slice
from folkmoot.core.errors import NotFound
from folkmoot.core.ids import made_at
from folkmoot.core.sealed import unseal
from folkmoot.moderation.categories import category
from folkmoot.moderation.models import CaseMessage, Report, ReportItem
from folkmoot.moderation.queries.codes import reports_of


@dataclass(frozen=True)
class Told:
    """One thing that was reported, and where it is, or was."""

    kind: str
    url: str


@dataclass(frozen=True)
class Line:
    """One thing that was said about a notice, by staff or by whoever sent it."""

    by_staff: bool
    text: str
    at: datetime


@dataclass(frozen=True)
class OwnReport:
    """A report as whoever made it sees it; ``account`` is the one concerned, if one is known."""

    id: int
    account: AccountView | None
    category: str
    comment: str
    things: tuple[Told, ...]
    made_at: datetime
    outcome: str
    closed_at: datetime | None
    talk: tuple[Line, ...] = ()  # of a notice; members have a page for that

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided on it yet."""
        return not self.outcome


@dataclass(frozen=True)
class Notifier:
    """Who sent a notice, as far as they said."""

    name: str
    email: str


def own_reports(viewer: int, page: Page) -> Slice[OwnReport]:
    """What the viewer reported, the newest first."""
    found = Report.objects.filter(reporter_id=viewer, id__gt=page.above, id__lt=page.below)
    rows = list(found.order_by("id" if page.ascending else "-id")[: page.limit + 1])
    cut = Slice.cut(rows, page, lambda row: row.id)
    return cut.filled(_shown(cut.items))


def notice(code: str) -> list[OwnReport]:
    """What became of a notice, for whoever has its code: one part for each member concerned; ``NotFound`` else."""
    found = _shown(reports_of(code))
    if not found:
        raise NotFound
    talk: dict[int, list[Line]] = {}
    said = CaseMessage.objects.filter(report_id__in=[each.id for each in found], talk=CaseMessage.With.REPORTER)
    for row in said.order_by("id"):
        talk.setdefault(row.report_id or 0, []).append(Line(row.by_staff, row.text, made_at(row.id)))
    return [replace(each, talk=tuple(talk.get(each.id, ()))) for each in found]


def notifier(report: Report) -> Notifier:
    """Who sent a notice: for letters to them alone."""
    return Notifier(unseal(report.notifier_name), unseal(report.notifier_email))


def _shown(reports: Iterable[Report]) -> list[OwnReport]:
    rows = list(reports)
    people = views(row.account_id for row in rows if row.account_id)
    things: dict[int, list[Told]] = {}
    for item in ReportItem.objects.filter(report__in=rows).order_by("id"):
        things.setdefault(item.report_id, []).append(Told(item.kind, item.url))
    return [
        OwnReport(
            row.id,
            people.get(row.account_id or 0),
            str(category(row.category).words),
            row.comment,
            tuple(things.get(row.id, ())),
            made_at(row.id),
            row.outcome,
            row.closed_at,
        )
        for row in rows
    ]
