"""Hashtags through the API: looked at, followed, listed."""

from collections.abc import Callable

import pytest

from folkmoot.core.events import drain
from folkmoot.posts.actions import follow_tag
from folkmoot.posts.models import TagFollow
from folkmoot.project.cast import Cast
from tests.doors import Door
from tests.posts.writing import say

pytestmark = pytest.mark.django_db

type DoorOf = Callable[..., Door]


@pytest.mark.parametrize(
    ("name", "sent"), [("boats", "boats"), ("Boats2026", "Boats2026"), ("قوارب", "%D9%82%D9%88%D8%A7%D8%B1%D8%A8")]
)
def test_followed_and_not(cast: Cast, api_of: DoorOf, name: str, sent: str) -> None:
    door, path = api_of(cast.hal), f"/api/v1/tags/{name.encode().decode('latin-1')}"  # as a server hands it over
    shown = door.get(path).json()
    assert (shown["name"], shown["following"], shown["history"]) == (name.lower(), False, [])
    assert shown["url"].endswith(f"/tags/{sent.lower() if sent.isalnum() else sent}")
    for verb, following in (("follow", True), ("follow", True), ("unfollow", False), ("unfollow", False)):
        assert door.post(f"{path}/{verb}").json() == {**shown, "following": following}
    assert not TagFollow.objects.exists()


@pytest.mark.parametrize("name", ["2026", "two%20words", "%23boats", "a%2Fb", ""])
def test_what_is_no_hashtag_is_not_there(cast: Cast, api_of: DoorOf, name: str) -> None:
    door = api_of(cast.hal)
    for answer in (door.get(f"/api/v1/tags/{name}"), door.post(f"/api/v1/tags/{name}/follow")):
        assert answer.status_code == 404
    assert not TagFollow.objects.exists()


def test_the_list_in_pages(cast: Cast, api_of: DoorOf) -> None:
    for name in ("boats", "sea", "wind"):
        follow_tag(cast.hal, name)
    door = api_of(cast.hal)
    first = door.get("/api/v1/followed_tags", {"limit": "2"})
    assert [(each["name"], each["following"]) for each in first.json()] == [("wind", True), ("sea", True)]
    older = first.headers["Link"].partition(">")[0].removeprefix("<").partition("?")[2]
    assert [each["name"] for each in door.get(f"/api/v1/followed_tags?{older}").json()] == ["boats"]
    assert api_of(cast.bob).get("/api/v1/followed_tags").json() == []


def test_it_tells_nothing_about_posts(cast: Cast, api_of: DoorOf) -> None:
    say(cast.alice, "Secret #Boats", "direct")
    door = api_of(cast.hal)
    assert door.get("/api/v1/tags/boats").json()["name"] == "boats"
    assert set(door.get("/api/v1/tags/boats").json()) == set(door.get("/api/v1/tags/nothing").json())


def test_what_carries_it_comes_home_until_it_is_left(cast: Cast, api_of: DoorOf) -> None:
    door = api_of(cast.hal)
    assert door.post("/api/v1/tags/boats/follow").json()["following"] is True
    post = str(say(cast.olivia, "Look at these #Boats"))
    drain()
    assert post in {each["id"] for each in door.get("/api/v1/timelines/home").json()}
    door.post("/api/v1/tags/boats/unfollow")
    assert post not in {each["id"] for each in door.get("/api/v1/timelines/home").json()}
