"""The wizard behind the one-time link: one page, one owner, once."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.queries import is_owner
from folkmoot.instance.actions import new_setup_link
from folkmoot.instance.queries import community
from tests.web.pages import page

pytestmark = pytest.mark.django_db
ANSWERS = {
    "name": "Hillside Choir",
    "description": "We sing on Tuesdays.",
    "sign_up": "invitation",
    "visitors": "posts",
    "contact": "choir@example.org",
    "username": "olga",
    "email": "Olga@example.org",
    "password": "a very long sentence",
}


@pytest.fixture
def address() -> str:
    return f"/setup/{new_setup_link(timezone.now())}"


def test_one_page_makes_a_community_and_its_owner(client: Client, address: str) -> None:
    read = page(client.get(address))
    assert read.heading == "Begin your community"
    assert read.form().fields["sign_up"] == "approval"
    assert read.form().fields["visitors"] == "nothing"
    response = client.post(address, read.form().filled(**ANSWERS))
    assert (response.status_code, response["Location"]) == (302, "/")
    made = community()
    assert (made.name, made.description, made.contact) == (
        "Hillside Choir",
        "We sing on Tuesdays.",
        "choir@example.org",
    )
    assert (made.sign_up, made.visitors, made.is_set_up) == ("invitation", "posts", True)
    owner = Account.objects.get(username="olga")
    assert owner.active
    assert is_owner(owner.id)
    assert owner.login
    assert owner.login.email == "olga@example.org"


def test_the_owner_is_signed_in_and_can_come_back(client: Client, address: str) -> None:
    client.post(address, ANSWERS)
    assert page(client.get("/staff/settings")).form().fields["name"] == "Hillside Choir"
    assert "This device" in page(client.get("/settings/sessions")).text
    other = Client()
    assert other.post("/sign-in", {"login": "olga", "password": ANSWERS["password"]}).status_code == 302
    assert other.get("/staff/audit").status_code == 200


def test_the_link_is_dead_afterwards(client: Client, address: str) -> None:
    client.post(address, ANSWERS)
    for one in (client, Client()):
        response = one.get(address)
        assert response.status_code == 404
        assert page(response).heading == "This link does not work any more"
        assert one.post(address, {**ANSWERS, "username": "mallory", "email": "m@example.org"}).status_code == 404
    assert not Account.objects.filter(username="mallory").exists()


@pytest.mark.parametrize("token", ["x", "wrong-token", "a" * 43, "é", "%00", "..%2f"])
def test_a_made_up_link_says_what_to_do(client: Client, token: str) -> None:
    response = client.get(f"/setup/{token}")
    assert response.status_code == 404
    if token != "..%2f":
        assert "stop it and start it again" in page(response).text
    assert client.post(f"/setup/{token}", ANSWERS).status_code == 404
    assert not Account.objects.exists()


def test_an_hour_later_the_link_is_dead(client: Client) -> None:
    token = new_setup_link(timezone.now() - timedelta(hours=1, seconds=1))
    assert client.get(f"/setup/{token}").status_code == 404
    assert client.post(f"/setup/{token}", ANSWERS).status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "required"),
        ("name", "n" * 61, "60"),
        ("description", "d" * 1001, "at most 1000 characters"),
        ("sign_up", "everybody", "one of the values"),
        ("visitors", "", "required"),
        ("contact", "not an address", "not an e-mail address"),
        ("username", "olga the great", "letters a to z"),
        ("username", "admin", "kept for the community"),
        ("email", "olga", "valid email"),
        ("password", "short", "too short"),
        ("password", "password123", "too common"),
    ],
)
def test_a_mistake_keeps_the_rest_and_the_link(
    client: Client, address: str, field: str, value: str, words: str
) -> None:
    response = client.post(address, {**ANSWERS, field: value})
    read = page(response)
    assert response.status_code == 422
    assert words in read.errors
    kept = {name: typed for name, typed in ANSWERS.items() if name not in {field, "password"}}
    assert {name: read.form().fields[name] for name in kept} == kept
    assert read.form().fields["password"] == ""
    assert not Account.objects.exists()
    assert not community().is_set_up
    assert client.post(address, ANSWERS).status_code == 302


def test_it_takes_a_token(address: str) -> None:
    assert Client(enforce_csrf_checks=True).post(address, ANSWERS).status_code == 403
    assert not Account.objects.exists()


def test_the_password_is_nowhere_on_the_page(client: Client, address: str) -> None:
    response = client.post(address, {**ANSWERS, "username": "no good"})
    assert ANSWERS["password"] not in response.content.decode()


def test_whoever_signed_in_before_is_not_the_owner(client: Client, address: str) -> None:
    """The link makes a new account; the session gets a new key."""
    client.get(address)
    before = client.session.session_key
    client.post(address, ANSWERS)
    assert client.session.session_key != before


def test_somebody_was_faster(client: Client, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from folkmoot.core.errors import NotFound
    from folkmoot.staff.views import setup

    def too_late(*_answers: Any) -> Any:
        raise NotFound

    monkeypatch.setattr(setup, "create_first_owner", too_late)
    response = client.post(address, ANSWERS)
    assert response.status_code == 404
    assert page(response).heading == "This link does not work any more"
