"""How a case ends without a decision: nothing had to be done, or it goes on as part of another."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.audit.actions import record
from folkmoot.core.errors import Invalid
from folkmoot.core.events import publish
from folkmoot.moderation.actions.casework import hold, take, take_to_decide
from folkmoot.moderation.actions.report import close
from folkmoot.moderation.categories import CHILDREN, priority
from folkmoot.moderation.events import CaseDecided
from folkmoot.moderation.models import Case, CaseMessage, Report
from folkmoot.moderation.visibility import about_children


@transaction.atomic
def close_without_action(actor: Account, case_id: int) -> None:
    """Nothing had to be done: its reports are closed, and whoever reported is told."""
    case = take_to_decide(actor, case_id)
    close(actor, Report.objects.filter(case=case), Report.Outcome.DISMISSED)
    _end(actor, case)
    record(actor.id, "case.close", "case", case.id, "")
    publish(CaseDecided(case.id))


@transaction.atomic
def merge(actor: Account, case_id: int, into_id: int) -> None:
    """Let a case go on as part of another: its reports, its notes and what was said with who reported go along."""
    if case_id == into_id:
        raise Invalid("into", _("This is the same case."))
    cases = {each: hold(actor, each) for each in sorted((case_id, into_id))}
    for each in cases.values():
        take(actor, each)
    case, into = cases[case_id], cases[into_id]
    if about_children([case.id]):  # and so it stays, without the reports that say so
        Case.objects.filter(id=case.id).update(category=CHILDREN)
    Report.objects.filter(case=case).update(case=into)
    # What was said with the member stays where it was: the other case is about somebody else.
    CaseMessage.objects.filter(case=case).exclude(talk=CaseMessage.With.MEMBER).update(case=into)
    worse = max(case, into, key=lambda each: (each.severity, each.confidence))
    confidence = max(case.confidence, into.confidence)
    Case.objects.filter(id=into.id).update(
        category=worse.category,
        severity=worse.severity,
        confidence=confidence,
        priority=priority(worse.severity, confidence),
        reports=F("reports") + case.reports,
    )
    _end(actor, case, merged_into=into)
    record(actor.id, "case.merge", "case", case.id, "")


def _end(actor: Account, case: Case, **how: object) -> None:
    now = timezone.now()
    Case.objects.filter(id=case.id).update(
        state=Case.State.CLOSED, decided_at=now, decided_by=actor.id, claimed_until=None, **how
    )
