"""To mute for a while or for good, and to listen again."""

from datetime import datetime
from typing import Any

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


def mute(actor: Account, target_id: int, until: datetime | None) -> None:
    """Keep an account out of one's feeds and notifications until a moment, or (``None``) for good."""
    _mute(actor, target_id, {"ends_at": until, "notifications": True})


def mute_posts(actor: Account, target_id: int, until: datetime | None) -> None:
    """Keep an account out of one's feeds alone: one still hears when it answers, likes or follows."""
    _mute(actor, target_id, {"ends_at": until, "notifications": False})


@transaction.atomic
def unmute(actor: Account, target_id: int) -> None:
    """Hear of an account again."""
    hold_any(actor, target_id)
    if Mute.objects.filter(muter=actor, muted=target_id).delete()[0]:
        publish(Unmuted(actor.id, target_id))


@transaction.atomic
def _mute(actor: Account, target_id: int, how: dict[str, Any]) -> None:
    until = how["ends_at"]
    if until is not None and until <= now():
        raise Invalid("until", _("The end of a mute must lie ahead."))
    hold(actor, target_id)
    pair = {"muter_id": actor.id, "muted_id": target_id}
    if insert_once(Mute, **pair, **how) or _changed(pair, how):
        publish(Muted(actor.id, target_id))


def _changed(pair: dict[str, int], how: dict[str, Any]) -> bool:
    current = Mute.objects.get(**pair)
    if all(getattr(current, name) == value for name, value in how.items()):
        return False
    Mute.objects.filter(id=current.id).update(**how)
    return True
