"""Who hears of reports: those who run the community that there is something to decide, whoever reported that it was."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from folkmoot.core.ids import new_id
from folkmoot.moderation.actions.receipts import write_outcome
from folkmoot.moderation.categories import DANGER, category
from folkmoot.moderation.duty import rests, told, told_of_danger
from folkmoot.moderation.events import CaseOpened, ReportClosed, Reported
from folkmoot.moderation.models import LIVE, Case, Report
from folkmoot.moderation.queries.codes import code_for
from folkmoot.moderation.queries.own_reports import notifier
from folkmoot.moderation.queries.rota import keepers
from folkmoot.moderation.tasks import letters
from folkmoot.moderation.tasks.peace import QUEUE, keep_for_later, people
from folkmoot.moderation.visibility import roster
from folkmoot.notifications.tasks import tell_of_report

PAUSE = timedelta(minutes=30)  # between letters about what is no danger to life


def on_case_opened(event: CaseOpened) -> None:
    """Write to those who run the community, unless they heard of others just before: then a little later."""
    if Case.objects.filter(id=event.case_id, told_at=None).exists():
        tell_of_cases()


@transaction.atomic
def tell_of_cases() -> int:
    """One letter for all cases that nobody was written of yet, if the last is long enough ago; of how many it told.

    Whoever is on duty hears of them at once, and whoever is left in peace afterwards (``folkmoot.moderation.duty``).
    """
    now = timezone.now()
    if Case.objects.filter(told_at__gt=now - PAUSE).exists():
        return 0
    fresh = Case.objects.select_for_update(no_key=True, of=("self",)).filter(told_at=None, state__in=LIVE)
    untold = list(fresh.order_by("id"))
    Case.objects.filter(id__in=[case.id for case in untold]).update(told_at=now)
    if untold:
        _write_of_new(untold, now)
    return len(untold)


def on_reported(event: Reported) -> None:
    """Where somebody's life may be in danger, write at once, by the first who says so."""
    report = Report.objects.filter(id=event.report_id).first()
    if report is None or report.outcome or category(report.category).severity < DANGER:
        return
    if not Report.objects.filter(case=report.case_id, category=report.category, id__lt=report.id).exists():
        _write_of_danger(report)


@transaction.atomic
def on_report_closed(event: ReportClosed) -> None:
    """Tell whoever reported something that it was looked at; once, and nothing of who did what."""
    closed = Report.objects.filter(id=event.report_id, told_at=None).exclude(outcome="")
    if not closed.update(told_at=timezone.now()):
        return
    report = Report.objects.select_related("reporter").get(id=event.report_id)
    if report.reporter is None:
        _tell_notifier(report)
    elif report.reporter.active:
        tell_of_report(report.reporter.id, new_id())


_NEW = gettext_noop("Something was reported")
_LOOK = gettext_noop("Please have a look when you can:")
_DANGER = gettext_noop("Somebody’s life may be in danger")
_NOW = gettext_noop("This was reported just now. Please look at it at once:")


def _tell_notifier(report: Report) -> None:
    """A letter about all of a notice, once each part of it was decided on."""
    parts = list(Report.objects.filter(code=report.code).order_by("id"))
    email = notifier(report).email
    if not email or any(not part.outcome for part in parts):
        return
    acted = any(part.outcome == Report.Outcome.ACTED for part in parts)
    outcome = Report.Outcome.ACTED if acted else Report.Outcome.DISMISSED
    write_outcome(email, report.language, code_for(report), outcome)


def _write_of_new(cases: Collection[Case], now: datetime) -> None:
    """For each case to those who may see it; all that one hears of at the same time is in one letter."""
    seen = {some_id: {case.id for case in each.shown(cases)} for some_id, each in roster().sights().items()}
    staff = keepers(list(seen))
    audiences = {tuple(each for each in staff if case.id in seen[each.id]) for case in cases}
    chosen = {each for audience in audiences for each in told(audience, now)}
    letters.tell_staff(people(each.id for each in chosen), _NEW, _LOOK, QUEUE)
    keep_for_later([each for each in staff if each not in chosen and rests(each, now)], seen)


def _write_of_danger(report: Report) -> None:
    able = keepers(roster().who_see(report.account_id, report.case_id))
    letters.tell_staff(people(each.id for each in told_of_danger(able, timezone.now())), _DANGER, _NOW, QUEUE)
