"""What applicants are told by mail, and that nothing is told twice or by mistake."""

import pytest

from folkmoot.accounts.actions import approve, decline, sign_up
from folkmoot.accounts.events import Approved, Declined
from folkmoot.accounts.models import Login
from folkmoot.accounts.tasks import tell_approved, tell_declined
from folkmoot.core.events import drain
from folkmoot.instance.actions import change_settings
from folkmoot.project.cast import Cast
from tests.accounts.test_joining import form

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided(cast: Cast, mail) -> Cast:
    change_settings(cast.olivia, {"name": "Allotment Friends", "contact": "us@example.org"})
    drain()
    return cast


def test_who_is_let_in_is_told_where_to_sign_in(decided: Cast, mail) -> None:
    approve(decided.frank, decided.ivy.login_id)
    drain()
    (message,) = mail.to("ivy@example.org")
    assert message["Subject"] == "Welcome to Allotment Friends"
    assert "http://localhost:8000/sign-in" in message.get_content()


def test_who_has_not_confirmed_yet_is_told_what_is_left(decided: Cast, mail) -> None:
    login = sign_up(form(reason="I live next to the allotments."))
    approve(decided.frank, login.id)
    drain()
    (message,) = mail.to("zoe@example.org")
    assert "confirm this address" in message.get_content()
    assert "/sign-in" not in message.get_content()


@pytest.mark.parametrize("note", ["We are full until spring.", ""])
def test_who_is_turned_away_reads_the_note(decided: Cast, mail, note: str) -> None:
    decline(decided.frank, decided.ivy.login_id, note)
    drain()
    (message,) = mail.to("ivy@example.org")
    text = message.get_content()
    assert "was not accepted" in text
    assert (note or "us@example.org") in text
    assert ("wrote:" in text) is bool(note)
    assert "frank" not in text


def test_a_name_cannot_smuggle_headers_into_a_mail(decided: Cast, mail) -> None:
    change_settings(decided.olivia, {"name": "Moot\nBcc: all@example.org"})
    approve(decided.frank, decided.ivy.login_id)
    drain()
    (message,) = mail.to("ivy@example.org")
    assert message["Bcc"] is None
    assert message["Subject"] == "Welcome to Moot Bcc: all@example.org"


def test_a_decision_that_no_longer_stands_is_not_told(decided: Cast, mail) -> None:
    login_id, before = decided.ivy.login_id, len(mail.all())
    assert login_id is not None
    tell_approved(Approved(login_id))
    tell_declined(Declined(login_id))
    Login.objects.filter(id=decided.hal.login_id).delete()
    tell_approved(Approved(decided.hal.login_id or 0))
    drain()
    assert mail.all()[before:] == []
