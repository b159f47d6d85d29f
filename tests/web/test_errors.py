"""What goes wrong becomes a page with the right status, and what was typed is kept."""

import json
from typing import Any

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from folkmoot.core.errors import Busy, Invalid, NotAllowed, NotFound, TooMany
from folkmoot.instance.queries import manner
from folkmoot.project import urls
from folkmoot.web.access import Door, door
from tests.web.pages import page

TEXT = "The whole story of the summer concert,\nwith <b>every</b> name & “quote”. " * 3
RAISED: dict[str, Exception] = {
    "not-found": NotFound(),
    "not-allowed": NotAllowed("You have blocked this member."),
    "invalid": Invalid("text", "A post has at most 5,000 characters; yours has 5,321."),
    "too-many": TooMany(17),
    "busy": Busy(),
    "locked": OperationalError("database is locked"),
    "full": OperationalError("database or disk is full"),
    "bug": ZeroDivisionError("secret detail"),
}


@door(Door.VISITORS)
def fails(request: Any, what: str) -> HttpResponse:
    raise RAISED[what]


class Addresses:
    urlpatterns = [path("fails/<str:what>", fails), *urls.urlpatterns]
    handler400, handler403 = urls.handler400, urls.handler403
    handler404, handler500 = urls.handler404, urls.handler500


@pytest.fixture(autouse=True)
def failing(settings: Any, community: None) -> None:
    settings.ROOT_URLCONF = Addresses


@pytest.fixture
def calm() -> Client:
    """A browser that shows pages for errors that would stop a test."""
    return Client(raise_request_exception=False)


STATUSES = [
    ("not-found", 404, "There is nothing here"),
    ("not-allowed", 403, "That is not possible"),
    ("invalid", 422, "Something needs another look"),
    ("too-many", 429, "A little slower, please"),
    ("busy", 503, "We are out of breath"),
    ("locked", 503, "We are out of breath"),
    ("full", 503, "We are out of breath"),
    ("bug", 500, "Something broke here"),
]


@pytest.mark.parametrize(("what", "status", "heading"), STATUSES)
def test_each_error_has_its_status_and_page(what: str, status: int, heading: str, calm: Client) -> None:
    response = calm.get(f"/fails/{what}")
    assert response.status_code == status
    assert page(response).heading == heading
    assert "secret detail" not in response.content.decode()
    assert "Traceback" not in response.content.decode()


@pytest.mark.parametrize(("what", "status", "_heading"), STATUSES)
def test_each_error_page_is_dressed_alike(what: str, status: int, _heading: str, calm: Client) -> None:
    read = page(calm.get(f"/fails/{what}"))
    assert read.words(".trouble") == f"Error {status}"
    assert ("grave" in read.source) is (status >= 500)
    assert "/" in read.links or read.forms
    assert "/source" in read.links


def test_the_words_of_the_domain_are_on_the_page(calm: Client) -> None:
    assert "You have blocked this member." in page(calm.get("/fails/not-allowed")).text
    assert "yours has 5,321" in page(calm.get("/fails/invalid")).text


def test_how_long_to_wait_stands_in_the_header(calm: Client) -> None:
    assert calm.get("/fails/too-many")["Retry-After"] == "17"
    assert int(calm.get("/fails/busy")["Retry-After"]) > 0
    assert "Retry-After" not in calm.get("/fails/not-found")


@pytest.mark.parametrize("what", ["invalid", "too-many", "busy", "locked", "full", "bug"])
def test_what_was_typed_is_kept_with_a_fresh_form(what: str, calm: Client) -> None:
    response = calm.post(f"/fails/{what}", {"text": TEXT, "scope": "public", "password": "hush hush"})
    form = page(response).form(f"/fails/{what}")
    assert form.fields["text"] == TEXT
    assert form.fields["scope"] == "public"
    assert form.fields["csrfmiddlewaretoken"]
    assert "hush hush" not in response.content.decode()


@pytest.mark.parametrize("what", ["not-found", "not-allowed"])
def test_what_cannot_be_sent_again_offers_no_form(what: str, calm: Client) -> None:
    assert not [form for form in page(calm.post(f"/fails/{what}", {"text": TEXT})).forms if form.method == "post"]


@pytest.mark.parametrize(("what", "status", "heading"), STATUSES[:-1])
def test_htmx_hears_of_it_in_a_toast(what: str, status: int, heading: str, calm: Client) -> None:
    response = calm.post(f"/fails/{what}", headers={"HX-Request": "true"})
    assert response.status_code == status
    said = json.loads(response["HX-Trigger"])["folkmoot:say"]
    assert said["text"].startswith(heading)
    assert said["level"] == "error"
    assert response.content == b""
    assert response["HX-Trigger"].isascii()


