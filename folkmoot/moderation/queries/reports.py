"""Reports one by one, for programs that know no cases: with the case that each of them belongs to."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from folkmoot.core.cursors import Page, Slice
from folkmoot.core.errors import NotFound
from folkmoot.core.ids import made_at
from folkmoot.moderation.models import Report, ReportItem
from folkmoot.moderation.visibility import sight


@dataclass(frozen=True)
class Filed:
    """Which reports are asked for: those nobody answered yet, unless the others are; by and about whom."""

    answered: bool = False
    by: int | None = None
    about: int | None = None


@dataclass(frozen=True)
class ReportView:
    """One report; ``reporter_id`` is ``None`` for whoever has no account, ``holder_id`` works on its case now."""

    id: int
    case_id: int | None
    account_id: int
    reporter_id: int | None
    category: str
    comment: str
    rules: tuple[int, ...]
    posts: tuple[int, ...]
    made_at: datetime
    outcome: str
    closed_at: datetime | None
    closed_by: int | None
    holder_id: int | None

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered it yet."""
        return not self.outcome


def reports(viewer: int, wanted: Filed, page: Page) -> Slice[ReportView]:
    """The reports that fit, newest first; staff only (``NotFound``), none from cases that are not for the viewer."""
    found = _shown(viewer).filter(id__gt=page.above, id__lt=page.below)
    found = found.exclude(outcome=Report.Outcome.OPEN) if wanted.answered else found.filter(outcome="")
    for column, account_id in (("reporter", wanted.by), ("account", wanted.about)):
        if account_id is not None:
            found = found.filter(**{column: account_id})
    rows = list(found.order_by("id" if page.ascending else "-id")[: page.limit + 1])
    cut = Slice.cut(rows, page, lambda row: row.id)
    return cut.filled(_views(cut.items))


def report_view(viewer: int, report_id: int) -> ReportView:
    """One report; ``NotFound`` for those of cases that are not for the viewer."""
    found = _views(list(_shown(viewer).filter(id=report_id)))
    if not found:
        raise NotFound
    return found[0]


def _shown(viewer: int) -> QuerySet[Report]:
    """What is about nobody known here has a case alone: to a program there would be nothing to show."""
    seen = sight(viewer)
    about_somebody = Q(account__isnull=False) & ~Q(account__in=seen.kept)
    return Report.objects.filter(about_somebody, seen.decisions()).select_related("case")


def _views(rows: Collection[Report]) -> list[ReportView]:
    posts: dict[int, list[int]] = {}
    about_posts = ReportItem.objects.filter(report__in=[row.id for row in rows], kind="post", object_id__isnull=False)
    for report_id, post_id in about_posts.order_by("id").values_list("report_id", "object_id"):
        posts.setdefault(report_id, []).append(post_id or 0)
    return [_view(row, tuple(posts.get(row.id, ()))) for row in rows]


def _view(row: Report, posts: tuple[int, ...]) -> ReportView:
    case = row.case
    return ReportView(
        id=row.id,
        case_id=row.case_id,
        account_id=row.account_id or 0,
        reporter_id=row.reporter_id,
        category=row.category,
        comment=row.comment,
        rules=tuple(row.rules),
        posts=posts,
        made_at=made_at(row.id),
        outcome=row.outcome,
        closed_at=row.closed_at,
        closed_by=row.closed_by,
        holder_id=case.assignee_id if case and case.is_held(timezone.now()) else None,
    )
