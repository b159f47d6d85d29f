"""What is said about what is kept: from the settings as they are, for everybody, in both languages."""

import re
from typing import Any

import pytest
from django.test import Client

from folkmoot.instance.actions import change_settings
from tests.web.pages import page

pytestmark = pytest.mark.usefixtures("community")


def test_every_page_leads_to_it(client: Client, cast: Any, client_of: Any) -> None:
    assert "/privacy" in page(client.get("/sign-in")).links
    assert "/privacy" in page(client.get("/")).links
    assert "/privacy" in page(client_of(cast.bob).get("/")).links


def test_players_of_other_sites_are_named_as_soon_as_they_are_allowed(client: Client) -> None:
    assert "players" not in page(client.get("/privacy")).text, "they are off until an owner allows some"
    change_settings(None, {"players": "youtube.com vimeo.com"})
    read = page(client.get("/privacy")).text
    assert re.search(r"learn your internet address.*youtube\.com.*vimeo\.com", read, re.DOTALL)


def test_what_push_services_learn(client: Client) -> None:
    assert re.search(r"push service of your device .*only your device can open it", page(client.get("/privacy")).text)


@pytest.mark.parametrize(
    ("visitors", "sentence"),
    [("nothing", "cannot read any posts"), ("posts", "can read public posts and the profiles")],
)
def test_what_visitors_see(client: Client, visitors: str, sentence: str) -> None:
    change_settings(None, {"visitors": visitors})
    assert sentence in page(client.get("/privacy")).text


def test_whom_to_ask(client: Client) -> None:
    change_settings(None, {"contact": ""})
    assert "Ask the people who run this community." in page(client.get("/privacy")).text
    change_settings(None, {"contact": "harbour@example.org"})
    assert "mailto:harbour@example.org" in page(client.get("/privacy")).links


def test_how_long_a_sign_in_is_known(client: Client, settings: Any) -> None:
    settings.SESSION_COOKIE_AGE = 7 * 24 * 60 * 60
    assert "at most 7 days after your last visit" in page(client.get("/privacy")).text


def test_in_arabic(client: Client) -> None:
    read = client.get("/privacy", headers={"Accept-Language": "ar"}).text
    assert 'dir="rtl"' in read
    assert "What is kept" not in read
