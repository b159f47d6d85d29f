"""Posts by what was done to them, and who did it, for programs."""

from collections.abc import Callable
from typing import Any

import pytest

from folkmoot.instance.actions import change_settings
from folkmoot.posts import actions
from folkmoot.posts.models import Bookmark
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import block
from tests.api.shapes import check, check_all
from tests.doors import Answer, Door
from tests.posts.writing import say

type DoorOf = Callable[..., Door]
STATUSES = "/api/v1/statuses"


def _ids(answer: Answer) -> list[int]:
    assert answer.status_code == 200, answer.text
    return [int(each["id"]) for each in answer.json()]


def _to(answer: Answer, rel: str) -> str:
    found = [part for part in answer.headers.get("Link", "").split(", ") if part.endswith(f'rel="{rel}"')]
    return found[0].partition(">")[0].removeprefix("<http://localhost:8000") if found else ""


@pytest.mark.parametrize(
    ("path", "keep"), [("/api/v1/bookmarks", actions.bookmark), ("/api/v1/favourites", actions.like)]
)
def test_what_one_keeps_by_when_it_was_kept(cast: Cast, api_of: DoorOf, path: str, keep: Callable[..., None]) -> None:
    old, middle, new = (say(cast.bob, text) for text in ("Old", "Middle", "New"))
    for post in (new, old, middle):
        keep(cast.hal, post)
    door = api_of(cast.hal)
    first = door.get(path, {"limit": 2})
    check_all(first.json(), "Status")
    assert _ids(first) == [middle, old]
    assert _ids(door.get(_to(first, "next"))) == [new]
    later = say(cast.bob, "Later")
    keep(cast.hal, later)
    assert _ids(door.get(_to(first, "prev"))) == [later]
    assert api_of(cast.frank).get(path).json() == []
    assert "Link" not in api_of(cast.frank).get(path).headers
    block(cast.bob, cast.hal.id)
    assert _ids(door.get(path)) == []


def test_pages_are_cut_by_the_bookmark(cast: Cast, api_of: DoorOf) -> None:
    posts = [say(cast.bob) for _ in range(3)]
    for post in posts:
        actions.bookmark(cast.hal, post)
    row = Bookmark.objects.get(account=cast.hal, post_id=posts[1])
    assert _ids(api_of(cast.hal).get("/api/v1/bookmarks", {"max_id": row.id})) == [posts[0]]
    assert _ids(api_of(cast.hal).get("/api/v1/bookmarks", {"since_id": row.id})) == [posts[2]]


@pytest.mark.parametrize(("rest", "press"), [("favourited_by", actions.like), ("reblogged_by", actions.boost)])
def test_who_did_it(cast: Cast, api_of: DoorOf, rest: str, press: Callable[..., Any]) -> None:
    post = say(cast.bob)
    for account in (cast.hal, cast.frank, cast.carol):
        press(account, post)
    first = api_of(cast.olivia).get(f"{STATUSES}/{post}/{rest}", {"limit": 2})
    check_all(first.json(), "Account")
    assert [each["acct"] for each in first.json()] == ["carol", "frank"]
    assert [each["acct"] for each in api_of(cast.olivia).get(_to(first, "next")).json()] == ["hal"]
    block(cast.frank, cast.olivia.id)
    assert [each["acct"] for each in api_of(cast.olivia).get(f"{STATUSES}/{post}/{rest}").json()] == ["carol", "hal"]


@pytest.mark.parametrize("rest", ["favourited_by", "reblogged_by"])
def test_nobody_learns_who_did_what_to_a_hidden_post(cast: Cast, api_of: DoorOf, rest: str) -> None:
    secret = say(cast.alice, "For few", "followers")
    actions.like(cast.bob, secret)
    for post in (secret, 1):
        answer = api_of(cast.hal).get(f"{STATUSES}/{post}/{rest}")
        assert (answer.status_code, answer.json()) == (404, {"error": "Record not found"})


def test_several_in_the_order_asked_for(cast: Cast, api_of: DoorOf) -> None:
    first, second, secret = say(cast.bob), say(cast.hal), say(cast.alice, "For few", "followers")
    answer = api_of(cast.hal).get(STATUSES, {"id[]": [second, secret, first, 1]})
    check_all(answer.json(), "Status")
    assert _ids(answer) == [second, first]
    assert _ids(Door().get(STATUSES, {"id[]": [first]})) == []
    change_settings(None, {"visitors": "posts"})
    assert _ids(Door().get(STATUSES, {"id[]": [first, secret]})) == [first]


def test_pins(cast: Cast, api_of: DoorOf) -> None:
    post, door = say(cast.bob), api_of(cast.bob)
    for verb, on in (("pin", True), ("pin", True), ("unpin", False), ("unpin", False)):
        answer = door.post(f"{STATUSES}/{post}/{verb}").json()
        check(answer, "Status")
        assert answer["pinned"] is on
    assert api_of(cast.hal).post(f"{STATUSES}/{post}/pin").status_code == 404
    assert door.post(f"{STATUSES}/1/pin").status_code == 404
    for _ in range(5):
        door.post(f"{STATUSES}/{say(cast.bob)}/pin")
    refused = door.post(f"{STATUSES}/{post}/pin")
    assert (refused.status_code, "Five" in refused.json()["error"]) == (403, True)
    direct = say(cast.bob, "@alice a word", "direct")
    assert door.post(f"{STATUSES}/{direct}/pin").status_code == 403


@pytest.mark.parametrize("several", [1, 20])
def test_what_they_cost(cast: Cast, api_of: DoorOf, queries: Any, several: int) -> None:
    posts = [say(cast.bob) for _ in range(several)]
    for post in posts:
        actions.bookmark(cast.hal, post)
    door = api_of(cast.hal)
    door.get("/api/v1/bookmarks")
    with queries(2):
        assert len(_ids(door.get("/api/v1/bookmarks"))) == several
    with queries(2):
        assert len(_ids(door.get(STATUSES, {"id[]": posts}))) == several
