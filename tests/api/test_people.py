"""Blocks, mutes, notes, recommendations and requests, for programs."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import now

from folkmoot.accounts.models import Account
from folkmoot.core.events import drain
from folkmoot.notifications.models import Notification
from folkmoot.posts.actions import like
from folkmoot.project.cast import Cast
from folkmoot.relations import actions
from folkmoot.relations.models import FollowRequest, Note
from tests.api.shapes import check, check_all
from tests.doors import Door
from tests.posts.writing import say

type DoorOf = Callable[..., Door]
ACCOUNTS = "/api/v1/accounts"


def _ids(door: Door, path: str) -> list[int]:
    answer = door.get(path)
    check_all(answer.json(), "MutedAccount" if path == "/api/v1/mutes" else "Account")
    return [int(each["id"]) for each in answer.json()]


@pytest.mark.parametrize(
    ("way", "fact", "listed"),
    [
        (("block", "unblock"), "blocking", "/api/v1/blocks"),
        (("mute", "unmute"), "muting", "/api/v1/mutes"),
        (("endorse", "unendorse"), "endorsed", "/api/v1/endorsements"),
        (("pin", "unpin"), "endorsed", "/api/v1/endorsements"),
    ],
)
def test_there_and_back(cast: Cast, api_of: DoorOf, way: tuple[str, str], fact: str, listed: str) -> None:
    verb, opposite = way
    actions.follow(cast.hal, cast.bob.id)
    door, bob = api_of(cast.hal), f"{ACCOUNTS}/{cast.bob.id}"
    for word, on in ((verb, True), (verb, True), (opposite, False), (opposite, False)):
        answer = door.post(f"{bob}/{word}").json()
        check(answer, "Relationship")
        assert answer[fact] is on
        assert _ids(door, listed) == ([cast.bob.id] if on else [])
        assert _ids(api_of(cast.bob), listed) == []


@pytest.mark.parametrize(
    "verb",
    ["block", "unblock", "mute", "unmute", "note", "endorse", "unendorse", "remove_from_followers", "follow"],
)
def test_nothing_is_done_to_whom_one_cannot_see(cast: Cast, api_of: DoorOf, verb: str) -> None:
    for account in (cast.gina.id, cast.ivy.id, 1):
        answer = api_of(cast.hal).post(f"{ACCOUNTS}/{account}/{verb}", {"comment": "Hm"})
        assert (answer.status_code, answer.json()) == (404, {"error": "Record not found"})
    assert not Note.objects.exists()


@pytest.mark.parametrize("verb", ["block", "mute", "endorse", "follow", "note"])
def test_nothing_is_done_to_oneself(cast: Cast, api_of: DoorOf, verb: str) -> None:
    answer = api_of(cast.hal).post(f"{ACCOUNTS}/{cast.hal.id}/{verb}", {"comment": "Hm"})
    assert answer.status_code == 403
    assert answer.json()["error"]


@pytest.mark.parametrize(("form", "hours"), [({}, None), ({"duration": "0"}, None), ({"duration": "7200"}, 2)])
def test_how_long_a_mute_lasts(cast: Cast, api_of: DoorOf, form: dict[str, str], hours: int | None) -> None:
    answer = api_of(cast.hal).post(f"{ACCOUNTS}/{cast.bob.id}/mute", form).json()
    [listed] = api_of(cast.hal).get("/api/v1/mutes").json()
    assert listed["mute_expires_at"] == answer["muting_expires_at"]
    until = now() + timedelta(hours=hours) if hours else None
    assert (answer["muting_expires_at"] or "")[:15] == (until.isoformat()[:15] if until else "")


@pytest.mark.parametrize(
    "form", [{"duration": "-1"}, {"duration": "soon"}, {"duration": "9" * 18}, {"notifications": "?"}]
)
def test_mutes_that_make_no_sense(cast: Cast, api_of: DoorOf, form: dict[str, str]) -> None:
    assert api_of(cast.hal).post(f"{ACCOUNTS}/{cast.bob.id}/mute", form).status_code == 422
    assert api_of(cast.hal).get("/api/v1/mutes").json() == []


@pytest.mark.parametrize(
    ("form", "silent"), [({}, True), ({"notifications": False}, False), ({"notifications": True}, True)]
)
def test_a_mute_may_leave_notifications(cast: Cast, api_of: DoorOf, form: dict[str, bool], silent: bool) -> None:
    door = api_of(cast.hal)
    answer = door.post(f"{ACCOUNTS}/{cast.bob.id}/mute", body=form).json()
    assert (answer["muting"], answer["muting_notifications"]) == (True, silent)
    drain()
    like(cast.bob, say(cast.hal))
    drain()
    assert Notification.objects.filter(account=cast.hal, actor=cast.bob).exists() is not silent
    actions.follow(cast.hal, cast.bob.id)
    say(cast.bob, "Out of sight")
    drain()
    assert "Out of sight" not in door.get("/api/v1/timelines/home").text


def test_a_mute_is_changed_by_the_next(cast: Cast, api_of: DoorOf) -> None:
    door, path = api_of(cast.hal), f"{ACCOUNTS}/{cast.bob.id}/mute"
    for form, expected in (({"notifications": "false"}, False), ({}, True), ({"notifications": "0"}, False)):
        assert door.post(path, form).json()["muting_notifications"] is expected


def test_a_note_is_for_oneself_alone(cast: Cast, api_of: DoorOf) -> None:
    door, path = api_of(cast.hal), f"{ACCOUNTS}/{cast.bob.id}/note"
    answer = door.post(path, {"comment": " Met at the fair \0"}).json()
    check(answer, "Relationship")
    assert answer["note"] == "Met at the fair"
    assert door.post(path, {"comment": "Likes tea"}).json()["note"] == "Likes tea"
    asked = f"{ACCOUNTS}/relationships?id={cast.bob.id}"
    assert api_of(cast.alice).get(asked).json()[0]["note"] == ""
    assert "Likes tea" not in api_of(cast.bob).get(f"{ACCOUNTS}/relationships?id={cast.hal.id}").text
    assert door.post(path, {"comment": "x" * 2_001}).status_code == 422
    assert door.post(path, {"comment[]": "x"}).status_code == 422
    assert door.get(asked).json()[0]["note"] == "Likes tea"
    assert door.post(path).json()["note"] == ""
    assert not Note.objects.exists()


def test_only_whom_one_follows_is_recommended(cast: Cast, api_of: DoorOf) -> None:
    door, path = api_of(cast.hal), f"{ACCOUNTS}/{cast.bob.id}"
    answer = door.post(f"{path}/endorse")
    assert (answer.status_code, "recommend" in answer.json()["error"]) == (422, True)
    door.post(f"{path}/follow")
    door.post(f"{path}/endorse")
    assert _ids(api_of(cast.frank), f"{ACCOUNTS}/{cast.hal.id}/endorsements") == [cast.bob.id]
    actions.block(cast.hal, cast.frank.id)
    assert _ids(api_of(cast.frank), f"{ACCOUNTS}/{cast.hal.id}/endorsements") == []
    door.post(f"{path}/unfollow")
    assert _ids(door, f"{ACCOUNTS}/{cast.hal.id}/endorsements") == [], "it ends with the follow"


def test_requests_are_answered(cast: Cast, api_of: DoorOf) -> None:
    actions.follow(cast.hal, cast.alice.id)
    door = api_of(cast.alice)
    first = door.get("/api/v1/follow_requests?limit=1")
    assert [each["acct"] for each in first.json()] == ["hal"]
    assert 'rel="next"' in first.headers["Link"]
    assert _ids(door, "/api/v1/follow_requests") == [cast.hal.id, cast.carol.id]
    let_in = door.post(f"/api/v1/follow_requests/{cast.hal.id}/authorize").json()
    check(let_in, "Relationship")
    assert (let_in["followed_by"], let_in["requested_by"]) == (True, False)
    refused = door.post(f"/api/v1/follow_requests/{cast.carol.id}/reject").json()
    assert (refused["followed_by"], refused["requested_by"]) == (False, False)
    assert not FollowRequest.objects.exists()
    assert door.post(f"/api/v1/follow_requests/{cast.frank.id}/authorize").status_code == 404
    assert _ids(door, "/api/v1/follow_requests") == []


def test_a_follower_is_sent_away(cast: Cast, api_of: DoorOf) -> None:
    answer = api_of(cast.alice).post(f"{ACCOUNTS}/{cast.bob.id}/remove_from_followers").json()
    check(answer, "Relationship")
    assert (answer["followed_by"], answer["following"]) == (False, True)


def test_familiar_followers(cast: Cast, api_of: DoorOf) -> None:
    for follower, followed in ((cast.hal, cast.bob), (cast.hal, cast.frank), (cast.frank, cast.olivia)):
        actions.follow(follower, followed.id)
    actions.follow(cast.bob, cast.olivia.id)
    asked = [cast.olivia.id, cast.carol.id, cast.gina.id, 1]
    answer = api_of(cast.hal).get(f"{ACCOUNTS}/familiar_followers", {"id[]": asked}).json()
    check_all(answer, "FamiliarFollowers")
    assert [one["id"] for one in answer] == [str(cast.olivia.id), str(cast.carol.id)]
    assert [[each["acct"] for each in one["accounts"]] for one in answer] == [["bob", "frank"], []]
    actions.block(cast.olivia, cast.hal.id)
    [closed] = api_of(cast.hal).get(f"{ACCOUNTS}/familiar_followers", {"id[]": cast.olivia.id}).json()
    assert closed["accounts"] == []
    assert api_of(cast.hal).get(f"{ACCOUNTS}/familiar_followers").json() == []


@pytest.mark.parametrize("several", [1, 8])
def test_what_these_lists_cost(cast: Cast, api_of: DoorOf, queries: Any, several: int) -> None:
    others = [one for one in cast.everybody() if one.active and one.id != cast.hal.id][:several]
    for other in others:
        Account.objects.filter(id=other.id).update(locked=False)
        actions.follow(cast.hal, other.id)
        actions.endorse(cast.hal, other.id)
        actions.mute(cast.hal, other.id, None)
    for other in (each for each in others if each.id != cast.frank.id):
        actions.follow(cast.frank, other.id)
    actions.follow(cast.hal, cast.frank.id)
    door = api_of(cast.hal)
    door.get("/api/v1/blocks")
    with queries(4):  # the token, the list, the views, until when
        assert len(door.get("/api/v1/mutes").json()) == len(others)
    with queries(5):  # the token, may it be seen, is there a block, the list, the views
        assert len(door.get("/api/v1/endorsements").json()) == len(others)
    with queries(4):
        door.get(f"{ACCOUNTS}/familiar_followers", {"id[]": [one.id for one in others]})


def test_no_server_is_blocked_yet(cast: Cast, api_of: DoorOf) -> None:
    door, path = api_of(cast.hal), "/api/v1/domain_blocks"
    assert door.get(path).json() == []
    assert door.post(path, {"domain": "elsewhere.example"}).status_code == 422
    assert door.delete(path).json() == {}


@pytest.mark.parametrize("scope", ["read:blocks", "write:mutes", "follow"])
def test_narrow_tokens(cast: Cast, api_of: DoorOf, scope: str) -> None:
    door, bob = api_of(cast.hal, scope), f"{ACCOUNTS}/{cast.bob.id}"
    answers = [
        door.get("/api/v1/blocks"),
        door.post(f"{bob}/mute"),
        door.post(f"{bob}/block"),
        door.post(f"{bob}/note"),
    ]
    allowed = {"read:blocks": [0], "write:mutes": [1], "follow": [0, 1, 2]}[scope]
    assert [answer.status_code for answer in answers] == [200 if n in allowed else 403 for n in range(4)]
