"""What has been kept for long enough goes: a list of what, and after how long."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from allauth.account.models import EmailConfirmation
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from folkmoot.accounts.models import Account, Grant, Invitation, Token
from folkmoot.core.events.table import PARKED
from folkmoot.core.ids import id_at
from folkmoot.core.mail import mail_folder
from folkmoot.core.models import Event
from folkmoot.instance.models import SetupLink
from folkmoot.moderation.queries.lasting import closed_for_good
from folkmoot.privacy.actions import forget
from folkmoot.privacy.archive.files import folder
from folkmoot.privacy.models import Departure, Export
from folkmoot.privacy.queries.exports import KEPT

DECLINED = DOORS = timedelta(days=90)
LETTERS = PARKED_EVENTS = timedelta(days=30)
_AT_ONCE = 200  # rows of each kind: the next round takes the rest
_STRAY = 60 * 60  # seconds that a file may be there before its row says it is ready


def keep_no_longer() -> None:
    """Let go of everything whose time is over; safe to call at any time."""
    now = timezone.now()
    for go in _KINDS:
        go(now)


def _exports(now: datetime) -> None:
    old = Q(ready_at__lte=now - KEPT) | Q(ready_at=None, asked_at__lte=now - KEPT)
    for export in Export.objects.filter(old)[:_AT_ONCE]:
        with transaction.atomic():
            forget(export)
    known = {f"{export.id}-{export.name}.zip" for export in Export.objects.all()}
    for path in folder().glob("*.zip"):
        if path.name.lstrip(".") not in known and path.stat().st_mtime < time.time() - _STRAY:
            path.unlink(missing_ok=True)


def _declined(now: datetime) -> None:
    """Those who were turned away long ago are erased as members are; they get no letter."""
    turned_away = Account.objects.filter(login__declined_at__lte=now - DECLINED, login__approved_at=None)
    for account in turned_away[:_AT_ONCE]:
        made = {"cause": Departure.Cause.DECLINED, "asked_at": now, "due_at": now}
        Departure.objects.get_or_create(account=account, defaults=made)


def _closed(now: datetime) -> None:
    """Those whose accounts staff closed, once nobody can say anything against that any more."""
    for account_id in closed_for_good(now, _AT_ONCE):
        made = {"cause": Departure.Cause.CLOSED, "asked_at": now, "due_at": now}
        Departure.objects.get_or_create(account_id=account_id, defaults=made)


def _invitations(now: datetime) -> None:
    ended, early = now - DOORS, id_at(now - DOORS)
    _some(Invitation, Q(expires_at__lte=ended) | Q(revoked_at__lte=ended) | Q(uses_left__lte=0, id__lt=early))


def _tokens(now: datetime) -> None:
    ended = now - DOORS
    _some(Token, Q(revoked_at__lte=ended) | Q(expires_at__lte=ended, refresh_digest=None))
    _some(Grant, Q(expires_at__lte=ended) & ~Q(id__in=Token.objects.exclude(grant=None).values("grant")))


def _doors(now: datetime) -> None:
    _some(SetupLink, Q(expires_at__lte=now - timedelta(days=1)))
    _some(UserSession, Q(last_seen_at__lte=now - timedelta(seconds=settings.SESSION_COOKIE_AGE)))
    _some(EmailConfirmation, Q(created__lte=now - timedelta(days=3)))


def _events(now: datetime) -> None:
    _some(Event, Q(lease_until=PARKED, id__lt=id_at(now - PARKED_EVENTS)))


def _letters(now: datetime) -> None:
    for path in mail_folder().glob("*.eml"):
        if path.stat().st_mtime <= (now - LETTERS).timestamp():
            path.unlink(missing_ok=True)


def _some(model: type[models.Model], condition: Q) -> None:
    rows = model._default_manager.filter(condition)  # noqa: SLF001 - Django's documented way to any model's rows
    with transaction.atomic():
        model._default_manager.filter(pk__in=list(rows.values_list("pk", flat=True)[:_AT_ONCE])).delete()  # noqa: SLF001 - the same


_KINDS: tuple[Callable[[datetime], None], ...] = (
    _exports,
    _declined,
    _closed,
    _invitations,
    _tokens,
    _doors,
    _events,
    _letters,
)
