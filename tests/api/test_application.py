"""A post says with which app it was written, where it was one."""

from collections.abc import Callable
from typing import Any

import pytest

from folkmoot.accounts.models import Account
from folkmoot.posts.actions import Draft, publish_post
from folkmoot.project.cast import Cast
from tests.api.apps import Program, register
from tests.api.shapes import check
from tests.doors import Door, client_of

pytestmark = pytest.mark.django_db
STATUSES, HOME = "/api/v1/statuses", "/api/v1/timelines/home"


def door_of(app: Program, who: Account) -> Door:
    return Door(app.token(who, scope="read write"))


def test_the_app_is_named_with_its_page(cast: Cast) -> None:
    door = door_of(register(client_name="Tusk <b>", website="https://tusk.example/?a&b"), cast.alice)
    made = door.post(STATUSES, {"status": "Fresh bread"}).json()
    check(made, "Status")
    assert made["application"] == {"name": "Tusk <b>", "website": "https://tusk.example/?a&b"}
    assert door.get(f"{STATUSES}/{made['id']}").json()["application"]["name"] == "Tusk <b>"
    assert door.get(HOME).json()[0]["application"] == made["application"]
    page = client_of(cast.bob.login).get(f"/@alice/{made['id']}").content.decode()
    assert "Tusk &lt;b&gt;" in page
    assert 'href="https://tusk.example/?a&amp;b" rel="nofollow' in page


def test_an_app_without_a_page(cast: Cast) -> None:
    made = door_of(register(), cast.alice).post(STATUSES, {"status": "Fresh bread"}).json()
    assert made["application"] == {"name": "Tusk", "website": None}
    page = client_of(cast.bob.login).get(f"/@alice/{made['id']}").content.decode()
    assert "via <bdi>Tusk</bdi>" in page


def test_what_was_not_written_with_one_says_nothing(cast: Cast, api_of: Callable[..., Door]) -> None:
    post_id = publish_post(cast.alice, Draft("From the browser", "public"))
    door = api_of(cast.alice)
    assert door.get(f"{STATUSES}/{post_id}").json()["application"] is None
    by_hand = door.post(STATUSES, {"status": "With a token of my own"}).json()
    assert by_hand["application"] is None
    assert (
        "via" not in client_of(cast.bob.login).get(f"/@alice/{post_id}").content.decode().split("post-facts")[1][:600]
    )


def test_it_stays_with_an_edit_and_is_not_on_a_boost(cast: Cast, api_of: Callable[..., Door]) -> None:
    door = door_of(register(), cast.alice)
    made = door.post(STATUSES, {"status": "Fresh bread"}).json()
    post_id = int(made["id"])
    edited = door.put(f"{STATUSES}/{post_id}", {"status": "Fresh rolls"}).json()
    assert edited["application"] == made["application"]
    boost = api_of(cast.bob).post(f"{STATUSES}/{post_id}/reblog").json()
    assert (boost["application"], boost["reblog"]["application"]) == (None, made["application"])


def test_a_planned_post_keeps_it(cast: Cast) -> None:
    from datetime import timedelta

    from django.utils import timezone

    from folkmoot.posts.actions.schedule import publish_now

    door = door_of(register(), cast.alice)
    due = (timezone.now() + timedelta(hours=1)).isoformat()
    plan = door.post(STATUSES, {"status": "Later", "scheduled_at": due}).json()
    post_id = publish_now(cast.alice, int(plan["id"]))
    assert door.get(f"{STATUSES}/{post_id}").json()["application"]["name"] == "Tusk"


def test_the_home_feed_asks_nothing_more(cast: Cast, queries: Any) -> None:
    door = door_of(register(), cast.alice)
    door.post(STATUSES, {"status": "Fresh bread"})
    door.get(HOME)
    with queries(2):
        assert door.get(HOME).json()[0]["application"]["name"] == "Tusk"
