"""How a member's level of trust begins, rises by time and reading, and is set by staff."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from folkmoot.accounts.events import TrustChanged
from folkmoot.accounts.models import Account, Stats, Trust
from folkmoot.accounts.queries import trust as asked
from folkmoot.accounts.reach import EVERYTHING, OPEN_TO_ALL, REACH, TERMS, Level, Reach
from folkmoot.core import gates, limits
from folkmoot.core.errors import TooMany
from folkmoot.core.events import publish
from folkmoot.core.limits.rules import READ_NOW, READING

LATELY = timedelta(days=3)  # whoever was not here since then has nothing new to be counted


def begin_trust(account: Account) -> None:
    """What the level of a new account rests on; part of the transaction in which it is made."""
    today = timezone.now().date()
    Trust.objects.create(account=account, since=timezone.now(), seen=1, counted_on=today, window_on=today, seen_now=1)


def begin_days(account_id: int) -> None:
    """From now on days count, since the account is a member's."""
    Trust.objects.filter(account=account_id, began_at=None).update(began_at=timezone.now())


def vouch(login_id: int) -> None:
    """Staff let somebody in: the community knows them from now on, if it did not already."""
    for account in Account.objects.filter(login=login_id, trust__lt=Level.KNOWN):
        Account.objects.filter(id=account.id).update(trust=Level.KNOWN)
        Trust.objects.filter(account=account).update(since=timezone.now(), set_by=None, reason="")


def note_reading(account: Account | None) -> None:
    """Somebody reads a feed or a thread: counted for newcomers alone, once a minute, and not in the database."""
    if account is not None and asked.is_new(account):
        note_minute(account.id)


def note_minute(account_id: int) -> None:
    """A newcomer read something in this minute."""
    with suppress(TooMany):
        limits.count(READ_NOW, account_id)
        limits.count(READING, account_id)


def count_day(account_id: int) -> None:
    """Note that a member was here on the day that stands in their numbers, once; safe to be called again."""
    _note_minutes(account_id)
    with transaction.atomic():
        row = Trust.objects.select_for_update(no_key=True).filter(account=account_id).first()
        last = Stats.objects.filter(account=account_id).values_list("seen_on", flat=True).first()
        if row is None or last is None or (row.counted_on and row.counted_on >= last):
            return
        began, now, before = asked.window(row)
        row.seen, row.counted_on = row.seen + 1, last
        row.window_on, row.seen_now, row.seen_before = began, now + 1, before
        row.save(update_fields=["seen", "counted_on", "window_on", "seen_now", "seen_before"])


def rise(account_id: int) -> Level | None:
    """Let a member rise as far as they have earned, unless something holds them back; the level now, if it is new."""
    fresh = asked.unnoted(account_id)  # before anything is locked: where counts are in Redis, this goes over a network
    with transaction.atomic():
        locked = Account.objects.select_for_update(no_key=True).filter(id=account_id, active=True)
        before = locked.values_list("trust", flat=True).first()
        row = Trust.objects.select_for_update(no_key=True).filter(account=account_id).first()
        if row is None or before is None:
            return None
        level = _earned(row, before, fresh)
        if level == before or gates.ask(asked.RISING, account_id) is gates.Verdict.HOLD:
            return None
        Account.objects.filter(id=account_id).update(trust=level)
        Trust.objects.filter(account=account_id).update(since=timezone.now(), set_by=None, reason="")
        publish(TrustChanged(account_id))
    return level


def rise_if_due() -> None:
    """Let all rise who have earned it and were here lately."""
    since = timezone.now().date() - LATELY
    here = Trust.objects.filter(counted_on__gte=since, account__active=True)
    early = here.filter(account__trust__lt=OPEN_TO_ALL)
    terms = TERMS[Level.REGULAR]
    long = timezone.now() - timedelta(days=terms.days)
    late = here.filter(account__trust=Level.MEMBER, began_at__lte=long)
    steady = late.annotate(lately=F("seen_now") + F("seen_before")).filter(lately__gte=terms.lately)
    for found in (early, steady):
        for account_id in list(found.order_by("account_id").values_list("account_id", flat=True)):
            _note_minutes(account_id)
            rise(account_id)


def set_level(account_id: int, level: Level, by: int, reason: str) -> None:
    """Put a member on a level, as staff decided; part of their transaction. Whoever goes down begins to count anew."""
    account = Account.objects.select_for_update(no_key=True).get(id=account_id)
    fresh = {"since": timezone.now(), "set_by": by, "reason": reason}
    if level < account.trust:
        fresh |= {"began_at": timezone.now(), "seen": 0, "seen_now": 0, "seen_before": 0, "minutes": 0}
        limits.forget(READING, account_id)
    Trust.objects.update_or_create(account_id=account_id, defaults=fresh)
    Account.objects.filter(id=account_id).update(trust=level)
    publish(TrustChanged(account_id))


def reach_of(account: Account) -> Reach:
    """What is open to a member at this moment; whoever has just earned more has it at once.

    Most are past all of this, which their account says by itself: then nothing is asked.
    """
    if not asked.is_new(account) or not asked.is_earned():
        return EVERYTHING
    if risen := rise(account.id):
        account.trust = risen
    return REACH[asked.level_of(account)]


def elsewhere(addresses: Iterable[str]) -> set[str]:
    """Those of some web addresses that lead away from this site; one that is not spelled as here does."""
    here = urlsplit(settings.FOLKMOOT.origin).netloc.lower()
    return {each for each in addresses if _host(each) != here}


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return ""


def _earned(row: Trust, before: int, fresh: int) -> Level:
    level = Level(before)
    while level < Level.REGULAR and not any(asked.lacking(row, Level(level + 1), fresh)):
        level = Level(level + 1)
    return level


def _note_minutes(account_id: int) -> None:
    """Take over the minutes that were counted outside the database."""
    if some := asked.unnoted(account_id):
        Trust.objects.filter(account=account_id).update(minutes=F("minutes") + some)
        limits.forget(READING, account_id)
