"""Files and names go when nobody can come back to what was reported."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from folkmoot.media.actions import holders, let_go
from folkmoot.moderation.models import Appeal, Report

if TYPE_CHECKING:
    from django.db.models import QuerySet

KEPT = timedelta(days=184)  # after a decision: as long as somebody can say that it was wrong, and a little longer
ANSWERED = timedelta(days=1)  # ago: until then the letter that says how an objection ended may be on its way


def let_go_of_files() -> None:
    """Keep no file for reports in which nothing was found, that are gone, or that nobody can come back to."""
    asked = holders()
    open_ones = Report.objects.filter(id__in=asked, outcome=Report.Outcome.OPEN)
    fresh = Report.objects.filter(id__in=asked, outcome=Report.Outcome.ACTED, closed_at__gt=timezone.now() - KEPT)
    disputed = Report.objects.filter(id__in=asked, case_id__in=_disputed("case_id"))
    needed = set((open_ones | fresh | disputed).values_list("id", flat=True))
    let_go([some_id for some_id in asked if some_id not in needed])


def forget_notifiers() -> None:
    """Keep no name and no address of people without an account when nobody has to write to them any more."""
    done = Report.objects.filter(kind=Report.Kind.NOTICE, closed_at__lt=timezone.now() - KEPT)
    done = done.exclude(id__in=_disputed("report_id"))
    done.exclude(notifier_name="", notifier_email="").update(notifier_name="", notifier_email="")


def _disputed(column: str) -> "QuerySet[Appeal, int | None]":
    """The cases, or reports, of which somebody says that they ended wrongly, until that was answered."""
    waiting = Q(outcome=Appeal.Outcome.OPEN) | Q(decided_at__gt=timezone.now() - ANSWERED)
    return Appeal.objects.filter(waiting, **{f"{column}__isnull": False}).values_list(column, flat=True)
