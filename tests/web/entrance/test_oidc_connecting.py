"""Connecting one's account with a sign-in service, taking that away, and what an operator writes to have one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from folkmoot.accounts.actions import link_identity
from folkmoot.accounts.models import Identity, Login
from folkmoot.project.environment import Environment, WrongSettings
from tests.identities import Service
from tests.web.entrance.services import is_in, running, service, sign_in, there_and_back
from tests.web.pages import page

__all__ = ["running", "service"]
pytestmark = pytest.mark.usefixtures("cast", "community")
PAGE = "/settings/service"


def bob() -> Login:
    return Login.objects.get(account__username="bob")


def test_connecting_it_while_signed_in(service: Service, cast: Any, client_of: Callable[..., Client]) -> None:
    service.person = {"sub": "s-9"}
    client = client_of(cast.bob)
    assert "Connect your account with Town hall" in page(client.get(PAGE)).text
    where = client.post(PAGE)["Location"]
    assert there_and_back(client, service, where)["Location"] == PAGE
    read = page(client.get(PAGE))
    assert "From now on you can sign in with it" in read.notices
    assert "You can sign in with Town hall" in read.text
    assert (Identity.objects.get().login, Identity.objects.get().subject) == (bob(), "s-9")
    fresh = Client()
    sign_in(fresh, service)
    assert is_in(fresh)


def test_connecting_asks_who_it_is_first(
    service: Service, cast: Any, client_of: Callable[..., Client], settings: Any
) -> None:
    settings.REAUTHENTICATION_SECONDS = -1
    answer = client_of(cast.bob).post(PAGE)
    assert "Location" not in answer
    assert page(answer).heading == "Is it still you?"


def test_what_belongs_to_another_is_not_connected(
    service: Service, cast: Any, client_of: Callable[..., Client]
) -> None:
    link_identity(cast.alice.login_id, service.address, "s-1")
    client = client_of(cast.bob)
    there_and_back(client, service, client.post(PAGE)["Location"])
    assert "connected with an account already" in page(client.get(PAGE)).notices
    assert Identity.objects.get().login_id == cast.alice.login_id


def test_an_answer_for_another_account_connects_nothing(
    service: Service, cast: Any, client_of: Callable[..., Client]
) -> None:
    """Somebody signs out and another in while the first is at the service."""
    client = client_of(cast.bob)
    where = client.post(PAGE)["Location"]
    session = client.session
    kept = session["service.asked"]
    client.force_login(cast.alice.login)
    session = client.session
    session["service.asked"] = kept
    session.save()
    assert there_and_back(client, service, where)["Location"] == "/sign-in"
    assert not Identity.objects.exists()


def test_a_refusal_while_connecting_leads_back(service: Service, cast: Any, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.bob)
    service.claims = {"nonce": "x"}
    assert there_and_back(client, service, client.post(PAGE)["Location"])["Location"] == PAGE


def test_taking_it_away(
    service: Service, cast: Any, client_of: Callable[..., Client], mail: Any, drain: Callable[[], int]
) -> None:
    link_identity(bob().pk, service.address, "s-1")
    client = client_of(cast.bob)
    forms = page(client.get(PAGE)).forms
    form = next(form for form in forms if form.action == PAGE)
    assert client.post(PAGE, form.fields)["Location"] == PAGE
    assert not Identity.objects.exists()
    drain()
    assert "a way to sign in was taken away" in mail.to("bob@example.org")[0].get_content()
    assert client.post(PAGE, form.fields).status_code == 404


def test_the_last_way_in_is_not_taken_away(service: Service, cast: Any, client_of: Callable[..., Client]) -> None:
    link_identity(bob().pk, service.address, "s-1")
    login = bob()
    login.set_unusable_password()
    login.save()
    cast.bob.login = login
    client = client_of(cast.bob)
    read = page(client.get(PAGE))
    assert "your only way in" in read.text
    assert not [form for form in read.forms if form.action == PAGE]
    assert client.post(PAGE, {"_method": "DELETE"}).status_code == 403
    assert Identity.objects.exists()


@pytest.mark.parametrize("path", ["/sign-in/service", "/sign-in/service/back", PAGE])
def test_without_a_service_there_is_nothing(path: str, cast: Any, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.bob)
    method = client.post if path == "/sign-in/service" else client.get
    assert method(path).status_code == 404
    assert "/sign-in/service" not in Client().get("/sign-in").content.decode()
    assert PAGE not in client.get("/settings/profile").content.decode()


@pytest.mark.parametrize(
    ("issuer", "ok"),
    [
        ("https://id.example.org/realms/us", True),
        ("http://localhost:8080", True),
        ("http://id.example.org", False),
        ("https://id.example.org/?a=b", False),
        ("https://a:b@id.example.org", False),
        ("id.example.org", False),
    ],
)
def test_what_an_operator_may_write(issuer: str, ok: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOLKMOOT_OIDC_ISSUER", issuer)
    monkeypatch.setenv("FOLKMOOT_OIDC_CLIENT_ID", "x")
    monkeypatch.setenv("FOLKMOOT_OIDC_CLIENT_SECRET", "y")
    if not ok:
        with pytest.raises(WrongSettings, match="calls itself"):
            Environment.load()
        return
    assert Environment.load().oidc_issuer == issuer
    assert Environment.load().sign_in_sources == ("/".join(issuer.split("/")[:3]),)
    monkeypatch.delenv("FOLKMOOT_OIDC_CLIENT_SECRET")
    with pytest.raises(WrongSettings, match="FOLKMOOT_OIDC_CLIENT_SECRET"):
        Environment.load()
