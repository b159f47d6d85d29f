"""No word of a post reaches a device or a mailbox of somebody who may not see it by the time that it is told."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import F

from folkmoot.accounts.models import Token
from folkmoot.api.entities.letters import letter
from folkmoot.core import http
from folkmoot.core.ids import LARGEST_ID
from folkmoot.notifications import webpush
from folkmoot.notifications.letters import digest, news
from folkmoot.notifications.letters.sorts import MAILED, written
from folkmoot.notifications.models import Letters, PushSubscription
from folkmoot.notifications.queries import KINDS
from folkmoot.notifications.webpush import Letter, sending
from folkmoot.posts.models import Post
from tests.canary.test_canaries import PEOPLE, words_in
from tests.canary.world import World
from tests.notifications.devices import Device, coded

pytestmark = pytest.mark.django_db


def test_no_letter_tells_what_is_not_for_its_reader(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """All that was ever told is news once more, after some lost sight of what it was about."""
    monkeypatch.setattr(sending, "OLD", timedelta(days=4_000))
    monkeypatch.setattr(sending, "NEWS_MOST", 1_000)
    monkeypatch.setattr(http, "post", lambda url, *_rest, **_more: http.Response(url, 201, {}, b""))
    heard = {name: _told(world, name) for name in PEOPLE}
    leaks = {
        (name, forbidden[each])
        for name, raw in heard.items()
        for forbidden in [world.forbidden(name, is_open=True)]
        for each in words_in(raw) & set(forbidden)
    }
    assert leaks == set()
    every = {each for post in world.posts.values() for each in post.words}
    assert {name for name, raw in heard.items() if words_in(raw) & every} >= {"alice", "bob", "carol"}
    assert heard["gina"] == heard["ivy"] == b"", "whoever is suspended or not let in yet is told nothing"


def test_no_mail_tells_what_is_not_for_its_reader(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor what a mailbox should not hold: of posts behind warnings there are no words at all."""
    monkeypatch.setattr(news, "OLD", timedelta(days=4_000))
    monkeypatch.setattr(news, "MOST", 1_000)
    monkeypatch.setattr(digest, "POSTS_MOST", 1_000)
    every = {each for post in world.posts.values() for each in post.words}
    assert {name for name in PEOPLE if words_in(_written(world, name)) & every} == set(), "all have warnings"
    Post.objects.update(warning="", version=F("version") + 1)
    heard = {name: _written(world, name) for name in PEOPLE}
    leaks = {
        (name, forbidden[each])
        for name, raw in heard.items()
        for forbidden in [world.forbidden(name, is_open=True)]
        for each in words_in(raw) & set(forbidden)
    }
    assert leaks == set()
    assert {name for name, raw in heard.items() if words_in(raw) & every} >= {"alice", "bob"}


def _written(world: World, name: str) -> bytes:
    """A letter about all that ever happened, and a digest of all that was ever missed."""
    account, since = world.people[name], datetime(2001, 1, 1, tzinfo=UTC)
    items, is_all = news.news_of(Letters(account_id=account.id, mail=written(MAILED)), LARGEST_ID - 1)
    missed = digest.missed_by(account, since)
    return "\n".join([*news.parts(account, items, is_all=is_all), *digest.parts(account, missed, since)]).encode()


def _told(world: World, name: str) -> bytes:
    letters: list[bytes] = []
    _lay(world.people[name].id)

    def compose(news: Letter) -> bytes:
        letters.append(letter(news))
        return letters[-1]

    webpush.deliver(world.people[name].id, compose)
    return b" ".join(letters)


def _lay(account_id: int) -> None:
    token, device = Token.objects.filter(account=account_id).latest("id"), Device("https://push.example/")
    PushSubscription.objects.create(
        token=token, account_id=account_id, endpoint=device.endpoint, key=device.public, secret=coded(device.secret),
        standard=True, sealed_token="", kinds=" ".join(KINDS), policy="all", sent_id=0,
    )  # fmt: skip
