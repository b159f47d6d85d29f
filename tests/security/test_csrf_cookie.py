"""The secret behind the tokens of forms: given once, kept, and changed with whoever is signed in."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from folkmoot.project.cast import PASSWORD

pytestmark = pytest.mark.django_db
NAME = settings.CSRF_COOKIE_NAME


def test_it_is_given_with_the_first_form_and_not_again(cast: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.get("/sign-in").cookies[NAME].value
    assert NAME not in client.get("/sign-in").cookies


@pytest.mark.parametrize("broken", ["", "short", "x" * 64, "%" * 32])
def test_one_that_is_broken_is_replaced(cast: Any, broken: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies[NAME] = broken
    given = client.get("/sign-in").cookies[NAME].value
    assert len(given) == 32
    assert given != broken


def test_signing_in_changes_it_and_the_old_one_opens_nothing(cast: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.get("/sign-in")
    before = client.cookies[NAME].value
    given = {"login": "bob", "password": PASSWORD, "csrfmiddlewaretoken": before}
    assert client.post("/sign-in", given).status_code == 302
    after = client.cookies[NAME].value
    assert after != before
    for token, status in ((before, 403), (after, 303)):
        answer = client.post("/settings/profile", {"name": "Bob", "csrfmiddlewaretoken": token})
        assert answer.status_code == status
