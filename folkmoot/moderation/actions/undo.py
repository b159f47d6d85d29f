"""To take back at once what was decided at once: a batch, all about one member, all that one of the staff did."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.interaction import require
from folkmoot.accounts.models import Account
from folkmoot.core.errors import NotAllowed, NotFound
from folkmoot.moderation.actions.lift import lift
from folkmoot.moderation.models import Restriction
from folkmoot.moderation.visibility import sight


@transaction.atomic
def undo(actor: Account, batch: int) -> int:
    """Lift all that was decided in one go, as far as the actor is shown it; how many of it still ran."""
    require(actor, Capability.CASES)
    made = Restriction.objects.filter(sight(actor.id).decisions(), batch=batch)
    if not made.exists():
        raise NotFound
    return _lift_each(actor, made)


@transaction.atomic
def undo_about(actor: Account, account_id: int) -> int:
    """Lift everything that runs about one member and what they wrote; how many decisions that were."""
    require(actor, Capability.MEMBERS)
    return _lift_each(actor, Restriction.objects.filter(sight(actor.id).decisions(), account_id=account_id))


@transaction.atomic
def undo_measures(actor: Account, account_id: int, measures: Collection[str]) -> int:
    """Lift what runs of these measures about an account itself; how many decisions that were."""
    require(actor, Capability.MEMBERS)
    made = Restriction.objects.filter(kind=Restriction.Kind.ACCOUNT, object_id=account_id)
    return _lift_each(actor, made.filter(sight(actor.id).decisions(), action__in=measures))


@transaction.atomic
def undo_by(actor: Account, decided_by: int, since: datetime) -> int:
    """Lift everything that somebody of the staff decided since a moment; owners do, but not about themselves."""
    require(actor, Capability.CASES)
    if not actor.may(Capability.COLLEAGUES):
        raise NotAllowed(_("Only an owner can take back what others decided at large."))
    made = Restriction.objects.filter(decided_by=decided_by, starts_at__gte=since)
    return _lift_each(actor, made.exclude(account_id=actor.id))


def _lift_each(actor: Account, some: QuerySet[Restriction]) -> int:
    running = list(some.filter(ended_at=None).order_by("kind", "object_id", "id").values_list("id", flat=True))
    for restriction_id in running:
        lift(actor, restriction_id)
    return len(running)
