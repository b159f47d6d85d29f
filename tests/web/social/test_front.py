"""What visitors see: the front page, and behind it only what the community opened."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from folkmoot.instance.actions import begin_open, change_settings
from tests.web.pages import page
from tests.web.social.reading import once, post_ids, tree

type Clients = Callable[..., Client]

MEMBERS_ONLY = [
    "/bookmarks",
    "/likes",
    "/direct",
    "/direct/1",
    "/notifications",
    "/notifications/unread",
    "/members",
    "/follow-requests",
    "/write",
    "/report?account=1",
    "/report/sent",
    "/feeds/home/new?since=1",
    "/feeds/stream",
    "/accounts/1/block",
    "/accounts/1/mute",
    "/posts/1/delete",
    "/@bob/followers",
    "/@bob/following",
    "/@bob/1/likes",
    "/@bob/1/boosts",
]
OPENED = ["/community", "/tags/moot", "/@bob", "/@bob/replies", "/@nobody", "/@bob/1"]


@pytest.mark.parametrize("path", MEMBERS_ONLY + OPENED)
def test_a_closed_community_asks_everybody_to_sign_in(cast: Any, client: Client, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (302, f"/sign-in?next={quote(path, safe='')}")


@pytest.mark.parametrize("path", MEMBERS_ONLY)
def test_an_open_community_keeps_members_pages_for_members(
    cast: Any, client: Client, open_house: None, path: str
) -> None:
    assert client.get(path)["Location"].startswith("/sign-in?next=")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/community", 200),
        ("/tags/moot", 200),
        ("/@bob", 200),
        ("/@bob/replies", 200),
        ("/@nobody", 404),
        ("/@bob/1", 404),
    ],
)
def test_an_open_community_shows_its_public_pages(
    cast: Any, client: Client, open_house: None, path: str, status: int
) -> None:
    assert client.get(path).status_code == status


def test_whoever_waits_is_sent_to_the_waiting_page(cast: Any, client_of: Clients) -> None:
    assert client_of(cast.ivy).get("/community")["Location"] == "/waiting"


def test_visitors_see_public_and_quiet_posts_only(cast: Any, client: Client, say: Any, open_house: None) -> None:
    shown = {scope: say(cast.bob, f"for {scope}", scope) for scope in ("public", "quiet")}
    hidden = [say(cast.bob, f"for {scope}", scope) for scope in ("community", "followers", "direct")]
    assert post_ids(once(client, "/community")) == [shown["public"]]
    assert post_ids(once(client, "/@bob")) == [shown["quiet"], shown["public"]]
    for post_id in shown.values():
        assert client.get(f"/@bob/{post_id}").status_code == 200
    for post_id in hidden:
        assert client.get(f"/@bob/{post_id}").status_code == 404


def test_what_is_hidden_looks_like_what_is_not_there(cast: Any, client: Client, say: Any, open_house: None) -> None:
    hidden = say(cast.bob, "for friends", "followers")
    bodies = [client.get(f"/@bob/{post_id}").content for post_id in (hidden, 12345)]
    assert bodies[0] == bodies[1]


def test_visitors_read_counts_but_find_no_buttons(cast: Any, client: Client, say: Any, open_house: None) -> None:
    from folkmoot.posts.actions import like

    post_id = say(cast.bob, "hello")
    like(cast.alice, post_id)
    main = once(client, f"/@bob/{post_id}").one("main")
    assert main.one(".bar").text == "Answers: Boosts: Likes: 1"
    assert not main.all("button")
    assert not main.has("textarea")


class TestFront:
    def test_it_says_what_this_is_and_how_to_come_in(self, client: Client, open_house: None) -> None:
        change_settings(None, {"description": "We sing on Tuesdays."})
        read = page(client.get("/"))
        assert read.heading == "Hillside Choir"
        assert "We sing on Tuesdays." in read.text
        assert {"/sign-in", "/sign-up"} <= set(read.links)

    def test_it_shows_the_newest_posts_where_they_are_open(
        self, cast: Any, client: Client, say: Any, open_house: None
    ) -> None:
        ids = [say(cast.bob, f"note {number}") for number in range(12)]
        assert post_ids(once(client, "/")) == ids[:1:-1]

    def test_it_shows_none_where_they_are_not(self, cast: Any, client: Client, say: Any) -> None:
        say(cast.bob, "canary-front")
        response = client.get("/")
        assert b"canary-front" not in response.content
        assert "sign in to read" in tree(response).one("main").text

    def test_an_empty_open_community_says_so(self, client: Client, open_house: None) -> None:
        assert "Nothing here yet" in once(client, "/").one(".empty").text

    @pytest.mark.parametrize(
        ("mode", "words", "link"),
        [
            ("open", "", True),
            ("approval", "look at each application", True),
            ("invitation", "need an invitation", True),
            ("closed", "takes no new members", False),
        ],
    )
    def test_it_says_how_one_joins(self, client: Client, db: None, mode: str, words: str, link: bool) -> None:
        begin_open()
        change_settings(None, {"name": "Choir", "sign_up": mode})
        main = once(client, "/").one("main")
        assert words in main.text
        assert ("/sign-up" in [node.attrs["href"] for node in main.all("a")]) is link

    def test_before_set_up_it_says_so(self, client: Client, db: None) -> None:
        assert "is being prepared" in once(client, "/").one("main").text
