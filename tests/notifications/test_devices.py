"""Telling devices of news: sealed and signed, once, in order, only what may be seen, and never for ever."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from folkmoot.accounts.actions import revoke_token
from folkmoot.accounts.models import Account, Token
from folkmoot.core import http
from folkmoot.core.errors import NotFound
from folkmoot.core.events import drain, parked
from folkmoot.core.events.kinds import LANES
from folkmoot.core.models import Event
from folkmoot.moderation.actions import suspend
from folkmoot.notifications import webpush
from folkmoot.notifications.events import NewsForDevices
from folkmoot.notifications.models import Notification, PushSubscription
from folkmoot.notifications.webpush import sending, subscriptions
from folkmoot.posts.actions import FilterDraft, FilterWordDraft, boost, delete_post, like, make_filter
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import block, follow
from tests.notifications.devices import Device, PushService, claims_in, device, service, token_of
from tests.posts.writing import say

__all__ = ["device", "service"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quiet_start(cast: Cast) -> None:
    drain()
    Notification.objects.all().delete()


@pytest.mark.parametrize("standard", [True, False])
def test_a_letter_arrives_sealed_and_signed(cast: Cast, service: PushService, standard: bool) -> None:
    device = Device(service.at()).subscribed(cast.alice, token_of(cast.alice), standard=standard)
    say(cast.hal, "Hello @alice, <b>well</b> & good?")
    drain()
    (request,) = service.taken
    assert (request.headers["ttl"], request.headers["urgency"]) == ("172800", "normal")
    assert request.headers["content-encoding"] == ("aes128gcm" if standard else "aesgcm")
    assert b"alice" not in request.body
    letter, told = device.opened(request), Notification.objects.get(account=cast.alice)
    assert letter.pop("icon").startswith("http")
    assert letter == {
        "access_token": "the token itself",
        "preferred_locale": "en",
        "notification_id": told.id,
        "notification_type": "mention",
        "title": "hal mentions you",
        "body": "Hello @alice, <b>well</b> & good?",
    }
    claims = claims_in(request)
    assert (claims["aud"], claims["sub"]) == (f"http://push.test:{service.port}", settings.FOLKMOOT.origin)
    assert 0 < claims["exp"] - time.time() <= 24 * 60 * 60


def test_each_thing_is_told_once_and_in_order(cast: Cast, service: PushService, device: Device) -> None:
    post = say(cast.alice, "One")
    like(cast.bob, post)
    boost(cast.bob, post)
    follow(cast.hal, cast.alice.id)
    drain()
    webpush.retry()
    drain()
    assert [device.opened(each)["notification_type"] for each in service.taken] == [
        "favourite",
        "reblog",
        "follow_request",
    ]


def test_nothing_of_before_is_told(cast: Cast, service: PushService) -> None:
    say(cast.hal, "Hello @alice")
    drain()
    device = Device(service.at()).subscribed(cast.alice, token_of(cast.alice))
    say(cast.hal, "Again @alice")
    drain()
    assert [device.opened(each)["body"] for each in service.taken] == ["Again @alice"]


def test_many_news_go_in_several_rounds(
    cast: Cast, service: PushService, device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "NEWS_MOST", 2)
    for number in range(5):
        say(cast.hal, f"{number} @alice")
    drain()
    assert [device.opened(each)["body"][0] for each in service.taken] == list("01234")


@pytest.mark.parametrize(
    ("wishes", "expected"),
    [
        ({"kinds": frozenset({"like"})}, ["favourite"]),
        ({"kinds": frozenset()}, []),
        ({"policy": "followed"}, ["favourite"]),
        ({"policy": "follower"}, ["favourite"]),
        ({"policy": "none"}, []),
        ({}, ["favourite", "mention"]),
    ],
)
def test_only_what_was_chosen(cast: Cast, service: PushService, wishes: dict[str, Any], expected: list[str]) -> None:
    device = Device(service.at()).subscribed(cast.alice, token_of(cast.alice), **wishes)
    like(cast.bob, say(cast.alice, "One"))  # bob and alice follow each other
    say(cast.hal, "Hello @alice")
    drain()
    assert [device.opened(each)["notification_type"] for each in service.taken] == expected
    assert PushSubscription.objects.get().failures == 0


def _gone(cast: Cast, post: int) -> None:
    delete_post(cast.hal, post)


def _blocked(cast: Cast, post: int) -> None:
    block(cast.hal, cast.alice.id)


def _hidden(cast: Cast, post: int) -> None:
    make_filter(cast.alice, FilterDraft("No", "hide", ("notifications",), None, (FilterWordDraft("Hello"),)))


@pytest.mark.parametrize("meanwhile", [_gone, _blocked, _hidden])
def test_nothing_is_told_that_may_not_be_seen_any_more(
    cast: Cast, service: PushService, device: Device, meanwhile: Callable[[Cast, int], None]
) -> None:
    """It happens after the notification was made and before the letter goes out."""
    post = say(cast.hal, "Hello @alice")
    drain(["now"])
    assert Notification.objects.filter(account=cast.alice, post=post).exists()
    meanwhile(cast, post)
    drain()
    assert service.taken == []


def test_what_is_folded_is_not_read_out(cast: Cast, service: PushService, device: Device) -> None:
    make_filter(cast.alice, FilterDraft("Sports", "warn", ("notifications",), None, (FilterWordDraft("football"),)))
    say(cast.hal, "football, @alice!")
    say(cast.hal, "Fish, @alice!", warning="Food")
    say(cast.hal, "x" * 300 + " @alice")
    drain()
    bodies = [device.opened(each)["body"] for each in service.taken]
    assert bodies[:2] == ["Sports", "Food"]
    assert (len(bodies[2]), bodies[2][-1]) == (140, "…")


def test_in_the_language_of_the_member(cast: Cast, service: PushService, device: Device) -> None:
    Account.objects.filter(id=cast.alice.id).update(language="ar")
    say(cast.hal, "Hello @alice")
    drain()
    assert device.opened(service.taken[0])["preferred_locale"] == "ar"


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone"])
def test_a_device_that_is_gone_is_forgotten(cast: Cast, service: PushService, device: Device, status: str) -> None:
    service.status = [status]
    say(cast.hal, "Hello @alice")
    drain()
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize("status", ["500 No", "429 Later", "403 No", "301 Moved", "302 Found", "307 Elsewhere"])
def test_what_fails_is_tried_again_later_and_nothing_is_lost(
    cast: Cast, service: PushService, device: Device, status: str
) -> None:
    service.status = ["201 Created", status, "201 Created"]
    for number in range(3):
        say(cast.hal, f"{number} @alice")
    began = timezone.now()
    drain()
    assert [device.opened(each)["body"][0] for each in service.taken] == ["0", "1"], "nobody is sent elsewhere"
    row = PushSubscription.objects.get()
    assert row.failures == 1
    assert row.rests_until
    assert began < row.rests_until - timedelta(minutes=1) < timezone.now()
    say(cast.hal, "3 @alice")
    webpush.retry()
    drain()
    assert len(service.taken) == 2, "it rests"
    _rested()
    assert [device.opened(each)["body"][0] for each in service.taken[2:]] == ["1", "2", "3"]
    assert not parked()
    assert (PushSubscription.objects.get().failures, PushSubscription.objects.get().rests_until) == (0, None)


def _rested() -> None:
    PushSubscription.objects.update(rests_until=timezone.now() - timedelta(seconds=1))
    webpush.retry()
    drain()


def test_pauses_grow_and_at_last_it_ends(cast: Cast, service: PushService, device: Device) -> None:
    service.status = ["500 No"]
    say(cast.hal, "Hello @alice")
    drain()
    for failures, pause in ((3, 4), (9, 256), (10, 360), (19, 360)):
        PushSubscription.objects.update(failures=failures - 1)
        _rested()
        row = PushSubscription.objects.get()
        assert row.rests_until
        assert (row.failures, round((row.rests_until - timezone.now()) / timedelta(minutes=1))) == (failures, pause)
    _rested()
    assert not PushSubscription.objects.exists()


def test_one_bad_device_keeps_nobody_waiting(
    cast: Cast, service: PushService, device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither one that does not answer, nor one that would be inside our own walls."""
    real = http.post

    def post(url: str, *rest: Any, limits: http.Limits, **more: Any) -> http.Response:
        """Patience ends soon with the slow one alone."""
        return real(url, *rest, limits=replace(limits, seconds=1) if url.endswith("/slow") else limits, **more)

    monkeypatch.setattr(http, "post", post)
    slow = Device(service.at("/slow")).subscribed(cast.alice, token_of(cast.alice))
    service.answers["/slow"] = service.drip(b"", b"H")
    token = token_of(cast.alice)
    row = PushSubscription.objects.get(endpoint=slow.endpoint)
    PushSubscription.objects.create(
        token_id=token, account=cast.alice, endpoint="https://[::ffff:10.0.0.1]/", key=row.key, secret=row.secret,
        standard=True, sealed_token=row.sealed_token, kinds=row.kinds, policy="all", sent_id=row.sent_id,
    )  # fmt: skip
    say(cast.hal, "Hello @alice")
    drain()
    assert [device.opened(each)["title"] for each in service.taken] == ["hal mentions you"]
    assert sorted(PushSubscription.objects.values_list("failures", flat=True)) == [0, 1, 1]


