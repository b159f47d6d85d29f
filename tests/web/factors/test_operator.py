"""What the command line does about second factors."""

import argparse
from typing import Any

import pytest
from django.conf import settings as deployment

from folkmoot.accounts.models import Login
from folkmoot.core.errors import NotFound
from folkmoot.project.cli.accounts import create_account, reset_factors
from folkmoot.web.entrance.factors import operator, sealing, totp
from tests.web.factors.conftest import STEP, give_password, is_in, kinds
from tests.web.pages import page

pytestmark = pytest.mark.django_db


def test_who_lost_everything_comes_back(cast: Any, app_of: Any, browser: Any, client_of: Any, capsys: Any) -> None:
    app, elsewhere = app_of(cast.olivia), browser()
    give_password(elsewhere, "olivia")
    elsewhere.post(STEP, {"code": app.code()})
    assert is_in(elsewhere, cast.olivia)
    reset_factors(argparse.Namespace(username="@Olivia"))
    said = capsys.readouterr().out
    assert said == "@olivia has no second factor any more (there were 2), and is signed out.\n"
    assert kinds(cast.olivia) == []
    assert elsewhere.get("/settings/profile").status_code == 302, "whoever held a session holds it no more"
    client = browser()
    assert give_password(client, "olivia")["Location"] == "/"
    assert client.get("/staff/settings").status_code == 404
    log = page(client_of(cast.olivia).get("/staff/audit")).text
    assert "took the second factors from an account" in log


def test_nobody_is_not_helped(cast: Any) -> None:
    with pytest.raises(NotFound):
        reset_factors(argparse.Namespace(username="nobody"))
    for act in (operator.reset_factors, operator.equip):
        with pytest.raises(NotFound):
            act(cast.erin)  # somebody on another server


@pytest.mark.parametrize("role", ["member", "moderator", "owner"])
def test_a_new_account_is_usable_and_staff_are_told(browser: Any, capsys: Any, role: str) -> None:
    wanted = {"username": "zoe", "email": "zoe@example.org", "password": "correct horse battery moot", "role": role}
    create_account(argparse.Namespace(**wanted))
    assert ("a notice leads there" in capsys.readouterr().out) == (role != "member")
    assert give_password(browser(), "zoe")["Location"] == "/"


def test_a_new_key_of_the_directory_opens_what_was_sealed(cast: Any, app_of: Any, settings: Any) -> None:
    app = app_of(cast.bob)
    first, second = deployment.SECRET_KEY, "another key, drawn just now"
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = second, [first]
    assert totp.spend(cast.bob.login_id, app.code(-1)), "what an earlier key sealed still opens"
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = first, []
    assert sealing.renew(second) == 1
    settings.SECRET_KEY = second
    assert totp.spend(cast.bob.login_id, app.code())
    settings.SECRET_KEY = "a third one"
    assert totp.spend(cast.bob.login_id, app.code(1)) is None
    assert sealing.unseal("nonsense") == ""
    assert Login.objects.filter(id=cast.bob.login_id).exists()
