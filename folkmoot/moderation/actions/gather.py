"""All reports about one member come together in one case, so that it is looked at once."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from folkmoot.core.events import publish
from folkmoot.core.rows import insert_once
from folkmoot.moderation.categories import category, patience, priority, worst
from folkmoot.moderation.events import CaseOpened
from folkmoot.moderation.models import LIVE, Case, Report
from folkmoot.moderation.queries.trust import CERTAIN, confidence

_COLUMNS = [str(field.attname) for field in Case._meta.concrete_fields]  # noqa: SLF001 - Django's documented way to a model's columns


@transaction.atomic
def gather(report: Report) -> int:
    """Put a report into the live case about its member, which is opened when there is none; the case's id."""
    case = live_case(report.account_id)
    Report.objects.filter(id=report.id).update(case=case)
    report.case = case
    weigh(case, report.category)
    return case.id


def live_case(account_id: int | None) -> Case:
    """The one live case about a member, held until the transaction ends; about nobody known, each is a case of its own.

    Who is told of a new one is said by ``CaseOpened``.
    """
    while True:  # a case can end between the two statements
        fresh = Case(account_id=account_id)
        if insert_once(Case, **{name: getattr(fresh, name) for name in _COLUMNS}):
            publish(CaseOpened(fresh.id))
            return fresh
        live = Case.objects.select_for_update(no_key=True, of=("self",)).filter(account=account_id, state__in=LIVE)
        if found := live.first():
            return found


def weigh(case: Case, kind: str) -> None:
    """Count one more report of some category in a case, and say anew how soon that is to be looked at.

    One that waited for an answer is to be decided again: what has come is more than what was asked about.
    """
    if case.state == Case.State.WAITING:
        case.state = Case.State.OPEN
    case.category = worst([case.category, kind])
    case.severity = max(case.severity, category(kind).severity)
    if case.confidence < CERTAIN:
        case.confidence = max(case.confidence, confidence(case.id))
    due = timezone.now() + patience(case.severity)
    case.due_at = min(case.due_at or due, due)
    case.priority = priority(case.severity, case.confidence)
    changed = ("state", "category", "severity", "confidence", "due_at", "priority")
    Case.objects.filter(id=case.id).update(reports=F("reports") + 1, **{name: getattr(case, name) for name in changed})
