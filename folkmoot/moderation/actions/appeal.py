"""To say that a decision was wrong: whoever it is about does, and whoever had reported."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.core.events import publish
from folkmoot.core.html import clean
from folkmoot.moderation.events import AppealOpened
from folkmoot.moderation.interaction import require_in_time
from folkmoot.moderation.models import Appeal, Report, Restriction

if TYPE_CHECKING:
    from django.db.models import QuerySet

LONGEST_APPEAL = 5_000
ANSWERED_WITHIN = timedelta(days=14)


@transaction.atomic
def appeal(actor: Account, restriction_id: int, text: str) -> int:
    """Whoever a decision is about says that it was wrong, also while suspended; saying it twice is saying it once."""
    found = Restriction.objects.select_for_update(no_key=True).filter(id=restriction_id, account_id=actor.id).first()
    if found is None:
        raise NotFound
    if earlier := Appeal.objects.filter(restriction_id=restriction_id, by=Appeal.By.AUTHOR).first():
        return earlier.id
    require_in_time(found.starts_at)
    if found.ended_by is not None:
        raise NotAllowed(_("This decision was already taken back."))
    return _opened(
        Appeal(restriction_id=found.id, case_id=found.case_id, account=actor, by=Appeal.By.AUTHOR, text=words(text))
    )


@transaction.atomic
def appeal_report(actor: Account, report_id: int, text: str) -> int:
    """Whoever reported something says that what was decided is wrong; once for each report."""
    return _about_report(_closed(Report.objects.filter(id=report_id, reporter=actor)), actor, text)


@transaction.atomic
def appeal_notice(report_id: int, text: str) -> int:
    """The same by whoever sent a notice without an account, and proved with its code that it is theirs."""
    return _about_report(_closed(Report.objects.filter(id=report_id, kind=Report.Kind.NOTICE)), None, text)


def words(text: str) -> str:
    """What somebody wrote, as it is kept; ``Invalid`` when it is nothing, or too much."""
    said = clean(text).strip()
    if not said:
        raise Invalid("text", _("Please write something."))
    if len(said) > LONGEST_APPEAL:
        raise Invalid("text", _("Please say it in at most 5,000 characters."))
    return said


def _closed(some: "QuerySet[Report]") -> Report:
    report = some.select_for_update(no_key=True, of=("self",)).first()
    if report is None:
        raise NotFound
    if report.outcome == Report.Outcome.OPEN or report.closed_at is None:
        raise NotAllowed(_("Nobody has decided on this yet."))
    return report


def _about_report(report: Report, actor: Account | None, text: str) -> int:
    if earlier := Appeal.objects.filter(report_id=report.id).first():
        return earlier.id
    require_in_time(report.closed_at or timezone.now())
    by, said = Appeal.By.NOTIFIER, words(text)
    return _opened(Appeal(report_id=report.id, case_id=report.case_id, account=actor, by=by, text=said))


def _opened(fresh: Appeal) -> int:
    fresh.due_at = timezone.now() + ANSWERED_WITHIN
    fresh.save(force_insert=True)
    publish(AppealOpened(fresh.id))
    return fresh.id
