"""People one may not know: the line above the notifications, the list, and what can be done with each."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from folkmoot.notifications.actions import choose_policy, clear
from folkmoot.notifications.models import Notification
from folkmoot.notifications.queries import Choice, policy_of
from folkmoot.posts import actions as posts
from tests.web.social.reading import Node, fields, htmx, once, tree

type Clients = Callable[..., Client]
PEOPLE, SETTINGS = "/notifications/people", "/settings/notifications"


@pytest.fixture
def bob(cast: Any, client_of: Clients, say: Any, drain: Any) -> Client:
    """Bob wants to look first at whom he does not follow; hal and frank did something."""
    drain()
    clear(cast.bob)
    choose_policy(cast.bob, Choice(not_following="filter"))
    mine = say(cast.bob, "my post")
    for who in (cast.frank, cast.hal, cast.alice):
        posts.like(who, mine)
    say(cast.hal, "@bob psst")
    drain()
    return client_of(cast.bob)


def told(page: Node) -> list[str]:
    return [each.one(".told-words").text.partition(" now")[0] for each in page.all("li.told")]


def test_a_line_says_how_many_they_are(bob: Client) -> None:
    page = once(bob, "/notifications")
    assert told(page) == ["New: alice likes your post"]
    (link,) = [each for each in page.all("a") if each.attrs["href"] == PEOPLE]
    assert link.text == "2 people you may not know"


def test_nothing_says_so_where_nobody_waits(cast: Any, client_of: Clients) -> None:
    assert PEOPLE not in client_of(cast.alice).get("/notifications").content.decode()


def test_the_list_names_them(bob: Client) -> None:
    page = once(bob, PEOPLE)
    assert [each.text for each in page.all(".person-name")] == ["hal", "frank"]
    assert "See the 2 things they did" in page.text
    assert "See the 1 thing they did" in page.text


def test_what_they_did(bob: Client) -> None:
    (link,) = [each for each in once(bob, PEOPLE).all("a") if each.text == "See the 2 things they did"]
    page = once(bob, link.attrs["href"])
    assert told(page) == ["New: hal mentions you", "New: hal likes your post"]
    assert "psst" in page.text
    latest = Notification.objects.filter(apart=True, actor__username="hal").latest("id").id
    assert bob.get(f"{PEOPLE}/{latest}").headers["Location"] == link.attrs["href"]


@pytest.mark.parametrize(
    ("label", "lines", "words"),
    [("Accept", 2, "From now on you are told what"), ("Dismiss", 1, "is not told.")],
)
def test_one_is_let_through_or_taken_away(bob: Client, label: str, lines: int, words: str) -> None:
    form = next(f for f in once(bob, PEOPLE).all("form.inline") if f.text == label)
    answer = bob.post(form.attrs["action"], fields(form), follow=True)
    page = tree(answer)
    assert words in page.text
    assert [each.text for each in page.all(".person-name")] == ["frank"]
    assert len(once(bob, "/notifications").all("li.told")) == lines
    assert bob.get(form.attrs["action"]).status_code == 404


def test_those_of_others_are_not_there(cast: Any, client_of: Clients, bob: Client) -> None:
    some_id = Notification.objects.filter(apart=True).first().id  # type: ignore[union-attr]  # there is one
    alice = client_of(cast.alice)
    for call in (alice.get, alice.post, alice.delete):
        assert call(f"{PEOPLE}/{some_id}").status_code == 404
    assert Notification.objects.filter(apart=True).count() == 3


def test_in_pages(bob: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("folkmoot.web.social.strangers.PEOPLE", 1)
    page = once(bob, PEOPLE)
    (older,) = [each for each in page.all("a") if each.attrs.get("rel") == "next"]
    part = bob.get(PEOPLE + older.attrs["href"], headers=htmx("more"))
    assert "frank" in part.content.decode()
    assert "<html" not in part.content.decode()


def test_nobody_waits(cast: Any, client_of: Clients) -> None:
    page = once(client_of(cast.alice), PEOPLE)
    assert "Nobody waits for you to have a look" in page.text


def test_visitors_are_sent_to_sign_in(cast: Any, client: Client) -> None:
    for path in (PEOPLE, f"{PEOPLE}/5", SETTINGS):
        assert client.get(path).status_code == 302


class TestSettings:
    def test_what_is_chosen_is_shown(self, bob: Client) -> None:
        page = once(bob, SETTINGS)
        assert "People who do not follow you, or have for less than three days" in page.text
        chosen = {node.attrs["name"]: node.attrs["value"] for node in page.all("input") if "checked" in node.attrs}
        assert chosen == {
            "not_following": "filter",
            "not_followers": "accept",
            "new_accounts": "accept",
            "private_mentions": "accept",
        }

    def test_it_is_saved_and_what_is_not_asked_stays(self, cast: Any, bob: Client) -> None:
        choose_policy(cast.bob, Choice(limited_accounts="drop"))
        ways = {"not_following": "accept", "not_followers": "drop", "new_accounts": "filter"}
        ways["private_mentions"] = "drop"
        answer = bob.post(SETTINGS, ways, follow=True)
        assert "That holds from now on." in tree(answer).text
        assert policy_of(cast.bob.id) == Choice(**ways, limited_accounts="drop")

    @pytest.mark.parametrize("way", ["", "perhaps"])
    def test_nonsense_is_refused(self, cast: Any, bob: Client, way: str) -> None:
        answer = bob.post(SETTINGS, {"not_following": way})
        assert answer.status_code == 422
        assert policy_of(cast.bob.id) == Choice(not_following="filter")
