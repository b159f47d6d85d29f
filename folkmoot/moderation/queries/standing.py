"""What was decided about a member, as they read it themselves: signed in, or by the link of a mail."""

import hmac
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.core.cursors import Page, Slice
from folkmoot.core.errors import NotFound
from folkmoot.core.ids import made_at
from folkmoot.moderation.interaction import APPEALS_FOR
from folkmoot.moderation.models import Appeal, Report, Restriction, Statement
from folkmoot.moderation.queries.appeal_page import Said, thread_of
from folkmoot.moderation.queries.codes import reports_of
from folkmoot.posts.models import Post

SUSPENDING = frozenset({Restriction.Action.SUSPEND.value, Restriction.Action.TERMINATE.value})


@dataclass(frozen=True)
class OwnAppeal:
    """An appeal as whoever made it reads it: staff have no names here."""

    id: int
    text: str
    at: datetime
    due_at: datetime
    outcome: str
    reasons: str
    decided_at: datetime | None
    by_same: bool  # looked at by whoever had decided: there is nobody else
    thread: tuple[Said, ...] = ()  # where one is shown by itself


@dataclass(frozen=True)
class OwnReport:
    """A report that came to its end, as whoever made it reads it."""

    id: int
    comment: str
    outcome: str
    at: datetime
    closed_at: datetime | None  # nothing while it is looked at again
    may_appeal: bool


@dataclass(frozen=True)
class DecisionView:
    """One decision with its reasons; ``id`` is that of its statement."""

    id: int
    restriction_id: int
    account_id: int
    kind: str
    action: str
    post_id: int | None
    post_text: str
    text: str
    language: str
    at: datetime
    ends_at: datetime | None
    ended_at: datetime | None
    was_lifted: bool
    may_appeal: bool
    appeal_until: datetime
    appeal: OwnAppeal | None
    alike: tuple[int, ...]  # the statements of what was decided in the same go

    @property
    def is_running(self) -> bool:
        """Whether it holds at this moment."""
        return self.ended_at is None


def decisions_about(viewer: int, page: Page) -> Slice[DecisionView]:
    """All that was decided about the viewer, the newest first."""
    found = Statement.objects.filter(account_id=viewer, id__gt=page.above, id__lt=page.below)
    rows = list(found.select_related("restriction").order_by("id" if page.ascending else "-id")[: page.limit + 1])
    cut = Slice.cut(rows, page, lambda row: row.id)
    return cut.filled(_shown(cut.items))


def decision_about(viewer: int, statement_id: int) -> DecisionView:
    """One decision about the viewer; ``NotFound`` when it is about somebody else."""
    found = Statement.objects.filter(id=statement_id, account_id=viewer).select_related("restriction")
    for view in _shown(found):
        return replace(view, appeal=_with_thread(view.appeal)) if view.appeal else view
    raise NotFound


def key_of(statement_id: int) -> str:
    """What opens the page of a statement without signing in: its mail carries it, and nobody can guess it."""
    message = f"folkmoot: statement {statement_id}".encode()
    return hmac.new(settings.HASH_KEY.encode(), message, "sha256").hexdigest()[:40]


def path_of(statement_id: int) -> str:
    """Where a statement is read without signing in."""
    return f"/decisions/{statement_id}/{key_of(statement_id)}"


def addressee(statement_id: int, key: str) -> Account:
    """Whom a statement is for, to whoever brings its key; ``NotFound`` else. Suspended or not, it is theirs to read."""
    if not hmac.compare_digest(key_of(statement_id).encode(), key.encode()):
        raise NotFound
    account_id = Statement.objects.filter(id=statement_id).values_list("account_id", flat=True).first()
    account = Account.objects.select_related("login").filter(id=account_id or 0).first()
    if account is None:
        raise NotFound
    return account


def suspended_by(account_id: int) -> int | None:
    """The statement of what keeps an account out at this moment, the newest; for who has proved whose it is."""
    running = Statement.objects.filter(account_id=account_id, restriction__ended_at=None)
    found = running.filter(restriction__action__in=SUSPENDING).order_by("-id")
    return found.values_list("id", flat=True).first()


def own_report(viewer: int, report_id: int) -> OwnReport:
    """A report of the viewer's that was decided; ``NotFound`` for any other."""
    return _ended(Report.objects.filter(id=report_id, reporter=viewer).first())


