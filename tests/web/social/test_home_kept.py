"""The home page as it is opened most: kept for many members, and the same to the byte as made for one."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from folkmoot.accounts.actions import Look, choose_language, choose_look
from folkmoot.accounts.models import Account
from folkmoot.instance.actions import change_settings
from folkmoot.instance.queries import community
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import CircleDraft, make_circle
from folkmoot.web.social import home

type Clients = Callable[..., Client]
DRAWN = re.compile(r'(name="csrfmiddlewaretoken" value|"X-CSRFToken"|name="key" value)(=|: )"[\w-]+"')
TOKENS = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
THINGS = 22  # posts, so that there is more than one page


@pytest.fixture(autouse=True)
def written(cast: Cast, say: Any, drain: Any) -> list[int]:
    home._kept.kept.clear()
    found = [say(cast.bob, f"number {number}") for number in range(THINGS)]
    drain()
    return found


def _plain(client: Client, monkeypatch: pytest.MonkeyPatch) -> str:
    with monkeypatch.context() as patch:
        patch.setattr(home, "usual", lambda *_: None)
        return client.get("/").text


def _dull(page: str) -> str:
    return DRAWN.sub(r"\1", page)


def _look(account: Account, theme: str = "auto", *, keys: bool = True) -> None:
    choose_look(account, Look(theme, keys))


CHANGES: dict[str, Callable[[Cast], object]] = {
    "nothing": lambda _cast: None,
    "a dark look": lambda cast: _look(cast.alice, "dark"),
    "a look of high contrast": lambda cast: _look(cast.alice, "contrast"),
    "no keys": lambda cast: _look(cast.alice, keys=False),
    "another language": lambda cast: choose_language(cast.alice, "ar", ""),
    "another time zone": lambda cast: choose_language(cast.alice, "", "Pacific/Auckland"),
    "a circle": lambda cast: make_circle(cast.alice, CircleDraft("Rowers & <b>friends</b>")),
    "another name": lambda _cast: change_settings(None, {"name": "Harbour & <i>sea</i>"}),
    "a colour": lambda _cast: change_settings(None, {"colour": "#2266aa"}),
    "open doors": lambda _cast: change_settings(None, {"visitors": "posts"}),
    "a description": lambda _cast: change_settings(None, {"description": "Boats, ropes and tea"}),
}


def test_what_is_kept_for_many_is_drawn_without_asking_about_anybody(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(who: object) -> None:
        raise AssertionError(repr(who))

    for name in ("standing", "unread", "waiting", "circles"):
        monkeypatch.setattr(f"folkmoot.web.chrome.{name}", asked)
    assert len(home._around(home.Look("en", "auto", True, community(), (), "en", True, True))) > 1


@pytest.mark.parametrize("change", CHANGES)
def test_it_is_what_would_be_made_for_one(
    cast: Cast, client_of: Clients, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    client = client_of(cast.alice)
    before = client.get("/").text
    CHANGES[change](cast)
    plain = _dull(_plain(client, monkeypatch))
    assert _dull(client.get("/").text) == plain
    assert _dull(client.get("/").text) == plain
    assert (_dull(before) == plain) is (change in {"nothing", "open doors"})


@pytest.mark.parametrize("name", ["olivia", "frank", "alice", "bob"])
def test_nothing_of_one_member_is_on_the_page_of_another(
    cast: Cast, client_of: Clients, monkeypatch: pytest.MonkeyPatch, say: Any, name: str
) -> None:
    people = (cast.olivia, cast.frank, cast.alice, cast.bob)
    for person in people:
        say(person, f"own words of {person.username}")
    for person in people:
        client_of(person).get("/")
    me = getattr(cast, name)
    page = client_of(me).get("/").text
    assert _dull(page) == _dull(_plain(client_of(me), monkeypatch))
    assert f'data-account="{me.id}"' in page
    for other in set(people) - {me}:
        assert f'data-account="{other.id}"' not in page
    assert ("/staff/" in page) is (name in {"olivia", "frank"})


def test_its_forms_work_and_each_page_has_a_token_and_a_key_of_its_own(cast: Cast, client_of: Clients) -> None:
    client = client_of(cast.alice)
    client.handler.enforce_csrf_checks = True
    first, second = client.get("/").text, client.get("/").text
    tokens = {*TOKENS.findall(first)}, {*TOKENS.findall(second)}
    assert [len(each) for each in tokens] == [1, 1]
    assert tokens[0] != tokens[1]
    keys = [re.findall(r'name="key" value="([\w-]{16})"', page) for page in (first, second)]
    assert [len(each) for each in keys] == [1, 1]
    assert keys[0] != keys[1]
    form = {"text": "from here", "scope": "public", "language": "en", "place": "home", "key": keys[1][0]}
    assert client.post("/posts", form).status_code == 403
    sent = client.post("/posts", form | {"csrfmiddlewaretoken": tokens[1].pop()})
    assert sent.status_code == 303
    shown = client.get("/").text
    assert "from here" in shown
    assert "Your post is published." in shown, "what there is to be told is told"


@pytest.mark.parametrize("words", ["\0posts\1", "\0token\1 \x01", "&#0;token&#1;"])
def test_nobody_writes_a_mark(cast: Cast, client_of: Clients, say: Any, drain: Any, words: str) -> None:
    """Neither in a post nor in the name of the community or of a circle does a mark survive."""
    say(cast.alice, f"before {words} after")
    change_settings(None, {"name": f"Harbour {words}"})
    make_circle(cast.alice, CircleDraft(f"Rowers {words}"))
    drain()
    client = client_of(cast.alice)
    for _ in range(2):
        page = client.get("/").text
        assert "\0" not in page
        assert page.count("number 21") == 1
        assert len({*TOKENS.findall(page)}) == 1


def test_the_bottom_of_the_feed_has_no_way_on(cast: Cast, client_of: Clients, written: list[int]) -> None:
    assert 'id="more"' in client_of(cast.alice).get("/").text
    page = client_of(cast.bob).get(f"/?max_id={written[3]}").text
    assert 'id="more"' not in page
    assert "number 2" in page
