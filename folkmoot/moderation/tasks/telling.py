"""Who hears of reports: those who run the community that there is something to decide, whoever reported that it was."""

from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from folkmoot.accounts.models import Account
from folkmoot.accounts.queries import staff_accounts
from folkmoot.core.ids import new_id
from folkmoot.moderation.actions.receipts import write_outcome
from folkmoot.moderation.categories import DANGER, category
from folkmoot.moderation.events import CaseOpened, ReportClosed, Reported
from folkmoot.moderation.models import LIVE, Case, Report
from folkmoot.moderation.queries.codes import code_for
from folkmoot.moderation.queries.own_reports import notifier
from folkmoot.moderation.tasks import letters
from folkmoot.moderation.visibility import kept_from
from folkmoot.notifications.tasks import tell_of_report

PAUSE = timedelta(minutes=30)  # between letters about what is no danger to life
QUEUE = "/staff/cases"


def on_case_opened(event: CaseOpened) -> None:
    """Write to those who run the community, unless they heard of others just before: then a little later."""
    if Case.objects.filter(id=event.case_id, told_at=None).exists():
        tell_of_cases()


@transaction.atomic
def tell_of_cases() -> int:
    """One letter for all cases that nobody was written of yet, if the last is long enough ago; of how many it told."""
    now = timezone.now()
    if Case.objects.filter(told_at__gt=now - PAUSE).exists():
        return 0
    fresh = Case.objects.select_for_update(no_key=True, of=("self",)).filter(told_at=None, state__in=LIVE)
    untold = dict(fresh.values_list("id", "account_id"))
    Case.objects.filter(id__in=untold).update(told_at=now)
    if untold:
        _write(set(untold.values()), _NEW, _LOOK)
    return len(untold)


def on_reported(event: Reported) -> None:
    """Where somebody's life may be in danger, write at once, by the first who says so."""
    report = Report.objects.filter(id=event.report_id).first()
    if report is None or report.outcome or category(report.category).severity < DANGER:
        return
    grave = [report.category]
    if not Report.objects.filter(case=report.case_id, category__in=grave, id__lt=report.id).exists():
        _write({report.account_id}, _DANGER, _NOW)


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


def _write(about: Collection[int | None], subject: str, text: str) -> None:
    """A letter to all who run the community, but for whoever may see none of these cases."""
    able = [some_id for some_id in staff_accounts() if not kept_from(some_id).issuperset(map(_named, about))]
    letters.tell_staff(Account.objects.select_related("login").filter(id__in=able), subject, text, QUEUE)


def _named(account_id: int | None) -> int:
    return account_id or 0
