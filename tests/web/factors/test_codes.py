"""Recovery codes: in place of the app at signing in, each once, however many bring it."""

import contextlib
import threading
from typing import Any

import pytest
from django.db import connection

from folkmoot.web.entrance.factors import codes
from tests.web.factors.conftest import CODES, SAFETY, STEP, give_password, is_in
from tests.web.factors.test_app import shown_codes
from tests.web.pages import page


@pytest.mark.django_db
@pytest.mark.parametrize("change", [str, str.upper, lambda code: code.replace("-", " "), lambda code: f" {code}. "])
def test_a_code_lets_in_once(cast: Any, app_of: Any, browser: Any, change: Any) -> None:
    app = app_of(cast.bob)
    for lets_in in (True, False):
        client = browser()
        give_password(client, "bob")
        answer = client.post(STEP, {"code": change(app.codes[3])})
        assert (answer.status_code == 303, is_in(client, cast.bob)) == (lets_in, lets_in)
    assert app.codes[3] not in str(codes.Authenticator.objects.values())


@pytest.mark.django_db
def test_each_code_is_its_own(cast: Any, app_of: Any) -> None:
    app = app_of(cast.bob)
    mixed = app.codes[0][:4] + app.codes[1][4:]
    assert codes.spend(cast.bob.login_id, mixed) is None
    assert codes.spend(cast.hal.login_id, app.codes[0]) is None
    assert [bool(codes.spend(cast.bob.login_id, code)) for code in app.codes] == [True] * 10


@pytest.mark.django_db
def test_new_codes_end_the_ones_before(cast: Any, app_of: Any, client_of: Any) -> None:
    app, client = app_of(cast.bob), client_of(cast.bob)
    for code in app.codes[:7]:
        codes.spend(cast.bob.login_id, code)
    assert "Make new ones soon" in page(client.get(SAFETY)).text
    made = shown_codes(client.post(CODES))
    assert len(made) == 10
    assert codes.spend(cast.bob.login_id, app.codes[8]) is None
    assert codes.spend(cast.bob.login_id, made[0])
    assert "Codes that you have left: 9" in page(client.get(SAFETY)).text


@pytest.mark.django_db
def test_nobody_looks_at_codes_again(cast: Any, app_of: Any, client_of: Any) -> None:
    app_of(cast.bob)
    assert client_of(cast.bob).get(CODES).status_code == 405


@pytest.mark.django_db
def test_a_code_struck_out_meanwhile_is_good_no_more(cast: Any, app_of: Any) -> None:
    """Both have compared it before either crosses it out."""
    app = app_of(cast.bob)
    row = codes.Authenticator.objects.get(user_id=cast.bob.login_id, type="recovery_codes")
    name = app.codes[0][:4]
    kept = row.data["codes"][name]
    assert codes._strike(cast.bob.login_id, name, kept)
    assert codes._strike(cast.bob.login_id, name, kept) is None


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_comes_in(app_of: Any) -> None:
    from folkmoot.project.cast import member

    bob = member("bob")
    app, together = app_of(bob), threading.Barrier(4)
    came: list[int | None] = []

    def bring() -> None:
        with contextlib.closing(connection):
            together.wait()
            came.append(codes.spend(bob.login_id, app.codes[0]))

    threads = [threading.Thread(target=bring) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(bool, came)) == [False, False, False, True]
