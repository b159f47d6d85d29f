"""A community without mail: staff look at each newcomer, and letting somebody in confirms the address as well."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from folkmoot.accounts.actions import create_invitation
from folkmoot.accounts.models import Account
from folkmoot.instance.actions import change_settings
from folkmoot.project.cast import Cast
from tests.web.pages import page

pytestmark = pytest.mark.django_db
PASSWORD = "a very long sentence"
NEW = {"username": "nora", "email": "nora@example.net", "password1": PASSWORD, "reason": "I live next door."}


@pytest.fixture(autouse=True)
def without(cast: Cast) -> None:
    change_settings(None, {"confirms": "staff"})


@pytest.mark.parametrize("mode", ["open", "approval", "invitation"])
def test_however_one_joins_staff_let_one_in(
    cast: Cast, client: Client, client_of: Callable[[Any], Client], mode: str
) -> None:
    change_settings(None, {"sign_up": mode})
    code = create_invitation(cast.olivia, 1, 7).code if mode == "invitation" else ""
    answer = client.post(f"/sign-up?invitation={code}", NEW | {"invitation": code}, follow=True)
    assert page(answer).heading == "Nearly there"
    assert "No mail is sent here" in page(answer).text
    nora = Account.objects.get(username="nora")
    assert not nora.active
    assert not _comes_in(Client())
    frank = client_of(cast.frank)
    assert "confirms the address as well" in page(frank.get("/staff/applications")).text
    read = page(frank.post(f"/staff/applications/{nora.login_id}/approve", follow=True))
    assert "they can sign in" in read.notices
    nora.refresh_from_db()
    assert nora.active
    assert _comes_in(Client())


def test_with_mail_an_approval_confirms_nothing(cast: Cast, client: Client, client_of: Callable[[Any], Client]) -> None:
    change_settings(None, {"confirms": "mail", "sign_up": "approval"})
    assert page(client.post("/sign-up", NEW, follow=True)).heading == "Look into your mail"
    nora = Account.objects.get(username="nora")
    client_of(cast.frank).post(f"/staff/applications/{nora.login_id}/approve")
    nora.refresh_from_db()
    assert not nora.active


def test_whoever_is_turned_away_stays_out(cast: Cast, client: Client, client_of: Callable[[Any], Client]) -> None:
    client.post("/sign-up", NEW)
    nora = Account.objects.get(username="nora")
    client_of(cast.frank).post(f"/staff/applications/{nora.login_id}/decline", {"note": ""})
    nora.refresh_from_db()
    assert not nora.active
    assert not _comes_in(Client())


def _comes_in(client: Client) -> bool:
    client.post("/sign-in", {"login": "nora", "password": PASSWORD})
    return client.get("/notifications").status_code == 200
