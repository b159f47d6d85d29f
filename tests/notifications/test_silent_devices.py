"""What rings devices and when: the sorts of news that a member chose, and not in their quiet hours."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from folkmoot.accounts.models import Account, Token
from folkmoot.core.events import drain
from folkmoot.notifications import webpush
from folkmoot.notifications.letters.wishes import Wishes, choose_letters
from folkmoot.notifications.models import Notification, PushSubscription
from folkmoot.notifications.webpush import sending
from folkmoot.posts.actions import like
from folkmoot.project.cast import Cast
from tests.notifications.devices import Device, PushService, device, service
from tests.notifications.posting import quiet_start
from tests.posts.writing import say

__all__ = ["device", "quiet_start", "service"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_home(quiet_start: None, cast: Cast) -> None:
    Account.objects.filter(id=cast.alice.id).update(time_zone="UTC")
    cast.alice.time_zone = "UTC"


def titles(service: PushService, device: Device) -> list[str]:
    return [device.opened(each)["title"] for each in service.taken]


def now() -> datetime:
    return timezone.now().replace(second=0, microsecond=0)


def night(hours: int = 1, moment: datetime | None = None) -> dict[str, Any]:
    """Quiet hours around a moment: this one, unless another is given."""
    middle = moment or now()
    until = (middle + timedelta(hours=hours)).time()
    return {"quiet_from": (middle - timedelta(hours=1)).time(), "quiet_until": until}


def over(monkeypatch: pytest.MonkeyPatch) -> None:
    """The quiet hours are over, and the worker looks; what happened in them did so all the same."""
    ended, real = timezone.now(), sending.resting_until
    monkeypatch.setattr(sending, "resting_until", lambda a, w, at: real(a, w, at) if at < ended else None)
    PushSubscription.objects.filter(rests_until__isnull=False).update(rests_until=timezone.now())
    webpush.retry()
    drain()


def test_what_is_switched_off_rings_no_device(cast: Cast, service: PushService, device: Device) -> None:
    choose_letters(cast.alice, Wishes(silent=frozenset({"like", "direct"})))
    like(cast.bob, say(cast.alice, "One"))
    say(cast.hal, "A word for @alice alone", "direct")
    say(cast.hal, "A word for all and @alice")
    drain()
    assert titles(service, device) == ["hal mentions you"]
    assert "for all" in device.opened(service.taken[0])["body"]
    assert Notification.objects.filter(account=cast.alice).count() == 3, "on the page stands all of it"


def test_quiet_hours_end_in_one_letter(
    cast: Cast, service: PushService, device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = now()
    choose_letters(cast.alice, Wishes(**night(moment=moment)))
    for number in range(3):
        say(cast.hal, f"{number} @alice")
        drain()
    assert service.taken == []
    assert PushSubscription.objects.get().rests_until == moment + timedelta(hours=1)
    over(monkeypatch)
    assert titles(service, device) == ["hal mentions you, and 2 more things"]
    assert device.opened(service.taken[0])["body"].startswith("2")
    say(cast.hal, "3 @alice")
    drain()
    assert titles(service, device)[1:] == ["hal mentions you"]


def test_one_thing_in_quiet_hours_is_told_as_ever(
    cast: Cast, service: PushService, device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose_letters(cast.alice, Wishes(**night()))
    say(cast.hal, "Hello @alice")
    drain()
    over(monkeypatch)
    assert titles(service, device) == ["hal mentions you"]


def test_many_things_are_one_letter_too(
    cast: Cast, service: PushService, device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "NEWS_MOST", 2)
    choose_letters(cast.alice, Wishes(**night()))
    for number in range(5):
        say(cast.hal, f"{number} @alice")
    drain()
    over(monkeypatch)
    assert titles(service, device) == ["hal mentions you, and 4 more things"]


def test_who_ends_their_quiet_hours_is_told_at_once(cast: Cast, service: PushService, device: Device) -> None:
    choose_letters(cast.alice, Wishes(**night(2)))
    say(cast.hal, "Hello @alice")
    drain()
    assert service.taken == []
    choose_letters(cast.alice, Wishes())
    webpush.retry()
    drain()
    assert titles(service, device) == ["hal mentions you"]


def test_a_device_that_does_not_answer_waits_as_long_as_before(cast: Cast, device: Device) -> None:
    later = timezone.now() + timedelta(hours=6)
    PushSubscription.objects.update(failures=9, rests_until=later)
    choose_letters(cast.alice, Wishes(**night()))
    assert PushSubscription.objects.get().rests_until == later
    say(cast.hal, "Hello @alice")
    drain()
    assert PushSubscription.objects.get().rests_until == later
    assert Token.objects.filter(account=cast.alice).exists()