def test_mail_does_not_wait_for_devices(cast: Cast, service: PushService, device: Device, mail: Any) -> None:
    """However long a push service takes: what is to be carried to devices stands in a queue of its own."""
    say(cast.hal, "Hello @alice")
    drain(["now"])
    EmailMessage("Hello", "Words", "moot@example.org", ["bob@example.org"]).send()
    drain([lane for lane in LANES if lane != "push"])
    assert (len(mail.to("bob@example.org")), service.asked) == (1, [])
    drain(["push"])
    assert len(service.taken) == 1


def test_who_rested_is_woken_once_however_long_the_queue_is(cast: Cast, service: PushService, device: Device) -> None:
    service.status = ["500 No"]
    say(cast.hal, "Hello @alice")
    drain()
    PushSubscription.objects.update(rests_until=timezone.now() - timedelta(seconds=1))
    for _minute in range(3):
        webpush.retry()
    assert Event.objects.filter(kind__endswith=NewsForDevices.__name__).count() == 1
    drain()
    assert len(service.taken) == 2
    row = PushSubscription.objects.get()
    assert row.rests_until
    assert (row.failures, row.rests_until > timezone.now()) == (2, True)


def test_nobody_is_woken_who_still_rests(cast: Cast, device: Device) -> None:
    PushSubscription.objects.update(failures=1, rests_until=timezone.now() + timedelta(seconds=30))
    webpush.retry()
    assert not Event.objects.exists()
    assert PushSubscription.objects.get().rests_until