def noticed_report(code: str, report_id: int) -> OwnReport:
    """A part of a notice that was decided, for whoever has its code; ``NotFound`` for any other."""
    return _ended(next((report for report in reports_of(code) if report.id == report_id), None))


def own_appeal_of_report(report_id: int) -> OwnAppeal | None:
    """What the reporter said against the end of a report, for whoever may see that report."""
    appeal = Appeal.objects.filter(report_id=report_id).first()
    if appeal is None:
        return None
    decided_by = Report.objects.filter(id=report_id).values_list("closed_by", flat=True).first()
    return _with_thread(_own(appeal, decided_by))


def _ended(found: Report | None) -> OwnReport:
    """One that can be said something against, or was: looked at again, it is open once more."""
    if found is None or not (found.closed_at or Appeal.objects.filter(report_id=found.id).exists()):
        raise NotFound
    in_time = found.closed_at is not None and timezone.now() <= found.closed_at + APPEALS_FOR
    return OwnReport(found.id, found.comment, found.outcome, made_at(found.id), found.closed_at, in_time)


def _shown(statements: Iterable[Statement]) -> list[DecisionView]:
    rows = list(statements)
    posts = _posts(row.restriction for row in rows)
    made = Appeal.objects.filter(restriction_id__in=[row.restriction_id for row in rows], by=Appeal.By.AUTHOR)
    appeals = {one.restriction_id: one for one in made}
    alike = _alike({row.restriction.batch for row in rows if row.restriction.batch})
    return [_view(row, posts, appeals, alike) for row in rows]


def _view(
    row: Statement, posts: dict[int, str], appeals: dict[int | None, Appeal], alike: dict[int, list[tuple[int, int]]]
) -> DecisionView:
    one, moment = row.restriction, timezone.now()
    is_post = one.kind == Restriction.Kind.POST
    appeal = appeals.get(one.id)
    until = one.starts_at + APPEALS_FOR
    return DecisionView(
        id=row.id,
        restriction_id=one.id,
        account_id=row.account_id,
        kind=one.kind,
        action=one.action,
        post_id=one.object_id if is_post else None,
        post_text=posts.get(one.object_id, "") if is_post else "",
        text=row.text,
        language=row.language,
        at=made_at(row.id),
        ends_at=one.ends_at,
        ended_at=one.ended_at,
        was_lifted=one.ended_by is not None,
        may_appeal=appeal is None and one.ended_by is None and moment <= until,
        appeal_until=until,
        appeal=_own(appeal, one.decided_by) if appeal else None,
        alike=tuple(i for i, whose in alike.get(one.batch or 0, ()) if i != row.id and whose == row.account_id),
    )


def _own(appeal: Appeal, decided_by: int | None) -> OwnAppeal:
    return OwnAppeal(
        id=appeal.id,
        text=appeal.text,
        at=made_at(appeal.id),
        due_at=appeal.due_at,
        outcome=appeal.outcome,
        reasons=appeal.reasons,
        decided_at=appeal.decided_at,
        by_same=appeal.reviewer_id is not None and appeal.reviewer_id == decided_by,
    )


def _with_thread(appeal: OwnAppeal) -> OwnAppeal:
    return replace(appeal, thread=thread_of(appeal.id))


def _posts(rows: Iterable[Restriction]) -> dict[int, str]:
    """What stood in the posts that were decided about, for their author."""
    ids = [row.object_id for row in rows if row.kind == Restriction.Kind.POST]
    found = Post.objects.filter(id__in=ids, deleted_at=None).values_list("id", "warning", "text")
    return {some_id: "\n\n".join(part for part in (warning, text) if part) for some_id, warning, text in found}


def _alike(batches: Collection[int]) -> dict[int, list[tuple[int, int]]]:
    """By batch, the statements of all that was decided in it, and whose they are."""
    found: dict[int, list[tuple[int, int]]] = {}
    if batches:
        made = Statement.objects.filter(restriction__batch__in=batches).order_by("id")
        for batch, some_id, whose in made.values_list("restriction__batch", "id", "account_id"):
            found.setdefault(batch or 0, []).append((some_id, whose))
    return found
