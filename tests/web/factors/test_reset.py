"""A forgotten password is no way round a second factor, and no way to a password for who has none."""

from typing import Any

import pytest
from allauth.account.forms import EmailAwarePasswordResetTokenGenerator
from allauth.account.utils import user_pk_to_url_str
from django.test import Client

from folkmoot.accounts.models import Login
from tests.web.entrance.test_password import NEXT, asked, renew
from tests.web.factors.conftest import STEP, add, is_in, kinds
from tests.web.factors.device import Device
from tests.web.pages import page

pytestmark = pytest.mark.django_db
PASSWORD_PAGE = "/settings/password"


def without_password(account: Any) -> None:
    login = account.login
    login.set_unusable_password()
    login.save()


def test_after_a_reset_the_second_step_is_asked(cast: Any, app_of: Any, mail: Any, drain: Any) -> None:
    app, client = app_of(cast.bob), Client()
    assert renew(client, asked(client, mail, drain)).status_code == 302
    assert not is_in(client, cast.bob)
    assert kinds(cast.bob) == ["recovery_codes", "totp"], "and nothing is taken away"
    assert client.post("/sign-in", {"login": "bob", "password": NEXT})["Location"] == STEP
    assert not is_in(client, cast.bob)
    assert client.post(STEP, {"code": app.code()}).status_code == 303
    assert is_in(client, cast.bob)


def test_who_has_no_password_gets_a_mail_without_a_link(cast: Any, client: Client, mail: Any, drain: Any) -> None:
    without_password(cast.bob)
    known = client.post("/password/reset", {"email": "bob@example.org"})
    unknown = client.post("/password/reset", {"email": "hal@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    drain()
    (letter,) = mail.to("bob@example.org")
    assert "Your account has none" in letter.get_content()
    assert "/password/reset/" not in letter.get_content()


def test_no_link_gives_them_one(cast: Any, client: Client) -> None:
    """Not even one that was signed by our own key."""
    without_password(cast.bob)
    login = Login.objects.get(id=cast.bob.login_id)
    token = EmailAwarePasswordResetTokenGenerator().make_token(login)
    answer = renew(client, f"/password/reset/{user_pk_to_url_str(login)}-{token}")
    assert answer.status_code == 422
    assert "opened by a passkey" in answer.content.decode()
    assert not Login.objects.get(id=login.id).has_usable_password()


def test_nobody_learns_whether_there_is_a_second_factor(cast: Any, app_of: Any) -> None:
    """A wrong password reads the same with one and without."""
    app_of(cast.bob)
    answers = [Client().post("/sign-in", {"login": name, "password": "wrong"}) for name in ("bob", "hal", "nobody")]
    assert {answer.status_code for answer in answers} == {422}
    assert all("Second step" not in answer.content.decode() for answer in answers)


def test_a_confirmed_address_is_no_way_round_it(cast: Any, app_of: Any, client: Client, mail: Any, drain: Any) -> None:
    """Links that confirm an address sign in; not past the second step."""
    from allauth.account.models import EmailAddress

    app_of(cast.bob)
    address = EmailAddress.objects.get(email="bob@example.org")
    EmailAddress.objects.filter(pk=address.pk).update(verified=False)
    client.post("/confirm-email", {"email": "bob@example.org"})
    drain()
    letter = mail.to("bob@example.org")[-1].get_content()
    link = next(line for line in letter.split() if "/confirm-email/" in line).split("localhost:8000")[1]
    client.post(link)
    assert not is_in(client, cast.bob)


def test_a_first_password_is_chosen_by_who_shows_who_they_are(cast: Any, client_of: Any, mail: Any, drain: Any) -> None:
    client = client_of(cast.bob)
    add(client, Device())
    without_password(cast.bob)
    client, thief = client_of(cast.bob), client_of(cast.bob)
    form = page(client.get(PASSWORD_PAGE)).form()
    assert sorted(form.fields) == ["csrfmiddlewaretoken", "password1"]
    assert client.post(PASSWORD_PAGE, form.filled(password1="short")).status_code == 422
    assert client.post(PASSWORD_PAGE, form.filled(password1=NEXT))["Location"] == PASSWORD_PAGE
    read = page(client.get(PASSWORD_PAGE))
    assert "Your password is changed" in read.notices
    assert "oldpassword" in read.form().fields
    assert Login.objects.get(id=cast.bob.login_id).check_password(NEXT)
    assert thief.get("/settings/profile").status_code == 302, "all others are signed out"
    drain()
    assert "the password of your account was changed" in mail.to("bob@example.org")[-1].get_content()


def test_a_stolen_session_chooses_no_first_password(cast: Any, stale: Any) -> None:
    without_password(cast.bob)
    thief = stale(cast.bob)
    assert page(thief.get(PASSWORD_PAGE)).heading == "Is it still you?"
    assert page(thief.post(PASSWORD_PAGE, {"password1": NEXT})).heading == "Is it still you?"
    assert not Login.objects.get(id=cast.bob.login_id).has_usable_password()


def test_a_password_is_not_replaced_without_the_present_one(cast: Any, client_of: Any) -> None:
    assert client_of(cast.bob).post(PASSWORD_PAGE, {"password1": NEXT}).status_code == 422
    assert not Login.objects.get(id=cast.bob.login_id).check_password(NEXT)
