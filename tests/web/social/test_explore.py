"""The page of what is on the rise: who gets in, what stands there, and what it says when there is nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from folkmoot.discovery.actions import count_anew
from folkmoot.discovery.kinds import Kind
from folkmoot.discovery.models import Rising
from folkmoot.instance.actions import change_settings
from folkmoot.posts.models import Card
from folkmoot.project.cast import Cast
from folkmoot.web.social.sparks import HIGH, spark
from tests.discovery.speaking import agreed, all_kinds
from tests.web.social.reading import once, tree

type Clients = Callable[..., Client]
PAGE = "/explore"


@pytest.fixture
def rising(cast: Cast, drain: Any) -> int:
    """One of each kind rises: ``#Swim``, a link, a post of bob's, and bob."""
    post = all_kinds(cast.bob, drain)
    agreed(cast.frank, "Swim")
    Card.objects.update(title="The <b>story</b>")
    return post


def headings(page: Any) -> list[str]:
    return [node.text for node in page.all("h2.section-title")]


class TestWhatStandsThere:
    def test_for_members(self, cast: Cast, client_of: Clients, rising: int) -> None:
        page = once(client_of(cast.alice), PAGE)
        assert headings(page) == ["Hashtags", "Links", "People", "Posts"]
        assert [node.text for node in page.all("a.rising-name")] == ["#Swim", "The <b>story</b>"]
        assert [node.text for node in page.all(".person-name")][:1] == ["bob"]
        assert "Look at the river" in page.one("#feed").text

    def test_the_drawing_says_in_words_what_it_shows(self, cast: Cast, client_of: Clients, rising: int) -> None:
        page = once(client_of(cast.alice), PAGE)
        drawing = page.all("svg.spark")[0]
        assert drawing.attrs["role"] == "img"
        days = Rising.objects.get(kind=Kind.TAG).days  # the last but one, where midnight came in between
        assert (len(days), sum(days)) == (7, 8)
        said = f"People on each of the last days, today last: {', '.join(map(str, days))}"
        assert drawing.attrs["aria-label"] == said
        assert len(drawing.all("rect")) == 7

    def test_a_link_elsewhere_tells_nobody_where_one_came_from(
        self, cast: Cast, client_of: Clients, rising: int
    ) -> None:
        link = once(client_of(cast.alice), PAGE).all("a.rising-name")[1]
        assert (link.attrs["href"], link.attrs["rel"]) == ("https://example.org/story", "nofollow noopener noreferrer")

    def test_as_many_statements_whatever_rises(
        self, cast: Cast, client_of: Clients, rising: int, queries: Any, django_assert_max_num_queries: Any
    ) -> None:
        client = client_of(cast.alice)
        client.get(PAGE)
        with django_assert_max_num_queries(16):
            client.get(PAGE)

    def test_nothing(self, cast: Cast, client_of: Clients) -> None:
        page = once(client_of(cast.alice), PAGE)
        assert page.one(".empty").one("h2").text == "Nothing is on the rise at the moment"
        assert [link.attrs["href"] for link in page.one(".empty").all("a")] == ["/community", "/write"]


class TestLanguages:
    def test_ones_own_first(self, cast: Cast, client_of: Clients, rising: int) -> None:
        Rising.objects.update(languages=" ar ")
        client = client_of(cast.alice)
        assert "#Swim" in client.get(PAGE).content.decode(), "nothing is in English, so everything is there"
        assert headings(once(client, f"{PAGE}?language=en")) == ["People"]
        assert "Hashtags" in headings(once(client, f"{PAGE}?language=ar"))
        assert "Hashtags" in headings(once(client, f"{PAGE}?language=all"))

    def test_who_rises_is_asked_once(self, cast: Cast, client_of: Clients, rising: int) -> None:
        Rising.objects.filter(kind__in=[Kind.TAG, Kind.LINK, Kind.POST]).update(languages=" ar ")
        client = client_of(cast.alice)
        with CaptureQueriesContext(connection) as asked:
            assert headings(once(client, PAGE)) == ["Hashtags", "Links", "People", "Posts"]
        found = [each["sql"] for each in asked if f"kind = {Kind.PERSON.value}" in each["sql"]]
        assert len(found) == 1

    @pytest.mark.parametrize("asked", ["", "nothing", "%25", "' OR 1=1"])
    def test_any_nonsense_is_ones_own(self, cast: Cast, client_of: Clients, rising: int, asked: str) -> None:
        assert "Hashtags" in headings(once(client_of(cast.alice), f"{PAGE}?language={asked}"))


class TestTheDoor:
    def test_visitors_come_in_where_they_see_posts(self, cast: Cast, client_of: Clients, rising: int) -> None:
        change_settings(cast.olivia, {"visitors": "posts"})
        page = once(client_of(None), PAGE)
        assert headings(page) == ["Hashtags", "Links", "People", "Posts"]
        assert client_of(None).get("/community").content.decode().count('href="/explore"') == 1

    def test_and_are_asked_to_sign_in_elsewhere(self, cast: Cast, client_of: Clients) -> None:
        change_settings(cast.olivia, {"visitors": "nothing"})
        assert client_of(None).get(PAGE).headers["Location"] == "/sign-in?next=%2Fexplore"

    def test_nothing_can_be_sent(self, cast: Cast, client_of: Clients) -> None:
        assert client_of(cast.alice).post(PAGE).status_code == 405

    def test_it_is_in_the_navigation_and_on_the_page_for_searching(self, cast: Cast, client_of: Clients) -> None:
        page = tree(client_of(cast.alice).get("/search"))
        assert PAGE in [link.attrs["href"] for link in page.one("nav.places").all("a")]
        assert PAGE in [link.attrs["href"] for link in page.one(".empty").all("a")]

    def test_where_trends_are_off_there_is_no_such_page_and_no_way_to_it(
        self, cast: Cast, client_of: Clients, rising: int
    ) -> None:
        client = client_of(cast.alice)
        assert PAGE in client.get("/").content.decode()
        change_settings(cast.olivia, {"trends": "off"})
        assert client.get(PAGE).status_code == 404
        for address in ("/", "/search", "/community"):
            assert PAGE not in client.get(address).content.decode()
        change_settings(cast.olivia, {"trends": "shown"})
        for address in ("/", "/search", "/community"):
            assert PAGE in client.get(address).content.decode()


def test_a_day_without_anybody_is_to_be_seen_and_the_highest_fills_the_drawing() -> None:
    drawn = spark((0, 5, 10))
    assert [bar.high for bar in drawn.bars] == [1.5, HIGH / 2, HIGH]
    assert all(bar.y + bar.high == HIGH for bar in drawn.bars)
    assert (drawn.wide, drawn.words) == (22, "People on each of the last days, today last: 0, 5, 10")
    assert spark(()).bars == ()


def test_what_rises_no_more_is_gone(cast: Cast, client_of: Clients, rising: int) -> None:
    Rising.objects.all().delete()
    assert client_of(cast.alice).get(PAGE).status_code == 200
    count_anew()
    assert Rising.objects.exists()
