"""Asking for a copy of all one's data, making it, and letting it go."""

import time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.core.errors import TooMany
from folkmoot.core.events import hold_on, publish
from folkmoot.privacy import archive
from folkmoot.privacy.archive.files import forget_file
from folkmoot.privacy.archive.making import is_room_for
from folkmoot.privacy.events import ExportAsked, ExportReady
from folkmoot.privacy.models import Export
from folkmoot.privacy.queries.exports import EVERY

_TOLD_EVERY, _HELD_EVERY = 1.0, 60.0  # seconds
_UNDER_WAY = (Export.State.WAITING, Export.State.WORKING)


@transaction.atomic
def ask_for_export(actor: Account) -> Export:
    """Have a copy of everything made; the one before goes. ``TooMany`` within a day of the last one that worked."""
    Account.objects.select_for_update(no_key=True).get(id=actor.id)
    mine = Export.objects.filter(account=actor.id)
    last = mine.exclude(state=Export.State.FAILED).order_by("-id").first()
    now = timezone.now()
    if last and last.asked_at > now - EVERY:
        wait = int((last.asked_at + EVERY - now).total_seconds()) + 1
        raise TooMany(wait, _("You can ask for a copy once a day."))
    for old in mine:
        forget(old)
    export = Export.objects.create(account_id=actor.id, asked_at=now)
    publish(ExportAsked(export.id))
    return export


def make_export(export_id: int) -> None:
    """Make the file, from the beginning, whatever was there; nothing when nobody waits for it any more."""
    export = Export.objects.select_related("account").filter(id=export_id, state__in=_UNDER_WAY).first()
    if export is None or export.account.deleted_at:
        return
    try:
        _make(export)
    except archive.LetGo:
        forget_file(export.id, export.name)


def forget(export: Export) -> None:
    """Let an export go with its file."""
    some_id, name = export.id, export.name
    export.delete()
    transaction.on_commit(lambda: forget_file(some_id, name))


def _make(export: Export) -> None:
    _note(export, state=Export.State.WORKING, progress=0)
    if not is_room_for(export.account_id):
        _note(export, state=Export.State.FAILED, problem="room")
        return
    size = archive.make(export.id, export.name, export.account, _Told(export).hear)
    with transaction.atomic():
        _note(export, state=Export.State.READY, progress=100, bytes=size, ready_at=timezone.now())
        publish(ExportReady(export.id))


def _note(export: Export, **values: object) -> None:
    if not Export.objects.filter(id=export.id).update(**values):
        raise archive.LetGo


class _Told:
    """Progress on its way into the table: once a second at most; the event is held as long as there is some."""

    def __init__(self, export: Export) -> None:
        self.export = export
        self.told, self.held = 0.0, time.monotonic()

    def hear(self, percent: int) -> None:
        """How far it is, or again the same."""
        now = time.monotonic()
        if now - self.held >= _HELD_EVERY:
            self.held = now
            hold_on()
        if now - self.told >= _TOLD_EVERY:
            self.told = now
            _note(self.export, progress=min(percent, 99))
