"""Notifications: what is told, in which words, what is new, and when it stops being new."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from folkmoot.notifications.queries import grouped, unread_count
from folkmoot.posts import actions as posts
from folkmoot.project import cast as people
from folkmoot.relations import actions as relations
from tests.web.social.reading import button, fields, htmx, once, post, press, tree

type Clients = Callable[..., Client]


@pytest.fixture
def quiet(cast: Any, drain: Any) -> None:
    """What the cast did to each other is read already."""
    from folkmoot.core.cursors import Page
    from folkmoot.notifications.actions import mark_read

    drain()
    for account in (cast.alice, cast.bob):
        if told := grouped(account.id, Page(limit=20)).items:
            mark_read(account, told[0].id)


def newest(client: Client) -> Any:
    return once(client, "/notifications").all("li.told")[0]


def test_each_kind_in_words(cast: Any, client_of: Clients, say: Any, drain: Any, quiet: None) -> None:
    mine = say(cast.bob, "my post")
    did: list[tuple[Callable[[], object], str]] = [
        (lambda: relations.follow(cast.hal, cast.bob.id), "hal and 1 other follow you"),
        (lambda: posts.like(cast.hal, mine), "hal likes your post"),
        (lambda: posts.boost(cast.hal, mine), "hal boosted your post"),
        (lambda: say(cast.hal, "@bob psst"), "hal mentions you"),
        (lambda: say(cast.hal, "yes", reply_to=mine), "hal answers you"),
    ]
    client = client_of(cast.bob)
    for act, words in did:
        act()
        drain()
        told = newest(client)
        assert f"New: {words} now" in told.one(".told-words").text
        assert told.one(".told-name").attrs["href"] == "/@hal"


def test_the_same_thing_by_many_stands_together(
    cast: Any, client_of: Clients, say: Any, drain: Any, quiet: None
) -> None:
    mine = say(cast.bob, "my post")
    for who in (cast.alice, cast.frank, cast.hal):
        posts.like(who, mine)
    drain()
    assert "hal and 2 others like your post" in newest(client_of(cast.bob)).text
    posts.unlike(cast.frank, mine)
    drain()
    assert "hal and 1 other like your post" in newest(client_of(cast.bob)).text


def test_likes_show_the_words_and_answers_the_post(cast: Any, client_of: Clients, say: Any, drain: Any) -> None:
    mine = say(cast.bob, "my own words " * 30)
    posts.like(cast.hal, mine)
    answer = say(cast.hal, "yes", reply_to=mine)
    drain()
    page = once(client_of(cast.bob), "/notifications")
    assert button(post(page, answer), "like")
    excerpt = page.one(".told-post")
    assert excerpt.attrs["href"] == f"/@bob/{mine}"
    assert 20 < len(excerpt.text) <= 160


def test_a_warning_covers_the_excerpt(cast: Any, client_of: Clients, say: Any, drain: Any) -> None:
    posts.like(cast.hal, say(cast.bob, "the butler did it", warning="Spoiler"))
    drain()
    assert once(client_of(cast.bob), "/notifications").one(".told-post").text == "Spoiler"


def test_nothing_yet_says_what_will_be_here(cast: Any, client_of: Clients) -> None:
    assert "Nothing new so far" in once(client_of(cast.hal), "/notifications").one(".empty").text


def test_a_request_is_answered_in_place(cast: Any, client_of: Clients, drain: Any) -> None:
    drain()
    client = client_of(cast.alice)
    row = next(node for node in once(client, "/notifications").all("li.told") if "of-request" in node.classes)
    assert "carol asks to follow you" in row.text
    response = press(client, row, "request", next="/notifications")
    assert response["Location"] == "/notifications"
    drain()
    assert "carol asks" not in once(client, "/notifications").text


class TestUnread:
    def test_what_is_new_is_marked_and_stays_marked_on_this_page(
        self, cast: Any, client_of: Clients, say: Any, drain: Any, quiet: None
    ) -> None:
        posts.like(cast.hal, say(cast.bob, "one"))
        drain()
        client = client_of(cast.bob)
        page = once(client, "/notifications")
        assert "unread" in page.all("li.told")[0].classes
        assert unread_count(cast.bob.id) == 1  # looking alone reads nothing: a browser may look ahead
        form = page.one("form.mark-read")
        response = client.post("/notifications/read", fields(form), headers=htmx())
        assert response.status_code == 204
        assert json.loads(response["HX-Trigger"]) == {"folkmoot:unread": {"notifications": 0, "direct": 0}}
        again = once(client, "/notifications")
        assert not again.has(".unread")
        assert not again.has("form.mark-read")

    def test_without_javascript_there_is_a_button(
        self, cast: Any, client_of: Clients, say: Any, drain: Any, quiet: None
    ) -> None:
        posts.like(cast.hal, say(cast.bob, "one"))
        drain()
        client = client_of(cast.bob)
        form = once(client, "/notifications").one("form.mark-read")
        assert form.one("noscript").one("button").text == "Mark all as read"
        response = client.post("/notifications/read", fields(form))
        assert (response.status_code, response["Location"]) == (303, "/notifications")
        assert unread_count(cast.bob.id) == 0

    def test_what_came_meanwhile_stays_new(
        self, cast: Any, client_of: Clients, say: Any, drain: Any, quiet: None
    ) -> None:
        mine = say(cast.bob, "one")
        posts.like(cast.hal, mine)
        drain()
        client = client_of(cast.bob)
        form = fields(once(client, "/notifications").one("form.mark-read"))
        posts.boost(cast.hal, mine)
        drain()
        client.post("/notifications/read", form)
        assert unread_count(cast.bob.id) == 1

    @pytest.mark.parametrize("up_to", ["", "x", "-1", str(2**63)])
    def test_nonsense_is_refused(self, cast: Any, client_of: Clients, up_to: str) -> None:
        assert client_of(cast.bob).post("/notifications/read", {"up_to": up_to}).status_code == 422

    def test_the_count_for_the_bell(self, cast: Any, client_of: Clients, say: Any, drain: Any, quiet: None) -> None:
        posts.like(cast.hal, say(cast.bob, "one"))
        drain()
        client = client_of(cast.bob)
        assert client.get("/notifications/unread").json() == {"notifications": 1, "direct": 0}
        bell = next(node for node in once(client, "/").all("a") if node.attrs["href"] == "/notifications")
        assert bell.one(".badge").text == "unread: 1"


def test_long_lists_come_in_pages_at_a_constant_price(
    cast: Any, client_of: Clients, say: Any, drain: Any, price: Any
) -> None:
    client = client_of(cast.bob)
    say(cast.hal, "@bob hello")
    drain()
    few = price(client, "/notifications")
    for number in range(25):
        say(cast.hal, f"@bob hello {number}")
    drain()
    assert price(client, "/notifications") == few <= 16
    page = once(client, "/notifications")
    assert len(page.all("li.told")) == 20
    part = tree(client.get(page.one("#more").one("a").attrs["hx-get"], headers=htmx("more")))
    assert len(part.all("li.told")) >= 6
    assert not part.has("main")


def test_nobody_hears_of_whom_they_mute_or_block(
    cast: Any, client_of: Clients, say: Any, drain: Any, quiet: None
) -> None:
    mine = say(cast.bob, "one")
    noisy = people.member("noisy")
    posts.like(noisy, mine)
    drain()
    client = client_of(cast.bob)
    assert "noisy" in once(client, "/notifications").text
    relations.block(cast.bob, noisy.id)
    assert "noisy" not in once(client, "/notifications").one("main").text
