"""What members set for themselves: profile, look, whom they block and mute."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.accounts.models import Login
from folkmoot.instance.actions import change_settings
from folkmoot.relations.actions import block, mute
from folkmoot.web.settings.urls import urlpatterns
from tests.web.pages import page
from tests.web.social.reading import once

pytestmark = pytest.mark.usefixtures("community")
FULL = {
    "name": "Bob the Bass",
    "bio": "I sing *low*.\n\nAsk me about #opera.",
    "name_0": "Pronouns",
    "value_0": "he/him",
    "name_1": "Website",
    "value_1": "https://bob.example/",
    "locked": "on",
}


def save(client: Client, **typed: str) -> Any:
    form = page(client.get("/settings/profile")).form()
    form.fields.pop("discoverable", None)
    return client.post("/settings/profile", form.filled(**typed))


def test_a_profile_is_saved_and_shown_again(cast: Any, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.bob)
    response = save(client, **FULL)
    assert (response.status_code, response["Location"]) == (303, "/settings/profile")
    cast.bob.refresh_from_db()
    assert (cast.bob.name, cast.bob.locked, cast.bob.discoverable) == ("Bob the Bass", True, False)
    assert "<em>low</em>" in cast.bob.bio_html
    read = page(client.get("/settings/profile"))
    shown = read.form().fields
    assert {name: shown[name] for name in FULL} == FULL
    assert "discoverable" not in shown
    assert "Your profile is saved." in read.notices


def test_emptying_it_empties_it(cast: Any, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.bob)
    save(client, **FULL)
    client.post("/settings/profile", {"discoverable": "on"})
    cast.bob.refresh_from_db()
    assert (cast.bob.name, cast.bob.bio, cast.bob.fields) == ("", "", [])
    assert (cast.bob.locked, cast.bob.discoverable) == (False, True)


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"name": "n" * 61}, "name", "at most 60 characters; yours has 61"),
        ({"bio": "b" * 1001}, "bio", "at most 1000 characters; yours has 1001"),
        ({"name_0": "Pronouns", "value_0": ""}, "name_0", "needs a name and a value"),
        ({"name_0": "", "value_0": "he"}, "name_0", "needs a name and a value"),
        ({"name_2": "x", "value_2": "v" * 251}, "name_0", "at most 250 characters"),
    ],
)
def test_a_refused_profile_keeps_what_was_typed(
    cast: Any, client_of: Callable[..., Client], typed: dict[str, str], field: str, words: str
) -> None:
    response = save(client_of(cast.bob), **{**FULL, **typed})
    read = page(response)
    assert response.status_code == 422
    assert read.form().invalid == [field]
    assert words in read.errors
    expected = {**FULL, **typed}
    assert {name: read.form().fields[name] for name in expected} == expected
    cast.bob.refresh_from_db()
    assert cast.bob.name == ""


@pytest.mark.parametrize(
    "evil", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "</textarea><b>"]
)
def test_hostile_words_are_only_words(cast: Any, client_of: Callable[..., Client], evil: str) -> None:
    client = client_of(cast.bob)
    save(client, name=evil[:60], bio=evil, name_0="x", value_0=evil)
    read = page(client.get("/settings/profile"))
    assert evil not in read.source.replace("{{ 7*7 }}", "" if "{{" in evil else "{{ 7*7 }}")
    assert read.form().fields["bio"] == evil


def test_the_user_name_stays_and_the_page_says_why(cast: Any, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.bob)
    read = page(client.get("/settings/profile"))
    assert "@bob" in read.words("strong")
    assert "Your user name stays as it is" in read.text
    client.post("/settings/profile", {"username": "robert", "name": "Robert"})
    cast.bob.refresh_from_db()
    assert cast.bob.username == "bob"


def test_every_field_of_a_form_has_a_label(cast: Any, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.olivia)
    for address in ("/settings/profile", "/settings/password", "/staff/settings", "/staff/invitations"):
        read = page(client.get(address))
        assert {name for name in read.ids if name.startswith("id_")} - read.labelled <= {
            name for name in read.ids if name.endswith(("-help", "-error"))
        } | {f"id_{name}" for name in ("locked", "discoverable", "hides_people", "indexable", "automatic")}


@pytest.mark.parametrize("theme", ["auto", "light", "dark", "contrast"])
def test_a_look_is_kept_on_the_account_and_in_this_browser(
    cast: Any, client_of: Callable[..., Client], theme: str
) -> None:
    client = client_of(cast.bob)
    assert client.post("/settings/appearance", {"theme": theme}).status_code == 303
    read = page(client.get("/settings/appearance"))
    assert read.html["data-theme"] == theme
    assert read.form().fields["theme"] == theme
    cookie = client.cookies["theme"]
    assert (cookie["samesite"], cookie["httponly"]) == ("Lax", True)
    visitor = Client()
    visitor.cookies["theme"] = cookie.value
    assert page(visitor.get("/sign-in")).html["data-theme"] == theme


def test_a_look_follows_to_other_devices_without_a_statement_more(
    cast: Any, client_of: Callable[..., Client], queries: Any
) -> None:
    elsewhere = client_of(cast.bob)
    elsewhere.cookies["theme"] = "light"
    elsewhere.get("/settings/appearance")
    assert page(elsewhere.get("/settings/appearance")).html["data-theme"] == "light"
    client_of(cast.bob).post("/settings/appearance", {"theme": "dark"})
    with queries(4):
        response = elsewhere.get("/settings/appearance")
    assert page(response).html["data-theme"] == "dark"
    assert page(client_of(cast.alice).get("/settings/appearance")).html["data-theme"] == "auto"


def test_keys_are_on_until_they_are_switched_off(cast: Any, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.bob)
    assert page(client.get("/settings/appearance")).form().fields["keys"] == "on"
    client.post("/settings/appearance", {"theme": "auto"})
    cast.bob.refresh_from_db()
    assert cast.bob.keys is False
    assert "keys" not in page(client.get("/settings/appearance")).form().fields


@pytest.mark.parametrize("theme", ["", "pink", "dark\r\nSet-Cookie: a=b"])
def test_a_look_that_does_not_exist(cast: Any, client_of: Callable[..., Client], theme: str) -> None:
    client = client_of(cast.bob)
    assert client.post("/settings/appearance", {"theme": theme}).status_code == 422
    assert "theme" not in client.cookies
    cast.bob.refresh_from_db()
    assert (cast.bob.theme, cast.bob.keys) == ("", True)


def test_blocked_people_are_listed_and_let_go(cast: Any, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.alice)
    read = page(client.get("/settings/blocks"))
    assert "@dan" in read.text
    form = read.form(f"/accounts/{cast.dan.id}/block")
    assert form.fields["_method"] == "DELETE"
    assert client.post(form.action, form.fields).status_code in {302, 303}
    assert "You block nobody" in page(client.get("/settings/blocks")).text


def test_muted_people_are_listed_with_the_end(cast: Any, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.alice)
    assert "You mute nobody" in page(client.get("/settings/mutes")).text
    end = timezone.now() + timedelta(days=3)
    mute(cast.alice, cast.hal.id, end)
    mute(cast.alice, cast.bob.id, None)
    read = page(client.get("/settings/mutes"))
    assert "@hal" in read.text
    assert f"until {end.day} {end:%B} {end.year}" in read.text
    assert read.text.count("until") == 1
    form = read.form(f"/accounts/{cast.hal.id}/mute")
    assert client.post(form.action, form.fields).status_code in {302, 303}
    assert "@hal" not in page(client.get("/settings/mutes")).text


def test_lists_cost_the_same_for_one_and_for_many(cast: Any, client_of: Callable[..., Client]) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_of(cast.hal)
    client.get("/settings/blocks")
    counts = []
    for people in ([cast.alice], [cast.bob, cast.carol, cast.dan, cast.frank]):
        for one in people:
            block(cast.hal, one.id)
            mute(cast.hal, one.id, None)
        for address in ("/settings/blocks", "/settings/mutes"):
            with CaptureQueriesContext(connection) as seen:
                client.get(address)
            counts.append(len(seen))
    assert counts[:2] == counts[2:]


def test_a_list_has_pages_with_real_links(
    cast: Any, client_of: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    from folkmoot.web.settings import views

    monkeypatch.setattr(views, "PEOPLE", 2)
    client = client_of(cast.hal)
    for one in (cast.alice, cast.bob, cast.carol):
        block(cast.hal, one.id)
    first = page(client.get("/settings/blocks"))
    older = next(link for link in first.links if "max_id" in link)
    second = page(client.get(older))
    assert ("@carol" in first.text, "@alice" in first.text) == (True, False)
    assert ("@carol" in second.text, "@alice" in second.text) == (False, True)
    assert any("min_id" in link for link in second.links)


@pytest.mark.parametrize("query", ["max_id=abc", "max_id=-1", "min_id=99999999999999999999", "max_id=1%00"])
def test_nonsense_in_an_address_is_said_politely(cast: Any, client_of: Callable[..., Client], query: str) -> None:
    response = client_of(cast.bob).get(f"/settings/blocks?{query}")
    assert response.status_code == 422
    assert "must be a whole number" in page(response).text


GROUPS = {
    ("profile", "appearance", "language"),
    ("posting", "tags", "old-posts", "storage"),
    ("notifications", "letters"),
    ("blocks", "mutes", "filters", "standing", "decisions"),
    ("email", "password", "safety", "sessions"),
    ("apps", "data"),
}


def at(name: str) -> str:
    return "/decisions" if name == "decisions" else f"/settings/{name}"


def test_they_begin_with_all_of_them(cast: Any, client_of: Callable[..., Client]) -> None:
    """No page of settings is left out, and each heading names a navigation."""
    read = page(client_of(cast.bob).get("/settings"))
    assert (read.heading, set(read.current)) == ("Settings", {"/settings"})
    assert set(read.links) >= {at(name) for group in GROUPS for name in group}
    plain = [each for each in urlpatterns if not each.pattern.converters and str(each.pattern)]
    known = {name for group in GROUPS for name in group} | {"invitations", "service", "leave"}
    inner = {"filters/new", "tags/shown", "data/copy", "letters/again"}
    assert {str(each.pattern).removeprefix("/") for each in plain} <= known | inner
    assert client_of(cast.bob).post("/settings").status_code == 405


@pytest.mark.parametrize("group", GROUPS)
def test_a_page_of_them_leads_to_its_neighbours_and_back(
    cast: Any, client_of: Callable[..., Client], group: tuple[str, ...]
) -> None:
    client = client_of(cast.bob)
    for name in group:
        nodes = once(client, at(name))
        bar = [each for nav in nodes.all("nav.tabs") for each in nav.all("a")]
        assert [each.attrs["href"] for each in bar][: len(group)] == [at(each) for each in group]
        assert [each.attrs["href"] for each in bar if each.attrs.get("aria-current")] == [at(name)]
        assert nodes.one(".top").one("a").attrs["href"] == "/settings"


def test_invitations_stand_there_for_those_who_may(cast: Any, client_of: Callable[..., Client]) -> None:
    assert "/settings/invitations" not in page(client_of(cast.bob).get("/settings")).links
    change_settings(None, {"sign_up": "invitation", "members_invite": "yes"})
    Login.objects.filter(account=cast.bob).update(joined_at=timezone.now() - timedelta(days=99))
    assert "/settings/invitations" in page(client_of(cast.bob).get("/settings")).links
