"""What is kept between requests never speaks to somebody in another's language."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from folkmoot.accounts.actions import choose_language
from folkmoot.core.events import drain
from folkmoot.instance.actions import begin_open, change_settings
from folkmoot.posts.actions import Draft, like, publish_post
from folkmoot.relations.actions import follow

type Clients = Callable[..., Client]
ARABIC = "[\u0621-\u064a]"
PAGES = ("/", "/community", "/notifications", "/members", "/direct", "/settings/profile", "/write", "/@bob")


@pytest.fixture
def people(cast: Any) -> Any:
    """Alice reads Arabic and Bob English; both see the same posts."""
    begin_open()
    change_settings(None, {"name": "Hillside Choir", "visitors": "posts"})
    choose_language(cast.alice, "ar", "Africa/Cairo")
    post_id = publish_post(cast.bob, Draft("The tide is out @alice", "public"))
    like(cast.alice, post_id)
    follow(cast.alice, cast.bob.id)
    publish_post(cast.alice, Draft("@bob Gladly", "direct"))
    drain()
    return cast


@pytest.mark.parametrize("path", PAGES)
def test_one_page_in_turns(people: Any, client_of: Clients, path: str) -> None:
    alice, bob = client_of(people.alice), client_of(people.bob)
    for _ in range(2):
        theirs = alice.get(path).content.decode()
        mine = bob.get(path).content.decode()
        assert arabic_of("Settings") in theirs
        assert "Sign out" not in theirs
        assert "Sign out" in mine
        assert not strange(mine)


def test_a_post_of_one_reader_is_not_anothers(people: Any, client_of: Clients) -> None:
    """The kept halves of a card: audience, time, buttons."""
    alice, bob = client_of(people.alice), client_of(people.bob)
    theirs, mine = (each.get("/community").content.decode() for each in (alice, bob))
    for text in ("Boost", "Like", "Open the post", "Public"):
        assert f">{text}<" not in theirs
        assert f">{arabic_of(text)}<" not in mine
    assert "Everybody may read it, and it stands in the community feed." in mine
    assert arabic_of("Everybody may read it, and it stands in the community feed.") in theirs


def test_programs_are_told_the_same_whoever_asked_before(people: Any, client_of: Clients, api_of: Any) -> None:
    door = api_of(people.bob)
    before = [door.get("/api/v1/timelines/home").content, door.get("/api/v1/statuses/1").content]
    client_of(people.alice).get("/")
    client_of(people.alice).get("/nowhere")
    after = [door.get("/api/v1/timelines/home").content, door.get("/api/v1/statuses/1").content]
    assert before == after
    assert not strange("".join(each.decode() for each in after))


def test_a_crash_leaves_no_language_behind(
    people: Any, client_of: Clients, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    def broken(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("folkmoot.web.social.feeds.timelines.home", broken)
    alice = client_of(people.alice)
    alice.raise_request_exception = False
    answer = alice.get("/")
    assert answer.status_code == 500
    assert arabic_of("Something broke here") in answer.content.decode()
    assert translation.get_language() == "en"


def arabic_of(text: str) -> str:
    with translation.override("ar"):
        return gettext(text)


def strange(source: str) -> bool:
    """Whether Arabic letters stand outside of the lists of languages, which call each by its own name."""
    import re

    return bool(re.search(ARABIC, re.sub(r"<option[^>]*>[^<]*</option>", "", source)))
