"""To work on a case: to take it, to give it back, to hand it to somebody else."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.hydrate import views
from folkmoot.accounts.interaction import require
from folkmoot.accounts.models import Account
from folkmoot.audit.actions import record
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.core.events import publish
from folkmoot.core.html import clean
from folkmoot.moderation.events import CaseEscalated
from folkmoot.moderation.interaction import require_owner, require_power_over
from folkmoot.moderation.models import LIVE, Case, CaseMessage
from folkmoot.moderation.visibility import roster, sight

CLAIM = timedelta(minutes=30)
ASSIGNED = timedelta(days=1)
LONGEST = 5_000


class Taken(NotAllowed):
    """Somebody else has the case at the moment."""


@transaction.atomic
def claim(actor: Account, case_id: int) -> None:
    """Take a case for half an hour, or for another half an hour; ``Taken`` while somebody else has it."""
    take(actor, hold(actor, case_id))


@transaction.atomic
def release(actor: Account, case_id: int) -> None:
    """Give a case back that one has; owners take it out of anybody's hands."""
    case = hold(actor, case_id)
    if case.assignee_id != actor.id and not actor.is_owner:
        raise NotAllowed(_("You do not have this case."))
    Case.objects.filter(id=case.id).update(assignee_id=None, claimed_until=None)


@transaction.atomic
def assign(actor: Account, case_id: int, account_id: int) -> None:
    """Hand a case to somebody who runs this community, for a day; only owners take it from somebody else for that."""
    case = hold(actor, case_id)
    receiver = Account.objects.filter(id=account_id, active=True).first()
    if receiver is None or not _can_see(receiver.id, case):
        raise Invalid("account", _("This case can only go to somebody who may decide it."))
    if not actor.is_owner:
        take(actor, case)
    handed: dict[str, object] = {"assignee_id": account_id, "claimed_until": timezone.now() + ASSIGNED}
    if case.state == Case.State.ESCALATED and not receiver.is_owner:
        handed["state"] = Case.State.OPEN
    Case.objects.filter(id=case.id).update(**handed)


@transaction.atomic
def escalate(actor: Account, case_id: int, why: str) -> None:
    """Leave a case to the owners, who are told, with a note that says why."""
    case = hold(actor, case_id)
    words = said(why, "why")
    take(actor, case)
    Case.objects.filter(id=case.id).update(state=Case.State.ESCALATED, assignee_id=None, claimed_until=None)
    CaseMessage.objects.create(case=case, talk=CaseMessage.With.STAFF, author_id=actor.id, by_staff=True, text=words)
    record(actor.id, "case.escalate", "case", case.id, "")
    publish(CaseEscalated(case.id))


@transaction.atomic
def hand_back(actor: Account, case_id: int) -> None:
    """Leave a case that came to the owners to the moderators again; owners do."""
    case = hold(actor, case_id)
    require_owner(actor)
    if case.state == Case.State.ESCALATED:
        Case.objects.filter(id=case.id).update(state=Case.State.OPEN, assignee_id=None, claimed_until=None)
        record(actor.id, "case.hand_back", "case", case.id, "")


def hold(actor: Account, case_id: int) -> Case:
    """A case that still has to be decided and that the actor may see; nobody else changes it meanwhile."""
    require(actor, Capability.CASES)
    case = Case.objects.select_for_update(no_key=True).filter(id=case_id).first()
    if case is None or not sight(actor.id).shows(case):
        raise NotFound
    if case.state not in LIVE:
        raise NotAllowed(_("This case has come to its end already."))
    return case


def take(actor: Account, case: Case) -> None:
    """Have a case for the next half an hour; ``Taken`` while somebody else has it, and only owners what is theirs."""
    if case.state == Case.State.ESCALATED:
        require_owner(actor)
    now = timezone.now()
    until = now + CLAIM
    if case.assignee_id == actor.id and case.claimed_until:
        until = max(until, case.claimed_until)
    free = Q(assignee_id=None) | Q(assignee_id=actor.id) | Q(claimed_until=None) | Q(claimed_until__lte=now)
    if case.assignee_id not in {None, actor.id} and not _can_see(case.assignee_id or 0, case):
        free |= Q(assignee_id=case.assignee_id)
    if not Case.objects.filter(free, id=case.id).update(assignee_id=actor.id, claimed_until=until):
        raise Taken(_taken(case.id))


def take_to_decide(actor: Account, case_id: int) -> Case:
    """Take a case about somebody on whom the actor may act."""
    case = hold(actor, case_id)
    if case.account_id is not None:
        require_power_over(actor, Account.objects.get(id=case.account_id))
    take(actor, case)
    return case


def said(text: str, field: str) -> str:
    """What somebody wrote in a case, if it can stand there."""
    words = clean(text).strip()
    if not words:
        raise Invalid(field, _("Please write something."))
    if len(words) > LONGEST:
        raise Invalid(field, _("Please say it in at most 5,000 characters."))
    return words


def _can_see(account_id: int, case: Case) -> bool:
    """Whether somebody is shown a case at this moment: roles come and go, and so does what a case is about."""
    seen = roster().sight(account_id)
    return seen is not None and seen.shows(case)


def _taken(case_id: int) -> str:
    holder_id, until = Case.objects.values_list("assignee_id", "claimed_until").get(id=case_id)
    holder = views([holder_id or 0]).get(holder_id or 0)
    named = {"who": holder.name if holder else "?", "time": f"{timezone.localtime(until):%H:%M}"}
    return _("%(who)s has this case until %(time)s. You can read it, and write notes.") % named