@pytest.mark.parametrize(
    ("endpoint", "is_kept"),
    [
        ("https://push.example/another", True),
        ("https://PUSH.example:443/", True),
        ("https://other.example/", False),
        ("https://push.example.org/", False),
    ],
)
def test_asking_anew_at_the_same_push_service_ends_no_rest(cast: Cast, endpoint: str, is_kept: bool) -> None:
    token_id, until = token_of(cast.alice), timezone.now() + timedelta(hours=1)
    Device("https://push.example/device").subscribed(cast.alice, token_id)
    PushSubscription.objects.update(failures=7, rests_until=until)
    Device(endpoint).subscribed(cast.alice, token_id)
    row = PushSubscription.objects.get()
    assert row.endpoint == endpoint
    assert (row.failures, row.rests_until) == ((7, until) if is_kept else (0, None))


def test_the_rest_of_one_program_is_not_that_of_another(cast: Cast) -> None:
    Device("https://push.example/1").subscribed(cast.alice, token_of(cast.alice))
    PushSubscription.objects.update(failures=7, rests_until=timezone.now() + timedelta(hours=1))
    Device("https://push.example/2").subscribed(cast.alice, token_of(cast.alice))
    row = PushSubscription.objects.latest("id")
    assert (row.failures, row.rests_until) == (0, None)


