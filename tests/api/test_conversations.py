"""Direct posts by who takes part, through the API."""

from collections.abc import Callable
from typing import Any

import pytest

from folkmoot.conversations.models import Participation
from folkmoot.conversations.queries import inbox
from folkmoot.core.cursors import Page
from folkmoot.posts.actions import delete_post
from folkmoot.project.cast import Cast
from tests.api.shapes import check, check_all
from tests.doors import Door
from tests.posts.writing import say

pytestmark = pytest.mark.django_db
type DoorOf = Callable[..., Door]
PATH = "/api/v1/conversations"


def _talk(cast: Cast, drain: Callable[[], int]) -> list[int]:
    """Bob's three conversations, the newest last."""
    said = [say(cast.alice, "@bob one", "direct"), say(cast.hal, "@bob two", "direct")]
    said.append(say(cast.bob, "@alice @hal three", "direct"))
    drain()
    return said


def _newest(door: Door, query: str = "") -> list[int]:
    return [int(one["last_status"]["id"]) for one in door.get(f"{PATH}?{query}").json()]


def test_with_whom_and_what_came_last(cast: Cast, api_of: DoorOf, drain: Callable[[], int]) -> None:
    said = _talk(cast, drain)
    found = api_of(cast.bob).get(PATH).json()
    check_all(found, "Conversation")
    assert [int(one["last_status"]["id"]) for one in found] == said[::-1]
    assert [sorted(each["acct"] for each in one["accounts"]) for one in found] == [["alice", "hal"], ["hal"], ["alice"]]
    assert [one["unread"] for one in found] == [False, True, True]


def test_a_note_to_oneself_is_with_oneself(cast: Cast, api_of: DoorOf, drain: Callable[[], int]) -> None:
    say(cast.bob, "Milk", "direct")
    drain()
    (found,) = api_of(cast.bob).get(PATH).json()
    assert [each["acct"] for each in found["accounts"]] == ["bob"]


def test_pages_by_the_newest_post(cast: Cast, api_of: DoorOf, drain: Callable[[], int]) -> None:
    said, door = _talk(cast, drain), api_of(cast.bob)
    assert _newest(door, "limit=2") == said[:0:-1]
    assert _newest(door, f"limit=2&max_id={said[1]}") == said[:1]
    assert _newest(door, f"limit=1&min_id={said[0]}") == [said[1]]
    header = door.get(f"{PATH}?limit=1").headers["Link"]
    assert f"{PATH}?limit=1&max_id={said[2]}>" in header
    assert f"{PATH}?limit=1&min_id={said[2]}>" in header
    assert "Link" not in api_of(cast.carol).get(PATH).headers


def test_what_was_read_is_read_everywhere(cast: Cast, api_of: DoorOf, drain: Callable[[], int]) -> None:
    _talk(cast, drain)
    door = api_of(cast.bob)
    talk = door.get(PATH).json()[1]
    answer = door.post(f"{PATH}/{talk['id']}/read").json()
    check(answer, "Conversation")
    assert answer == {**talk, "unread": False}
    assert [one.unread for one in inbox(cast.bob.id, Page(limit=5)).items] == [False, False, True]


def test_put_away_until_something_new_is_said(cast: Cast, api_of: DoorOf, drain: Callable[[], int]) -> None:
    said, door = _talk(cast, drain), api_of(cast.bob)
    gone = door.get(PATH).json()[2]["id"]
    assert door.delete(f"{PATH}/{gone}").json() == {}
    assert _newest(door) == [said[2], said[1]]
    assert _newest(api_of(cast.alice)) == [said[2], said[0]], "the others keep theirs"
    assert door.get(f"/api/v1/statuses/{said[0]}").status_code == 200
    again = say(cast.alice, "@bob again", "direct")
    drain()
    found = door.get(PATH).json()[0]
    assert (found["id"], found["last_status"]["id"], found["unread"]) == (gone, str(again), True)


@pytest.mark.parametrize(("method", "more"), [("DELETE", ""), ("POST", "/read")])
def test_nobody_elses(cast: Cast, api_of: DoorOf, drain: Callable[[], int], method: str, more: str) -> None:
    _talk(cast, drain)
    mine = api_of(cast.bob).get(PATH).json()[2]["id"]
    before = Participation.objects.count()
    answers = [api_of(cast.carol).request(method, f"{PATH}/{i}{more}", headers={}) for i in (mine, 12345)]
    assert {(one.status_code, one.content) for one in answers} == {(404, b'{"error":"Record not found"}')}
    assert Participation.objects.count() == before


def test_nothing_left_to_read(cast: Cast, api_of: DoorOf, drain: Callable[[], int]) -> None:
    said, door = _talk(cast, drain), api_of(cast.bob)
    gone = door.get(PATH).json()[2]["id"]
    delete_post(cast.alice, said[0])
    assert _newest(door) == [said[2], said[1]]
    assert door.post(f"{PATH}/{gone}/read").status_code == 404


@pytest.mark.parametrize("talks", [1, 3])
def test_a_fixed_number_of_statements(
    cast: Cast, api_of: DoorOf, drain: Callable[[], int], queries: Any, talks: int
) -> None:
    for other in (cast.alice, cast.hal, cast.frank)[:talks]:
        say(other, "@bob hello", "direct")
    drain()
    door = api_of(cast.bob)
    door.get(PATH)
    with queries(4):
        assert len(door.get(PATH).json()) == talks
