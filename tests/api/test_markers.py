"""How far somebody has read, on pages and in programs alike."""

from collections.abc import Callable
from typing import Any

import pytest

from folkmoot.notifications.actions import mark_read
from folkmoot.notifications.models import ReadMark
from folkmoot.project.cast import Cast
from folkmoot.timelines.models import HomeMark
from tests.api.shapes import check
from tests.doors import Door

pytestmark = pytest.mark.django_db
type DoorOf = Callable[..., Door]
PATH = "/api/v1/markers"
BOTH = f"{PATH}?timeline[]=home&timeline[]=notifications"


def test_nothing_was_read_yet(cast: Cast, api_of: DoorOf) -> None:
    door = api_of(cast.bob)
    for path in (PATH, BOTH, f"{PATH}?timeline[]=elsewhere"):
        assert door.get(path).json() == {}


@pytest.mark.parametrize("as_json", [True, False])
def test_read_so_far(cast: Cast, api_of: DoorOf, *, as_json: bool) -> None:
    door = api_of(cast.bob)
    sent = {"body": {"home": {"last_read_id": "103"}, "notifications": {"last_read_id": 35}}}
    form = {"form": {"home[last_read_id]": "103", "notifications[last_read_id]": "35"}}
    moved = door.post(PATH, **(sent if as_json else form)).json()
    for marker in moved.values():
        check(marker, "Marker")
    assert {name: (one["last_read_id"], one["version"]) for name, one in moved.items()} == {
        "home": ("103", 0),
        "notifications": ("35", 0),
    }
    assert door.get(BOTH).json() == moved
    assert door.get(f"{PATH}?timeline=home").json() == {"home": moved["home"]}
    assert api_of(cast.alice).get(BOTH).json() == {}


def test_a_mark_moves_forward_alone(cast: Cast, api_of: DoorOf) -> None:
    door = api_of(cast.bob)
    said = []
    for last in (5, 9, 7, 9, 10):
        moved = door.post(PATH, body={name: {"last_read_id": str(last)} for name in ("home", "notifications")}).json()
        said.append({(one["last_read_id"], one["version"]) for one in moved.values()})
    assert said == [{("5", 0)}, {("9", 1)}, {("9", 1)}, {("9", 1)}, {("10", 2)}]


def test_pages_and_programs_have_one_mark(cast: Cast, api_of: DoorOf) -> None:
    door = api_of(cast.bob)
    mark_read(cast.bob, 40)
    assert door.get(BOTH).json()["notifications"]["last_read_id"] == "40"
    door.post(PATH, {"notifications[last_read_id]": 50})
    assert ReadMark.objects.get(account=cast.bob).notification_id == 50


@pytest.mark.parametrize(
    "body",
    [
        {"home": None},
        {"home": "103"},
        {"home": ["103"]},
        {"home": {}},
        {"home": {"last_read_id": ""}},
        {"home": {"last_read_id": "x"}},
        {"home": {"last_read_id": 2**63}},
        {"notifications": {"last_read_id": "7"}, "home": {"last_read_id": [1]}},
    ],
)
def test_what_is_no_mark(cast: Cast, api_of: DoorOf, body: Any) -> None:
    answer = api_of(cast.bob).post(PATH, body=body)
    assert answer.status_code == 422
    assert not HomeMark.objects.exists()
    assert not ReadMark.objects.exists()


def test_nothing_to_move(cast: Cast, api_of: DoorOf) -> None:
    assert api_of(cast.bob).post(PATH, body={"elsewhere": {"last_read_id": "1"}}).json() == {}
