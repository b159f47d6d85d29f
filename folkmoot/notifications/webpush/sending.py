"""Carrying news to devices: several at once, each thing once, and less often where nobody opens."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.queries import still_good
from folkmoot.core import http
from folkmoot.core.cursors import Page
from folkmoot.core.events import publish
from folkmoot.core.ids import id_at
from folkmoot.notifications.events import NewsForDevices
from folkmoot.notifications.letters.sorts import sort_told
from folkmoot.notifications.letters.wishes import Wishes, resting_until, wishes_in
from folkmoot.notifications.models import Letters, PushSubscription
from folkmoot.notifications.queries import Told, Wanted, hides, told
from folkmoot.notifications.webpush import subscriptions
from folkmoot.notifications.webpush.keys import unwritten
from folkmoot.posts.hydrate import PostView, posts
from folkmoot.relations.queries import relationship

AT_ONCE = 16  # devices
NEWS_MOST = 10  # things a device is told in one go
QUIET_MOST = 100  # things that came in quiet hours and are counted
PATIENCE = 3.0  # seconds for all of them: a slow device waits, so that mail and the others do not
OLD = timedelta(days=1)  # news that nobody could be told in time
KEPT = timedelta(days=2)  # by the push service, for a device that is off
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
FAILURES_MOST = 20  # in a row: three days
_GONE = {404, 410}


class Letter(NamedTuple):
    """One thing to tell, the post it is about, the token of the program that is told, and how much came with it."""

    told: Told
    post: PostView | None
    token: str
    more: int = 0


type Compose = Callable[[Letter], bytes]


class _Peace(NamedTuple):
    """A member with what rings their devices and when."""

    account: Account
    wishes: Wishes


class _News(NamedTuple):
    """What one device is told now, and up to where that reaches."""

    row: PushSubscription
    letters: tuple[tuple[int, bytes], ...]
    up_to: int
    is_all: bool


@dataclass
class _Outcome:
    """How far it went: ``sent_id`` is the last thing that was taken."""

    row: PushSubscription
    sent_id: int
    slow: bool = False
    failed: bool = False
    gone: bool = False


def deliver(account_id: int, compose: Compose) -> None:
    """Tell the devices of a member what is new to them, in the order it happened; what fails is tried again later."""
    peace = _peace_of(account_id)
    if peace and _kept_for_later(account_id, peace):
        return
    news = [_news(row, compose, peace) for row in _awake(account_id)]
    if not news:
        return
    with ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = list(pool.map(_send, news))
    with transaction.atomic():
        for outcome in outcomes:
            _note(outcome)
        if not all(each.is_all for each in news):
            publish(NewsForDevices(account_id))


def retry() -> None:
    """Once a minute: wake those who rested long enough, each once, however long the way to them is."""
    rested = PushSubscription.objects.filter(rests_until__lte=timezone.now())
    for account_id in list(rested.values_list("account", flat=True).distinct()):
        with transaction.atomic():
            if rested.filter(account=account_id).update(rests_until=None):
                publish(NewsForDevices(account_id))


def _awake(account_id: int) -> list[PushSubscription]:
    """Those that may be told now; with a token that works no more, or an account that is suspended, it ends."""
    mine = PushSubscription.objects.filter(account=account_id)
    good = still_good(list(mine.values_list("token", flat=True)))
    mine.exclude(token__in=good).delete()
    return list(mine.filter(Q(rests_until=None) | Q(rests_until__lte=timezone.now())).order_by("id"))


def _peace_of(account_id: int) -> _Peace | None:
    """What the member chose or began with; ``None`` for one from before there was a choice, who made none."""
    row = Letters.objects.select_related("account").filter(account=account_id).first()
    return _Peace(row.account, wishes_in(row)) if row else None


def _kept_for_later(account_id: int, peace: _Peace) -> bool:
    """Whether these are quiet hours, whose end the devices wait for."""
    until = resting_until(*peace, timezone.now())
    if until:
        waking = PushSubscription.objects.filter(Q(rests_until=None) | Q(rests_until__lt=until), account=account_id)
        waking.update(rests_until=until)
    return until is not None


def _news(row: PushSubscription, compose: Compose, peace: _Peace | None) -> _News:
    """What happened since the last letter, as far as the member may still see it and wants to hear of it."""
    from folkmoot.notifications.webpush.sealing import taken_out

    found, is_all = _found(row, peace)
    shown = {post.id: post for post in posts(row.account_id, [each.post_id for each in found if each.post_id])}
    silent = peace.wishes.silent if peace else frozenset()
    heard = [
        each
        for each in reversed(_of_whom(row, found))
        if not hides(post := shown.get(each.post_id or 0)) and sort_told(each, post) not in silent
    ]
    more = 0
    if peace and heard and resting_until(*peace, heard[0].at):  # all that came in quiet hours is one letter
        heard, more = heard[-1:], len(heard) - 1
    token = taken_out(row.sealed_token)
    letters = tuple((each.id, compose(Letter(each, shown.get(each.post_id or 0), token, more))) for each in heard)
    return _News(row, letters, found[0].id if found else row.sent_id, is_all)


def _found(row: PushSubscription, peace: _Peace | None) -> tuple[Sequence[Told], bool]:
    """What is new, the newest first, and whether that is all: a few things; after quiet hours all of them."""
    above = max(row.sent_id, id_at(timezone.now() - OLD))
    wanted = Wanted(frozenset(row.kinds.split()))
    found = told(row.account_id, wanted, Page(limit=NEWS_MOST, min_id=above)).items if row.kinds else ()
    if len(found) == NEWS_MOST and peace and resting_until(*peace, found[-1].at):
        return told(row.account_id, wanted, Page(limit=QUIET_MOST, since_id=above)).items, True
    return found, len(found) < NEWS_MOST


def _of_whom(row: PushSubscription, found: Sequence[Told]) -> Sequence[Told]:
    if row.policy == "all" or not found:
        return found
    known = relationship(row.account_id, {each.actor.id for each in found})
    wanted = {"followed": lambda bond: bond.following, "follower": lambda bond: bond.followed_by}.get(row.policy)
    return [each for each in found if wanted and wanted(known[each.actor.id])]


def _send(news: _News) -> _Outcome:
    """One letter after the other, until one is not taken or patience ends."""
    outcome, until = _Outcome(news.row, news.row.sent_id), monotonic() + PATIENCE
    for news_id, words in news.letters:
        outcome.slow = monotonic() > until
        if outcome.slow:
            return outcome
        status = _posted(news.row, words)
        if status in _GONE:
            outcome.gone = True
            return outcome
        if not 200 <= status < 300:  # noqa: PLR2004 - what HTTP calls success
            outcome.failed = True
            return outcome
        outcome.sent_id = news_id
    outcome.sent_id = max(news.up_to, outcome.sent_id)
    return outcome


def _posted(row: PushSubscription, words: bytes) -> int:
    """What the push service answered; 0 when it did not."""
    from folkmoot.notifications.webpush.sealing import Lock, seal, seal_for_older

    lock = Lock(unwritten(row.key), unwritten(row.secret))
    sealed = (seal if row.standard else seal_for_older)(lock, words, row.endpoint)
    headers = {"TTL": f"{KEPT.total_seconds():.0f}", "Urgency": "normal", **sealed.headers}
    try:
        return http.post(row.endpoint, sealed.body, headers=headers, limits=subscriptions.DOOR).status
    except http.Unreachable:
        return 0


def _note(outcome: _Outcome) -> None:
    row = PushSubscription.objects.filter(id=outcome.row.id)
    failures = outcome.row.failures + 1 if outcome.failed else 0
    if outcome.gone or failures >= FAILURES_MOST:
        row.delete()
        return
    pause = min(FIRST_PAUSE * 2 ** max(failures - 1, 0), LONGEST_PAUSE)
    rests = timezone.now() + pause if outcome.failed or outcome.slow else None
    row.update(sent_id=outcome.sent_id, failures=failures, rests_until=rests)
