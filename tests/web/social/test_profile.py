"""Profiles: who somebody is, in every state that two accounts can be in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from folkmoot.accounts.queries import Account
from folkmoot.posts import actions as posts
from folkmoot.relations import actions
from tests.web.social.reading import button, once, post_ids, press

type Clients = Callable[..., Client]


def header(client: Client, path: str) -> Any:
    return once(client, path).one("header.profile")


def test_it_says_who_somebody_is(cast: Any, client_of: Clients) -> None:
    Account.objects.filter(id=cast.bob.id).update(
        name="Bob Bass",
        bio="I sing",
        bio_html="<p>I <em>sing</em></p>",
        fields=[{"name": "Voice", "value": "low", "html": "<b>low</b>"}],
    )
    page = header(client_of(cast.alice), "/@bob")
    assert page.one("h1").text == "Bob Bass"
    assert "@bob" in page.one(".profile-acct").text
    assert page.one(".profile-bio").one("em").text == "sing"
    assert page.one("dl").text == "Voicelow"
    assert page.one("dl").has("b")


def test_counts_lead_to_the_lists(cast: Any, client_of: Clients, say: Any) -> None:
    say(cast.alice, "one")
    page = header(client_of(cast.bob), "/@alice")
    assert "1 post" in page.one(".profile-counts").text
    links = [node.attrs["href"] for node in page.one(".profile-counts").all("a")]
    assert links == ["/@alice/following", "/@alice/followers"]


@pytest.mark.parametrize("acct", ["nobody", "gina", "ivy", "bob@nowhere.example", "b.o.b"])
def test_who_is_not_here_is_404(cast: Any, client_of: Clients, acct: str) -> None:
    bodies = [client_of(cast.alice).get(f"/@{name}") for name in (acct, "nobody2")]
    assert [body.status_code for body in bodies] == [404, 404]


def test_capitals_and_other_servers_are_understood(cast: Any, client_of: Clients) -> None:
    client = client_of(cast.alice)
    assert header(client, "/@BOB").one("h1").text == "bob"
    assert "@erin@elsewhere.example" in header(client, "/@erin@elsewhere.example").text


class TestTabs:
    def test_posts_boosts_and_threads_of_ones_own_are_posts(self, cast: Any, client_of: Clients, say: Any) -> None:
        first = say(cast.bob, "first")
        more = say(cast.bob, "more", reply_to=first)
        other = say(cast.alice, "other")
        boost = posts.boost(cast.bob, other)
        answer = say(cast.bob, "answer", reply_to=other)
        client = client_of(cast.hal)
        assert post_ids(once(client, "/@bob")) == [boost, more, first]
        assert post_ids(once(client, "/@bob/replies")) == [answer, more]

    def test_the_tab_says_where_one_is(self, cast: Any, client_of: Clients) -> None:
        tabs = once(client_of(cast.hal), "/@bob/replies").one(".tabs")
        assert [node.text for node in tabs.all("a") if node.attrs.get("aria-current") == "page"] == ["Answers"]

    def test_pinned_posts_stand_on_top_and_only_there(self, cast: Any, client_of: Clients, say: Any) -> None:
        ids = [say(cast.bob, f"note {number}") for number in range(25)]
        posts.pin(cast.bob, ids[0])
        posts.pin(cast.bob, ids[20])
        client = client_of(cast.hal)
        page = once(client, "/@bob")
        assert post_ids(page.one(".pinned")) == [ids[20], ids[0]]
        rest = once(client, "/@bob" + page.one("#more").one("a").attrs["href"])
        assert not rest.has(".pinned")
        assert not set(post_ids(rest) + post_ids(page.one("#feed"))) & {ids[0], ids[20]}
        assert not once(client, "/@bob/replies").has(".pinned")

    @pytest.mark.parametrize(
        ("who", "path", "words"),
        [
            ("bob", "/@bob", "You have not written anything yet"),
            ("bob", "/@bob/replies", "You have not answered anybody yet"),
            ("alice", "/@bob", "No posts to show"),
            ("alice", "/@bob/replies", "No answers to show"),
        ],
    )
    def test_empty_says_so(self, cast: Any, client_of: Clients, who: str, path: str, words: str) -> None:
        assert words in once(client_of(getattr(cast, who)), path).one(".empty").text


class TestStates:
    def actions(self, client: Client, path: str) -> list[str]:
        return [
            node.text for node in header(client, path).one(".profile-actions").children if not isinstance(node, str)
        ]

    def test_ones_own(self, cast: Any, client_of: Clients) -> None:
        page = header(client_of(cast.bob), "/@bob")
        assert "Edit profile" in page.text
        assert not [node for node in page.all("button") if "formaction" in node.attrs]

    def test_a_stranger_can_be_followed(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.frank)
        assert button(header(client, "/@hal"), "follow").text == "Follow"
        response = press(client, header(client, "/@hal"), "follow", next="/@hal")
        assert response["Location"] == "/@hal"
        page = once(client, "/@hal")
        assert "You follow" in page.one(".profile-acct").text
        assert "You are following now." in page.one(".notice").text
        press(client, page, "follow", next="/@hal")
        assert button(header(client, "/@hal"), "follow").attrs["value"] == "POST"

    def test_a_locked_account_is_asked(self, cast: Any, client_of: Clients) -> None:
        Account.objects.filter(id=cast.hal.id).update(locked=True)
        client = client_of(cast.frank)
        page = header(client, "/@hal")
        assert "Locked" in page.one(".profile-acct").text
        assert button(page, "follow").text == "Ask to follow"
        press(client, page, "follow")
        assert button(header(client, "/@hal"), "follow").text == "Withdraw the request"
        press(client, header(client, "/@hal"), "follow")
        assert button(header(client, "/@hal"), "follow").text == "Ask to follow"

    def test_whoever_asks_can_be_answered_here(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.alice)
        page = header(client, "/@carol")
        assert "carol asks to follow you" in page.text
        press(client, page, "request")
        assert "Follows you" in header(client, "/@carol").text

    def test_a_follower_can_be_sent_away(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.alice)
        press(client, header(client, "/@bob"), "follower", next="/@bob")
        assert "Follows you" not in header(client, "/@bob").text

    def test_whom_i_block(self, cast: Any, client_of: Clients, say: Any) -> None:
        hidden = say(cast.dan, "hello")
        client = client_of(cast.alice)
        page = once(client, "/@dan")
        assert hidden not in post_ids(page)
        assert "You block this account" in page.one(".empty").text
        press(client, page, "block")
        assert post_ids(once(client, "/@dan")) == [hidden]

    def test_who_blocks_me(self, cast: Any, client_of: Clients, say: Any) -> None:
        hidden = say(cast.alice, "hello")
        page = once(client_of(cast.dan), "/@alice")
        assert hidden not in post_ids(page)
        assert page.one(".empty").text == "You cannot see the posts of this account"
        assert "follow" not in " ".join(node.attrs.get("formaction", "") for node in page.all("button"))

    def test_whom_i_mute(self, cast: Any, client_of: Clients) -> None:
        actions.mute(cast.alice, cast.bob.id, None)
        client = client_of(cast.alice)
        page = header(client, "/@bob")
        assert "Muted" in page.one(".profile-acct").text
        press(client, page, "mute")
        assert "Muted" not in header(client, "/@bob").one(".profile-acct").text

    def test_whom_i_mute_for_a_while(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.alice)
        client.post(f"/accounts/{cast.bob.id}/mute", {"for": "day"})
        assert "Muted until" in header(client, "/@bob").one(".profile-acct").text

    def test_visitors_see_no_buttons(self, cast: Any, client: Client, open_house: None) -> None:
        page = header(client, "/@bob")
        assert not page.all("button")
        assert not page.has(".profile-actions")


class TestPeople:
    def test_followers_and_following(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.hal)
        assert "bob" in [node.text for node in once(client, "/@alice/followers").all(".person-name")]
        assert [node.text for node in once(client, "/@alice/following").all(".person-name")] == ["bob"]

    def test_my_own_followers_can_be_removed_from_the_list(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.alice)
        row = next(node for node in once(client, "/@alice/followers").all("li") if "@bob" in node.text)
        response = press(client, row, "follower", next="/@alice/followers")
        assert response["Location"] == "/@alice/followers"
        assert "@bob" not in once(client, "/@alice/followers").one("main").one("ul.rows").text

    @pytest.mark.parametrize("path", ["/@hal/followers", "/@hal/following", "/@alice/following"])
    def test_nobody_removes_others_followers(self, cast: Any, client_of: Clients, path: str) -> None:
        assert "Remove" not in once(client_of(cast.bob), path).one("main").text

    @pytest.mark.parametrize("path", ["/@hal/followers", "/@hal/following"])
    def test_empty_lists_say_so(self, cast: Any, client_of: Clients, path: str) -> None:
        assert "yet" in once(client_of(cast.bob), path).one(".empty").text

    @pytest.mark.parametrize("path", ["/@alice/followers", "/@alice/following"])
    def test_blocked_people_learn_nothing(self, cast: Any, client_of: Clients, path: str) -> None:
        assert not once(client_of(cast.dan), path).all(".person-name")
