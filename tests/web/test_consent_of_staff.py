"""Letting a program do what staff do: only in a session that has shown a second factor, as on their pages."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from folkmoot.accounts.actions import grant_role
from folkmoot.accounts.models import Account, Grant
from folkmoot.project.cast import Cast
from tests.api.admin.staffing import give_factor
from tests.api.apps import Program, register
from tests.doors import client_of, come_in
from tests.streaming.hearing import statements

YES = {"decision": "allow"}
SCOPES = ["admin:read", "read admin:write:reports"]


@pytest.fixture
def app(cast: Cast) -> Program:
    return register(scopes="read write admin:read admin:write")


def by_password(who: Account) -> Client:
    """A session that has shown no second factor."""
    client = Client()
    client.force_login(who.login)  # type: ignore[arg-type]  # a member has one
    come_in(client, who.login, method="password")
    return client


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("who", ["olivia", "frank"])
def test_staff_are_led_to_their_second_factor_first(cast: Cast, app: Program, who: str, scope: str) -> None:
    me: Account = getattr(cast, who)
    give_factor(me)
    asked = app.address(scope=scope)
    answer = by_password(me).get(asked)
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (303, "/second-step")
    assert parse_qs(urlsplit(answer["Location"]).query)["next"] == [asked]


@pytest.mark.parametrize("scope", SCOPES)
def test_who_has_none_is_led_to_where_one_is_set_up(cast: Cast, app: Program, scope: str) -> None:
    client = by_password(cast.frank)
    answer = client.get(app.address(scope=scope))
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (303, "/settings/safety")
    assert "wants to do what staff do" in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("with_factor", [True, False])
def test_a_press_in_another_session_lets_nothing_in(cast: Cast, app: Program, scope: str, *, with_factor: bool) -> None:
    if with_factor:
        give_factor(cast.frank)
    asked = app.address(scope=scope)
    answer = by_password(cast.frank).post(asked, YES)
    assert (answer.status_code, answer["Location"]) == (303, asked)
    assert not Grant.objects.exists()


def test_a_factor_that_is_gone_meanwhile_is_none(cast: Cast, app: Program) -> None:
    client = client_of(cast.frank.login)
    asked = app.address(scope="admin:read")
    assert client.get(asked).status_code == 200
    Authenticator.objects.all().delete()
    assert client.post(asked, YES)["Location"] == asked
    assert not Grant.objects.exists()


@pytest.mark.parametrize("scope", SCOPES)
def test_whoever_has_shown_one_decides(cast: Cast, app: Program, scope: str) -> None:
    client = client_of(cast.frank.login)
    assert "as long as you belong to" in client.get(app.address(scope=scope)).content.decode()
    assert "code=" in client.post(app.address(scope=scope), YES)["Location"]
    assert Grant.objects.get().scopes == " ".join(sorted(scope.split()))


def test_in_the_test_profile_nobody_has_one(cast: Cast, app: Program, settings: Any) -> None:
    settings.TEST_PROFILE = True
    assert "code=" in by_password(cast.frank).post(app.address(scope="admin:read"), YES)["Location"]


def test_all_else_needs_none(cast: Cast, app: Program) -> None:
    client = by_password(cast.frank)
    assert client.get(app.address(scope="read write")).status_code == 200
    assert "code=" in client.post(app.address(scope="read write"), YES)["Location"]


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("role", ["", "trusted_flagger"])
def test_members_may_say_yes_to_anything_which_gives_nothing(cast: Cast, app: Program, scope: str, role: str) -> None:
    """Some programs ask for all there is; what it would be worth is asked at each address: tests/api/admin."""
    if role:
        grant_role(cast.olivia, cast.bob.id, role)
    assert "code=" in by_password(cast.bob).post(app.address(scope=scope), YES)["Location"]


def test_it_costs_those_who_are_not_asked_for_it_nothing(cast: Cast, app: Program) -> None:
    client = by_password(cast.bob)
    plain, staffs = (app.address(scope=scope) for scope in ("read", "admin:read"))
    for address in (plain, staffs):
        client.get(address)
    assert statements(lambda: client.get(staffs)) == statements(lambda: client.get(plain)) + 1
