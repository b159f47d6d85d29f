"""Lists through the API: circles by the name that programs know."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from folkmoot.core.events import drain
from folkmoot.posts.visibility import audience_of
from folkmoot.project.cast import Cast
from folkmoot.relations import queries as relations
from folkmoot.relations.actions import CircleDraft, add_to_circle, make_circle
from tests.api.shapes import check, check_all
from tests.doors import Door
from tests.posts.writing import say

pytestmark = pytest.mark.django_db

type DoorOf = Callable[..., Door]


@pytest.fixture
def mine(cast: Cast) -> int:
    made = make_circle(cast.hal, CircleDraft("Choir"))
    add_to_circle(cast.hal, made, cast.bob.id)
    return made


def test_a_list_is_made_changed_and_removed(cast: Cast, api_of: DoorOf) -> None:
    door = api_of(cast.hal)
    made = door.post("/api/v1/lists", {"title": "Choir"}).json()
    assert made == {"id": made["id"], "title": "Choir", "replies_policy": "list", "exclusive": False}
    assert door.get("/api/v1/lists").json() == [made] == [door.get(f"/api/v1/lists/{made['id']}").json()]
    changed = door.put(f"/api/v1/lists/{made['id']}", {"replies_policy": "none", "exclusive": "true"}).json()
    assert changed == {**made, "replies_policy": "none", "exclusive": True}
    assert door.put(f"/api/v1/lists/{made['id']}", {"title": "Singers"}).json() == {**changed, "title": "Singers"}
    assert door.delete(f"/api/v1/lists/{made['id']}").json() == {}
    assert door.get("/api/v1/lists").json() == []


@pytest.mark.parametrize("form", [{}, {"title": ""}, {"title": "x" * 61}, {"title": "A", "replies_policy": "all"}])
def test_what_cannot_be_a_list(cast: Cast, api_of: DoorOf, form: dict[str, str]) -> None:
    assert api_of(cast.hal).post("/api/v1/lists", form).status_code == 422
    assert relations.circles(cast.hal.id) == []


def test_its_people(cast: Cast, api_of: DoorOf, mine: int) -> None:
    door, path = api_of(cast.hal), f"/api/v1/lists/{mine}/accounts"
    assert door.post(path, body={"account_ids": [str(cast.alice.id), str(cast.frank.id)]}).json() == {}
    first = door.get(path, {"limit": "2"})
    check_all(first.json(), "Account")
    assert [each["acct"] for each in first.json()] == ["frank", "alice"]
    older = first.headers["Link"].partition(">")[0].removeprefix("<").partition("?")[2]
    assert [each["acct"] for each in door.get(f"{path}?{older}").json()] == ["bob"]
    assert len(door.get(path, {"limit": "0"}).json()) == 3
    assert [each["id"] for each in door.get(f"/api/v1/accounts/{cast.alice.id}/lists").json()] == [str(mine)]
    assert door.delete(f"{path}?account_ids[]={cast.alice.id}&account_ids[]={cast.frank.id}").json() == {}
    assert relations.people_on(cast.hal.id, mine) == {cast.bob.id}
    assert door.get(f"/api/v1/accounts/{cast.alice.id}/lists").json() == []


def test_where_one_cannot_be_added_none_is(cast: Cast, api_of: DoorOf, mine: int) -> None:
    ids = [str(cast.alice.id), str(cast.gina.id)]
    assert api_of(cast.hal).post(f"/api/v1/lists/{mine}/accounts", body={"account_ids": ids}).status_code == 404
    assert relations.people_on(cast.hal.id, mine) == {cast.bob.id}


@pytest.mark.parametrize(
    "asked",
    [
        ("GET", "/api/v1/lists/:id"),
        ("PUT", "/api/v1/lists/:id?title=Mine"),
        ("DELETE", "/api/v1/lists/:id"),
        ("GET", "/api/v1/lists/:id/accounts"),
        ("POST", "/api/v1/lists/:id/accounts?account_ids[]=BOB"),
        ("DELETE", "/api/v1/lists/:id/accounts?account_ids[]=BOB"),
        ("GET", "/api/v1/timelines/list/:id"),
    ],
)
@pytest.mark.parametrize("which", ["another's", "absent"])
def test_lists_of_others_are_not_there(
    cast: Cast, api_of: DoorOf, mine: int, asked: tuple[str, str], which: str
) -> None:
    method, path = asked
    some_id = mine if which == "another's" else 12345
    address = path.replace(":id", str(some_id)).replace("BOB", str(cast.bob.id))
    answer = api_of(cast.alice).request(method, address, headers={})
    assert (answer.status_code, answer.json()) == (404, {"error": "Record not found"})
    assert relations.people_on(cast.hal.id, mine) == {cast.bob.id}


def test_its_feed(cast: Cast, api_of: DoorOf, mine: int) -> None:
    first, second = say(cast.bob, "One"), say(cast.bob, "Two")
    say(cast.alice, "Not on it")
    door, path = api_of(cast.hal), f"/api/v1/timelines/list/{mine}"
    answer = door.get(path, {"limit": "1"})
    check_all(answer.json(), "Status")
    assert [each["id"] for each in answer.json()] == [str(second)]
    assert f"{path}?limit=1&max_id={second}" in answer.headers["Link"]
    assert [each["id"] for each in door.get(path, {"max_id": str(second)}).json()] == [str(first)]
    assert door.get(path, {"max_id": str(first)}).json() == []


def test_programs_see_posts_for_a_circle_as_private_ones(cast: Cast, api_of: DoorOf, mine: int) -> None:
    post = say(cast.hal, "For bob", "list", circle=mine)
    for who in (cast.hal, cast.bob):
        shown = api_of(who).get(f"/api/v1/statuses/{post}")
        check(shown.json(), "Status")
        assert (shown.json()["visibility"], "Choir" in shown.text) == ("private", False)
    assert api_of(cast.alice).get(f"/api/v1/statuses/{post}").status_code == 404


@pytest.mark.parametrize(("visibility", "people"), [("private", {"hal", "bob"}), ("direct", {"bob"})])
def test_a_private_answer_to_one_is_for_the_same_people(
    cast: Cast, api_of: DoorOf, mine: int, visibility: str, people: set[str]
) -> None:
    from folkmoot.relations.actions import follow

    follow(cast.frank, cast.bob.id)
    post = say(cast.hal, "Who comes?", "list", circle=mine)
    form = {"status": "I do", "visibility": visibility, "in_reply_to_id": str(post)}
    answer = api_of(cast.bob).post("/api/v1/statuses", form).json()
    assert {each.username for each in cast.everybody() if each.id in audience_of(int(answer["id"]))} == people
    assert api_of(cast.bob).post("/api/v1/statuses", {**form, "in_reply_to_id": "12345"}).status_code == 404


@pytest.mark.parametrize("size", [1, 15])
def test_the_number_of_statements_does_not_grow(
    cast: Cast, api_of: DoorOf, mine: int, queries: Callable[[int], AbstractContextManager[object]], size: int
) -> None:
    for number in range(size):
        say(cast.bob, f"Number {number}")
    drain()
    door: Any = api_of(cast.hal)
    door.get(f"/api/v1/timelines/list/{mine}")
    with queries(3):
        assert len(door.get(f"/api/v1/timelines/list/{mine}").json()) == size
