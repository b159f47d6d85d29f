"""Mails about coming in: when they are written, to whom, in which words, and that nothing in them acts by itself."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.accounts.models import Account, KnownPlace, Login
from folkmoot.accounts.tasks import clear_sessions
from folkmoot.project.cast import PASSWORD
from tests.web.entrance.test_password import asked, change, renew
from tests.web.entrance.test_sessions import FIREFOX, IPHONE, signed_in

pytestmark = pytest.mark.usefixtures("cast", "community")
BOB = "bob@example.org"
HOME, AWAY = "203.0.113.77", "198.51.100.9"


@pytest.fixture
def told(mail: Any, drain: Callable[[], int]) -> Callable[..., list[Any]]:
    """The mails that somebody has by now."""

    def found(address: str = BOB) -> list[Any]:
        drain()
        return list(mail.to(address))

    return found


def test_the_first_time_is_no_news(told: Callable[..., list[Any]]) -> None:
    signed_in(address=HOME)
    assert told() == []


@pytest.mark.parametrize(("address", "agent"), [(AWAY, FIREFOX), (HOME, IPHONE), ("2001:db8:1::5", FIREFOX)])
def test_from_where_one_never_came_is_told(address: str, agent: str, told: Callable[..., list[Any]]) -> None:
    signed_in(address=HOME)
    signed_in(address=address, agent=agent)
    (letter,) = told()
    assert letter["Subject"] == "Somebody signed in to your account at Hillside Choir"
    text = letter.get_content()
    assert ("iPhone" in text) == (agent == IPHONE)
    assert "http://localhost:8000/settings/sessions" in text
    assert address not in text, "no full address, not even in a mail"
    signed_in(address=address, agent=agent)
    assert len(told()) == 1, "once is enough"


@pytest.mark.parametrize("address", [HOME, "203.0.113.4"])
def test_the_same_network_and_browser_are_no_news(address: str, told: Callable[..., list[Any]]) -> None:
    signed_in(address=HOME)
    signed_in(address=address, agent=FIREFOX.replace("140", "141"))
    assert told() == []


def test_what_others_did_there_is_no_excuse(told: Callable[..., list[Any]]) -> None:
    signed_in("alice", address=AWAY)
    signed_in(address=HOME)
    signed_in(address=AWAY)
    assert len(told()) == 1


def test_a_wrong_password_is_not_told(told: Callable[..., list[Any]]) -> None:
    signed_in(address=HOME)
    Client(REMOTE_ADDR=AWAY).post("/sign-in", {"login": "bob", "password": "wrong password here"})
    assert told() == []
    assert KnownPlace.objects.count() == 1


def test_after_ninety_days_a_place_is_new_again(told: Callable[..., list[Any]]) -> None:
    signed_in(address=HOME)
    KnownPlace.objects.update(seen_at=timezone.now() - timedelta(days=89))
    clear_sessions()
    assert KnownPlace.objects.count() == 1
    signed_in(address=HOME)
    assert KnownPlace.objects.get().seen_at > timezone.now() - timedelta(minutes=1)
    KnownPlace.objects.update(seen_at=timezone.now() - timedelta(days=91))
    clear_sessions()
    assert not KnownPlace.objects.exists()
    signed_in(address=HOME)
    assert len(told()) == 1


def test_places_are_kept_as_hashes_that_fit_one_login_alone() -> None:
    signed_in(address=HOME)
    signed_in("alice", address=HOME)
    digests = set(KnownPlace.objects.values_list("digest", flat=True))
    assert len(digests) == 2
    assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest in digests)


def test_it_is_said_in_the_language_and_time_of_the_reader(told: Callable[..., list[Any]]) -> None:
    Account.objects.filter(username="bob").update(language="ar", time_zone="Asia/Tokyo")
    signed_in(address=HOME)
    signed_in(address=AWAY)
    text = told()[0].get_content()
    assert "مرحبًا" in text
    assert "(Asia/Tokyo)" in text


@pytest.mark.parametrize("agent", ["Firefox\r\nBcc: eve@example.org", "Linux\nSubject: gone"])
def test_a_browser_writes_no_lines_of_mail(agent: str, told: Callable[..., list[Any]]) -> None:
    signed_in(address=HOME)
    signed_in(address=AWAY, agent=agent)
    (letter,) = told()
    assert letter["Bcc"] is None
    assert "eve@" not in str(letter)
    assert "gone" not in str(letter)


def test_a_changed_password_is_told(told: Callable[..., list[Any]]) -> None:
    client = signed_in(address=HOME)
    change(client, PASSWORD, "a quite different sentence")
    (letter,) = told()
    assert "the password of your account was changed" in letter.get_content()
    assert letter["Subject"] == "Your way into Hillside Choir has changed"


def test_a_reset_password_is_told(told: Callable[..., list[Any]], mail: Any, drain: Callable[[], int]) -> None:
    renew(Client(), asked(Client(), mail, drain))
    assert "chose a new password" in told()[-1].get_content()


def test_a_refused_change_is_not_told(told: Callable[..., list[Any]]) -> None:
    change(signed_in(address=HOME), "not the right one", "a quite different sentence")
    assert told() == []


def test_no_link_of_these_mails_does_anything_by_itself(
    told: Callable[..., list[Any]], mail: Any, drain: Callable[[], int]
) -> None:
    """Programs that look through mail follow every link, with nobody's cookies."""
    signed_in(address=HOME)
    client = signed_in(address=AWAY)
    link = asked(Client(), mail, drain)
    change(client, PASSWORD, "a quite different sentence")
    before = list(Login.objects.values().order_by("id"))
    links = {found for letter in told() for found in re.findall(r"http://localhost:8000(\S+)", letter.get_content())}
    assert link in links
    for each in links:
        stranger = Client()
        stranger.get(each, follow=True)
        assert "_auth_user_id" not in stranger.session
    assert list(Login.objects.values().order_by("id")) == before
    assert client.get("/settings/profile").status_code == 200
