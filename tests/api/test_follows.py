"""Follows through the API with what one wants of them; and the notifications that come of it."""

from collections.abc import Callable
from typing import Any

import pytest

from folkmoot.core.events import drain
from folkmoot.posts.actions import boost
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import approve_request
from folkmoot.relations.queries import relationship
from tests.api.shapes import check
from tests.doors import Door
from tests.posts.writing import say

pytestmark = pytest.mark.django_db

ONLY_SOMETIMES = ("collection", "event", "fallback", "moderation_warning", "report")

type DoorOf = Callable[..., Door]


def wishes(answer: dict[str, Any]) -> tuple[bool, bool, list[str] | None]:
    check(answer, "Relationship")
    return answer["showing_reblogs"], answer["notifying"], answer["languages"]


def test_what_is_wanted_is_said_and_kept(cast: Cast, api_of: DoorOf) -> None:
    door, path = api_of(cast.hal), f"/api/v1/accounts/{cast.bob.id}/follow"
    assert wishes(door.post(path).json()) == (True, False, None)
    form = "reblogs=false&notify=true&languages[]=de&languages[]=en"
    assert wishes(door.post(f"{path}?{form}").json()) == (False, True, ["de", "en"])
    assert wishes(door.post(path).json()) == (False, True, ["de", "en"]), "what is not said stays"
    assert wishes(door.post(path, body={"languages": [], "reblogs": True}).json()) == (True, True, None)
    (known,) = door.get("/api/v1/accounts/relationships", {"id[]": str(cast.bob.id)}).json()
    assert wishes(known) == (True, True, None)
    assert wishes(door.post(f"/api/v1/accounts/{cast.bob.id}/unfollow").json()) == (False, False, None)


def test_a_request_keeps_what_was_wanted(cast: Cast, api_of: DoorOf) -> None:
    path = f"/api/v1/accounts/{cast.alice.id}/follow"
    asked = api_of(cast.hal).post(path, body={"reblogs": False, "notify": True, "languages": ["de"]}).json()
    assert (asked["requested"], wishes(asked)) == (True, (False, True, ["de"]))
    approve_request(cast.alice, cast.hal.id)
    (known,) = api_of(cast.hal).get("/api/v1/accounts/relationships", {"id[]": str(cast.alice.id)}).json()
    assert (known["following"], wishes(known)) == (True, (False, True, ["de"]))


@pytest.mark.parametrize(
    "wrong",
    [{"reblogs": "perhaps"}, {"notify": 7}, {"languages": ["english!"]}, {"languages": [1]}, {"languages": {"a": 1}}],
)
def test_what_cannot_be_wanted(cast: Cast, api_of: DoorOf, wrong: dict[str, Any]) -> None:
    answer = api_of(cast.hal).post(f"/api/v1/accounts/{cast.bob.id}/follow", body=wrong)
    assert answer.status_code == 422
    assert not relationship(cast.hal.id, [cast.bob.id])[cast.bob.id].following


def test_the_home_feed_and_the_notifications_follow(cast: Cast, api_of: DoorOf) -> None:
    door = api_of(cast.hal)
    door.post(f"/api/v1/accounts/{cast.bob.id}/follow", body={"reblogs": False, "notify": True})
    boost(cast.bob, say(cast.olivia, "Passed on"))
    post = say(cast.bob, "My own")
    drain()
    assert [each["id"] for each in door.get("/api/v1/timelines/home").json()] == [str(post)]
    (told,) = door.get("/api/v1/notifications").json()
    check(told, "Notification", without=ONLY_SOMETIMES)
    assert (told["type"], told["status"]["id"], told["account"]["id"]) == ("status", str(post), str(cast.bob.id))
    assert door.get("/api/v1/notifications", {"types[]": "status"}).json() == [told]
    assert door.get("/api/v1/notifications", {"exclude_types[]": "status"}).json() == []
