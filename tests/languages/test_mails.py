"""A mail speaks the language of its reader, whoever caused it."""

from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from folkmoot.accounts.actions import SignUp, approve, choose_language, decline, sign_up
from folkmoot.accounts.queries import account_of
from folkmoot.core.events import drain
from folkmoot.instance.actions import begin_open, change_settings

ARABIC = {"Accept-Language": "ar"}
PASSWORD = "a lantern below the stairs"


@pytest.fixture(autouse=True)
def here(db: None, cast: Any, mail: Any) -> None:
    begin_open()
    change_settings(None, {"name": "Hillside Choir", "sign_up": "approval"})


def ar(text: str, **values: str) -> str:
    with translation.override("ar"):
        return gettext(text) % values


def letters(mail: Any) -> list[Any]:
    """All but what gina is told: she was suspended before."""
    drain()
    return [each for each in mail.all() if "gina@" not in str(each["To"])]


def test_a_new_password_is_sent_in_the_members_language(cast: Any, mail: Any) -> None:
    choose_language(cast.alice, "ar", "")
    Client().post("/password/reset", {"email": "alice@example.org"}, headers={"Accept-Language": "en"})
    (letter,) = letters(mail)
    assert ar("Hello,") in letter.get_content()
    assert letter["Subject"] == ar("A new password for %(name)s", name="Hillside Choir")


def test_to_nobodys_address_in_the_language_that_was_asked_in(mail: Any) -> None:
    Client().post("/password/reset", {"email": "nobody@example.org"}, headers=ARABIC)
    (letter,) = letters(mail)
    assert ar("Hello,") in letter.get_content()


def test_somebody_who_chose_none_is_written_to_as_they_ask(cast: Any, mail: Any) -> None:
    Client().post("/password/reset", {"email": "alice@example.org"}, headers=ARABIC)
    (letter,) = letters(mail)
    assert ar("Hello,") in letter.get_content()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_decision_comes_in_the_language_of_the_application(cast: Any, mail: Any, language: str) -> None:
    change_settings(None, {"language": "en" if language == "ar" else "ar"})
    for name in ("zoe", "zed"):
        asked = SignUp(name, f"{name}@example.org", PASSWORD, "I would like to sing.", language=language)
        login = sign_up(asked)
        assert account_of(login.id)
        (approve(cast.frank, login.id) if name == "zoe" else decline(cast.frank, login.id, "Sorry"))
    subjects = {str(letter["Subject"]) for letter in letters(mail)}
    with translation.override(language):
        expected = {
            gettext("Welcome to %(community)s") % {"community": "Hillside Choir"},
            gettext("Your application to join %(community)s") % {"community": "Hillside Choir"},
        }
    assert expected <= subjects


def test_an_application_of_long_ago_is_answered_in_the_communitys(cast: Any, mail: Any) -> None:
    change_settings(None, {"language": "ar"})
    login = sign_up(SignUp("zoe", "zoe@example.org", PASSWORD, "I would like to sing."))
    approve(cast.frank, login.id)
    assert ar("Welcome to %(community)s", community="Hillside Choir") in {
        str(each["Subject"]) for each in letters(mail)
    }
