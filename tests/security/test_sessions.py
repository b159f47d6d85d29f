"""When a session is over, and that it is over then."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from folkmoot.project.cast import Cast
from tests.doors import client_of
from tests.web.pages import page

pytestmark = pytest.mark.django_db


def is_in(client: Client) -> bool:
    return client.get("/bookmarks").status_code == 200


def test_a_session_ends_after_its_time_used_or_not(cast: Cast, settings: Any) -> None:
    client = client_of(cast.alice.login)
    key = client.session.session_key
    began = Session.objects.get(session_key=key).expire_date
    assert began - timezone.now() <= timedelta(days=60)
    assert is_in(client)
    client.get("/")
    assert Session.objects.get(session_key=key).expire_date == began
    Session.objects.filter(session_key=key).update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not is_in(client)
    assert not settings.SESSION_SAVE_EVERY_REQUEST


def test_an_ended_session_is_worth_nothing(cast: Cast) -> None:
    client, thief = client_of(cast.alice.login), Client()
    thief.cookies = client.cookies.__class__({name: morsel.value for name, morsel in client.cookies.items()})
    assert is_in(thief)
    client.post("/sign-out")
    assert not is_in(client)
    assert not is_in(thief)


def test_nobody_brings_a_session_of_their_own(cast: Cast) -> None:
    client = Client()
    client.cookies["session"] = "a" * 32
    assert not is_in(client)
    assert not Session.objects.filter(session_key="a" * 32).exists()


@pytest.mark.parametrize("address", ["/", "/bookmarks", "/settings/profile", "/notifications", "/direct", "/write"])
def test_signing_out_is_on_every_page(cast: Cast, address: str) -> None:
    read = page(client_of(cast.alice.login).get(address))
    assert "/sign-out" in {*read.links, *(form.action for form in read.forms)}


def test_signing_out_empties_the_browser(cast: Cast) -> None:
    client = client_of(cast.alice.login)
    kept = client.get("/bookmarks")["Cache-Control"]
    assert "no-cache" in kept or "no-store" in kept
    answer = client.post("/sign-out")
    assert '"cache"' in answer["Clear-Site-Data"]
    assert answer.cookies["session"].value == ""
