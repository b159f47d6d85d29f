"""Single keys: the list is complete, readable without JavaScript, and they can be switched off."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from folkmoot.web.social.keys import groups
from tests.web.pages import page

pytestmark = pytest.mark.usefixtures("community")


def script() -> str:
    found = finders.find("folkmoot/js/keys.js")
    assert isinstance(found, str)
    return Path(found).read_text()


def test_the_list_names_what_the_script_does_and_nothing_else() -> None:
    source = script()
    places = set(re.findall(r"(\w): \"/", source.split("const PLACES")[1].split("}")[0])) | {"p"}
    done = source.split("const DO = {")[1].split("\n};")[0]
    single = set(re.findall(r'^  (?:"(.)"|(\w)):', done, re.MULTILINE))
    keys = {quoted or plain for quoted, plain in single}
    listed = [key.press for _title, group in groups() for key in group]
    assert {press[1] for press in listed if len(press) == 2} == places
    assert {press[0] for press in listed if len(press) == 1} == keys - {"g"} | {"Esc", "Enter"}
    assert len(listed) == len(set(listed))


def test_the_places_are_pages(cast: Any, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.bob)
    for path in re.findall(r'\w: "(/[a-z]*)"', script().split("const PLACES")[1].split("}")[0]):
        assert client.get(path, follow=True).status_code == 200, path


def test_the_page_needs_no_javascript(cast: Any, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.bob)
    read = page(client.get("/keys"))
    assert read.heading == "Keys"
    assert "next post" in read.text
    assert read.words("kbd").startswith("jkox")
    assert "/settings/appearance" in read.links
    assert "switched them off" not in read.text
    assert "/keys" in page(client.get("/")).links


def test_the_sheet_is_the_list_alone(cast: Any, client_of: Callable[..., Client]) -> None:
    response = client_of(cast.bob).get("/keys", headers={"HX-Request": "true"})
    source = response.content.decode()
    assert "<html" not in source
    assert 'id="keys-title"' in source
    assert 'method="dialog"' in source
    assert "HX-Request" in response["Vary"]


def test_who_switched_them_off_gets_none(cast: Any, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.bob)
    assert "keys.js" in client.get("/").content.decode()
    client.post("/settings/appearance", {"theme": "auto"})
    assert "keys.js" not in client.get("/").content.decode()
    assert "switched them off" in page(client.get("/keys")).text
    client.post("/settings/appearance", {"theme": "auto", "keys": "on"})
    assert "keys.js" in client.get("/").content.decode()


def test_visitors_have_none(client: Client) -> None:
    assert "keys.js" not in client.get("/").content.decode()
    assert client.get("/keys").status_code == 302


def test_staff_are_told_of_the_keys_that_their_pages_name(cast: Any, client_of: Callable[..., Client]) -> None:
    named: set[str] = set()
    folder = Path(__file__).parents[3] / "folkmoot/staff/templates/staff/cases"
    for template in folder.iterdir():
        named |= set(re.findall(r'data-key="(\w)"', template.read_text()))
        named |= set(re.findall(r'(?:key=|, )"(\w)"\)', template.read_text()))
    source = client_of(cast.frank).get("/keys").content.decode()
    listed = source.split("Deciding cases")[1].split("</section>")[0]
    assert set(re.findall(r"<kbd[^>]*>(\w)</kbd>", listed)) == named
    assert "Deciding cases" not in page(client_of(cast.bob).get("/keys")).text
