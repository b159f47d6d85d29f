"""To mute for a while or for good, and to listen again."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.core.errors import Invalid
from folkmoot.core.events import publish
from folkmoot.core.rows import insert_once
from folkmoot.relations.actions.pair import hold, hold_any
from folkmoot.relations.events import Muted, Unmuted
from folkmoot.relations.models import Mute


@transaction.atomic
def mute(actor: Account, target_id: int, until: datetime | None) -> None:
    """Keep an account out of one's feeds and notifications until a moment, or (``None``) for good."""
    if until is not None and until <= now():
        raise Invalid("until", _("The end of a mute must lie ahead."))
    hold(actor, target_id)
    made = insert_once(Mute, muter_id=actor.id, muted_id=target_id, ends_at=until)
    if made or _moved(actor.id, target_id, until):
        publish(Muted(actor.id, target_id))


@transaction.atomic
def unmute(actor: Account, target_id: int) -> None:
    """Hear of an account again."""
    hold_any(actor, target_id)
    if Mute.objects.filter(muter=actor, muted=target_id).delete()[0]:
        publish(Unmuted(actor.id, target_id))


def _moved(muter: int, muted: int, until: datetime | None) -> bool:
    current = Mute.objects.get(muter=muter, muted=muted)
    if current.ends_at == until:
        return False
    current.ends_at = until
    current.save(update_fields=["ends_at"])
    return True
