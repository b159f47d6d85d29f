"""No word of a post reaches a device of somebody who may not see it by the time that it is told."""

from datetime import timedelta

import pytest

from folkmoot.accounts.models import Token
from folkmoot.api.entities.letters import letter
from folkmoot.core import http
from folkmoot.notifications import webpush
from folkmoot.notifications.models import PushSubscription
from folkmoot.notifications.queries import KINDS
from folkmoot.notifications.webpush import Letter, sending
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
