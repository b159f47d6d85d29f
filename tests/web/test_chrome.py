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


@pytest.mark.parametrize(
    ("cookie", "theme"), [("dark", "dark"), ("light", "light"), ("auto", "auto"), ('"><b>', "auto")]
)
def test_the_look_follows_the_cookie(community: None, client: Client, cookie: str, theme: str) -> None:
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
    """Session, login with account, community, roles, unread: what each page of a member costs besides its own."""
    client = client_of(cast.bob)
    client.get("/settings/appearance")
    with queries(5):
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


@pytest.mark.parametrize("name", ["tokens", "base", "layout", "components", "social"])
def test_stylesheets_load_nothing_from_elsewhere(name: str) -> None:
    found = finders.find(f"folkmoot/css/{name}.css")
    assert isinstance(found, str)
    source = Path(found).read_text()
    assert "http" not in source
    assert "@import" not in source
    assert "data:" not in source


def channel(value: int) -> float:
    share = value / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def contrast(one: str, other: str) -> float:
    light = []
    for colour in (one, other):
        digits = colour.lstrip("#")
        full = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
        red, green, blue = (channel(int(full[at : at + 2], 16)) for at in (0, 2, 4))
        light.append(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    return (max(light) + 0.05) / (min(light) + 0.05)


def tokens(mark: str) -> dict[str, str]:
    found = finders.find("folkmoot/css/tokens.css")
    assert isinstance(found, str)
    block = Path(found).read_text().split(mark, 1)[1].split("}")[0]
    lines = (line.strip().rstrip(";").partition(": ") for line in block.splitlines())
    return {name: value for name, _, value in lines if value.startswith("#")}


PAIRS = [
    ("--text", "--bg", 7),
    ("--text", "--surface", 7),
    ("--text", "--raised", 7),
    ("--text", "--accent-soft", 7),
    ("--text", "--info-soft", 7),
    ("--text", "--danger-soft", 7),
    ("--muted", "--bg", 4.5),
    ("--muted", "--surface", 4.5),
    ("--muted", "--sunken", 4.5),
    ("--muted", "--accent-soft", 4.5),
    ("--accent", "--surface", 4.5),
    ("--accent", "--bg", 4.5),
    ("--accent-strong", "--accent-soft", 4.5),
    ("--on-accent", "--accent", 4.5),
    ("--on-accent", "--accent-strong", 4.5),
    ("--danger", "--surface", 4.5),
    ("--on-danger", "--danger", 4.5),
    ("--line-strong", "--raised", 3),
    ("--line-strong", "--surface", 3),
]


@pytest.mark.parametrize("theme", [":root {", ':root:not([data-theme="light"]) {', ':root[data-theme="dark"] {'])
@pytest.mark.parametrize(("one", "other", "least"), PAIRS)
def test_every_pair_of_colours_has_its_contrast(theme: str, one: str, other: str, least: float) -> None:
    known = tokens(theme)
    assert contrast(known[one], known[other]) >= least


def test_both_ways_to_dark_are_the_same() -> None:
    assert tokens(':root:not([data-theme="light"]) {') == tokens(':root[data-theme="dark"] {')


def test_avatar_letters_are_readable() -> None:
    import re

    found = finders.find("folkmoot/css/components.css")
    assert isinstance(found, str)
    colours = re.findall(r"\.hue-\d+ \{ background: (#[0-9a-f]{6})", Path(found).read_text())
    assert len(colours) == 12
    assert [colour for colour in colours if contrast("#ffffff", colour) < 4.5] == []
