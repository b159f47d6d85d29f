"""Whose letters are due: looked for each minute, some at a time; each becomes an event once, whoever looks."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from folkmoot.core.events import publish
from folkmoot.core.ids import id_at, made_at, new_id
from folkmoot.notifications.events import DigestDue, NewsLetterDue
from folkmoot.notifications.letters.wishes import DAYS, next_digest, resting_until, wishes_in, zone_of
from folkmoot.notifications.models import Letters

AT_ONCE = 50  # of each kind; the rest is found a minute later
APART = timedelta(minutes=30)  # between two letters of news to the same member


def find_due_letters() -> None:
    """Once a minute: see to all whose letters are due. What waits for quiet hours to end is due then."""
    now = timezone.now()
    for row in _due("news_due", now):
        with transaction.atomic():
            _see_to_news(row, now)
    for row in _due("digest_due", now):
        with transaction.atomic():
            _see_to_digest(row, now)


def _due(column: str, now: datetime) -> list[Letters]:
    found = Letters.objects.select_related("account").filter(**{f"{column}__lte": now})
    return list(found.order_by(column)[:AT_ONCE])


def _see_to_news(row: Letters, now: datetime) -> None:
    rests = resting_until(row.account, wishes_in(row), now)
    next_at = row.news_at + APART if row.news_at else now
    later = max(rests or now, next_at)
    mine = Letters.objects.filter(account=row.account_id, news_due=row.news_due)
    if later > now:
        mine.update(news_due=later)
    elif mine.update(news_due=None, news_at=made_at(id_at(now))):  # to the millisecond, as ids are
        publish(NewsLetterDue(row.account_id, new_id()))


def _see_to_digest(row: Letters, now: datetime) -> None:
    wishes = wishes_in(row)
    mine = Letters.objects.filter(account=row.account_id, digest_due=row.digest_due)
    if rests := resting_until(row.account, wishes, now):
        mine.update(digest_due=rests)
    elif mine.update(digest_due=next_digest(zone_of(row.account), wishes, now)) and wishes.digest in DAYS:
        publish(DigestDue(row.account_id, new_id(), DAYS[wishes.digest]))
