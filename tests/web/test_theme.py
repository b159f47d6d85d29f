"""The community's colour: chosen by its owners, served as a stylesheet and a mark that browsers keep."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from folkmoot.core.errors import Invalid
from folkmoot.instance.actions import change_settings
from folkmoot.instance.queries import community as this_community
from folkmoot.web import theme
from folkmoot.web.colour import DEFAULT
from tests.web.pages import page

VIOLET = "#8a3fa0"


def sheets(source: str) -> list[str]:
    return re.findall(r'<link rel="stylesheet" href="(/theme/[^"]+)"', source)


def test_our_own_colour_needs_no_sheet(community: None, client: Client) -> None:
    source = client.get("/sign-in").content.decode()
    assert "/theme/" not in source


def test_a_colour_of_ones_own_is_on_every_page(settle: Any, client: Client, queries: Any) -> None:
    settle(colour=VIOLET)
    source = client.get("/sign-in").content.decode()
    (address,) = sheets(source)
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert f"--accent: light-dark({VIOLET}, " in answer.content.decode()
    order = [source.index(name) for name in ("tokens", address, "contrast")]
    assert order == sorted(order), "each overrules the one before"
    with queries(0):
        client.get(address)


def test_the_mark_in_the_tab_has_the_colour_too(settle: Any, client: Client) -> None:
    settle(colour=VIOLET)
    found = re.search(r'<link rel="icon" href="(/theme/[^"]+\.svg)"', client.get("/sign-in").content.decode())
    assert found
    answer = client.get(found[1])
    assert answer["Content-Type"] == "image/svg+xml"
    assert f'fill="{VIOLET}"' in answer.content.decode()


def test_the_mark_of_our_own_is_the_one_in_the_files() -> None:
    from pathlib import Path

    from django.contrib.staticfiles import finders

    found = finders.find("folkmoot/favicon.svg")
    assert isinstance(found, str)
    assert Path(found).read_bytes() == theme._made(DEFAULT, "svg")


@pytest.mark.parametrize(
    "address",
    [
        "/theme/8a3fa0-0000000000.css",
        "/theme/8a3fa0.css",
        "/theme/8A3FA0-0000000000.css",
        "/theme/8a3fa0-0000000000.svg",
        "/theme/zzzzzz-0000000000.css",
    ],
)
def test_an_address_that_nobody_made_is_not_there(community: None, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_sheet_is_only_read(community: None, client: Client) -> None:
    address = theme.stylesheet(VIOLET)
    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200


def test_the_address_changes_with_the_colour_and_the_kind() -> None:
    made = {theme.address(colour, kind) for colour in (VIOLET, DEFAULT) for kind in ("css", "svg")}
    assert len(made) == 4


@pytest.mark.parametrize("colour", ["", DEFAULT, "red", "#12", "#123456;}"])
def test_what_needs_no_sheet_or_is_no_colour_has_none(colour: str) -> None:
    assert theme.stylesheet(colour) == theme.mark(colour) == ""


def form(client: Client) -> Any:
    return page(client.get("/staff/settings")).form()


def test_an_owner_chooses_it(community: None, cast: Any, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.olivia)
    shown = form(client)
    assert shown.fields["colour"] == DEFAULT
    assert client.post("/staff/settings", shown.filled(colour="#8A3FA0")).status_code == 303
    assert this_community().colour == VIOLET
    assert form(client).fields["colour"] == VIOLET
    assert sheets(client.get("/").content.decode())


def test_choosing_ours_again_is_choosing_none(settle: Any, cast: Any, client_of: Callable[..., Client]) -> None:
    settle(colour=VIOLET)
    client = client_of(cast.olivia)
    client.post("/staff/settings", form(client).filled(colour=DEFAULT))
    assert this_community().colour == ""


@pytest.mark.parametrize("typed", ["purple", "#12345", "#1234567", "#12345g", "red;}", "url(x)"])
def test_what_is_no_colour_is_refused_beside_the_field(
    community: None, cast: Any, client_of: Callable[..., Client], typed: str
) -> None:
    client = client_of(cast.olivia)
    response = client.post("/staff/settings", form(client).filled(colour=typed))
    assert response.status_code == 422
    assert page(response).form().invalid == ["colour"]
    assert this_community().colour == ""


def test_the_domain_refuses_it_too(community: None) -> None:
    with pytest.raises(Invalid, match="not a colour"):
        change_settings(None, {"colour": "#fff"})


def test_high_contrast_is_for_those_who_ask(community: None, client: Client) -> None:
    source = client.get("/sign-in").content.decode()
    assert re.search(r'contrast[^"]*\.css" media="\(prefers-contrast: more\)"', source)
    client.cookies["theme"] = "contrast"
    source = client.get("/sign-in").content.decode()
    assert re.search(r'contrast[^"]*\.css">', source)
    assert 'name="color-scheme" content="light dark"' in source
