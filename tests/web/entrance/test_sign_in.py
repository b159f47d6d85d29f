"""Signing in and out: by address or name, without telling who is a member, and only to addresses of this site."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from folkmoot.project.cast import PASSWORD
from tests.web.pages import page

pytestmark = pytest.mark.usefixtures("community")


def sign_in(client: Client, login: str, password: str = PASSWORD, **more: str) -> Any:
    form = page(client.get("/sign-in")).form()
    return client.post("/sign-in", form.filled(login=login, password=password) | more)


@pytest.mark.parametrize("login", ["bob", "@bob", "BOB", " bob ", "bob@example.org", "Bob@Example.org"])
def test_by_name_or_address_in_any_case(cast: Any, client: Client, login: str) -> None:
    response = sign_in(client, login)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.get("/settings/profile").status_code == 200


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("bob", "wrong password here"),
        ("bob@example.org", "wrong password here"),
        ("nobody_here", PASSWORD),
        ("nobody@example.org", PASSWORD),
        ("erin", PASSWORD),
        ("erin@elsewhere.example", PASSWORD),
        ("bob\x00", PASSWORD),
        ("' OR 1=1 --", PASSWORD),
    ],
)
def test_every_wrong_pair_reads_the_same(cast: Any, client: Client, login: str, password: str) -> None:
    response = sign_in(client, login, password)
    read = page(response)
    assert response.status_code == 422
    assert "_auth_user_id" not in client.session
    if "\x00" not in login:
        assert "do not belong together" in read.errors
        assert read.form().fields["login"] == login.strip()
    assert read.form().fields["password"] == ""
    assert password not in read.source


def test_an_unknown_name_costs_a_hash_too(cast: Any, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The time to answer does not tell whether there is such a member."""
    hashed: list[str] = []
    monkeypatch.setattr("django.contrib.auth.base_user.make_password", lambda word: hashed.append(word) or "")
    sign_in(client, "nobody_here")
    assert hashed == [PASSWORD]


def test_too_many_attempts_are_slowed_down_for_the_right_password_too(cast: Any, client: Client) -> None:
    for attempt in range(5):
        sign_in(client, "bob", f"wrong password {attempt}")
    read = page(sign_in(client, "bob"))
    assert "too many attempts" in read.errors
    assert sign_in(client, "alice").status_code == 302


def test_the_session_gets_a_new_key(cast: Any, client: Client) -> None:
    """Session fixation: a key that was planted before is worth nothing afterwards."""
    client.get("/sign-in")
    planted = client.session
    planted["planted"] = "yes"
    planted.save()
    client.cookies["session"] = planted.session_key or ""
    sign_in(client, "bob")
    assert client.session.session_key != planted.session_key
    thief = Client()
    thief.cookies["session"] = planted.session_key or ""
    assert thief.get("/settings/profile").status_code == 302


@pytest.mark.parametrize("target", ["/members", "/settings/profile", "/@bob?tab=replies"])
def test_back_to_where_one_wanted_to_go(cast: Any, client: Client, target: str) -> None:
    read = page(client.get("/sign-in", {"next": target}))
    assert read.form().fields["next"] == target
    assert sign_in(client, "bob", next=target)["Location"] == target


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "http:evil.example",
        "javascript:alert(1)",
        "https://testserver@evil.example/",
        "https://evil.example\\@testserver/",
        "///evil.example",
        "\thttps://evil.example",
        "data:text/html,x",
    ],
)
def test_never_to_another_site(cast: Any, client: Client, target: str) -> None:
    assert sign_in(client, "bob", next=target)["Location"] == "/"
    assert client.get("/sign-in", {"next": target})["Location"] == "/"


def test_a_hostile_next_is_escaped(client: Client) -> None:
    evil = '"><script>alert(1)</script>'
    source = page(client.get("/sign-in", {"next": evil})).source
    assert evil not in source
    assert escape(evil) in source or "next" not in source


def test_a_member_who_is_in_does_not_see_the_form(cast: Any, client_of: Callable[..., Client]) -> None:
    assert client_of(cast.bob).get("/sign-in")["Location"] == "/"


def test_signing_out_asks_then_ends_the_session(cast: Any, client: Client) -> None:
    sign_in(client, "bob")
    assert page(client.get("/sign-out")).heading == "Sign out?"
    assert client.get("/settings/profile").status_code == 200
    response = client.post("/sign-out")
    assert response["Location"] == "/"
    assert response["Clear-Site-Data"] == '"cache"'
    assert client.get("/settings/profile")["Location"].startswith("/sign-in?next=")


def test_signing_out_takes_a_token(cast: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.bob.login)
    assert client.post("/sign-out").status_code == 403
    assert client.get("/settings/profile").status_code == 200


def test_signing_in_takes_a_token(cast: Any) -> None:
    """Else a page elsewhere could sign somebody in as the attacker."""
    client = Client(enforce_csrf_checks=True)
    response = client.post("/sign-in", {"login": "bob", "password": PASSWORD})
    assert response.status_code == 403
    assert PASSWORD not in response.content.decode()


def test_a_suspended_member_is_told_and_signed_out(cast: Any, client: Client) -> None:
    sign_in(client, "gina")
    response = client.get("/")
    assert response.status_code == 403
    assert page(response).heading == "Your account is suspended"
    assert "_auth_user_id" not in client.session


def test_a_member_who_gets_suspended_is_out_at_the_next_step(cast: Any, client: Client) -> None:
    from folkmoot.moderation.actions import suspend

    sign_in(client, "hal")
    assert client.get("/settings/profile").status_code == 200
    suspend(cast.olivia, cast.hal.id, "Sold followers.", None)
    assert client.get("/settings/profile").status_code in {302, 403}
    assert "_auth_user_id" not in client.session


def test_an_applicant_waits_and_reaches_nothing_else(cast: Any, client: Client) -> None:
    sign_in(client, "ivy")
    for path in ("/settings/profile", "/settings/sessions", "/notifications"):
        assert client.get(path)["Location"] == "/waiting"
    read = page(client.get("/waiting"))
    assert read.heading == "Nearly there"
    assert client.post("/settings/profile", {"name": "Ivy"})["Location"] == "/waiting"
    cast.ivy.refresh_from_db()
    assert cast.ivy.name == ""


def test_the_waiting_page_is_for_those_who_wait(cast: Any, client_of: Callable[..., Client]) -> None:
    assert client_of(cast.bob).get("/waiting")["Location"] == "/"
    assert client_of(None).get("/waiting")["Location"].startswith("/sign-in")


def test_a_declined_applicant_reads_the_note_and_is_out(cast: Any, client: Client) -> None:
    from folkmoot.accounts.actions import decline

    decline(cast.olivia, cast.ivy.login_id, "We know nobody of this name. <b>")
    sign_in(client, "ivy")
    read = page(client.get("/waiting"))
    assert read.heading == "Your application was declined"
    assert "We know nobody of this name. <b>" in read.text
    assert "choir@example.org" in read.text
    assert "_auth_user_id" not in client.session


def test_a_changed_password_ends_every_session(cast: Any, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.bob)
    login = cast.bob.login
    login.set_password("another long password")
    login.save()
    assert client.get("/settings/profile").status_code == 302


def test_a_member_costs_two_queries_before_the_page(cast: Any, client_of: Callable[..., Client], queries: Any) -> None:
    client = client_of(cast.bob)
    client.get("/feeds/stream")
    with queries(2):  # the session, and the login with its account
        client.get("/feeds/stream")
