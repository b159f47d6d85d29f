"""Hashtags on profiles, for programs."""

from collections.abc import Callable
from typing import Any

import pytest

from folkmoot.core.ids import made_at
from folkmoot.instance.actions import change_settings
from folkmoot.posts.actions import delete_post
from folkmoot.posts.models import FeaturedTag
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import block
from tests.api.shapes import check, check_all
from tests.doors import Door
from tests.posts.writing import say

type DoorOf = Callable[..., Door]
FEATURED = "/api/v1/featured_tags"


def _shown(door: Door, path: str) -> list[tuple[str, str]]:
    found = door.get(path).json()
    check_all(found, "FeaturedTag")
    return [(each["name"], each["statuses_count"]) for each in found]


def test_a_hashtag_is_put_on_a_profile_and_taken_away(cast: Cast, api_of: DoorOf) -> None:
    post = say(cast.bob, "On the #Harbour")
    door = api_of(cast.bob)
    made = door.post(FEATURED, {"name": "#Harbour"}).json()
    check(made, "FeaturedTag")
    assert (made["name"], made["statuses_count"]) == ("Harbour", "1")
    assert made["last_status_at"] == made_at(post).date().isoformat()
    assert made["url"] == "http://localhost:8000/tags/harbour"
    assert door.post(FEATURED, {"name": "harbour"}).json() == made, "once is enough"
    assert (
        door.get(FEATURED).json()
        == [made]
        == api_of(cast.hal).get(f"/api/v1/accounts/{cast.bob.id}/featured_tags").json()
    )
    assert api_of(cast.hal).delete(f"{FEATURED}/{made['id']}").status_code == 404
    assert door.delete(f"{FEATURED}/{made['id']}").json() == {}
    assert door.get(FEATURED).json() == []
    assert door.delete(f"{FEATURED}/{made['id']}").status_code == 404


def test_what_is_counted_is_what_the_viewer_may_see(cast: Cast, api_of: DoorOf) -> None:
    door, path = api_of(cast.bob), f"/api/v1/accounts/{cast.bob.id}/featured_tags"
    door.post(FEATURED, {"name": "boats"})
    say(cast.alice, "Mine are better #boats")
    assert _shown(door, path) == [("boats", "0")]
    for scope in ("public", "community", "followers", "quiet"):
        say(cast.bob, "#boats", scope)
    say(cast.bob, "@hal #boats", "direct")
    delete_post(cast.bob, say(cast.bob, "#boats"))
    assert _shown(api_of(cast.alice), path) == [("boats", "4")]
    assert _shown(api_of(cast.hal), path) == [("boats", "3")]
    change_settings(None, {"visitors": "posts"})
    assert _shown(Door(), path) == [("boats", "2")]
    block(cast.bob, cast.hal.id)
    assert _shown(api_of(cast.hal), path) == []


@pytest.mark.parametrize("name", ["", "two words", "a-b", "#", "##a", "\0", "1", "x" * 101, "<b>"])
def test_what_is_no_hashtag(cast: Cast, api_of: DoorOf, name: str) -> None:
    answer = api_of(cast.bob).post(FEATURED, {"name": name})
    assert answer.status_code == 422
    assert answer.json()["error"].startswith("Validation failed: name: ")


def test_ten_are_enough(cast: Cast, api_of: DoorOf) -> None:
    door = api_of(cast.bob)
    made = [door.post(FEATURED, {"name": f"tag{n}"}).status_code for n in range(11)]
    assert made == [200] * 10 + [422]
    assert door.post(FEATURED, {"name": "TAG9"}).status_code == 200, "it is there already"
    assert FeaturedTag.objects.filter(account=cast.bob).count() == 10


def test_by_name(cast: Cast, api_of: DoorOf) -> None:
    door = api_of(cast.bob)
    answer = door.post("/api/v1/tags/Harbour/feature").json()
    check(answer, "Tag")
    assert (answer["name"], answer["featuring"]) == ("harbour", True)
    assert door.get("/api/v1/tags/harbour").json()["featuring"] is True
    assert api_of(cast.hal).get("/api/v1/tags/harbour").json()["featuring"] is False
    for _ in range(2):
        assert door.post("/api/v1/tags/harbour/unfeature").json()["featuring"] is False
    assert door.post("/api/v1/tags/a-b/feature").status_code == 404


def test_what_is_written_most_is_suggested(cast: Cast, api_of: DoorOf) -> None:
    for text in ("#boats #tea", "#boats #rain", "#boats", "#rain"):
        say(cast.bob, text)
    say(cast.bob, "@alice #secret", "direct")
    say(cast.alice, "#hers")
    door = api_of(cast.bob)
    found = door.get(f"{FEATURED}/suggestions").json()
    check_all(found, "Tag")
    assert [each["name"] for each in found] == ["boats", "rain", "tea"]
    door.post(FEATURED, {"name": "boats"})
    assert [each["name"] for each in door.get(f"{FEATURED}/suggestions").json()] == ["rain", "tea"]


@pytest.mark.parametrize("several", [1, 8])
def test_what_they_cost(cast: Cast, api_of: DoorOf, queries: Any, several: int) -> None:
    door = api_of(cast.bob)
    for n in range(several):
        say(cast.bob, f"#tag{n}")
        door.post(FEATURED, {"name": f"tag{n}"})
    with queries(4):  # the token, the account, is there a block, the hashtags
        assert len(_shown(door, f"/api/v1/accounts/{cast.bob.id}/featured_tags")) == several
