"""Direct posts: the inbox, conversations, answering all in them, reading them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from folkmoot.conversations.queries import unread_count
from folkmoot.posts.queries import get_post
from folkmoot.relations.actions import block
from tests.web.social.reading import composer, fields, htmx, once, post_ids, tree, write

type Clients = Callable[..., Client]


@pytest.fixture
def talk(cast: Any, say: Any, client_of: Clients) -> str:
    """The address of a conversation that bob began with alice and hal."""
    say(cast.bob, "@alice @hal are you coming?", "direct")
    return str(once(client_of(cast.alice), "/direct").one(".conversation").one("a").attrs["href"])


def test_the_inbox_says_with_whom_and_what_is_new(cast: Any, client_of: Clients, talk: str) -> None:
    row = once(client_of(cast.alice), "/direct").one(".conversation")
    assert "unread" in row.classes
    assert set(row.one(".conversation-names").text.removeprefix("New: ").split(", ")) == {"bob", "hal"}
    assert row.one(".conversation-last").text == "@alice @hal are you coming?"
    assert "unread" not in once(client_of(cast.bob), "/direct").one(".conversation").classes


def test_an_empty_inbox_says_how_to_begin(cast: Any, client_of: Clients) -> None:
    assert "Write a direct post" in once(client_of(cast.frank), "/direct").one(".empty").text


def test_an_answer_reaches_all_without_naming_them(cast: Any, client_of: Clients, talk: str) -> None:
    response = write(client_of(cast.alice), talk, text="Yes!")
    path, _hash, anchor = response["Location"].partition("#p")
    assert (response.status_code, path) == (303, talk)
    answer = int(anchor)
    for reader in (cast.alice, cast.bob, cast.hal):
        assert get_post(reader.id, answer).body.scope == "direct"
        assert answer in post_ids(once(client_of(reader), talk))
    assert once(client_of(cast.frank), "/direct").has(".empty")
    assert "Yes!" in once(client_of(cast.hal), "/direct").one(".conversation-last").text


def test_the_audience_cannot_be_widened_from_here(cast: Any, client_of: Clients, talk: str) -> None:
    client = client_of(cast.alice)
    sent = fields(composer(once(client, talk)))
    assert "scope" not in sent
    response = client.post("/posts", {**sent, "text": "Yes!", "scope": "public"})
    assert get_post(cast.alice.id, int(response["Location"].partition("#p")[2])).body.scope == "direct"


def test_htmx_puts_the_answer_on_top(cast: Any, client_of: Clients, talk: str) -> None:
    client = client_of(cast.alice)
    sent = fields(composer(once(client, talk)))
    part = tree(client.post("/posts", {**sent, "text": "Yes!"}, headers=htmx()))
    assert part.one("[hx-swap-oob]").attrs["hx-swap-oob"] == "afterbegin:#feed"
    fresh = fields(composer(part))
    assert (fresh["text"], fresh["conversation"]) == ("", sent["conversation"])
    assert fresh["reply_to"] == str(post_ids(part)[0])


@pytest.mark.parametrize("who", ["frank", "olivia", "dan"])
def test_nobody_else_finds_it(cast: Any, client_of: Clients, talk: str, who: str) -> None:
    client = client_of(getattr(cast, who))
    once(client, talk, 404)
    assert client.post(f"{talk}/read").status_code == 404
    sent = {"text": "hello", "conversation": talk.rpartition("/")[2], "scope": "direct", "language": "en"}
    assert client.post("/posts", sent).status_code == 404


@pytest.mark.parametrize("path", ["/direct/1", "/direct/0", f"/direct/{2**63}"])
def test_what_is_not_there_is_404(cast: Any, client_of: Clients, path: str) -> None:
    once(client_of(cast.alice), path, 404)


def test_answering_somebody_who_blocked_meanwhile_keeps_the_words(cast: Any, client_of: Clients, talk: str) -> None:
    client = client_of(cast.alice)
    sent = {**fields(composer(once(client, talk))), "text": "my long answer"}
    block(cast.bob, cast.alice.id)
    response = client.post("/posts", sent)
    assert response.status_code == 422
    again = fields(composer(tree(response)))
    assert (again["text"], again["conversation"]) == ("my long answer", sent["conversation"])
    assert "reply_to" not in again


class TestRead:
    def test_opening_reads_it_by_a_post_of_its_own(self, cast: Any, client_of: Clients, talk: str) -> None:
        client = client_of(cast.alice)
        form = once(client, talk).one("form.mark-read")
        assert unread_count(cast.alice.id) == 1
        assert form.attrs["hx-trigger"].startswith("load")
        assert client.post(form.attrs["hx-post"], headers=htmx()).status_code == 204
        assert unread_count(cast.alice.id) == 0

    def test_without_javascript_there_is_a_button(self, cast: Any, client_of: Clients, talk: str) -> None:
        client = client_of(cast.alice)
        form = once(client, talk).one("form.mark-read")
        assert form.one("noscript").one("button").text == "Mark as read"
        assert client.post(form.attrs["action"], {"next": "/direct"})["Location"] == "/direct"
        assert unread_count(cast.alice.id) == 0


def test_long_talks_come_in_pages_at_a_constant_price(
    cast: Any, client_of: Clients, say: Any, talk: str, price: Any
) -> None:
    client = client_of(cast.alice)
    few = price(client, talk)
    ids = [say(cast.bob, f"@alice @hal {number}", "direct") for number in range(25)]
    assert price(client, talk) == few <= 18
    page = once(client, talk)
    assert post_ids(page) == ids[:4:-1]
    part = tree(client.get(page.one("#more").one("a").attrs["hx-get"], headers=htmx("more")))
    assert post_ids(part)[:5] == ids[4::-1]


def test_the_inbox_costs_the_same_for_one_and_for_many(cast: Any, client_of: Clients, say: Any, price: Any) -> None:
    from folkmoot.project import cast as people

    client = client_of(cast.alice)
    say(cast.bob, "@alice hello", "direct")
    few = price(client, "/direct")
    for number in range(21):
        say(people.member(f"singer{number:02}"), "@alice hello", "direct")
    assert price(client, "/direct") == few <= 14
    page = once(client, "/direct")
    assert len(page.all(".conversation")) == 20
    part = tree(client.get(page.one("#more").one("a").attrs["hx-get"], headers=htmx("more")))
    assert len(part.all(".conversation")) == 2


def test_words_to_oneself_are_a_conversation_too(cast: Any, client_of: Clients, say: Any) -> None:
    say(cast.bob, "buy milk", "direct")
    client = client_of(cast.bob)
    row = once(client, "/direct").one(".conversation")
    assert row.one(".conversation-names").text == "Just you"
    assert "Just you" in once(client, row.one("a").attrs["href"]).one("h1").text
