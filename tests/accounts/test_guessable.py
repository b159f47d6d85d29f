"""Passwords that others would try first are refused, and looking at one never takes long."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from folkmoot.accounts.actions import SignUp, sign_up
from folkmoot.accounts.actions.passwords import LOOKED_AT, NotGuessable, name_in
from folkmoot.accounts.models import Account, Login
from folkmoot.core.errors import Invalid
from folkmoot.instance.actions import change_settings
from folkmoot.project.cast import PASSWORD
from tests.web.entrance.test_password import asked, change, renew
from tests.web.pages import page

pytestmark = pytest.mark.django_db
FINE = "seven purple umbrellas"


@pytest.fixture(autouse=True)
def choir(db: None) -> None:
    from folkmoot.instance.actions import begin_open

    begin_open()
    change_settings(None, {"name": "Hillside Choir", "sign_up": "open", "contact": "choir@example.org"})


def refusal(password: str, login: Any = None) -> str:
    try:
        validate_password(password, login)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


@pytest.mark.parametrize(
    "password",
    [
        *("P@ssw0rd123", "iloveyou1234", "qwertyuiop12", "1q2w3e4r5t6y", "letmein12345", "trustno1trustno1"),
        *("Monkey123456", "dragon!!!!", "football2024!", "aaaaaaaaaaaa", "abcabcabcabc", "DROWSSAP4321", "a" * 10_000),
    ],
)
def test_what_is_known_from_break_ins_is_refused(password: str) -> None:
    assert "break-ins elsewhere" in refusal(password)


@pytest.mark.parametrize("password", [FINE, PASSWORD, "kX9$mPq2vL", "سبعة مظلات بنفسجية", "🐘🎺🪁🧩🛶🌵🪗🧦🎈🥁" * 2])
def test_what_nobody_guesses_is_taken(password: str) -> None:
    assert refusal(password) == ""


@pytest.mark.parametrize(
    ("password", "ok"),
    [
        ("hillside choir", False),
        ("HillsideChoir2026", False),
        ("bob@example.org", False),
        ("bob.example.org!", False),
        ("Bob Hillside 12", False),
        ("robertabernathy", False),
        ("robert abernathy bob", False),
        ("bob plays nine trombones", True),
        ("hillside seven purple umbrellas", True),
    ],
)
def test_names_that_everybody_knows_do_not_count(cast: Any, password: str, ok: bool) -> None:
    change_settings(None, {"name": "Hillside Choir"})
    Account.objects.filter(id=cast.bob.id).update(name="Robert Abernathy")
    said = refusal(password, Login.objects.get(id=cast.bob.login_id))
    assert (said == "") == ok, said


@pytest.mark.parametrize("login", [None, object()])
def test_without_a_member_the_community_still_has_a_name(login: object) -> None:
    with pytest.raises(ValidationError, match="community's name"):
        NotGuessable().validate("hillsidechoirhillside", login)


@pytest.mark.parametrize("names", [[], [""], ["ab"], ["__"]])
def test_short_names_are_no_names(names: list[str]) -> None:
    assert name_in("ab abacus wandering tuba", names) == ""


@pytest.mark.parametrize("sign", ["4@8({[</369&#!1/|0$5+7%2", "a", "aB3$", "\x00", "é", "ق"])
def test_ten_thousand_characters_take_no_longer(sign: str, cast: Any) -> None:
    """What looks for words grows much faster than what it looks at, so that it looks at the beginning alone."""
    login, text = Login.objects.get(id=cast.bob.login_id), (sign * 10_000)[:10_000]
    began = time.process_time()
    refusal(text, login)
    assert time.process_time() - began < 2
    assert LOOKED_AT <= 32


def test_the_help_says_what_is_wanted() -> None:
    assert "A few words in a row are easy to remember and hard to guess." in password_validators_help_texts()


def test_at_sign_up_on_pages(client: Client) -> None:
    typed = {"username": "nora", "email": "nora@example.org"}
    for password, words in (("P@ssw0rd123", "break-ins"), ("nora hillside choir", "community's name")):
        answer = client.post("/sign-up", {**typed, "password1": password})
        read = page(answer)
        assert (answer.status_code, read.form().invalid) == (422, ["password1"])
        assert words in read.errors
        assert password not in read.source
    assert not Account.objects.filter(username="nora").exists()


@pytest.mark.parametrize("password", ["P@ssw0rd123", "noranoranora", "hillsidenora"])
def test_at_sign_up_by_apps(password: str) -> None:
    with pytest.raises(Invalid) as refused:
        sign_up(SignUp("nora", "nora@example.org", password))
    assert refused.value.field == "password"


def test_at_a_change(cast: Any, client_of: Callable[..., Client]) -> None:
    answer = change(client_of(cast.bob), PASSWORD, "P@ssw0rd123")
    assert answer.status_code == 422
    assert "break-ins" in page(answer).errors


def test_at_a_reset(cast: Any, mail: Any, drain: Callable[[], int], client: Client) -> None:
    answer = renew(client, asked(client, mail, drain), "iloveyou1234")
    assert answer.status_code == 422
    assert "break-ins" in page(answer).errors
    assert Client().post("/sign-in", {"login": "bob", "password": PASSWORD}).status_code == 302
