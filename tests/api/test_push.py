"""Push subscriptions through the API: one for each token, what is told to programs, and all that is refused."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from folkmoot.core.events import drain
from folkmoot.notifications.models import PushSubscription
from folkmoot.notifications.webpush import public_key
from folkmoot.posts.actions import NewPoll, like, vote
from folkmoot.posts.models import Poll
from folkmoot.posts.tasks import end_polls
from folkmoot.project.cast import Cast
from tests.api.shapes import check
from tests.doors import Door
from tests.notifications.devices import Device, PushService, coded, raw, service
from tests.posts.writing import say

__all__ = ["service"]
pytestmark = pytest.mark.django_db

type DoorOf = Callable[..., Door]
PATH = "/api/v1/push/subscription"
PUSH_SERVICE = "https://updates.push.example/wpush/v2/abc"


def body_of(device: Device, **data: Any) -> dict[str, Any]:
    keys = {"p256dh": device.public, "auth": coded(device.secret)}
    return {"subscription": {"endpoint": device.endpoint, "keys": keys, "standard": True}, "data": data}


def test_a_subscription_is_made_changed_and_ended(cast: Cast, api_of: DoorOf) -> None:
    door, device = api_of(cast.alice, "push"), Device(PUSH_SERVICE)
    assert door.get(PATH).status_code == 404
    assert door.put(PATH, body={"data": {"alerts": {}}}).status_code == 404
    made = door.post(PATH, body=body_of(device, alerts={"follow": True, "mention": "true"}, policy="followed")).json()
    _check(made)
    assert (made["endpoint"], made["standard"], made["policy"]) == (PUSH_SERVICE, True, "followed")
    assert {name for name, value in made["alerts"].items() if value} == {"follow", "mention"}
    assert len(made["alerts"]) == 12
    assert made["server_key"] == public_key()
    assert len(raw(made["server_key"])) == 65
    assert door.get(PATH).json() == made
    changed = door.put(PATH, body={"data": {"alerts": {"favourite": True, "follow": False, "reaction": True}}}).json()
    assert {name for name, value in changed["alerts"].items() if value} == {"favourite", "reaction"}
    assert (changed["id"], changed["policy"]) == (made["id"], "followed")
    for policy in ({"data": {"policy": "none"}}, {"policy": "none"}):
        changed = door.put(PATH, body=policy).json()
        assert (changed["policy"], changed["alerts"]["favourite"]) == ("none", True), "what is not sent stays"
    again = door.post(PATH, body=body_of(Device(PUSH_SERVICE))).json()
    assert (again["id"] == made["id"], again["policy"], any(again["alerts"].values())) == (False, "all", False)
    assert PushSubscription.objects.count() == 1
    assert door.delete(PATH).json() == {} == door.delete(PATH).json()
    assert door.get(PATH).status_code == 404


def _check(made: dict[str, Any]) -> None:
    """The reference lists neither the policy nor the two youngest alerts, though it lets programs send them."""
    old = {name: value for name, value in made["alerts"].items() if name not in {"quote", "quoted_update"}}
    check({name: value for name, value in {**made, "alerts": old}.items() if name != "policy"}, "WebPushSubscription")


def test_forms_say_the_same(cast: Cast, api_of: DoorOf) -> None:
    device = Device(PUSH_SERVICE)
    form = {
        "subscription[endpoint]": PUSH_SERVICE,
        "subscription[keys][p256dh]": device.public,
        "subscription[keys][auth]": coded(device.secret),
        "data[alerts][mention]": "1",
        "data[alerts][admin.sign_up]": "true",
        "data[policy]": "follower",
    }
    made = api_of(cast.alice, "push").post(PATH, form).json()
    assert (made["standard"], made["policy"]) == (False, "follower")
    assert {name for name, value in made["alerts"].items() if value} == {"mention"}


def test_each_token_has_its_own(cast: Cast, api_of: DoorOf) -> None:
    first, second = api_of(cast.alice, "push"), api_of(cast.alice, "push")
    made = first.post(PATH, body=body_of(Device(PUSH_SERVICE))).json()
    assert second.get(PATH).status_code == 404
    assert second.post(PATH, body=body_of(Device(PUSH_SERVICE))).json()["id"] != made["id"]
    second.delete(PATH)
    assert first.get(PATH).json() == made


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_another_scope_is_not_enough(cast: Cast, api_of: DoorOf, method: str) -> None:
    assert api_of(cast.alice, "read write follow").request(method, PATH, headers={}).status_code == 403


GOOD = Device(PUSH_SERVICE)


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "nowhere",
        "http://updates.push.example/",
        "ftp://updates.push.example/",
        "https://updates.push.example:22/",
        "https://me:secret@updates.push.example/",
        "https://127.0.0.1/",
        "https://10.0.0.1/",
        "https://169.254.169.254/",
        "https://[::1]/",
        "https://[::ffff:192.168.0.1]/",
        "https://updates.push.example/ x",
        "https://updates.push.example/\r\nHost: inside",
        "https://bücher.example/",
        "https://updates.push.example/" + "x" * 3_000,
        7,
        {"a": "b"},
    ],
)
def test_addresses_that_are_refused(cast: Cast, api_of: DoorOf, endpoint: Any) -> None:
    sent = body_of(GOOD)
    sent["subscription"]["endpoint"] = endpoint
    assert api_of(cast.alice, "push").post(PATH, body=sent).status_code == 422
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"subscription": None},
        {"subscription": "https://updates.push.example/"},
        {"subscription": {"endpoint": PUSH_SERVICE}},
        {"subscription": {"endpoint": PUSH_SERVICE, "keys": "abc"}},
        {"subscription": {"endpoint": PUSH_SERVICE, "keys": {"p256dh": GOOD.public, "auth": "short"}}},
        {"subscription": {"endpoint": PUSH_SERVICE, "keys": {"p256dh": "BQ==", "auth": coded(GOOD.secret)}}},
        {"subscription": {"endpoint": PUSH_SERVICE, "keys": {"p256dh": 5, "auth": coded(GOOD.secret)}}},
        {"data": {"policy": "everybody"}},
        {"data": {"alerts": ["follow"]}},
        {"data": {"alerts": {"follow": "perhaps"}}},
        {"data": "all"},
    ],
)
def test_what_cannot_be_a_subscription(cast: Cast, api_of: DoorOf, wrong: dict[str, Any]) -> None:
    assert api_of(cast.alice, "push").post(PATH, body={**body_of(GOOD), **wrong}).status_code == 422
    assert not PushSubscription.objects.exists()


def test_wrong_keys_are_called_so(cast: Cast, api_of: DoorOf) -> None:
    keys = {"p256dh": "BQ==", "auth": coded(GOOD.secret)}
    sent = {"subscription": {"endpoint": PUSH_SERVICE, "keys": keys}}
    assert api_of(cast.alice, "push").post(PATH, body=sent).json()["error"].endswith("These keys are not valid.")


def test_the_letter_has_the_token_that_asked_for_it(cast: Cast, api_of: DoorOf, service: PushService) -> None:
    device = Device(service.at())
    door = api_of(cast.alice, "push read")
    assert door.post(PATH, body=body_of(device, alerts={"favourite": True})).status_code == 200
    like(cast.bob, say(cast.alice, "A song"))
    drain()
    letter = device.opened(service.taken[0])
    told = Door(letter["access_token"]).get(f"/api/v1/notifications/{letter['notification_id']}").json()
    assert (told["type"], letter["notification_type"]) == ("favourite", "favourite")
    assert (letter["title"], letter["body"]) == ("bob likes your post", "A song")
    row = PushSubscription.objects.get()
    assert letter["access_token"] not in json.dumps([row.sealed_token, row.endpoint, row.key, row.secret])


def test_the_end_of_a_poll_is_told_to_each_in_their_words(cast: Cast, api_of: DoorOf, service: PushService) -> None:
    post = say(cast.alice, "Which?", poll=NewPoll(("Red", "Blue"), 3_600))
    vote(cast.bob, post, [1])
    devices = {path: Device(service.at(path)) for path in ("/alice", "/bob")}
    for member, device in zip((cast.alice, cast.bob), devices.values(), strict=True):
        assert api_of(member, "push").post(PATH, body=body_of(device, alerts={"poll": True})).status_code == 200
    Poll.objects.update(ends_at=timezone.now() - timedelta(minutes=1))
    end_polls()
    drain()
    assert {each.path: devices[each.path].opened(each)["title"] for each in service.taken} == {
        "/alice": "Your poll has ended",
        "/bob": "The poll of alice that you voted in has ended",
    }


def test_the_key_is_told_where_programs_look_for_it(cast: Cast, api_of: DoorOf) -> None:
    door = api_of(None)
    assert door.get("/api/v2/instance").json()["configuration"]["vapid"] == {"public_key": public_key()}
    sent = {"client_name": "A", "redirect_uris": "https://a.example/"}
    assert door.post("/api/v1/apps", sent).json()["vapid_key"] == public_key()


def test_only_the_test_profile_tells_programs_without_encryption(cast: Cast, api_of: DoorOf, settings: Any) -> None:
    settings.TEST_PROFILE = True
    door = api_of(cast.alice, "push")
    assert door.post(PATH, body=body_of(Device("http://127.0.0.1:4000/device"))).status_code == 200
    assert door.post(PATH, body=body_of(Device("ftp://127.0.0.1:4000/device"))).status_code == 422
