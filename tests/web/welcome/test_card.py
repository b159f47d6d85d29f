"""The card at the top of home: for new members until they are through, and at no cost for all others."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from folkmoot.accounts.first_steps import OVER, STEPS
from folkmoot.accounts.models import Account, Login
from folkmoot.core.errors import Busy
from folkmoot.core.events import drain
from folkmoot.core.rows import execute
from folkmoot.instance.actions import Notice, announce
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import follow
from folkmoot.web.welcome import progress
from tests.posts.writing import say
from tests.web.social.reading import once

type ClientOf = Callable[[Account | None], Client]
type Queries = Callable[[int], AbstractContextManager[object]]


def is_over(account: Account) -> bool:
    return bool(Login.objects.get(account=account).first_steps & OVER)


@pytest.mark.parametrize("posts", [0, 1])
def test_it_says_how_far_one_is_and_what_is_next(cast: Cast, newcomer: Client, posts: int) -> None:
    """On the page that is kept for many members, and on the one that is made for one."""
    for _each in range(posts):
        say(cast.hal, "Hello")
    newcomer.post("/welcome/picture", {"skip": "1"})
    card = once(newcomer, "/").one(".first-steps")
    assert f"{1 + posts} of 5 steps" in card.text
    assert "Next: About you" in card.text
    assert [node.attrs["href"] for node in card.all("a")] == ["/welcome/bio"]


def test_it_can_be_sent_away_for_good(cast: Cast, newcomer: Client) -> None:
    press = once(newcomer, "/").one(".first-steps").one("button")
    assert press.attrs["formaction"] == "/welcome"
    assert newcomer.post("/welcome")["Location"] == "/"
    assert not once(newcomer, "/").all(".first-steps")
    assert is_over(cast.hal)


def test_it_goes_by_itself_when_all_is_done(cast: Cast, newcomer: Client) -> None:
    for name in STEPS:
        newcomer.post(f"/welcome/{name}", {"skip": "1"})
    assert not is_over(cast.hal)
    assert not once(newcomer, "/").all(".first-steps")
    assert is_over(cast.hal)


@pytest.mark.parametrize("trouble", ["UPDATE nowhere SET nothing = 1", ""])
def test_home_can_be_read_while_nothing_can_be_saved(
    cast: Cast, newcomer: Client, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    def refuse(_actor: Account) -> None:
        if trouble:
            execute(trouble, {})
        raise Busy

    for name in STEPS:
        newcomer.post(f"/welcome/{name}", {"skip": "1"})
    with monkeypatch.context() as patch:
        patch.setattr(progress, "finish_steps", refuse)
        assert not once(newcomer, "/").all(".first-steps")
    assert not is_over(cast.hal)
    assert newcomer.get("/").status_code == 200
    assert is_over(cast.hal), "the next time"


def test_further_pages_and_others_have_none(cast: Cast, newcomer: Client, client_of: ClientOf) -> None:
    say(cast.hal, "Hello")
    assert not once(newcomer, "/?max_id=99999999999999999").all(".first-steps")
    assert not once(newcomer, "/community").all(".first-steps")
    for each in (cast.alice, cast.olivia, cast.frank):
        assert not once(client_of(each), "/").all(".first-steps")


def test_it_stands_above_what_is_announced(cast: Cast, newcomer: Client) -> None:
    say(cast.hal, "Hello")
    announce(cast.olivia, Notice("The bridge is closed."))
    page = newcomer.get("/").content.decode()
    assert 0 < page.index("first-steps") < page.index("The bridge is closed.")


def test_nobody_elses_home_costs_anything(cast: Cast, client_of: ClientOf, queries: Queries) -> None:
    say(cast.bob, "Hello")
    follow(cast.hal, cast.bob.id)
    drain()
    client = client_of(cast.hal)
    client.get("/")
    with queries(5):  # session, login with account, the feed, community, unread
        client.get("/")
    Login.objects.filter(account=cast.hal).update(first_steps=0)
    with queries(6):
        client.get("/")
