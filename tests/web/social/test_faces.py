"""How pages look from outside: one address each, what other sites show of them, what search engines may keep."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from folkmoot.accounts.actions.habits import let_be_indexed
from folkmoot.instance.actions import change_settings
from folkmoot.media import addresses
from folkmoot.moderation.actions import Decision, decide
from folkmoot.posts.actions import Draft, boost, publish_post
from tests.pictures import lay
from tests.web.social.reading import tree

type Clients = Callable[..., Client]


def said(client: Client, path: str) -> dict[str, str]:
    """What the head of a page says of it."""
    head = tree(client.get(path))
    found = {
        node.attrs.get("property") or node.attrs.get("name", ""): node.attrs.get("content", "")
        for node in head.all("meta")
    }
    canonical = [node.attrs["href"] for node in head.all("link") if node.attrs["rel"] == "canonical"]
    assert len(canonical) <= 1
    return found | {"canonical": "".join(canonical)}


def test_a_post(cast: Any, client: Client, open_house: None) -> None:
    picture = lay(cast.bob.id, alt='A "boat"')
    some_id = publish_post(cast.bob, Draft("Fresh <bread> & " + "more " * 80, "public", pictures=(picture.id,)))
    found = said(client, f"/@bob/{some_id}?from=elsewhere")
    assert found["canonical"] == found["og:url"] == f"http://localhost:8000/@bob/{some_id}"
    assert found["og:type"] == "article"
    assert found["og:title"] == "bob (@bob)"
    assert found["og:site_name"] == "Hillside Choir"
    assert found["og:description"].startswith("Fresh <bread> & more more")
    assert len(found["og:description"]) == 200
    assert found["og:image"].startswith(addresses.origin() + "/media/")
    assert found["og:image:alt"] == 'A "boat"'
    assert found["twitter:card"] == "summary_large_image"
    assert found["article:published_time"].endswith("+00:00")


def test_behind_a_warning_nothing_but_the_warning_is_shown(cast: Any, client: Client, open_house: None) -> None:
    picture = lay(cast.bob.id, alt="canary-alt")
    some_id = publish_post(cast.bob, Draft("canary-text", "public", warning="Spiders", pictures=(picture.id,)))
    found = said(client, f"/@bob/{some_id}")
    assert found["og:description"] == found["description"] == "Spiders"
    assert "canary" not in " ".join(found.values())
    assert picture.name not in " ".join(found.values())
    assert found["twitter:card"] == "summary"


@pytest.mark.parametrize("tab", ["", "/replies", "/media"])
def test_a_profile_is_one_whatever_tab_is_open(cast: Any, client: Client, open_house: None, tab: str) -> None:
    found = said(client, f"/@bob{tab}?max_id=9")
    assert found["canonical"] == "http://localhost:8000/@bob"
    assert (found["og:type"], found["og:title"]) == ("profile", "bob (@bob)")


def test_search_engines_keep_those_who_want_it_and_the_front(
    cast: Any, client: Client, say: Any, open_house: None
) -> None:
    let_be_indexed(cast.alice)
    posts = {who: say(getattr(cast, who), "Bread #moot") for who in ("alice", "bob")}
    kept = {"/": True, "/@alice": True, f"/@alice/{posts['alice']}": True, "/privacy": True, "/terms": True}
    not_kept = {"/@bob": False, f"/@bob/{posts['bob']}": False, "/community": False, "/tags/moot": False}
    others = dict.fromkeys(("/sign-in", "/sign-up", "/@nobody", "/source", "/notice"), False)
    for path, listed in (kept | not_kept | others).items():
        assert ("robots" not in said(client, path)) is listed, path


def test_what_is_quiet_or_kept_back_is_not_for_search_engines(
    cast: Any, client: Client, say: Any, open_house: None
) -> None:
    let_be_indexed(cast.alice)
    quiet, demoted, other = say(cast.alice, "Quiet", "quiet"), say(cast.alice, "Demoted"), say(cast.alice, "Bread")
    decide(cast.olivia, Decision("demote", "post", demoted, "Not for everybody."))
    pages = [f"/@alice/{each}" for each in (quiet, demoted, other)] + ["/@alice"]
    assert ["robots" in said(client, page) for page in pages] == [True, True, False, False]
    decide(cast.olivia, Decision("demote", "account", cast.alice.id, "Not for everybody."))
    assert ["robots" in said(client, page) for page in pages] == [True] * 4


def test_words_of_others_are_no_snippets(
    cast: Any, client: Client, client_of: Clients, say: Any, open_house: None
) -> None:
    let_be_indexed(cast.alice)
    some_id = say(cast.alice, "Bread")
    answer = say(cast.bob, "An answer", reply_to=some_id)
    boost(cast.alice, say(cast.bob, "Cake"))
    for path, place in ((f"/@alice/{some_id}", "#replies"), (f"/@bob/{answer}", ".above"), ("/@alice", "#feed")):
        assert "data-nosnippet" in tree(client.get(path)).one(place).attrs
        assert "data-nosnippet" not in tree(client_of(cast.hal).get(path)).one(place).attrs


def test_the_newest_posts_in_front_are_no_snippets(cast: Any, client: Client, say: Any, open_house: None) -> None:
    say(cast.bob, "Bread")
    assert "data-nosnippet" in tree(client.get("/")).one("#feed").attrs


def test_the_front_says_what_this_is(client: Client, open_house: None) -> None:
    change_settings(None, {"description": "We sing on Tuesdays."})
    found = said(client, "/")
    assert (found["og:type"], found["og:title"]) == ("website", "Hillside Choir")
    assert found["og:description"] == "We sing on Tuesdays."
    assert found["canonical"] == "http://localhost:8000/"


def test_members_pages_carry_none_of_it(cast: Any, client_of: Clients, say: Any, open_house: None) -> None:
    some_id = say(cast.bob, "Bread")
    for path in ("/", "/@bob", f"/@bob/{some_id}", "/community"):
        head = client_of(cast.alice).get(path).content
        assert b"og:" not in head
        assert b'name="robots"' not in head
