"""Who wants to join, and the answer they get."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from folkmoot.audit.queries import entries
from folkmoot.core.cursors import Page
from tests.web.pages import page

pytestmark = pytest.mark.usefixtures("community")
LIST = "/staff/applications"


@pytest.fixture
def frank(cast: Any, client_of: Callable[..., Client]) -> Client:
    return client_of(cast.frank)


def test_an_application_says_who_and_why(frank: Client) -> None:
    text = page(frank.get(LIST)).text
    assert "@ivy" in text
    assert "ivy@example.org" in text
    assert "I live around the corner." in text
    assert "not confirmed" not in text


def test_an_unconfirmed_address_is_marked(frank: Client, cast: Any) -> None:
    from allauth.account.models import EmailAddress

    EmailAddress.objects.filter(user=cast.ivy.login).update(verified=False)
    assert "The address is not confirmed yet." in page(frank.get(LIST)).text


def test_approved_they_are_in(
    frank: Client, cast: Any, client_of: Callable[..., Client], mail: Any, drain: Any
) -> None:
    ivy = client_of(cast.ivy)
    assert ivy.get("/settings/profile")["Location"] == "/waiting"
    form = page(frank.get(LIST)).form(f"/staff/applications/{cast.ivy.login_id}/approve")
    assert frank.post(form.action, form.fields)["Location"] == LIST
    assert ivy.get("/settings/profile").status_code == 200
    read = page(frank.get(LIST))
    assert "Nobody is waiting" in read.text
    assert "Approved." in read.notices
    drain()
    assert mail.to("ivy@example.org")
    assert entries(Page(1)).items[0].verb == "application.approve"


def test_declining_asks_for_a_note_first(frank: Client, cast: Any, mail: Any, drain: Any) -> None:
    address = f"/staff/applications/{cast.ivy.login_id}/decline"
    assert address in page(frank.get(LIST)).links
    form = page(frank.get(address)).form()
    cast.ivy.login.refresh_from_db()
    assert cast.ivy.login.declined_at is None
    assert frank.post(address, form.filled(note="We know nobody of this name."))["Location"] == LIST
    cast.ivy.login.refresh_from_db()
    assert cast.ivy.login.declined_at
    assert cast.ivy.login.decision_note == "We know nobody of this name."
    assert "Nobody is waiting" in page(frank.get(LIST)).text
    drain()
    assert "We know nobody of this name." in mail.to("ivy@example.org")[0].get_content()


def test_too_long_a_note_is_kept(frank: Client, cast: Any) -> None:
    response = frank.post(f"/staff/applications/{cast.ivy.login_id}/decline", {"note": "n" * 1001})
    assert response.status_code == 422
    assert page(response).form().fields["note"] == "n" * 1001


def test_a_look_decides_nothing(frank: Client, cast: Any) -> None:
    assert frank.get(f"/staff/applications/{cast.ivy.login_id}/approve").status_code == 405
    cast.ivy.refresh_from_db()
    assert not cast.ivy.active


@pytest.mark.parametrize("step", ["approve", "decline"])
def test_an_application_that_does_not_exist(frank: Client, step: str) -> None:
    assert frank.post(f"/staff/applications/12345/{step}", {"note": ""}).status_code == 404


@pytest.mark.parametrize("step", ["approve", "decline"])
@pytest.mark.parametrize("who", ["bob", "ivy", None])
def test_nobody_else_decides(cast: Any, client_of: Callable[..., Client], step: str, who: str | None) -> None:
    client = client_of(getattr(cast, who) if who else None)
    assert client.post(f"/staff/applications/{cast.ivy.login_id}/{step}", {"note": ""}).status_code == 404
    cast.ivy.login.refresh_from_db()
    assert (cast.ivy.login.approved_at, cast.ivy.login.declined_at) == (None, None)


def test_a_member_cannot_be_declined(frank: Client, cast: Any) -> None:
    response = frank.post(f"/staff/applications/{cast.bob.login_id}/decline", {"note": ""})
    assert response.status_code == 403
    assert "a member already" in page(response).text


def test_hostile_reasons_are_only_words(frank: Client, cast: Any) -> None:
    cast.ivy.login.reason = "<script>alert(1)</script>"
    cast.ivy.login.save()
    read = page(frank.get(LIST))
    assert "<script>alert(1)</script>" in read.text
    assert "<script>alert(1)" not in read.source
