"""Announcements at the top of home: read, answered, and nothing where there are none."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from folkmoot.accounts.actions import choose_language
from folkmoot.instance.actions import Notice, announce, answer_announcement, rewrite_announcement
from folkmoot.instance.hydrate import announcements
from folkmoot.posts.actions import Draft, publish_post
from tests.emoji import own_emoji
from tests.web.social.reading import Node, htmx, once, tree

type Clients = Callable[..., Client]


@pytest.fixture
def said(cast: Any) -> int:
    return announce(cast.olivia, Notice("**Tonight** we <b>meet</b>"))


@pytest.fixture(params=["with posts", "without posts"])
def alice(request: pytest.FixtureRequest, cast: Any, client_of: Clients, drain: Any) -> Client:
    """Her home as it is kept for many, and as it is made for one."""
    if request.param == "with posts":
        publish_post(cast.alice, Draft("mine", "public"))
        drain()
    return client_of(cast.alice)


def shown(page: Node) -> list[str]:
    return [each.one(".post-words").text for each in page.all("article.announcement")]


def test_it_stands_at_the_top_until_it_is_read(alice: Client, cast: Any, client_of: Clients, said: int) -> None:
    page = once(alice, "/")
    assert shown(page) == ["Tonight we <b>meet</b>"]
    assert page.one("article.announcement").has("strong")
    (read,) = [each for each in page.all("button") if each.text == "I have read it"]
    answer = alice.post(read.attrs["formaction"], follow=True)
    assert "Thank you, that is noted." in tree(answer).text
    assert shown(tree(answer)) == []
    assert shown(once(alice, "/")) == []
    assert shown(once(client_of(cast.hal), "/")) == ["Tonight we <b>meet</b>"]


def test_it_is_answered_with_one_press(alice: Client, cast: Any, said: int) -> None:
    own_emoji(cast.olivia, "wave")
    answer_announcement(cast.hal, said, "🎉")
    page = once(alice, "/")
    (party,) = [each for each in page.all("button.reaction") if each.text.endswith("1")]
    assert party.attrs["aria-pressed"] == "false"
    answer = alice.post(party.attrs["formaction"], {"_method": "POST"}, headers=htmx())
    part = tree(answer)
    assert not part.has("html")
    (party,) = [each for each in part.all("button.reaction") if each.text.endswith("2")]
    assert (party.attrs["aria-pressed"], party.attrs["value"]) == ("true", "DELETE")
    alice.post(party.attrs["formaction"], {"_method": "DELETE"})
    assert [(each.emoji, each.count) for each in announcements(cast.alice.id)[0].reactions] == [("🎉", 1)]
    (wave,) = [each for each in page.all("button.reaction") if each.attrs["title"] == ":wave:"]
    alice.post(wave.attrs["formaction"])
    assert [each.emoji for each in announcements(cast.alice.id)[0].reactions] == ["🎉", ":wave:"]


def test_the_last_one_read_leaves_nothing(alice: Client, said: int) -> None:
    answer = alice.post(f"/announcements/{said}/dismiss", headers=htmx())
    assert (answer.status_code, answer.content) == (200, b"")


def test_times(alice: Client, cast: Any) -> None:
    now = timezone.now()
    announce(cast.olivia, Notice("One", starts_at=now + timedelta(days=1), ends_at=now + timedelta(days=2)))
    announce(cast.olivia, Notice("Two", ends_at=now + timedelta(days=2), all_day=True))
    announce(cast.olivia, Notice("Three", starts_at=now + timedelta(days=1)))
    announce(cast.olivia, Notice("Four"))
    times = [len(each.all("time")) for each in once(alice, "/").all("article.announcement")]
    assert times == [2, 1, 1, 0]
    assert "until" in once(alice, "/").all("article.announcement")[1].text


def test_older_pages_of_home_are_without(alice: Client, said: int) -> None:
    assert shown(once(alice, f"/?max_id={2**62}")) == []


def test_one_of_nowhere(alice: Client) -> None:
    assert alice.post("/announcements/5/dismiss").status_code == 404
    assert alice.post("/announcements/5/reactions/x").status_code == 422
    assert alice.get("/announcements/5/dismiss").status_code == 405


def test_visitors_press_nothing(cast: Any, said: int, client: Client) -> None:
    for path in (f"/announcements/{said}/dismiss", f"/announcements/{said}/reactions/🎉"):
        assert client.post(path).status_code in {302, 403}
    assert announcements(cast.alice.id)[0].reactions == ()


def test_home_asks_for_them_only_where_there_are_some(alice: Client, cast: Any) -> None:
    def asked() -> list[str]:
        with CaptureQueriesContext(connection) as found:
            alice.get("/")
        return [each["sql"] for each in found if "instance_announcement" in each["sql"]]

    alice.get("/")
    assert len(asked()) == 1  # within the one about the community itself
    announce(cast.olivia, Notice("Listen"))
    assert len(asked()) == 3
    announce(cast.olivia, Notice({"en": "Listen", "ar": "اسمعوا"}))
    assert len(asked()) == 3


def test_languages_cost_home_nothing(alice: Client, cast: Any, queries: Any) -> None:
    some_id = announce(cast.olivia, Notice("Listen"))
    alice.get("/")
    before = cost(alice)
    rewrite_announcement(cast.olivia, some_id, Notice({"en": "Listen", "ar": "اسمعوا"}))
    alice.get("/")
    with queries(before):
        alice.get("/")
    reading_arabic(cast)
    alice.get("/")
    with queries(before):
        assert shown(once(alice, "/")) == ["اسمعوا"]


def test_each_reads_it_in_their_language(alice: Client, cast: Any, client_of: Clients) -> None:
    announce(cast.olivia, Notice({"en": "**Listen** #choir", "ar": "**اسمعوا** #جوقة"}))
    assert shown(once(alice, "/")) == ["Listen #choir"]
    reading_arabic(cast)
    page = once(alice, "/")
    assert shown(page) == ["اسمعوا #جوقة"]
    words = page.one("article.announcement").one(".post-words")
    assert (words.attrs["lang"], words.has("strong"), words.has("a")) == ("ar", True, True)
    assert shown(once(client_of(cast.hal), "/")) == ["Listen #choir"]


def test_what_was_not_translated_is_read_as_it_was_written(alice: Client, cast: Any, said: int) -> None:
    reading_arabic(cast)
    page = once(alice, "/")
    assert shown(page) == ["Tonight we <b>meet</b>"]
    assert page.one("article.announcement").one(".post-words").attrs["lang"] == "en"


def test_a_change_keeps_what_members_did(alice: Client, cast: Any, client_of: Clients, said: int) -> None:
    answer_announcement(cast.hal, said, "🎉")
    alice.post(f"/announcements/{said}/dismiss")
    rewrite_announcement(cast.olivia, said, Notice({"en": "Tomorrow", "ar": "غدا"}))
    assert shown(once(alice, "/")) == []
    assert [(each.emoji, each.count) for each in announcements(cast.alice.id)[0].reactions] == [("🎉", 1)]
    assert shown(once(client_of(cast.hal), "/")) == ["Tomorrow"]


def reading_arabic(cast: Any) -> None:
    cast.alice.refresh_from_db()
    choose_language(cast.alice, "ar", "")


def cost(client: Client) -> int:
    with CaptureQueriesContext(connection) as found:
        client.get("/")
    return len(found)
