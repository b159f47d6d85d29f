"""Home, community, hashtags, bookmarks and likes: what stands in them, in pages, for whom, at what price."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from folkmoot.posts import actions
from folkmoot.relations.actions import block, follow
from tests.web.social.reading import htmx, once, post, post_ids, tree

type Clients = Callable[..., Client]


def test_home_holds_what_i_and_those_i_follow_wrote(cast: Any, client_of: Clients, say: Any, drain: Any) -> None:
    mine, bobs, hals = say(cast.alice, "mine"), say(cast.bob, "from bob", "followers"), say(cast.hal, "from hal")
    drain()
    home = once(client_of(cast.alice), "/")
    assert post_ids(home) == [bobs, mine]
    assert hals not in post_ids(home)


def test_an_empty_home_says_what_to_do_next(cast: Any, client_of: Clients) -> None:
    empty = once(client_of(cast.hal), "/").one(".empty")
    assert "follow people" in empty.text
    assert {node.attrs["href"] for node in empty.all("a")} == {"/members", "/community"}


@pytest.mark.parametrize("path", ["/community", "/bookmarks", "/likes", "/tags/nothing"])
def test_an_empty_list_says_so_warmly(cast: Any, client_of: Clients, path: str) -> None:
    page = once(client_of(cast.hal), path)
    assert page.one(".empty").one("h2").text
    assert not page.has("#more")


def test_the_community_feed_is_of_everybody_here(cast: Any, client_of: Clients, say: Any) -> None:
    public, inner = say(cast.bob, "public"), say(cast.hal, "inner", "community")
    quiet, close = say(cast.bob, "quiet", "quiet"), say(cast.alice, "close", "followers")
    shown = post_ids(once(client_of(cast.frank), "/community"))
    assert shown == [inner, public]
    assert not {quiet, close} & set(shown)


@pytest.mark.parametrize("path", ["/tags/Straße", "/tags/STRASSE", "/tags/stra%C3%9Fe"])
def test_a_tag_gathers_all_its_spellings(cast: Any, client_of: Clients, say: Any, path: str) -> None:
    tagged = say(cast.bob, "look #Straße")
    assert post_ids(once(client_of(cast.hal), path)) == [tagged]


def test_a_tag_page_offers_to_write_with_the_tag(cast: Any, client_of: Clients) -> None:
    client = client_of(cast.hal)
    link = once(client, "/tags/%D8%AA%D9%85%D8%B1%D9%8A%D9%86").one("main").all("a")[0].attrs["href"]
    assert once(client, link).one("textarea").text == "#تمرين"


def test_bookmarks_and_likes_are_kept_newest_first(cast: Any, client_of: Clients, say: Any) -> None:
    first, second = say(cast.bob, "one"), say(cast.bob, "two")
    for post_id in (second, first):
        actions.bookmark(cast.alice, post_id)
        actions.like(cast.alice, post_id)
    client = client_of(cast.alice)
    assert post_ids(once(client, "/bookmarks")) == [first, second]
    assert post_ids(once(client, "/likes")) == [first, second]
    assert post_ids(once(client_of(cast.bob), "/bookmarks")) == []


def test_a_long_feed_comes_in_pages_with_real_links(cast: Any, client_of: Clients, say: Any) -> None:
    ids = [say(cast.bob, f"number {number}") for number in range(45)][::-1]
    client = client_of(cast.hal)
    page, seen = once(client, "/community"), []
    while True:
        seen.append(post_ids(page))
        if not page.has("#more"):
            break
        page = once(client, "/community" + page.one("#more").one("a").attrs["href"])
    assert [len(part) for part in seen] == [20, 20, 5]
    assert [each for part in seen for each in part] == ids


def test_the_way_back_to_newer_posts_is_a_link_too(cast: Any, client_of: Clients, say: Any) -> None:
    ids = [say(cast.bob, f"number {number}") for number in range(30)][::-1]
    client = client_of(cast.hal)
    older = once(client, "/community" + once(client, "/community").one("#more").one("a").attrs["href"])
    newer = next(node for node in older.all("a") if node.attrs.get("rel") == "prev")
    assert post_ids(once(client, "/community" + newer.attrs["href"])) == ids[:20]
    assert not [node for node in once(client, "/community").all("a") if node.attrs.get("rel") == "prev"]


def test_htmx_gets_only_the_next_part(cast: Any, client_of: Clients, say: Any) -> None:
    ids = [say(cast.bob, f"number {number}") for number in range(45)][::-1]
    client = client_of(cast.hal)
    more = once(client, "/community").one("#more").one("a")
    response = client.get(more.attrs["hx-get"], headers=htmx("more"))
    part = tree(response)
    assert post_ids(part) == ids[20:40]
    assert not part.has("main")
    assert part.one("#more")
    assert "HX-Request" in response["Vary"]


def test_going_back_in_the_browser_gets_a_whole_page(cast: Any, client_of: Clients, say: Any) -> None:
    say(cast.bob, "here")
    headers = {**htmx("more"), "HX-History-Restore-Request": "true"}
    assert tree(client_of(cast.hal).get("/community", headers=headers)).has("main")


@pytest.mark.parametrize("query", ["max_id=x", "max_id=-1", "min_id=9999999999999999999999", "since_id=%00"])
def test_a_nonsense_page_is_refused_clearly(cast: Any, client_of: Clients, query: str) -> None:
    assert client_of(cast.hal).get(f"/community?{query}").status_code == 422


def test_links_to_pages_keep_what_else_was_asked(cast: Any, client_of: Clients) -> None:
    from folkmoot.project import cast as people

    for number in range(41):
        people.member(f"singer{number:02}")
    link = once(client_of(cast.hal), "/members?q=singer").one("#more").one("a").attrs["href"]
    assert link.startswith("?q=singer&after=")


class TestNews:
    def test_nothing_new_is_no_content(self, cast: Any, client_of: Clients, say: Any) -> None:
        newest = say(cast.bob, "hello")
        assert client_of(cast.hal).get(f"/feeds/community/new?since={newest}").status_code == 204

    @pytest.mark.parametrize(("count", "words"), [(1, "1 new post"), (3, "3 new posts"), (41, "40+ new posts")])
    def test_new_posts_are_counted_in_words(
        self, cast: Any, client_of: Clients, say: Any, count: int, words: str
    ) -> None:
        start = say(cast.bob, "hello")
        for number in range(count):
            say(cast.bob, f"more {number}")
        response = client_of(cast.hal).get(f"/feeds/community/new?since={start}")
        assert response.content.decode() == words
        assert response["Content-Type"].startswith("text/plain")

    def test_home_counts_only_what_is_in_it(self, cast: Any, client_of: Clients, say: Any, drain: Any) -> None:
        start = say(cast.bob, "hello")
        say(cast.hal, "not followed")
        say(cast.bob, "followed")
        drain()
        assert client_of(cast.alice).get(f"/feeds/home/new?since={start}").content == b"1 new post"

    def test_an_empty_feed_asks_from_the_beginning(self, cast: Any, client_of: Clients, say: Any) -> None:
        say(cast.bob, "hello")
        assert client_of(cast.hal).get("/feeds/community/new?since=0").content == b"1 new post"

    def test_other_feeds_have_no_news(self, cast: Any, client_of: Clients) -> None:
        assert client_of(cast.hal).get("/feeds/secrets/new?since=1").status_code == 404

    def test_a_nonsense_since_is_refused(self, cast: Any, client_of: Clients) -> None:
        assert client_of(cast.hal).get("/feeds/home/new?since=yesterday").status_code == 422

    def test_the_pill_takes_no_room_until_there_is_something(self, cast: Any, client_of: Clients) -> None:
        pill = once(client_of(cast.alice), "/").one("[data-news]")
        assert pill.attrs["data-news"] == "home"
        assert "hidden" in pill.one("a").attrs

    def test_pages_listen_where_there_is_a_stream(self, cast: Any, client_of: Clients, settings: Any) -> None:
        from folkmoot.core.push import account_of

        settings.FOLKMOOT_STREAM_URL = "http://localhost:8001/stream"
        address = client_of(cast.bob).get("/feeds/stream").json()["address"]
        assert address.startswith("http://localhost:8001/stream?ticket=")
        assert account_of(address.partition("ticket=")[2].replace("%3A", ":")) == cast.bob.id

    def test_pages_ask_where_there_is_none(self, cast: Any, client_of: Clients, settings: Any) -> None:
        settings.FOLKMOOT_STREAM_URL = ""
        assert client_of(cast.bob).get("/feeds/stream").json() == {"address": ""}


class TestPrice:
    """One post or twenty: the same number of statements."""

    @pytest.fixture
    def lists(self, cast: Any, say: Any, drain: Any) -> Callable[[int], None]:
        def fill(count: int) -> None:
            for number in range(count):
                post_id = say(cast.bob, f"@alice #moot {number}", warning="w" if number % 2 else "")
                actions.like(cast.alice, post_id)
                actions.bookmark(cast.alice, post_id)
                actions.boost(cast.frank, post_id)
            drain()

        return fill

    @pytest.mark.parametrize("path", ["/", "/community", "/tags/moot", "/bookmarks", "/likes", "/@bob", "/@frank"])
    def test_the_length_of_a_list_costs_no_statements(
        self, cast: Any, client_of: Clients, lists: Any, path: str, price: Any
    ) -> None:
        client = client_of(cast.alice)
        lists(2)
        few = price(client, path)
        lists(20)
        assert price(client, path) == few <= 18
        assert len(post_ids(once(client, path))) >= 18

    def test_home_is_cheap_once_its_posts_are_known(
        self, cast: Any, client_of: Clients, lists: Any, queries: Any
    ) -> None:
        client = client_of(cast.alice)
        lists(20)
        client.get("/")
        with queries(5):  # session, login with account, the feed, community, unread
            client.get("/")


def test_a_block_works_at_once_on_what_was_already_there(cast: Any, client_of: Clients, say: Any) -> None:
    written = say(cast.bob, "still here?")
    client = client_of(cast.hal)
    assert written in post_ids(once(client, "/community"))
    block(cast.bob, cast.hal.id)
    assert post_ids(once(client, "/community")) == []


def test_a_boost_stands_in_the_feed_with_who_boosted(cast: Any, client_of: Clients, say: Any, drain: Any) -> None:
    written = say(cast.hal, "pass me on")
    boost = actions.boost(cast.bob, written)
    drain()
    shown = post(once(client_of(cast.alice), "/"), boost)
    assert shown.one(".post-boosted").text == "bob boosted"
    assert shown.one(".post-name").text == "hal"
    liking = next(node for node in shown.all("button") if "/like" in node.attrs.get("formaction", ""))
    assert liking.attrs["formaction"] == f"/posts/{written}/like?at=p{boost}"


def test_following_somebody_fills_home(cast: Any, client_of: Clients, say: Any, drain: Any) -> None:
    written = say(cast.hal, "hello there")
    follow(cast.frank, cast.hal.id)
    drain()
    assert post_ids(once(client_of(cast.frank), "/")) == [written]
