"""One appeal, with all that it takes to decide it."""

from dataclasses import dataclass
from datetime import datetime

from folkmoot.accounts.hydrate import AccountView, views
from folkmoot.core.errors import NotFound
from folkmoot.core.ids import made_at
from folkmoot.moderation.models import Appeal, AppealMessage, Report, Restriction, Statement
from folkmoot.moderation.queries.appeals import AppealRow, facts_of, milder_than, rows_of
from folkmoot.posts.models import Post


@dataclass(frozen=True)
class Said:
    """One thing said in the thread of an appeal; staff read who, others only which side."""

    text: str
    at: datetime
    by_staff: bool
    author: AccountView | None


@dataclass(frozen=True)
class AppealPage:
    """All that it takes to decide an appeal."""

    row: AppealRow
    case_id: int | None
    kind: str
    object_id: int | None
    post_text: str
    reason: str
    statement: str
    language: str
    decided_by: AccountView | None
    decided_at: datetime | None
    ended: bool
    report_comment: str
    thread: tuple[Said, ...]
    may_decide: bool
    is_own: bool
    milder: tuple[str, ...]  # what could take its place
    reasons: str
    reviewer: AccountView | None


def appeal_page(viewer: int, appeal_id: int, moment: datetime) -> AppealPage:
    """One appeal with all it takes to decide; ``NotFound`` where it is not for this viewer."""
    appeal = Appeal.objects.filter(id=appeal_id).first()
    rows = rows_of(viewer, [appeal], moment) if appeal else []
    if appeal is None or not rows:
        raise NotFound
    facts = facts_of(appeal)
    restriction = Restriction.objects.filter(id=appeal.restriction_id or 0).first()
    report = Report.objects.filter(id=appeal.report_id or 0).first()
    statement = Statement.objects.filter(restriction=restriction).first() if restriction else None
    post = _post_of(restriction)
    people = views(some_id for some_id in (facts.decided_by, appeal.reviewer_id) if some_id)
    decided_at = restriction.starts_at if restriction else report.closed_at if report else None
    return AppealPage(
        row=rows[0],
        case_id=appeal.case_id,
        kind=restriction.kind if restriction else "",
        object_id=restriction.object_id if restriction else None,
        post_text="\n\n".join(part for part in (post.warning, post.text) if part) if post else "",
        reason=restriction.reason if restriction else "",
        statement=statement.text if statement else "",
        language=statement.language if statement else "",
        decided_by=people.get(facts.decided_by or 0),
        decided_at=decided_at,
        ended=restriction is not None and restriction.ended_at is not None,
        report_comment=report.comment if report else "",
        thread=thread_of(appeal.id),
        may_decide=not appeal.outcome and viewer in facts.able,
        is_own=viewer == facts.decided_by,
        milder=tuple(milder_than(restriction.kind, restriction.action)) if restriction else (),
        reasons=appeal.reasons,
        reviewer=people.get(appeal.reviewer_id or 0),
    )


def thread_of(appeal_id: int) -> tuple[Said, ...]:
    """What was said while an appeal was looked at, the oldest first."""
    rows = list(AppealMessage.objects.filter(appeal=appeal_id).order_by("id"))
    people = views(row.author_id for row in rows if row.author_id)
    return tuple(Said(row.text, made_at(row.id), row.by_staff, people.get(row.author_id or 0)) for row in rows)


def _post_of(restriction: Restriction | None) -> Post | None:
    if restriction is None or restriction.kind != Restriction.Kind.POST:
        return None
    return Post.objects.filter(id=restriction.object_id).first()
