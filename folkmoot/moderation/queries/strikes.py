"""How much weighs against a member, and what is usually done at that point."""

from typing import NamedTuple

from django.conf import settings
from django.db.models import Sum

from folkmoot.moderation.models import Restriction
from folkmoot.moderation.visibility import sight

_Action = Restriction.Action


class Strikes(NamedTuple):
    """The strikes of a member that count; ``advice`` is the action that they speak for, or empty."""

    weight: int
    advice: str


def strikes(viewer: int, account_id: int) -> Strikes:
    """What strikes a member has at this moment; for those who decide. Advice never acts by itself."""
    seen = sight(viewer).decisions()
    running = Restriction.objects.filter(seen, account_id=account_id, action=_Action.STRIKE, ended_at=None)
    weight = running.aggregate(weight=Sum("weight", default=0))["weight"]
    return Strikes(weight, _advice(weight))


def _advice(weight: int) -> str:
    if weight >= settings.FOLKMOOT.strikes_to_close:
        return _Action.TERMINATE
    return _Action.SUSPEND if weight >= settings.FOLKMOOT.strikes_to_suspend else ""
