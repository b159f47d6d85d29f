"""To take back at once what was decided at once: a batch, all about one member, all that one of the staff did."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from folkmoot.accounts.interaction import require_staff
from folkmoot.accounts.models import Account
from folkmoot.core.errors import NotAllowed, NotFound
from folkmoot.moderation.actions.lift import lift
from folkmoot.moderation.models import Restriction


@transaction.atomic
def undo(actor: Account, batch: int) -> int:
    """Lift all that was decided in one go; how many of it still ran."""
    require_staff(actor)
    if not Restriction.objects.filter(batch=batch).exists():
        raise NotFound
    return _lift_each(actor, Restriction.objects.filter(batch=batch))


@transaction.atomic
def undo_about(actor: Account, account_id: int) -> int:
    """Lift everything that runs about one member and what they wrote; how many decisions that were."""
    require_staff(actor)
    return _lift_each(actor, Restriction.objects.filter(account_id=account_id))


@transaction.atomic
def undo_by(actor: Account, decided_by: int, since: datetime) -> int:
    """Lift everything that somebody of the staff decided since a moment; owners do, but not about themselves."""
    require_staff(actor)
    if not actor.is_owner:
        raise NotAllowed(_("Only an owner can take back what others decided at large."))
    made = Restriction.objects.filter(decided_by=decided_by, starts_at__gte=since)
    return _lift_each(actor, made.exclude(account_id=actor.id))


def _lift_each(actor: Account, some: QuerySet[Restriction]) -> int:
    running = list(some.filter(ended_at=None).order_by("kind", "object_id", "id").values_list("id", flat=True))
    for restriction_id in running:
        lift(actor, restriction_id)
    return len(running)
