"""To enter when one looks after cases, and when one is left in peace."""

from collections.abc import Collection
from datetime import date, time, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.interaction import require
from folkmoot.accounts.models import Account
from folkmoot.accounts.queries import holders
from folkmoot.audit.actions import record
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.core.hours import WEEKDAYS, check_quiet
from folkmoot.moderation.models import Duty, Rest

MOST = 50  # times in one person's week
AHEAD = timedelta(days=2 * 366)  # how far away the end of an absence can be
EARLIEST = date(2000, 1, 1)  # long ago, and far from where clocks and zones come to their end


class Peace(NamedTuple):
    """When somebody is left in peace; ``None`` where they did not say."""

    quiet_from: time | None = None
    quiet_until: time | None = None
    away_from: date | None = None
    away_until: date | None = None


@transaction.atomic
def add_hours(actor: Account, account_id: int, weekdays: Collection[int], begins: time, ends: time) -> None:
    """Look after cases at this time of these weekdays; hours that do not end after they begin go on over midnight."""
    _require_own(actor, account_id)
    if not weekdays or not set(weekdays) <= set(WEEKDAYS):
        raise Invalid("weekdays", _("Please choose a day of the week."))
    if Duty.objects.filter(account=account_id).count() + len(set(weekdays)) > MOST:
        raise Invalid("weekdays", _("These are more hours than anybody can keep in mind. Please take some away first."))
    fresh = [Duty(account_id=account_id, weekday=each, begins=begins, ends=ends) for each in sorted(set(weekdays))]
    Duty.objects.bulk_create(fresh, ignore_conflicts=True)
    _note(actor, account_id)


@transaction.atomic
def drop_hours(actor: Account, account_id: int, duty_id: int) -> None:
    """Look after cases at some time no more."""
    _require_own(actor, account_id)
    if duty_id not in Duty.objects.filter(account=account_id).values_list("id", flat=True):
        raise NotFound
    Duty.objects.filter(id=duty_id).delete()
    _note(actor, account_id)


@transaction.atomic
def choose_peace(actor: Account, account_id: int, wanted: Peace) -> None:
    """Be left in peace in quiet hours and while one is away; only danger to life comes through quiet hours."""
    _require_own(actor, account_id)
    all_day = _("Quiet hours cannot last all day. Say that you are away instead.")
    check_quiet(wanted.quiet_from, wanted.quiet_until, all_day)
    _check_away(wanted)
    Rest.objects.update_or_create(account_id=account_id, defaults=wanted._asdict())
    _note(actor, account_id)


def _require_own(actor: Account, account_id: int) -> None:
    require(actor, Capability.CASES)
    if actor.id != account_id and not actor.may(Capability.COLLEAGUES):
        raise NotAllowed(_("Only owners change the hours of somebody else."))
    if account_id not in holders(Capability.CASES):
        raise NotFound


def _check_away(wanted: Peace) -> None:
    since, until = wanted.away_from, wanted.away_until
    if since is None and until is not None:
        raise Invalid("away_from", _("Please give both days, or neither."))
    if since is None:
        return
    if until is None:
        raise Invalid("away_until", _("Please give both days, or neither."))
    if since < EARLIEST:
        raise Invalid("away_from", _("Please choose a day within the next two years."))
    if until < since:
        raise Invalid("away_until", _("It cannot end before it begins."))
    if until > timezone.localdate() + AHEAD:
        raise Invalid("away_until", _("Please choose a day within the next two years."))


def _note(actor: Account, account_id: int) -> None:
    """What an owner does to somebody else's hours stays in the log."""
    if actor.id != account_id:
        record(actor.id, "rota.change", "account", account_id, "")
