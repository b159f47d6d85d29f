"""Files of what was reported go when nobody can come back to it."""

from datetime import timedelta

from django.utils import timezone

from folkmoot.media.actions import holders, let_go
from folkmoot.moderation.models import Report

KEPT = timedelta(days=184)  # after a decision: as long as somebody can say that it was wrong, and a little longer


def let_go_of_files() -> None:
    """Keep no file for reports in which nothing was found, that are gone, or that nobody can come back to."""
    asked = holders()
    open_ones = Report.objects.filter(id__in=asked, outcome=Report.Outcome.OPEN)
    fresh = Report.objects.filter(id__in=asked, outcome=Report.Outcome.ACTED, closed_at__gt=timezone.now() - KEPT)
    needed = set((open_ones | fresh).values_list("id", flat=True))
    let_go([some_id for some_id in asked if some_id not in needed])


def forget_notifiers() -> None:
    """Keep no name and no address of people without an account when nobody has to write to them any more."""
    done = Report.objects.filter(kind=Report.Kind.NOTICE, closed_at__lt=timezone.now() - KEPT)
    done.exclude(notifier_name="", notifier_email="").update(notifier_name="", notifier_email="")
