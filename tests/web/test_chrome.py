"""What surrounds each page: who runs it, where one can go, how it looks, and that it is light."""

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.web.pages import page

pytestmark = pytest.mark.usefixtures("cast")


def test_the_community_stands_beside_the_page(settle: Any, cast: Any, client_of: Callable[..., Client]) -> None:
    settle(description="We sing on <Tuesdays>.", rules=["Be kind."])
    text = page(client_of(cast.bob).get("/settings/profile")).text
    assert "Hillside Choir" in text
    assert "We sing on <Tuesdays>." in text
    assert "Be kind." in text
    assert "choir@example.org" in text


def test_a_hostile_name_is_only_a_name(settle: Any, cast: Any, client_of: Callable[..., Client]) -> None:
    settle(name="</title><script>alert(1)</script>")
    assert "<script>alert" not in page(client_of(cast.bob).get("/settings/profile")).source


def test_visitors_are_offered_to_sign_in_and_up(settle: Any, client: Client) -> None:
    settle(sign_up="open", visitors="posts")
    assert {"/sign-in", "/sign-up"} <= set(page(client.get("/")).links)
    settle(sign_up="closed", visitors="posts")
    assert "/sign-up" not in page(client.get("/sign-in")).links


def test_applicants_find_their_application_and_the_way_out(
    settle: Any, cast: Any, client_of: Callable[..., Client]
) -> None:
    settle(sign_up="open", visitors="posts")
    read = page(client_of(cast.ivy).get("/community"))
    assert "/waiting" in read.links
    assert {"/sign-in", "/sign-up"} & set(read.links) == set()
    assert read.form("/sign-out")


@pytest.mark.parametrize(
    ("cookie", "theme"),
    [("dark", "dark"), ("light", "light"), ("contrast", "contrast"), ("auto", "auto"), ('"><b>', "auto")],
)
def test_a_visitors_look_follows_the_cookie(community: None, client: Client, cookie: str, theme: str) -> None:
    client.cookies["theme"] = cookie
    read = page(client.get("/sign-in"))
    assert read.html["data-theme"] == theme


def test_unread_notifications_are_counted(
    community: None, cast: Any, client_of: Callable[..., Client], drain: Any
) -> None:
    drain()
    from folkmoot.notifications.queries import unread_count

    client = client_of(cast.alice)
    unread = unread_count(cast.alice.id)
    assert unread
    assert page(client.get("/settings/profile")).words(".badge").startswith(f"unread: {unread}")


def test_a_page_costs_few_queries(community: None, cast: Any, client_of: Callable[..., Client], queries: Any) -> None:
    """Session, login with account, community, unread: what each page of a member costs besides its own."""
    client = client_of(cast.bob)
    client.get("/settings/appearance")
    with queries(4):
        client.get("/settings/appearance")


def test_a_visitors_page_costs_one_query(community: None, client: Client, queries: Any) -> None:
    client.get("/confirm-email")
    with queries(1):
        client.get("/confirm-email")


def test_a_message_is_shown_once(community: None, cast: Any, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.bob)
    client.post("/settings/appearance", {"theme": "dark"})
    assert "how it looks" in page(client.get("/settings/appearance")).notices
    response = client.get("/settings/appearance")
    assert page(response).notices == ""
    assert "messages" not in response.cookies


SCRIPTS = ("drafts", "menus", "toasts", "copy")


def test_the_javascript_of_a_page_is_small(community: None, cast: Any, client_of: Callable[..., Client]) -> None:
    """P12: at most 60 KB compressed, htmx included."""
    source = client_of(cast.bob).get("/settings/profile").content.decode()
    names = [part.split('"')[0] for part in source.split('src="/static/')[1:]]
    assert len(names) >= len(SCRIPTS)
    sent = sum(len(gzip.compress(Path(finders.find(name)).read_bytes())) for name in names)  # type: ignore[arg-type]  # one path
    assert sent <= 60_000


@pytest.mark.parametrize("name", ["tokens", "base", "layout", "components", "social", "contrast", "print"])
def test_stylesheets_load_nothing_from_elsewhere(name: str) -> None:
    found = finders.find(f"folkmoot/css/{name}.css")
    assert isinstance(found, str)
    source = Path(found).read_text()
    assert "http" not in source
    assert "@import" not in source
    assert "data:" not in source
