"""Planned posts for programs: made, listed, moved, given up; Mastodon's shapes and codes."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from folkmoot.api.answers import iso
from folkmoot.posts.actions import delete_post
from folkmoot.posts.models import Post, ScheduledPost
from folkmoot.posts.queries.saved import scheduled
from folkmoot.posts.tasks import publish_due
from tests.api import shapes
from tests.doors import Door
from tests.pictures import lay
from tests.posts.writing import say

type Doors = Callable[..., Door]
PATH = "/api/v1/scheduled_statuses"


def at(**span: float) -> str:
    return iso(timezone.now() + timedelta(**span))


def plan(door: Door, text: str = "Tomorrow", **more: Any) -> dict[str, Any]:
    answer = door.post("/api/v1/statuses", body={"status": text, "scheduled_at": at(days=1), **more})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    shapes.check(found, "ScheduledStatus")
    return found


def test_a_plan_has_mastodons_shape(cast: Any, api_of: Doors) -> None:
    door, picture, parent = api_of(cast.alice), lay(cast.alice.id, alt="Boats"), say(cast.bob)
    due = at(days=2)
    made = plan(
        door,
        scheduled_at=due,
        visibility="private",
        spoiler_text="Long",
        language="de",
        media_ids=[str(picture.id)],
        in_reply_to_id=str(parent),
    )
    assert made["scheduled_at"] == due
    params = made["params"]
    assert (params["text"], params["visibility"], params["spoiler_text"]) == ("Tomorrow", "private", "Long")
    assert (params["language"], params["in_reply_to_id"], params["media_ids"]) == ("de", parent, [str(picture.id)])
    assert [each["description"] for each in made["media_attachments"]] == ["Boats"]
    assert Post.objects.filter(account=cast.alice).count() == 0
    assert door.get(f"{PATH}/{made['id']}").json() == made


def test_a_poll_waits_with_it(cast: Any, api_of: Doors) -> None:
    made = plan(api_of(cast.alice), poll={"options": ["tea", "milk"], "expires_in": 3600, "multiple": True})
    poll = made["params"]["poll"]
    assert (poll["options"], poll["expires_in"], poll["multiple"]) == (["tea", "milk"], 3600, True)


def test_it_is_published_and_gone_from_the_list(cast: Any, api_of: Doors) -> None:
    door = api_of(cast.alice)
    made = plan(door)
    ScheduledPost.objects.update(due_at=timezone.now())
    publish_due()
    assert Post.objects.get(account=cast.alice).text == "Tomorrow"
    assert door.get(PATH).json() == []
    assert door.get(f"{PATH}/{made['id']}").status_code == 404


def test_once_per_key(cast: Any, api_of: Doors) -> None:
    door, due = api_of(cast.alice), at(days=1)
    for _ in range(2):
        door.post("/api/v1/statuses", body={"status": "Once", "scheduled_at": due}, Idempotency_Key="k")
    assert len(scheduled(cast.alice.id)) == 1


@pytest.mark.parametrize(
    ("due", "why"),
    [
        ("tomorrow", "a moment such as"),
        ("2031-05-04T18:30:00", "a moment such as"),
        ("2031-13-04T18:30:00Z", "a moment such as"),
        ("2001-05-04T18:30:00Z", "five minutes"),
        ("2091-05-04T18:30:00Z", "within the next year"),
        (17, "must be a text"),
    ],
)
def test_a_time_that_will_not_do(cast: Any, api_of: Doors, due: object, why: str) -> None:
    door = api_of(cast.alice)
    kept = plan(door)
    for answer in (
        door.post("/api/v1/statuses", body={"status": "Words", "scheduled_at": due}),
        door.put(f"{PATH}/{kept['id']}", body={"scheduled_at": due}),
    ):
        assert answer.status_code == 422
        assert answer.json()["error"].startswith("Validation failed: scheduled_at: ")
        assert why in answer.json()["error"]
    assert door.get(PATH).json() == [kept]


def test_the_time_can_be_changed(cast: Any, api_of: Doors) -> None:
    door = api_of(cast.alice)
    made, due = plan(door), at(days=9)
    changed = door.put(f"{PATH}/{made['id']}", {"scheduled_at": due})
    assert changed.json() == {**made, "scheduled_at": due}
    assert door.put(f"{PATH}/{made['id']}").json() == {**made, "scheduled_at": due}


def test_other_zones_mean_the_same_moment(cast: Any, api_of: Doors) -> None:
    day = timezone.now() + timedelta(days=2)
    made = plan(api_of(cast.alice), scheduled_at=f"{day:%Y-%m-%d}T12:00:00+05:30")
    assert made["scheduled_at"] == f"{day:%Y-%m-%d}T06:30:00.000Z"


def test_it_can_be_given_up(cast: Any, api_of: Doors) -> None:
    door = api_of(cast.alice)
    made = plan(door)
    assert door.delete(f"{PATH}/{made['id']}").json() == {}
    assert door.get(PATH).json() == []


def test_what_stood_in_the_way_is_told(cast: Any, api_of: Doors) -> None:
    door, parent = api_of(cast.alice), say(cast.bob)
    plan(door, in_reply_to_id=str(parent))
    delete_post(cast.bob, parent)
    ScheduledPost.objects.update(due_at=timezone.now())
    publish_due()
    assert "not there any more" in door.get(PATH).json()[0]["problem"]


def test_the_list_goes_page_by_page(cast: Any, api_of: Doors) -> None:
    door = api_of(cast.alice)
    made = [plan(door, f"number {n}") for n in range(5)][::-1]
    first = door.get(PATH, {"limit": 2})
    assert first.json() == made[:2]
    assert f"max_id={made[1]['id']}" in first.headers["Link"]
    assert door.get(PATH, {"max_id": made[1]["id"]}).json() == made[2:]
    assert door.get(PATH, {"since_id": made[2]["id"]}).json() == made[:2]
    assert door.get(PATH, {"min_id": made[4]["id"], "limit": 2}).json() == made[2:4]


@pytest.mark.parametrize("who", ["bob", "olivia"])
def test_nobody_else_finds_it(cast: Any, api_of: Doors, who: str) -> None:
    made = plan(api_of(cast.alice))
    other = api_of(getattr(cast, who))
    absent = other.get(f"{PATH}/4711")
    for answer in (
        other.get(f"{PATH}/{made['id']}"),
        other.put(f"{PATH}/{made['id']}", {"scheduled_at": at(days=3)}),
        other.delete(f"{PATH}/{made['id']}"),
    ):
        assert (answer.status_code, answer.content) == (404, absent.content)
    assert other.get(PATH).json() == []
    assert [datetime.fromisoformat(made["scheduled_at"])] == [
        each.due_at.replace(microsecond=each.due_at.microsecond // 1000 * 1000) for each in scheduled(cast.alice.id)
    ]


def test_a_token_needs_its_scope(cast: Any, api_of: Doors) -> None:
    made = plan(api_of(cast.alice))
    reader, writer = api_of(cast.alice, "read"), api_of(cast.alice, "write")
    assert reader.get(PATH).status_code == 200
    assert reader.delete(f"{PATH}/{made['id']}").status_code == 403
    assert writer.get(PATH).status_code == 403
    assert Door().get(PATH).status_code == 401