def test_a_page_about_the_database_does_not_ask_it(calm: Client, queries: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> None:
        raise OperationalError("unable to open database file")

    manner()  # kept for a few seconds; without the database it is what a new community has
    monkeypatch.setattr("folkmoot.web.chrome.community", gone)
    with queries(0):
        response = calm.get("/fails/locked")
    assert response.status_code == 503
    assert "Folkmoot" in page(response).text


def test_a_database_that_fails_before_the_view_is_503_too(
    calm: Client, cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    calm.force_login(cast.bob.login)

    def gone(self: Any) -> None:
        raise OperationalError("disk I/O error")

    monkeypatch.setattr("folkmoot.web.entrance.store.SessionStore.load", gone)
    assert calm.get("/settings/profile").status_code == 503


def test_absent_and_forbidden_read_the_same(calm: Client) -> None:
    absent = calm.get("/nothing/of/this/name")
    hidden = calm.get("/fails/not-found")
    assert (absent.status_code, absent.content) == (hidden.status_code, hidden.content)


def test_too_much_at_once_is_413(calm: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = calm.post("/fails/busy", {"text": "x" * 2000})
    assert response.status_code == 413
    assert page(response).heading == "That was too much at once"


def test_too_many_fields_are_413(calm: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10
    assert calm.post("/fails/busy", {f"n{number}": "1" for number in range(20)}).status_code == 413


def test_a_broken_upload_is_400(calm: Client) -> None:
    response = calm.post("/fails/busy", b"--nothing", content_type="multipart/form-data; boundary=")
    assert response.status_code == 400
    assert page(response).heading == "That did not make sense"


# -- Forms from elsewhere, and forms that waited too long --------------------------------------------------------------


@pytest.fixture
def strict(cast: Any) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.bob.login)
    return client


@pytest.mark.parametrize(
    "form", [{}, {"csrfmiddlewaretoken": "x"}, {"csrfmiddlewaretoken": "a" * 32}, {"csrfmiddlewaretoken": ""}]
)
def test_without_the_right_token_nothing_happens(strict: Client, cast: Any, form: dict[str, str]) -> None:
    response = strict.post("/settings/profile", {"name": "Mallory", "bio": TEXT, **form})
    assert response.status_code == 403
    cast.bob.refresh_from_db()
    assert cast.bob.name == ""


def test_a_form_that_waited_too_long_is_kept_and_can_be_sent(strict: Client, cast: Any) -> None:
    typed = {"name": "Bob the Bass", "bio": TEXT, "discoverable": "on"}
    form = page(strict.post("/settings/profile", typed)).form("/settings/profile")
    assert form.fields["bio"] == TEXT
    assert strict.post("/settings/profile", form.fields).status_code == 303
    cast.bob.refresh_from_db()
    assert (cast.bob.name, cast.bob.bio) == ("Bob the Bass", TEXT.strip())


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver.evil.example"},
    ],
)
def test_a_form_from_elsewhere_gets_no_second_chance(strict: Client, headers: dict[str, str]) -> None:
    """Else a page elsewhere could put words into a member's hand that need only one more press."""
    response = strict.post("/settings/profile", {"bio": "Send me money " * 10}, headers=headers)
    assert response.status_code == 403
    read = page(response)
    assert read.heading == "Not from here"
    assert "Send me money" not in read.source
    assert not [form for form in read.forms if form.method == "post"]


def test_even_a_stolen_token_is_worth_nothing_from_another_site(strict: Client) -> None:
    token = page(strict.get("/settings/profile")).form().fields["csrfmiddlewaretoken"]
    answer = strict.post(
        "/settings/profile", {"csrfmiddlewaretoken": token}, headers={"Origin": "https://evil.example"}
    )
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "address",
    [
        "/settings/profile",
        "/settings/appearance",
        "/settings/sessions",
        "/settings/password",
        "/sign-out",
        "/staff/settings",
    ],
)
def test_every_form_takes_a_token(address: str, cast: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.olivia.login)
    assert client.post(address, {"theme": "dark"}).status_code == 403


def test_the_token_also_travels_in_the_header_that_htmx_sends(strict: Client) -> None:
    source = strict.get("/settings/profile").content.decode()
    token = json.loads(source.split("hx-headers='")[1].split("'")[0])["X-CSRFToken"]
    assert strict.post("/settings/appearance", {"theme": "dark"}, headers={"X-CSRFToken": token}).status_code == 303
