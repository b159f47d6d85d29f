"""What is left of reports and decisions when somebody is erased: check sums instead of words."""

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from folkmoot.core.proofs import proof
from folkmoot.moderation.freezing import words_of
from folkmoot.moderation.models import (
    LIVE,
    Appeal,
    AppealMessage,
    Case,
    CaseMessage,
    Report,
    ReportItem,
    Restriction,
    Statement,
    ThreatReferral,
)
from folkmoot.posts.models import Post

if TYPE_CHECKING:
    from django.db.models import QuerySet


def seal(account_id: int) -> None:
    """Replace the words in all reports and decisions about a member by check sums; open reports about them end."""
    about, cases = Report.objects.filter(account=account_id), Case.objects.filter(account=account_id)
    _seal_items(ReportItem.objects.filter(report__in=about))
    _seal(about | Report.objects.filter(reporter=account_id), "comment", notifier_name="", notifier_email="")
    _seal(CaseMessage.objects.filter(Q(case__in=cases) | Q(author_id=account_id)), "text")
    _seal(ThreatReferral.objects.filter(case__in=cases), "text", sent_how="")
    kinds, posts = Restriction.Kind, Post.objects.filter(account=account_id)
    concerned = Q(kind=kinds.ACCOUNT, object_id=account_id) | Q(kind=kinds.POST, object_id__in=posts.values("id"))
    _seal(Restriction.objects.filter(concerned | Q(account_id=account_id)), "reason", label="")
    _seal(Statement.objects.filter(account_id=account_id), "text", fields={})
    appeals = Appeal.objects.filter(account=account_id)
    _seal(AppealMessage.objects.filter(Q(appeal__in=appeals) | Q(author_id=account_id)), "text")
    _seal(appeals, "text", reasons="")
    _end(account_id)


def _seal(rows: "QuerySet[Any]", column: str, **more: object) -> None:
    """The words of a column go, and with them what else would tell of somebody."""
    for row in rows.exclude(**{column: ""}):
        kept = row.proof or proof(getattr(row, column))
        rows.model._default_manager.filter(id=row.id).update(proof=kept, **{column: ""}, **more)  # noqa: SLF001 - Django's documented way to the rows of any model
    if more:
        rows.update(**more)


def _seal_items(items: "QuerySet[ReportItem]") -> None:
    for item in items.exclude(snapshot={}, url=""):
        kept = item.proof or proof(words_of(item.snapshot))
        ReportItem.objects.filter(id=item.id).update(snapshot={}, url="", proof=kept)


@transaction.atomic
def _end(account_id: int) -> None:
    """There is nobody any more about whom anything could be decided."""
    now = timezone.now()
    Case.objects.filter(account=account_id, state__in=LIVE).update(state=Case.State.CLOSED, decided_at=now)
    gone = Report.objects.filter(account=account_id, outcome=Report.Outcome.OPEN)
    gone.update(outcome=Report.Outcome.DISMISSED, closed_at=now)
    Appeal.objects.filter(account=account_id, outcome="").update(outcome=Appeal.Outcome.UPHELD, decided_at=now)