def test_a_slow_device_waits_for_its_next_turn(
    cast: Cast, service: PushService, device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter(range(0, 1_000, 2))
    monkeypatch.setattr(sending, "monotonic", lambda: next(clock))
    for number in range(4):
        say(cast.hal, f"{number} @alice")
    drain()
    assert [device.opened(each)["body"][0] for each in service.taken] == ["0"]
    row = PushSubscription.objects.get()
    assert (row.failures, bool(row.rests_until)) == (0, True)
    for _turn in range(3):
        _rested()
    assert [device.opened(each)["body"][0] for each in service.taken] == ["0", "1", "2", "3"]


def test_an_address_that_leads_inside_by_its_name_gets_nothing(
    cast: Cast, service: PushService, device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subscriptions, "DOOR", replace(subscriptions.DOOR, loopback=False))
    say(cast.hal, "Hello @alice")
    drain()
    assert service.asked == []
    assert PushSubscription.objects.get().failures == 1


def _revoked(cast: Cast, token_id: int) -> None:
    revoke_token(cast.alice, token_id)


def _suspended(cast: Cast, token_id: int) -> None:
    suspend(cast.olivia, cast.alice.id, "No", None)


def _run_out(cast: Cast, token_id: int) -> None:
    Token.objects.filter(id=token_id).update(expires_at=timezone.now())


@pytest.mark.parametrize("end", [_revoked, _suspended, _run_out])
def test_it_ends_with_the_token_and_with_the_account(
    cast: Cast, service: PushService, device: Device, end: Callable[[Cast, int], None]
) -> None:
    say(cast.hal, "Hello @alice")
    drain(["now"])
    end(cast, PushSubscription.objects.get().token_id)
    drain()
    assert (service.taken, PushSubscription.objects.count()) == ([], 0)


def test_old_news_is_no_news(cast: Cast, service: PushService, device: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    PushSubscription.objects.update(sent_id=1)
    say(cast.hal, "Hello @alice")
    drain(["now"])
    monkeypatch.setattr(sending, "OLD", timedelta(seconds=-60))
    drain()
    assert service.taken == []


def test_members_without_devices_cost_nothing(cast: Cast, service: PushService, device: Device) -> None:
    say(cast.hal, "Hello @bob")
    drain(["now"])
    assert not Event.objects.filter(kind__endswith=NewsForDevices.__name__).exists()
    webpush.deliver(cast.bob.id, lambda letter: b"")
    assert service.taken == []


def test_there_is_an_end_to_devices(cast: Cast, service: PushService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subscriptions, "DEVICES_MOST", 2)
    for number in range(3):
        Device(service.at(f"/{number}")).subscribed(cast.alice, token_of(cast.alice))
    ends = PushSubscription.objects.order_by("id").values_list("endpoint", flat=True)
    assert [end[-1] for end in ends] == ["1", "2"]


def test_nobody_touches_the_subscription_of_another(cast: Cast, service: PushService, device: Device) -> None:
    token_id = PushSubscription.objects.get().token_id
    with pytest.raises(NotFound):
        webpush.change_subscription(cast.bob, token_id, frozenset(), "none")
    with pytest.raises(NotFound):
        webpush.subscription_of(cast.bob.id, token_id)
    webpush.unsubscribe(cast.bob, token_id)
    assert PushSubscription.objects.get().policy == "all"
