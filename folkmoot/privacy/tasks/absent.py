"""Members who have not been here for long: written to twice, then sent off, if the owners want it so."""

from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from folkmoot.accounts.models import Account, RoleGrant
from folkmoot.instance.queries import community
from folkmoot.privacy.actions import send_off
from folkmoot.privacy.models import Absence, Departure
from folkmoot.privacy.tasks.letters import warn_absent

MONTH = timedelta(days=30)
SECOND_AFTER, LEAVES_AFTER = timedelta(days=15), timedelta(days=30)  # from the first letter
_AT_ONCE = 100  # members


def mind_the_absent() -> None:
    """Write to those who have been away for too long, once more after two weeks, and send them off after a month."""
    Absence.objects.filter(account__stats__seen_on__gte=F("first_at__date")).delete()
    months = community().inactive_months
    if not months:
        Absence.objects.all().delete()
        return
    now = timezone.now()
    for account in _away_since(now - months * MONTH):
        _write_first(account, now)
    for absence in _told().filter(second_at=None, first_at__lte=now - SECOND_AFTER)[:_AT_ONCE]:
        _write_second(absence, now)
    for absence in _told().filter(second_at__lte=now - (LEAVES_AFTER - SECOND_AFTER))[:_AT_ONCE]:
        _send_off(absence)


def _away_since(moment: datetime) -> list[Account]:
    """Those who were not here since then, were not written to yet, and run nothing here."""
    away = Account.objects.filter(active=True, login__isnull=False, stats__seen_on__lt=moment.date())
    busy, known = RoleGrant.objects.values("account"), Absence.objects.values("account")
    return list(away.exclude(id__in=busy).exclude(id__in=known).select_related("login")[:_AT_ONCE])


def _told() -> models.QuerySet[Absence]:
    return Absence.objects.filter(account__active=True).select_related("account__login").order_by("first_at")


@transaction.atomic
def _write_first(account: Account, now: datetime) -> None:
    Absence.objects.create(account=account, first_at=now)
    warn_absent(account, now + LEAVES_AFTER)


@transaction.atomic
def _write_second(absence: Absence, now: datetime) -> None:
    Absence.objects.filter(account=absence.account_id).update(second_at=now)
    warn_absent(absence.account, now + LEAVES_AFTER - SECOND_AFTER)


@transaction.atomic
def _send_off(absence: Absence) -> None:
    Absence.objects.filter(account=absence.account_id).delete()
    send_off(absence.account, Departure.Cause.INACTIVE)
