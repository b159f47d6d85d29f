"""Passwords: long ones of any kind are welcome, exactly as they were typed; those that many use are not."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from folkmoot.accounts.models import Account, Login
from folkmoot.project.cast import PASSWORD, Cast
from tests.doors import client_of
from tests.house import tree
from tests.web.pages import page

pytestmark = pytest.mark.django_db


def refused(password: str, login: Any = None) -> bool:
    try:
        validate_password(password, login)
    except ValidationError:
        return True
    return False


def sign_in(login: str, password: str) -> bool:
    client = Client()
    client.post("/sign-in", {"login": login, "password": password})
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(("length", "too_short"), [(7, True), (9, True), (10, False), (15, False)])
def test_how_long_a_password_has_to_be(db: None, length: int, too_short: bool) -> None:
    assert refused("vq7!Zk-pLw0 xHt"[:length]) is too_short


ANY = [
    "k7 wren 0 Orbit ~ salt 93 / umber lattice 5 # quince 61 & fjord mallet",
    "Ωmega ☂ parapluie 🐘 " * 4,
    "only small letters of a sentence",
    "ONLY CAPITALS OF A SENTENCE",
    "8261 5038 4417 9952 7",
    "مظلات بنفسجية كثيرة جدا",
    "  two blanks around  ",
]


@pytest.mark.parametrize("password", ANY)
def test_any_signs_will_do(cast: Cast, password: str) -> None:
    assert not refused(password)
    change = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert client_of(cast.alice.login).post("/settings/password", change).status_code in {302, 303}
    assert sign_in("alice", password)


@pytest.mark.parametrize(
    "other", [str.strip, str.upper, str.lower, lambda typed: typed[:-1], lambda typed: typed + " "]
)
def test_it_is_taken_exactly_as_typed(cast: Cast, other: Any) -> None:
    typed = " A Long Password with  Blanks, Äpfel & more than 72 signs: " + "x" * 40 + "Y "
    cast.alice.login.set_password(typed)
    cast.alice.login.save()
    assert sign_in("alice", typed)
    assert other(typed) == typed or not sign_in("alice", other(typed))


@pytest.mark.parametrize("password", ["password123", "1234567890", "qwertyuiop", "iloveyou12", "football123"])
def test_what_everybody_uses_is_refused(db: None, password: str) -> None:
    assert refused(password)


@pytest.mark.parametrize("password", ["folkmoot2026", "Folkmoot!!!!", "localhost8000"])
def test_words_of_this_place_are_refused(db: None, password: str) -> None:
    assert refused(password)


def test_a_password_never_wears_out(cast: Cast) -> None:
    Login.objects.filter(pk=cast.alice.login.pk).update(last_login=timezone.now() - timedelta(days=4_000))
    assert sign_in("alice", PASSWORD)
    assert not [field.name for field in Login._meta.fields if re.search("expire|password_changed", field.name)]


@pytest.mark.parametrize("address", ["/sign-in", "/sign-up", "/settings/password"])
def test_every_field_for_a_password_is_masked(cast: Cast, address: str) -> None:
    client = client_of(cast.alice.login if "settings" in address else None)
    source = page(client.get(address)).source
    fields = re.findall(r"<input[^>]*name=\"[^\"]*password[^\"]*\"[^>]*>", source)
    assert fields
    for field in fields:
        assert 'type="password"' in field
        assert re.search(r'autocomplete="(current|new)-password"', field)
        assert "readonly" not in field


def test_nobody_is_there_to_begin_with(db: None) -> None:
    assert not Account.objects.exists()
    assert not Login.objects.exists()
    for name in ("admin", "root", "owner", "folkmoot"):
        assert not sign_in(name, name)


def test_no_question_stands_for_a_password() -> None:
    templates = "".join(path.read_text().lower() for path in tree.files("folkmoot", ".html"))
    assert not re.search(r"security question|mother's maiden|password hint|secret question", templates)
    assert not [field.name for field in Login._meta.fields if re.search("question|hint", field.name)]


def test_validators_are_on_outside_the_test_profile() -> None:
    assert len(settings.AUTH_PASSWORD_VALIDATORS) >= 3
