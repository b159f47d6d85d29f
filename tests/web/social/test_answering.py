"""Who may answer, on the screen: chosen in the form, marked on the card, a sentence where nothing can be pressed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from folkmoot.posts.models import Post
from folkmoot.posts.queries import get_post
from tests.web.social.reading import composer, fields, htmx, once, post, tree, write

type Clients = Callable[..., Client]
ONLY_FOLLOWERS = "Only followers can answer"
ONLY_NAMED = "Only people who are named can answer"


@pytest.mark.parametrize("policy", ["everyone", "followers", "mentioned"])
def test_it_is_chosen_in_the_form(cast: Any, client_of: Clients, policy: str) -> None:
    client = client_of(cast.bob)
    made = int(write(client, "/", text="Hello", reply_policy=policy)["Location"].partition("#p")[2])
    assert get_post(cast.bob.id, made).body.reply_policy == policy


def test_nonsense_is_told_beside_the_choice(cast: Any, client_of: Clients) -> None:
    response = write(client_of(cast.bob), "/", text="Hello", reply_policy="nobody")
    form = composer(tree(response))
    assert response.status_code == 422
    assert form.one("#wrong-replies-home").text == "Choose who may answer."
    assert "open" in next(each for each in form.all("details") if "composer-wishes" in each.classes).attrs


def test_a_choice_comes_back_with_a_refused_form(cast: Any, client_of: Clients) -> None:
    response = write(client_of(cast.bob), "/", text="", reply_policy="mentioned")
    assert fields(composer(tree(response)))["reply_policy"] == "mentioned"


@pytest.mark.parametrize(("policy", "mark"), [("followers", ONLY_FOLLOWERS), ("mentioned", ONLY_NAMED)])
def test_the_card_says_so_to_all(cast: Any, client_of: Clients, say: Any, policy: str, mark: str) -> None:
    made, plain = say(cast.alice, "Quiet, please", reply_policy=policy), say(cast.alice, "Go on")
    for reader in (cast.alice, cast.bob, cast.hal):
        page = once(client_of(reader), "/@alice")
        assert mark in post(page, made).text
        assert mark not in post(page, plain).text
        assert mark in post(once(client_of(reader), f"/@alice/{made}"), made).one(".post-facts").text


def test_where_one_may_not_there_is_no_button(cast: Any, client_of: Clients, say: Any) -> None:
    made = say(cast.alice, "For friends", reply_policy="followers")
    for reader, may in ((cast.alice, True), (cast.bob, True), (cast.hal, False)):
        client = client_of(reader)
        bar = post(once(client, "/@alice"), made).one("footer.bar")
        leads = [each for each in bar.all("a") if each.attrs["href"].endswith("#reply")]
        assert bool(leads) == may
        assert (ONLY_FOLLOWERS in bar.text) == (not may)
        page = once(client, f"/@alice/{made}")
        assert page.has("form.composer") == may
        assert page.has(".closed") == (not may)
    sentence = once(client_of(cast.hal), f"/@alice/{made}").one(".closed").text
    assert "Only followers of alice and people named in the post can answer it." in sentence


def test_of_named_people_only(cast: Any, client_of: Clients, say: Any) -> None:
    made = say(cast.alice, "Well, @hal?", reply_policy="mentioned")
    assert once(client_of(cast.hal), f"/@alice/{made}").has("form.composer")
    sentence = once(client_of(cast.bob), f"/@alice/{made}").one(".closed").text
    assert sentence == "Only people named in the post can answer it."


def test_the_bar_stays_closed_when_something_else_is_pressed(cast: Any, client_of: Clients, say: Any) -> None:
    made = say(cast.alice, "For friends", reply_policy="followers")
    answer = tree(client_of(cast.hal).post(f"/posts/{made}/like", headers=htmx()))
    assert ONLY_FOLLOWERS in answer.text
    assert ONLY_FOLLOWERS not in tree(client_of(cast.bob).post(f"/posts/{made}/like", headers=htmx())).text


@pytest.mark.parametrize("hx", [False, True])
def test_a_form_that_was_open_already_is_refused_with_the_words_kept(
    cast: Any, client_of: Clients, say: Any, hx: bool
) -> None:
    made, client = say(cast.alice, "Ask me"), client_of(cast.hal)
    form = {**fields(composer(once(client, f"/@alice/{made}"))), "text": "Words of mine"}
    Post.objects.filter(id=made).update(reply_policy="mentioned", version=2)
    response = client.post("/posts", form, headers=htmx() if hx else {})
    assert response.status_code == 403
    if not hx:  # a toast says it, and the form stays as it is
        page = tree(response)
        assert "lets only some people answer" in page.one(".error").text
        assert fields(composer(page))["text"] == "Words of mine"
    assert not Post.objects.filter(account=cast.hal).exists()


def test_who_goes_on_with_a_thread_of_their_own_keeps_the_choice(cast: Any, client_of: Clients, say: Any) -> None:
    made = say(cast.alice, "One of two", reply_policy="followers")
    assert fields(composer(once(client_of(cast.alice), f"/@alice/{made}")))["reply_policy"] == "followers"
    assert fields(composer(once(client_of(cast.bob), f"/@alice/{made}")))["reply_policy"] == "everyone"


def test_visitors_are_told_as_well(cast: Any, client_of: Clients, say: Any, open_house: None) -> None:
    made = say(cast.alice, "For friends", reply_policy="followers")
    page = once(client_of(None), f"/@alice/{made}")
    assert ONLY_FOLLOWERS in page.one(".post-facts").text
    assert not page.has("form.composer")


def test_a_feed_pays_one_statement_for_all_of_them(cast: Any, client_of: Clients, say: Any, price: Any) -> None:
    client = client_of(cast.bob)
    say(cast.hal, "Plain")
    plain = price(client, "/community")
    for author in (cast.hal, cast.alice, cast.olivia):
        for policy in ("followers", "mentioned"):
            say(author, f"{policy} of {author.username}", reply_policy=policy)
    assert price(client, "/community") == plain + 1
