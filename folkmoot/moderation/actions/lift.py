"""How restrictions end: somebody lifts them, or their time has come."""

from django.db import transaction
from django.utils import timezone

from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.interaction import require
from folkmoot.accounts.models import Account
from folkmoot.audit.actions import record
from folkmoot.core.errors import NotFound
from folkmoot.core.events import publish
from folkmoot.moderation.actions import state
from folkmoot.moderation.events import RestrictionEnded
from folkmoot.moderation.interaction import SHUTS_OUT, require_power_over, require_right_to
from folkmoot.moderation.models import Restriction
from folkmoot.moderation.visibility import sight


@transaction.atomic
def lift(actor: Account, restriction_id: int) -> None:
    """End a restriction early; what it hid comes back exactly, unless another restriction still holds it."""
    require(actor, Capability.CASES)
    restriction = _found(restriction_id)
    if not sight(actor.id).shows_decision(restriction):
        raise NotFound
    require_right_to(actor, restriction.action, restriction.case_id)
    concerned = state.hold(restriction.kind, restriction.object_id)
    if concerned is not None:
        require_power_over(actor, concerned)
    if _end(restriction, actor.id):
        verb = f"{restriction.kind}.{restriction.action}.lift"
        record(actor.id, verb, restriction.kind, restriction.object_id, restriction.reason)


@transaction.atomic
def lift_suspensions(account_id: int) -> None:
    """End all that suspends an account, by the command line."""
    state.hold(Restriction.Kind.ACCOUNT, account_id)
    shut_out = Restriction.objects.filter(kind=Restriction.Kind.ACCOUNT, object_id=account_id, action__in=SHUTS_OUT)
    for each in shut_out.filter(ended_at=None):
        if _end(each, None):
            record(None, f"account.{each.action}.lift", each.kind, each.object_id, each.reason)


@transaction.atomic
def end_restriction(restriction_id: int) -> None:
    """End a restriction whose time has come; nothing happens before that, or twice."""
    restriction = _found(restriction_id)
    if restriction.ends_at is None or restriction.ends_at > timezone.now():
        return
    state.hold(restriction.kind, restriction.object_id)
    if _end(restriction, None):
        verb = f"{restriction.kind}.{restriction.action}.expire"
        record(None, verb, restriction.kind, restriction.object_id, "")


def _found(restriction_id: int) -> Restriction:
    restriction = Restriction.objects.filter(id=restriction_id).first()
    if restriction is None:
        raise NotFound
    return restriction


def _end(restriction: Restriction, actor_id: int | None) -> bool:
    running = Restriction.objects.filter(id=restriction.id, ended_at=None)
    if not running.update(ended_at=timezone.now(), ended_by=actor_id):
        return False
    state.apply(restriction.kind, restriction.object_id)
    publish(RestrictionEnded(restriction.id))
    return True
