"""Previews of linked pages for programs."""

from collections.abc import Callable
from typing import Any

import pytest

from folkmoot.core.events import drain
from folkmoot.project.cast import Cast
from tests.api.shapes import check
from tests.doors import Door
from tests.posts.linking import PAGE, linking

type DoorOf = Callable[..., Door]


def shown(door: Door, post_id: int) -> Any:
    answer = door.get(f"/api/v1/statuses/{post_id}").json()
    check(answer, "Status")
    return answer["card"]


def test_a_card_with_everything(cast: Cast, api_of: DoorOf) -> None:
    post = linking(cast.alice, pictured=True, description="Said", site="Bird news", author="Ada", kind="player")
    card = shown(api_of(cast.bob), post)
    assert card.pop("image").startswith("http")
    assert card == {
        "url": PAGE,
        "title": "The heron",
        "description": "Said",
        "type": "link",
        "author_name": "Ada",
        "author_url": "",
        "authors": [{"name": "Ada", "url": "", "account": None}],
        "provider_name": "Bird news",
        "provider_url": "https://news.example",
        "html": "",
        "width": 640,
        "height": 480,
        "embed_url": "",
        "blurhash": "LEHV6nWB2yk8pyo0adR*.7kCMdnj",
        "published_at": None,
    }


def test_a_card_with_little(cast: Cast, api_of: DoorOf) -> None:
    card = shown(api_of(cast.bob), linking(cast.alice))
    assert (card["image"], card["authors"], card["provider_name"]) == (None, [], "news.example")


@pytest.mark.parametrize(("scope", "is_signed"), [("public", False), ("followers", True)])
def test_the_picture_is_ours_and_for_this_reader(cast: Cast, api_of: DoorOf, scope: str, is_signed: bool) -> None:
    from folkmoot.instance.actions import begin_open, change_settings

    begin_open()
    change_settings(None, {"visitors": "posts"})
    image = shown(api_of(cast.bob), linking(cast.alice, scope, pictured=True))["image"]
    assert "/media/" in image
    assert (f"?v={cast.bob.id}&" in image) is is_signed


def test_a_moving_picture_stands_still(cast: Cast, api_of: DoorOf) -> None:
    from folkmoot.media.models import Picture

    post = linking(cast.alice, pictured=True)
    Picture.objects.update(moving=True)
    assert "/still.webp" in shown(api_of(cast.bob), post)["image"]


def test_lists_hold_the_same(cast: Cast, api_of: DoorOf) -> None:
    linking(cast.alice, pictured=True)
    drain(("now",))
    door = api_of(cast.bob)
    listed = door.get("/api/v1/timelines/home").json()
    assert listed[0]["card"]["title"] == "The heron"
    assert listed[0]["card"] == shown(door, int(listed[0]["id"]))


def test_no_card_is_none(cast: Cast, api_of: DoorOf) -> None:
    from tests.posts.writing import say

    assert shown(api_of(cast.bob), say(cast.alice, "Plain")) is None
