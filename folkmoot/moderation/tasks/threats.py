"""A life may be in danger: everybody who may tell the police hears of it, again and again until the police know."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.models import Account
from folkmoot.moderation.events import ThreatFound
from folkmoot.moderation.models import ThreatReferral
from folkmoot.moderation.tasks import letters
from folkmoot.moderation.visibility import roster

if TYPE_CHECKING:
    from django.db.models import QuerySet

REMIND_EVERY = timedelta(minutes=15)


def on_threat_found(event: ThreatFound) -> None:
    """Write to all who may tell the police, and are not concerned, that they are to be told."""
    for referral in _waiting().filter(id=event.referral_id):
        _write(referral, _FOUND)


def remind_of_threats() -> int:
    """Write again of everything that has not been sent for a quarter of an hour; how much that was."""
    now = timezone.now()
    due = list(_waiting().filter(reminded_at__lte=now - REMIND_EVERY))
    return sum(_remind(referral, now) for referral in due)


_FOUND = gettext_noop("A life may be in danger: please tell the police")
_AGAIN = gettext_noop("Still not sent: a life may be in danger")
_DO = gettext_noop("Everything is prepared. Send it, then mark it as sent, so that nobody is reminded any more:")


@transaction.atomic
def _remind(referral: ThreatReferral, now: datetime) -> bool:
    mine = _waiting().filter(id=referral.id, reminded_at=referral.reminded_at).update(reminded_at=now)
    if mine:
        _write(referral, _AGAIN)
    return bool(mine)


def _waiting() -> "QuerySet[ThreatReferral]":
    return ThreatReferral.objects.filter(sent_at=None, dropped_at=None).select_related("case")


def _write(referral: ThreatReferral, subject: str) -> None:
    able = roster().who_see(referral.case.account_id, referral.case_id, Capability.REFERRALS)
    people = Account.objects.select_related("login").filter(id__in=able)
    letters.tell_staff(people, subject, _DO, f"/staff/threats/{referral.id}")
