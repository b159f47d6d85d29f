"""What is on the rise, as programs ask for it: the same queries, Mastodon's words."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from folkmoot.discovery.actions import allow, count_anew
from folkmoot.discovery.kinds import Kind
from folkmoot.discovery.models import Rising
from folkmoot.instance.actions import change_settings
from folkmoot.instance.queries import forget_manner
from folkmoot.posts.actions import FilterDraft, FilterWordDraft, like, make_filter
from folkmoot.posts.models import Card
from folkmoot.project.cast import Cast
from tests.discovery.speaking import speak, town
from tests.doors import Door
from tests.posts.writing import say

type DoorOf = Callable[..., Door]
V1 = "/api/v1/trends"
TAGS, LINKS, STATUSES = f"{V1}/tags", f"{V1}/links", f"{V1}/statuses"


@pytest.fixture
def posts(cast: Cast, drain: Any) -> list[int]:
    """Two of each kind rise, and staff agreed to both hashtags."""
    drain()
    people = town()
    speak(people, "#Swim https://example.org/a", drain)
    speak(people, "#River https://example.org/b", drain)
    posts = [say(cast.bob, "One"), say(cast.bob, "Two")]
    for each in people:
        for post in posts:
            like(each, post)
    drain()
    count_anew()
    for tag in ("swim", "river"):
        allow(cast.frank, Kind.TAG, tag)
    Card.objects.update(title="The story")
    change_settings(cast.olivia, {"visitors": "posts"})
    return posts


def _today() -> int:
    return int(timezone.now().timestamp()) // 86_400 * 86_400


def test_hashtags(cast: Cast, api_of: DoorOf, posts: list[int]) -> None:
    days = [_today()]
    found = api_of(cast.alice).get(TAGS).json()
    days.append(_today())  # midnight may have come in between
    assert sorted(each["name"] for each in found) == ["river", "swim"]
    assert found[0]["following"] is False
    told = [each["day"] for each in found[0]["history"]]
    assert told in [[str(today - 86_400 * place) for place in range(7)] for today in days]
    assert sum(int(each["accounts"]) for each in found[0]["history"]) == 8


def test_links_are_previews(cast: Cast, api_of: DoorOf, posts: list[int]) -> None:
    found = api_of(cast.alice).get(LINKS).json()
    assert sorted(each["url"] for each in found) == ["https://example.org/a", "https://example.org/b"]
    assert (found[0]["title"], found[0]["type"], found[0]["html"]) == ("The story", "link", "")
    assert len(found[0]["history"]) == 7


def test_statuses(cast: Cast, api_of: DoorOf, posts: list[int]) -> None:
    found = api_of(cast.alice).get(STATUSES).json()
    assert sorted(int(each["id"]) for each in found) == posts


@pytest.mark.parametrize(("path", "count"), [(TAGS, 2), (LINKS, 2), (STATUSES, 2)])
def test_pages_are_counted_off(cast: Cast, api_of: DoorOf, posts: list[int], path: str, count: int) -> None:
    door = api_of(cast.alice)
    whole = door.get(path).json()
    first, second = door.get(path, {"limit": 1}), door.get(path, {"limit": 1, "offset": 1})
    assert [*first.json(), *second.json()] == whole
    assert f'{path}?limit=1&offset=1>; rel="next"' in first.headers["Link"]
    assert f'{path}?limit=1&offset=0>; rel="prev"' in second.headers["Link"]
    assert door.get(path, {"offset": count}).json() == []
    assert "Link" not in door.get(path).headers


@pytest.mark.parametrize("path", [TAGS, LINKS, STATUSES])
class TestTheDoor:
    def test_visitors_where_they_see_posts(self, cast: Cast, posts: list[int], path: str) -> None:
        assert len(Door().get(path).json()) == 2
        change_settings(cast.olivia, {"visitors": "nothing"})
        assert Door().get(path).json() == []

    def test_nothing_where_trends_are_off(self, cast: Cast, api_of: DoorOf, posts: list[int], path: str) -> None:
        change_settings(cast.olivia, {"trends": "off"})
        forget_manner()
        assert api_of(cast.alice).get(path).json() == []

    def test_a_token_for_something_else_opens_nothing(self, cast: Cast, api_of: DoorOf, path: str) -> None:
        assert api_of(cast.alice, "write").get(path).status_code == 403

    @pytest.mark.parametrize("query", [{"limit": "x"}, {"offset": "-1"}, {"limit": "0"}])
    def test_nonsense_is_refused(self, cast: Cast, api_of: DoorOf, path: str, query: dict[str, str]) -> None:
        assert api_of(cast.alice).get(path, query).status_code == 422

    def test_an_offset_beyond_everything_is_the_end(self, cast: Cast, api_of: DoorOf, posts: Any, path: str) -> None:
        assert api_of(cast.alice).get(path, {"offset": str(10**17)}).json() == []


@pytest.mark.parametrize("path", [TAGS, LINKS])
def test_as_many_statements_whatever_rises(
    cast: Cast, api_of: DoorOf, posts: list[int], queries: Any, path: str
) -> None:
    door = api_of(cast.alice)
    door.get(path)
    with queries(3):  # the token, the community, what rises
        door.get(path)
    Rising.objects.filter(ref=Rising.objects.filter(kind=Kind.TAG)[0].ref).delete()
    with queries(3):
        door.get(path)


@pytest.mark.parametrize(("path", "word"), [(TAGS, "river"), (LINKS, "example.org/b")])
def test_what_a_filter_hides_does_not_end_the_pages(
    cast: Cast, api_of: DoorOf, posts: list[int], path: str, word: str
) -> None:
    """Whatever place it has: the page before it is full, and the one after it is there."""
    door = api_of(cast.alice)
    before = door.get(path).json()
    make_filter(cast.alice, FilterDraft("No", "hide", ("public",), None, (FilterWordDraft(word, whole=False),)))
    [left] = door.get(path).json()
    assert left in before
    first = door.get(path, {"limit": 1})
    assert first.json() == [left]
    assert 'rel="next"' in first.headers["Link"]
    assert door.get(path, {"limit": 1, "offset": 1}).json() == []
