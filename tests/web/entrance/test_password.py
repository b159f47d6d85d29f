"""A forgotten password, a new one, and changing it."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.forms import EmailAwarePasswordResetTokenGenerator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.test import Client

from folkmoot.accounts.actions import confirm_address, create_token
from folkmoot.accounts.models import Login
from folkmoot.accounts.queries import waiting_bearer
from folkmoot.instance.actions import change_settings
from folkmoot.project.cast import PASSWORD
from folkmoot.web.entrance.adapter import AccountAdapter
from tests.api.apps import ME, TOKEN, refused, register
from tests.doors import Door
from tests.happened import Happened, happened
from tests.web.pages import page

__all__ = ["happened"]
pytestmark = pytest.mark.usefixtures("cast", "community")
NEXT = "a quite different sentence"


def asked(client: Client, mail: Any, drain: Callable[[], int], address: str = "bob@example.org") -> str:
    form = page(client.get("/password/reset")).form()
    client.post("/password/reset", form.filled(email=address))
    drain()
    text = mail.to(address)[-1].get_content()
    return str(next(line for line in text.splitlines() if "/password/reset/" in line)).split("localhost:8000")[1]


def renew(client: Client, link: str, password: str = NEXT) -> Any:
    shown = client.get(link, follow=True)
    form = page(shown).form(shown.redirect_chain[-1][0])
    return client.post(form.action, form.filled(password1=password))


def can_sign_in(password: str) -> bool:
    return Client().post("/sign-in", {"login": "bob", "password": password}).status_code == 302


def test_the_mail_brings_a_new_password(mail: Any, drain: Callable[[], int], client: Client) -> None:
    response = renew(client, asked(client, mail, drain))
    assert response["Location"] == "/password/reset/done"
    assert page(client.get("/password/reset/done")).heading == "Your password is changed"
    assert (can_sign_in(PASSWORD), can_sign_in(NEXT)) == (False, True)


def test_it_ends_all_sessions(mail: Any, drain: Callable[[], int], client_of: Callable[..., Client], cast: Any) -> None:
    thief = client_of(cast.bob)
    renew(Client(), asked(Client(), mail, drain))
    assert thief.get("/settings/profile").status_code == 302


def test_it_shuts_out_all_programs(
    mail: Any, drain: Callable[[], int], client: Client, cast: Any, happened: Happened
) -> None:
    app, mine = register(), create_token(cast.bob, "read", 1)
    kept = Door(app.token(cast.alice))
    held = app.exchange(app.code(cast.bob, scope="read offline_access")).json()
    unused, link = app.code(cast.bob), asked(client, mail, drain)
    assert Door(held["access_token"]).get(ME).status_code == Door(mine).get(ME).status_code == 200
    happened()
    renew(client, link)
    names = [name for name, _ in happened()]
    assert names == ["PasswordChanged", "TokenRevoked", "TokenRevoked", "MailQueued"], "streams end too"
    assert Door(held["access_token"]).get(ME).status_code == Door(mine).get(ME).status_code == 401
    again = {"grant_type": "refresh_token", "refresh_token": held["refresh_token"], **app.own}
    assert refused(Door().post(TOKEN, again)) == refused(app.exchange(unused)) == (400, "invalid_grant")
    assert kept.get(ME).status_code == 200, "what others let in stays"
    assert "Apps are shut out as well" in page(client.get("/password/reset/done")).text


@pytest.mark.parametrize("is_confirmed", [True, False])
def test_an_app_that_signed_up_in_the_name_of_another_is_out(
    mail: Any, drain: Callable[[], int], client: Client, is_confirmed: bool
) -> None:
    """Whoever the address belongs to comes to their account this way, before or after they follow the first link."""
    change_settings(None, {"sign_up": "open"})
    app = register()
    own = Door().post(TOKEN, {"grant_type": "client_credentials", "scope": "read write", **app.own}).json()
    thief = {"username": "zoe", "email": "zoe@example.org", "password": PASSWORD, "agreement": "true", "locale": "en"}
    answer = Door(own["access_token"]).post("/api/v1/accounts", body=thief)
    stolen = Door(answer.json()["access_token"])
    login = Login.objects.get(email="zoe@example.org")
    if is_confirmed:
        _confirm(login)
        assert stolen.get(ME).status_code == 200
    renew(client, _link_to(login))
    _confirm(login)
    assert stolen.get(ME).status_code == 401
    assert waiting_bearer(answer.json()["access_token"]) is None


def _confirm(login: Login) -> None:
    EmailAddress.objects.filter(user=login).update(verified=True)
    confirm_address(login.id)


def _link_to(login: Login) -> str:
    key = f"{user_pk_to_url_str(login)}-{EmailAwarePasswordResetTokenGenerator().make_token(login)}"
    return f"/password/reset/{key}"


def test_the_link_works_once(mail: Any, drain: Callable[[], int], client: Client) -> None:
    link = asked(client, mail, drain)
    renew(client, link)
    read = page(Client().get(link))
    assert "used before" in read.text
    assert not [form for form in read.forms if form.method == "post"]


def test_the_key_leaves_the_address_at_once(mail: Any, drain: Callable[[], int], client: Client) -> None:
    """So that it is in no history and no Referer."""
    link = asked(client, mail, drain)
    assert client.get(link)["Location"].endswith("-set-password")


@pytest.mark.parametrize(
    "link", ["/password/reset/abc-def", "/password/reset/1-set-password", "/password/reset/zzzzzzzzzzzzzzzz-x"]
)
def test_made_up_links(link: str, client: Client) -> None:
    assert "used before" in page(client.get(link)).text


def test_a_weak_one_is_refused(mail: Any, drain: Callable[[], int], client: Client) -> None:
    response = renew(client, asked(client, mail, drain), "short")
    assert response.status_code == 422
    assert "too short" in page(response).errors
    assert can_sign_in(PASSWORD)


@pytest.mark.parametrize("address", ["bob@example.org", "nobody@example.org", "BOB@EXAMPLE.ORG"])
def test_asking_answers_the_same_for_everybody(address: str, client: Client) -> None:
    response = client.post("/password/reset", {"email": address})
    assert (response.status_code, response["Location"]) == (302, "/password/reset/sent")
    assert sorted(response.cookies) == []
    assert address not in page(client.get("/password/reset/sent")).source


def test_a_stranger_gets_mail_without_a_link(mail: Any, drain: Callable[[], int], client: Client) -> None:
    client.post("/password/reset", {"email": "nobody@example.org"})
    drain()
    assert "/password/" not in mail.to("nobody@example.org")[0].get_content()


def test_asking_too_often_is_slowed_down_whoever_it_is(client: Client) -> None:
    for address in ("bob@example.org", "nobody@example.org"):
        statuses = [client.post("/password/reset", {"email": address}).status_code for _ in range(6)]
        assert statuses == [302] * 5 + [429]


def change(client: Client, old: str, new: str) -> Any:
    form = page(client.get("/settings/password")).form()
    return client.post("/settings/password", form.filled(oldpassword=old, password1=new))


def test_changing_it_keeps_this_session_and_ends_the_others(cast: Any, client: Client) -> None:
    client.post("/sign-in", {"login": "bob", "password": PASSWORD})
    other = Client()
    other.post("/sign-in", {"login": "bob", "password": PASSWORD})
    assert change(client, PASSWORD, NEXT).status_code == 302
    read = page(client.get("/settings/sessions"))
    assert "signed out everywhere else" in read.notices
    assert read.text.count("signed in on") == 1
    assert other.get("/settings/profile").status_code == 302
    assert can_sign_in(NEXT)


def test_changing_it_leaves_programs_in(cast: Any, client: Client) -> None:
    """Whoever is signed in sees them in the settings."""
    held = Door(register().token(cast.bob))
    client.post("/sign-in", {"login": "bob", "password": PASSWORD})
    assert change(client, PASSWORD, NEXT).status_code == 302
    assert held.get(ME).status_code == 200


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        (("not the present one", NEXT), ("oldpassword", "not your present password")),
        (("", NEXT), ("oldpassword", "required")),
        ((PASSWORD, "short"), ("password1", "too short")),
        ((PASSWORD, ""), ("password1", "required")),
    ],
)
def test_changing_it_is_refused(
    cast: Any, client_of: Callable[..., Client], typed: tuple[str, str], refusal: tuple[str, str]
) -> None:
    field, words = refusal
    response = change(client_of(cast.bob), *typed)
    read = page(response)
    assert response.status_code == 422
    assert (read.form().invalid, words in read.errors) == ([field], True)
    assert PASSWORD not in read.source
    assert can_sign_in(PASSWORD)


def test_a_program_may_set_a_password_without_a_request(cast: Any, client_of: Callable[..., Client]) -> None:
    """As allauth has it: an adapter need not have been made for a request."""
    thief, login = client_of(cast.bob), Login.objects.get(id=cast.bob.login_id)
    AccountAdapter().set_password(login, NEXT)
    assert can_sign_in(NEXT)
    assert thief.get("/settings/profile").status_code == 302
