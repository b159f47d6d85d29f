"""The guard at the door: while far more people come than usual, open sign-up asks for approval."""

import json

from django.db import transaction
from django.utils import timezone

from folkmoot.audit.actions import record
from folkmoot.core.events import publish
from folkmoot.core.rows import insert_once
from folkmoot.instance.actions.settings import SETTINGS, Operator, require
from folkmoot.instance.events import SettingsChanged
from folkmoot.instance.models import Setting

GUARD = "guard"


@transaction.atomic
def post_guard(why: str) -> bool:
    """From now on somebody looks at everybody who comes; whether that is new."""
    now = timezone.now()
    first = insert_once(Setting, name=GUARD, value=json.dumps(f"{now.isoformat()} {why}"), changed_at=now)
    if first:
        record(None, "doors.guard", "setting", None, why)
        publish(SettingsChanged((GUARD,)))
    return first


@transaction.atomic
def relieve_guard() -> bool:
    """It is calm again; whether there was a guard."""
    return _end(None)


@transaction.atomic
def send_guard_away(actor: Operator) -> bool:
    """An owner knows who it is that comes, a class or a club, and lets them in at once."""
    require(actor, SETTINGS)
    return _end(actor.id)


def _end(actor_id: int | None) -> bool:
    gone, _each = Setting.objects.filter(name=GUARD).delete()
    if gone:
        record(actor_id, "doors.calm", "setting", None, "")
        publish(SettingsChanged((GUARD,)))
    return bool(gone)
