"""The one-time link: two pages, one owner, once; whatever somebody else does with it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.accounts.actions import create_account
from folkmoot.accounts.models import Account
from folkmoot.accounts.queries import is_owner
from folkmoot.core.errors import NotFound, TooMany
from folkmoot.instance.actions import new_setup_link
from folkmoot.instance.queries import as_chosen, community, setting
from folkmoot.project.cast import PASSWORD
from tests.doors import come_in
from tests.happened import at_once
from tests.pictures import drawn
from tests.web.pages import page

pytestmark = pytest.mark.django_db
COMMUNITY = {"name": "Hillside Choir", "kind": "club", "description": "We sing on Tuesdays.", "colour": "#7a1f5c"}
OWNER = {"username": "olga", "email": "Olga@example.org", "password": "a very long sentence"}


@pytest.fixture
def link() -> str:
    return f"/setup/{new_setup_link(timezone.now())}"


def test_two_pages_make_a_community_and_its_owner(client: Client, link: str) -> None:
    read = page(client.get(link))
    assert read.heading == "Your community"
    response = client.post(link, read.form().filled(**COMMUNITY))
    assert (response.status_code, response["Location"]) == (303, f"{link}/owner")
    here = as_chosen()
    assert (here.name, here.kind, here.colour) == ("Hillside Choir", "club", "#7a1f5c")
    assert here.rules
    assert not here.is_set_up
    read = page(client.get(f"{link}/owner"))
    assert "can be read well" in read.notices
    response = client.post(f"{link}/owner", read.form().filled(**OWNER))
    assert (response.status_code, response["Location"]) == (302, "/settings/safety")
    owner = Account.objects.get(username="olga")
    assert owner.active
    assert is_owner(owner.id)
    assert owner.login
    assert owner.login.email == "olga@example.org"
    assert community().is_set_up
    assert not community().is_open


def test_the_owner_goes_on_signed_in_once_there_is_a_second_factor(client: Client, link: str) -> None:
    client.post(link, COMMUNITY)
    client.post(f"{link}/owner", OWNER)
    read = page(client.get("/settings/safety"))
    assert "Choose one here, then go on setting up" in read.notices
    assert client.get("/staff/setup").status_code == 404, "without a second factor"
    come_in(client, Account.objects.get().login)
    read = page(client.get("/staff/setup"))
    assert read.heading == "Open your community"
    assert "/staff/setup/contact" in read.links


def test_one_can_leave_and_come_back(client: Client, link: str) -> None:
    client.post(link, COMMUNITY)
    later = Client()
    read = page(later.get(link))
    assert read.form().fields["name"] == "Hillside Choir"
    assert '<option value="club" selected>' in read.source
    assert f"{link}/owner" in read.links
    assert later.post(link, read.form().filled(name="Valley Choir", kind="club")).status_code == 303
    assert community().name == "Valley Choir"


def test_the_link_is_dead_once_there_is_an_owner(client: Client, link: str) -> None:
    client.post(link, COMMUNITY)
    client.post(f"{link}/owner", OWNER)
    for one in (client, Client()):
        for address in (link, f"{link}/owner"):
            response = one.get(address)
            assert response.status_code == 404
            assert page(response).heading == "This link does not work any more"
        assert one.post(link, {**COMMUNITY, "name": "Taken over"}).status_code == 404
        assert one.post(f"{link}/owner", {**OWNER, "username": "mallory", "email": "m@x.org"}).status_code == 404
    assert community().name == "Hillside Choir"
    assert not Account.objects.filter(username="mallory").exists()


def test_an_owner_of_the_command_line_ends_every_link(client: Client, link: str) -> None:
    create_account("olivia", "olivia@example.org", PASSWORD, "owner")
    assert client.get(link).status_code == 404
    assert client.post(link, COMMUNITY).status_code == 404
    assert client.post(f"{link}/owner", OWNER).status_code == 404
    assert community().name == "Folkmoot"


@pytest.mark.parametrize("token", ["x", "wrong-token", "a" * 43, "é", "%00", "..%2f", "open", "community"])
@pytest.mark.parametrize("rest", ["", "/owner"])
def test_a_guess_says_what_to_do_and_does_nothing(client: Client, token: str, rest: str) -> None:
    new_setup_link(timezone.now())
    response = client.get(f"/setup/{token}{rest}")
    assert response.status_code == 404
    if token != "..%2f":
        assert "stop it and start it again" in page(response).text
    assert client.post(f"/setup/{token}{rest}", {**COMMUNITY, **OWNER}).status_code == 404
    assert not Account.objects.exists()
    assert community().name == "Folkmoot"


def test_an_hour_later_the_link_is_dead(client: Client) -> None:
    link = f"/setup/{new_setup_link(timezone.now() - timedelta(hours=1, seconds=1))}"
    for address, typed in ((link, COMMUNITY), (f"{link}/owner", OWNER)):
        assert client.get(address).status_code == 404
        assert client.post(address, typed).status_code == 404
    assert not Account.objects.exists()
    assert setting("setup_steps") == ""


@pytest.mark.django_db(transaction=True)
def test_two_browsers_at_once_make_one_owner(link: str) -> None:
    def come(name: str) -> Any:
        return Client().post(f"{link}/owner", {**OWNER, "username": name, "email": f"{name}@example.org"}).status_code

    assert sorted(at_once(lambda: come("one"), lambda: come("two"))) == [302, 404]
    assert Account.objects.count() == 1


def test_somebody_was_faster(client: Client, link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from folkmoot.staff.views.setup import link as views

    def too_late(*_answers: Any) -> Any:
        raise NotFound

    monkeypatch.setattr(views, "create_first_owner", too_late)
    response = client.post(f"{link}/owner", OWNER)
    assert response.status_code == 404
    assert page(response).heading == "This link does not work any more"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "required"),
        ("name", "n" * 61, "60"),
        ("description", "d" * 1001, "at most 1000 characters"),
        ("kind", "village", "valid choice"),
        ("kind", "", "required"),
        ("colour", "green", "not a colour"),
    ],
)
def test_a_mistake_about_the_community_keeps_the_rest(
    client: Client, link: str, field: str, value: str, words: str
) -> None:
    response = client.post(link, {**COMMUNITY, field: value})
    read = page(response)
    assert response.status_code == 422
    assert words in read.errors
    kept = {name: typed for name, typed in COMMUNITY.items() if name not in {field, "kind"}}
    assert ('<option value="club" selected>' in read.source) is (field != "kind")
    assert {name: read.form().fields[name] for name in kept} == kept
    assert community().name == "Folkmoot"
    assert client.post(link, COMMUNITY).status_code == 303


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("username", "olga the great", "letters a to z"),
        ("username", "admin", "kept for the community"),
        ("email", "olga", "valid email"),
        ("password", "short", "too short"),
        ("password", "password123", "common"),
    ],
)
def test_a_mistake_about_the_owner_keeps_the_rest_and_the_link(
    client: Client, link: str, field: str, value: str, words: str
) -> None:
    response = client.post(f"{link}/owner", {**OWNER, field: value})
    read = page(response)
    assert response.status_code == 422
    assert words in read.errors
    assert read.form().fields["password"] == ""
    assert OWNER["password"] not in response.content.decode()
    assert not Account.objects.exists()
    assert not community().is_set_up
    assert client.post(f"{link}/owner", OWNER).status_code == 302


def test_it_takes_a_token(link: str) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(link, COMMUNITY).status_code == 403
    assert client.post(f"{link}/owner", OWNER).status_code == 403
    assert not Account.objects.exists()
    assert community().name == "Folkmoot"


def test_the_session_gets_a_new_key(client: Client, link: str) -> None:
    client.get(link)
    before = client.session.session_key
    client.post(f"{link}/owner", OWNER)
    assert client.session.session_key != before


def test_a_picture_stands_beside_the_name_and_can_go_again(client: Client, link: str) -> None:
    assert client.post(link, {**COMMUNITY, "logo": _file(drawn(400, 400))}).status_code == 303
    first = as_chosen().logo
    assert first.startswith("/media/")
    assert first in client.get("/").content.decode()
    assert client.post(link, {**COMMUNITY, "logo": _file(drawn(500, 300))}).status_code == 303
    assert as_chosen().logo not in {"", first}
    assert "without_logo" in page(client.get(link)).form().choices
    assert client.post(link, {**COMMUNITY, "without_logo": "on"}).status_code == 303
    assert as_chosen().logo == ""


def test_a_file_that_is_no_picture_is_refused_and_the_rest_is_there(client: Client, link: str) -> None:
    response = client.post(link, {**COMMUNITY, "logo": _file(b"MZ this is a program")})
    assert response.status_code == 422
    assert "not a picture" in page(response).errors
    assert as_chosen().logo == ""


def test_while_other_pictures_are_prepared_the_rest_is_saved(
    client: Client, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_many(*_given: Any) -> None:
        raise TooMany(3, "Others are being prepared.")

    monkeypatch.setattr("folkmoot.staff.views.setup.community.set_logo", too_many)
    response = client.post(link, {**COMMUNITY, "logo": _file(drawn(400, 400))})
    assert response.status_code == 422
    assert "Others are being prepared" in page(response).errors
    assert community().name == "Hillside Choir"


def test_a_pale_colour_is_made_darker_and_it_is_said(client: Client, link: str) -> None:
    client.post(link, {**COMMUNITY, "colour": "#ffe400"})
    assert "we make your colour darker" in page(client.get(link)).notices


def test_our_own_colour_is_kept_as_none(client: Client, link: str) -> None:
    client.post(link, {**COMMUNITY, "colour": "#1d6650"})
    assert as_chosen().colour == ""


def _file(content: bytes) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("logo.jpg", content)
