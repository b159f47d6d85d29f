"""Somebody else looks at a decision again: it stands, it is taken back, or something milder takes its place."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.interaction import require
from folkmoot.accounts.models import Account
from folkmoot.audit.actions import record
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.core.events import publish
from folkmoot.core.html import clean
from folkmoot.moderation.actions.decide import Decision, decide_instead
from folkmoot.moderation.actions.gather import live_case, weigh
from folkmoot.moderation.actions.lift import lift
from folkmoot.moderation.categories import CHILDREN
from folkmoot.moderation.events import AppealDecided
from folkmoot.moderation.interaction import require_other_eyes
from folkmoot.moderation.models import LIVE, Appeal, Case, CaseMessage, Report, Restriction, Statement
from folkmoot.moderation.queries.appeals import facts_of, milder_than

SHORTEST_REASONS, LONGEST_REASONS = 50, 2_000


class Milder(NamedTuple):
    """What takes the place of a decision that went too far."""

    action: str
    ends_at: datetime | None


@transaction.atomic
def uphold(actor: Account, appeal_id: int, reasons: str) -> None:
    """The decision stands."""
    _decide(actor, appeal_id, Appeal.Outcome.UPHELD, reasons, lambda _appeal: None)


@transaction.atomic
def overturn(actor: Account, appeal_id: int, reasons: str) -> None:
    """The decision was wrong: what it took comes back exactly; or what was reported is looked at once more."""

    def undo(appeal: Appeal) -> None:
        if appeal.restriction_id is not None:
            lift(actor, appeal.restriction_id)
        else:
            _look_again(actor, appeal, reasons)

    _decide(actor, appeal_id, Appeal.Outcome.OVERTURNED, reasons, undo)


@transaction.atomic
def lighten(actor: Account, appeal_id: int, reasons: str, instead: Milder) -> None:
    """The decision went too far: it is taken back, and something milder takes its place, with its own statement."""

    def change(appeal: Appeal) -> None:
        found = Restriction.objects.filter(id=appeal.restriction_id or 0).first()
        if found is None or not _is_milder(instead, found):
            raise Invalid("action", _("Choose something milder that takes its place."))
        lift(actor, found.id)
        decide_instead(actor, _decision_instead(found, instead, appeal.reasons))

    _decide(actor, appeal_id, Appeal.Outcome.PARTLY, reasons, change)


def require_review(actor: Account, appeal: Appeal) -> None:
    """Who may look at an appeal: nobody at their own decision, nobody who is concerned; ``NotAllowed``."""
    facts = facts_of(appeal)
    require_other_eyes(actor, facts.able, facts.decided_by)


def _decide(
    actor: Account, appeal_id: int, outcome: Appeal.Outcome, reasons: str, then: Callable[[Appeal], None]
) -> None:
    require(actor, Capability.APPEALS)
    appeal = Appeal.objects.select_for_update(no_key=True, of=("self",)).filter(id=appeal_id).first()
    if appeal is None:
        raise NotFound
    if appeal.outcome != Appeal.Outcome.OPEN:
        raise NotAllowed(_("Somebody else has just decided this."))
    require_review(actor, appeal)
    appeal.reasons, appeal.outcome = _reasons(reasons), outcome
    appeal.reviewer_id, appeal.decided_at = actor.id, timezone.now()
    then(appeal)
    appeal.save(update_fields=["reasons", "outcome", "reviewer_id", "decided_at"])
    record(actor.id, f"appeal.{outcome.value}", "appeal", appeal.id, appeal.reasons)
    publish(AppealDecided(appeal.id))


def _is_milder(instead: Milder, found: Restriction) -> bool:
    """The same for a shorter time is milder, too."""
    if instead.action not in milder_than(found.kind, found.action):
        return False
    if instead.action != found.action:
        return True
    return instead.ends_at is not None and (found.ends_at is None or instead.ends_at < found.ends_at)


def _decision_instead(found: Restriction, instead: Milder, reasons: str) -> Decision:
    fields = Statement.objects.filter(restriction=found).values_list("fields", flat=True).first() or {}
    category = Case.objects.filter(id=found.case_id or 0).values_list("category", flat=True).first()
    return Decision(
        action=instead.action,
        kind=found.kind,
        object_id=found.object_id,
        reason=reasons,
        rule_id=found.rule_id,
        law=fields.get("illegal_content_legal_ground") or "",
        category=category or "",
        ends_at=instead.ends_at,
    )


def _reasons(text: str) -> str:
    why = clean(text).strip()
    if len(why) < SHORTEST_REASONS:
        raise Invalid("reasons", _("Please explain it in at least 50 characters: whoever asked has a right to know."))
    if len(why) > LONGEST_REASONS:
        raise Invalid("reasons", _("Please say it in at most 2,000 characters."))
    return why


def _look_again(actor: Account, appeal: Appeal, reasons: str) -> None:
    """The report is open again, in the case that is live for its member, with a note on why."""
    report = Report.objects.get(id=appeal.report_id or 0)
    case = _case_of(report)
    if report.category == CHILDREN:  # the case that it leaves stays about that
        Case.objects.filter(id=report.case_id or 0).update(category=CHILDREN)
    Report.objects.filter(id=report.id).update(outcome="", closed_at=None, closed_by=None, told_at=None, case=case)
    CaseMessage.objects.create(
        case=case, talk=CaseMessage.With.STAFF, author_id=actor.id, by_staff=True, text=clean(reasons).strip()
    )


def _case_of(report: Report) -> Case:
    """The case it was in, live once more; or the one that is live for this member by now."""
    if report.account_id is not None or report.case_id is None:
        case = live_case(report.account_id)
        weigh(case, report.category)
        return case
    reopened = {"state": Case.State.OPEN, "assignee_id": None, "claimed_until": None, "decided_at": None}
    Case.objects.filter(id=report.case_id).exclude(state__in=LIVE).update(**reopened, decided_by=None)
    return Case.objects.get(id=report.case_id)
