"""What staff decide without a case: a post removed, an account suspended, and both lifted again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.moderation.actions import report
from folkmoot.posts.actions import Draft, publish_post
from tests.web.pages import page

pytestmark = pytest.mark.usefixtures("community")
LIST = "/staff/cases"
RUNNING = "/staff/restrictions"


@pytest.fixture
def frank(cast: Any, client_of: Callable[..., Client]) -> Client:
    return client_of(cast.frank)


@pytest.fixture
def post_id(cast: Any) -> int:
    draft = Draft("Buy <b>followers</b> here!", "public", "", "en", None, "k1")
    made = publish_post(cast.hal, draft)
    report(cast.bob, cast.hal.id, made, "This is advertising.")
    return made


def test_a_post_is_removed_and_brought_back(
    frank: Client, cast: Any, post_id: int, client_of: Callable[..., Client]
) -> None:
    from folkmoot.core.errors import NotFound
    from folkmoot.posts.queries import get_post

    address = f"/staff/posts/{post_id}/remove"
    form = page(frank.get(address)).form()
    assert frank.post(address, form.filled(reason="Advertising is against our rules."))["Location"] == LIST
    with pytest.raises(NotFound):
        get_post(cast.bob.id, post_id)
    assert "Nothing to decide here" in page(frank.get(LIST)).text
    read = page(frank.get(RUNNING))
    assert "Advertising is against our rules." in read.text
    lift = next(form for form in read.forms if form.action.startswith(f"{RUNNING}/"))
    assert frank.post(lift.action, lift.fields)["Location"] == RUNNING
    assert get_post(cast.bob.id, post_id).id == post_id
    assert "Nothing is restricted" not in page(frank.get(RUNNING)).text  # gina is suspended still


@pytest.mark.parametrize("reason", ["", "   ", "r" * 2001])
def test_a_removal_needs_a_reason(frank: Client, post_id: int, reason: str) -> None:
    response = frank.post(f"/staff/posts/{post_id}/remove", {"reason": reason})
    assert response.status_code == 422
    assert page(response).form().invalid == ["reason"]
    assert "Nothing" not in page(frank.get(LIST)).words("h2")


def test_an_account_is_suspended_with_an_end(
    frank: Client, cast: Any, post_id: int, client_of: Callable[..., Client]
) -> None:
    hal = client_of(cast.hal)
    hal.get("/settings/profile")
    last_day = timezone.localdate() + timedelta(days=6)
    address = f"/staff/accounts/{cast.hal.id}/suspend"
    read = page(frank.get(address))
    assert "@hal" in read.text
    typed = read.form().filled(reason="Advertising, twice.", ends_on=last_day.isoformat())
    assert frank.post(address, typed)["Location"] == LIST
    cast.hal.refresh_from_db()
    assert not cast.hal.active
    assert hal.get("/settings/profile").status_code in {302, 403}
    read = page(frank.get(RUNNING))
    assert "Advertising, twice." in read.text
    after = last_day + timedelta(days=1)
    assert f"until {after.day} {after:%B} {after.year}, 00:00" in read.text


def test_a_suspension_is_lifted(frank: Client, cast: Any) -> None:
    forms = [form for form in page(frank.get(RUNNING)).forms if form.action.startswith(f"{RUNNING}/")]
    assert len(forms) == 1
    assert frank.post(forms[0].action, forms[0].fields).status_code == 303
    cast.gina.refresh_from_db()
    assert cast.gina.active
    assert "Nothing is restricted" in page(frank.get(RUNNING)).text


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"reason": "Because.", "ends_on": "yesterday"}, "ends_on"),
        ({"reason": "Because.", "ends_on": "2020-01-01"}, "ends_on"),
        ({"reason": "Because.", "ends_on": "9999-99-99"}, "ends_on"),
    ],
)
def test_a_suspension_is_refused_with_what_was_typed(
    frank: Client, cast: Any, typed: dict[str, str], field: str
) -> None:
    response = frank.post(f"/staff/accounts/{cast.hal.id}/suspend", typed)
    assert response.status_code == 422
    form = page(response).form()
    assert form.invalid == [field]
    assert form.fields["reason"] == typed["reason"]
    cast.hal.refresh_from_db()
    assert cast.hal.active


def test_a_moderator_has_no_power_over_an_owner(frank: Client, cast: Any) -> None:
    response = frank.post(f"/staff/accounts/{cast.olivia.id}/suspend", {"reason": "I want to be the owner."})
    assert response.status_code == 403
    cast.olivia.refresh_from_db()
    assert cast.olivia.active


@pytest.mark.parametrize("address", ["/staff/posts/1/remove", "/staff/accounts/1/suspend"])
def test_what_is_not_there(frank: Client, address: str) -> None:
    assert frank.post(address, {"reason": "Because."}).status_code == 404


def test_lifting_takes_delete_and_something_to_lift(frank: Client) -> None:
    assert frank.post(f"{RUNNING}/1").status_code == 405
    assert frank.post(f"{RUNNING}/1", {"_method": "DELETE"}).status_code == 404


@pytest.mark.parametrize("who", ["bob", None])
def test_nobody_else_decides(cast: Any, client_of: Callable[..., Client], post_id: int, who: str | None) -> None:
    client = client_of(getattr(cast, who) if who else None)
    reason = {"reason": "I do not like them."}
    assert client.post(f"/staff/posts/{post_id}/remove", reason).status_code == 404
    assert client.post(f"/staff/accounts/{cast.hal.id}/suspend", reason).status_code == 404
    cast.hal.refresh_from_db()
    assert cast.hal.active
