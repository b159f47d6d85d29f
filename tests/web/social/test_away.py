"""While you were away: at the top of home for somebody who comes back, and no statement more for anybody else."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from folkmoot.accounts.actions import seen
from folkmoot.accounts.models import Account, Stats
from folkmoot.core.ids import id_at, new_id
from folkmoot.notifications.actions import mark_read
from folkmoot.posts.actions import FilterDraft, FilterWordDraft, like, make_filter
from folkmoot.posts.models import Post
from folkmoot.relations.actions import mute
from folkmoot.timelines.models import HomeEntry
from folkmoot.web import away, middleware
from folkmoot.web.middleware import AccountMiddleware
from tests.web.social.reading import Node, once

type Clients = Callable[..., Client]
TITLE = "While you were away"


def gone(account: Account, days: int = 3) -> None:
    """They were here last so many days ago, and no process has seen them since."""
    Stats.objects.filter(account=account).update(seen_on=away.timezone.now().date() - timedelta(days=days))
    AccountMiddleware.seen.pop(account.id, None)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """No midnight comes while a test runs."""
    moment = timezone.now()
    still = SimpleNamespace(now=lambda: moment)
    for asks_for_the_day in (away, seen, middleware):
        monkeypatch.setattr(asks_for_the_day, "timezone", still)


def card(client: Client, path: str = "/") -> Node | None:
    found: list[Node] = once(client, path).all("#away")
    return found[0] if found else None


@pytest.fixture
def said(cast: Any, say: Any, drain: Any) -> list[int]:
    found = [say(cast.bob, "few read this"), say(cast.bob, "many like this"), say(cast.bob, "@alice, are you there?")]
    like(cast.hal, found[1])
    drain()
    return found


def test_who_comes_back_finds_what_was_best(cast: Any, client_of: Clients, said: list[int]) -> None:
    gone(cast.alice)
    shown = card(client_of(cast.alice))
    assert shown
    assert TITLE in shown.text
    links = [node.attrs["href"] for node in shown.all("a")]
    assert links[0] == f"/@bob/{said[1]}", "what found most echo stands first"
    assert set(links) == {f"/@bob/{each}" for each in said}
    assert "3 new posts at home" in shown.text
    assert "3 notifications" in shown.text, "two from how the cast came together"


@pytest.mark.parametrize("days", [0, 1])
def test_who_was_here_lately_finds_nothing(cast: Any, client_of: Clients, said: list[int], days: int) -> None:
    gone(cast.alice, days)
    assert card(client_of(cast.alice)) is None


def test_it_stays_for_the_visit_and_is_gone_on_the_next(
    cast: Any, client_of: Clients, said: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    gone(cast.alice)
    client = client_of(cast.alice)
    client.get("/bookmarks")
    assert card(client), "wherever they came in"
    assert card(client)
    with monkeypatch.context() as patch:
        patch.setattr(away, "STAYS", -1)
        assert card(client) is None
    gone(cast.alice)
    assert card(client), "and comes with the next absence"


def test_it_is_for_the_top_of_home_alone(cast: Any, client_of: Clients, said: list[int]) -> None:
    gone(cast.alice)
    client = client_of(cast.alice)
    assert card(client, f"/?max_id={new_id()}") is None
    assert TITLE not in client.get("/", headers={"HX-Request": "true"}).text
    assert card(client)


def test_it_is_dismissed_for_good(cast: Any, client_of: Clients, said: list[int]) -> None:
    gone(cast.alice)
    client = client_of(cast.alice)
    assert card(client)
    assert client.post("/away").headers["Location"] == "/"
    assert card(client) is None
    assert client.post("/away").status_code == 303
    gone(cast.alice)
    assert card(client)
    answer = client.post("/away", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content) == (200, b"")
    assert card(client) is None


def test_there_is_none_where_nothing_happened(cast: Any, client_of: Clients, drain: Any) -> None:
    drain()
    mark_read(cast.hal, new_id())
    gone(cast.hal)
    assert card(client_of(cast.hal)) is None


def test_without_posts_there_are_numbers(cast: Any, client_of: Clients, say: Any, drain: Any) -> None:
    say(cast.bob, "Hello @hal")
    drain()
    gone(cast.hal)
    shown = card(client_of(cast.hal))
    assert shown
    assert shown.all("li") == []
    assert "1 notification" in shown.text


def test_nothing_of_before_and_nothing_of_ones_own(cast: Any, client_of: Clients, say: Any, drain: Any) -> None:
    say(cast.alice, "mine")
    before = id_at(timezone.now() - timedelta(days=5))
    words = {"text": "from before", "html": "<p>from before</p>"}
    Post.objects.create(id=before, account=cast.bob, scope="public", thread_id=before, **words)
    later = say(cast.bob, "since then")
    drain()
    HomeEntry.objects.get_or_create(account=cast.alice, post_id=before)
    gone(cast.alice)
    page = once(client_of(cast.alice), "/")
    assert "from before" in page.one("main").text, "it stands in the feed below"
    [shown] = page.all("#away")
    assert [node.attrs["href"] for node in shown.all("a")] == [f"/@bob/{later}"]
    assert "1 new post at home" in shown.text
    assert "mine" not in shown.text
    assert "from before" not in shown.text


@pytest.mark.parametrize(
    "case", [("softly", "Spiders", "Spiders"), ("about tea and more", "", "Drinks"), ("about football", "", "")]
)
def test_warnings_and_filters_hold_here_too(
    cast: Any, client_of: Clients, say: Any, drain: Any, case: tuple[str, str, str]
) -> None:
    hidden, warning, seen = case
    make_filter(cast.alice, FilterDraft("Drinks", "warn", ("home",), None, (FilterWordDraft("tea"),)))
    make_filter(cast.alice, FilterDraft("Sports", "hide", ("home",), None, (FilterWordDraft("football"),)))
    say(cast.bob, hidden, warning=warning)
    say(cast.bob, "something else")
    drain()
    gone(cast.alice)
    shown = card(client_of(cast.alice))
    assert shown
    assert hidden not in shown.text
    assert seen in shown.text


def test_whom_one_muted_is_not_there(cast: Any, client_of: Clients, said: list[int]) -> None:
    mute(cast.alice, cast.bob.id, None)
    gone(cast.alice)
    shown = card(client_of(cast.alice))
    assert shown is None or "bob" not in shown.text


def test_many_are_counted_up_to_a_bound(
    cast: Any, client_of: Clients, said: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("folkmoot.timelines.queries.best.LOOKED_AT", 2)
    monkeypatch.setattr("folkmoot.web.social.away.LOOKED_AT", 2)
    gone(cast.alice)
    shown = card(client_of(cast.alice))
    assert shown
    assert "2+ new posts" in shown.text


def _statements(client: Client) -> int:
    with CaptureQueriesContext(connection) as caught:
        client.get("/")
    return len(caught)


def test_who_was_here_today_pays_nothing_and_who_comes_back_little(
    cast: Any, client_of: Clients, said: list[int]
) -> None:
    client = client_of(cast.alice)
    client.get("/")
    usual = _statements(client)
    gone(cast.alice)
    client.get("/bookmarks")  # here it is noted that they are back
    assert card(client)
    assert _statements(client) - usual <= 2
    client.post("/away")
    assert _statements(client) == usual


def test_a_program_that_asks_is_no_visit(cast: Any, client_of: Clients, api_of: Any, said: list[int]) -> None:
    gone(cast.alice)
    api_of(cast.alice).get("/api/v1/timelines/home")
    assert card(client_of(cast.alice)) is None, "they were here by then, in their app"
