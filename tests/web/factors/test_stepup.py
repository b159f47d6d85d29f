"""Is it still you? What is grave asks again after ten minutes, and loses nothing of what was typed."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from folkmoot.project.cast import PASSWORD
from folkmoot.web.entrance.factors import stepup
from tests import doors
from tests.web.factors.conftest import APP, CODES, NEW, SAFETY, Clock, add, ask, kinds
from tests.web.factors.device import Device
from tests.web.pages import page

pytestmark = pytest.mark.django_db
UP = "/step-up?next=/members"


def test_whoever_just_came_in_is_not_asked(cast: Any, client_of: Any) -> None:
    assert client_of(cast.bob).get(UP)["Location"] == "/members"


def test_after_ten_minutes_the_password_is_asked(cast: Any, client_of: Any, clock: Clock) -> None:
    client = client_of(cast.bob)
    clock.now += 599
    assert client.get(UP).status_code == 303
    clock.now += 2
    answer = client.get(UP)
    assert answer.status_code == 200
    assert page(answer).heading == "Is it still you?"
    assert answer["Cache-Control"] == "no-store"
    form = page(answer).form(UP)
    answer = client.post(UP, form.filled(**{"step_up-password": PASSWORD}))
    assert (answer.status_code, answer["Location"]) == (303, UP)
    assert client.get(UP)["Location"] == "/members"


@pytest.mark.parametrize("there", ["https://evil.example", "//evil.example", "javascript:x", "", "\\\\evil.example"])
def test_it_leads_to_no_other_site(cast: Any, client_of: Any, there: str) -> None:
    assert client_of(cast.bob).get("/step-up", {"next": there})["Location"] == SAFETY


def test_what_was_typed_goes_on(cast: Any, stale: Any) -> None:
    """A passkey is renamed by a form that waited too long."""
    client = stale(cast.bob)
    doors.come_in(client, cast.bob.login)
    add(client, Device())
    row = Authenticator.objects.get(type="webauthn")
    client = stale(cast.bob)
    answer = client.post(f"{NEW}/{row.id}", {"name": "<b>Old</b> & “new”"})
    assert answer.status_code == 403
    assert "What you typed is kept" in page(answer).text
    form = page(answer).form(f"{NEW}/{row.id}")
    assert form.fields["name"] == "<b>Old</b> & “new”"
    refused = client.post(f"{NEW}/{row.id}", form.filled(**{"step_up-password": "wrong"}))
    assert refused.status_code == 422
    assert "not your present password" in page(refused).errors
    again = page(refused).form(f"{NEW}/{row.id}")
    assert client.post(f"{NEW}/{row.id}", again.filled(**{"step_up-password": PASSWORD}))["Location"] == SAFETY
    row.refresh_from_db()
    assert row.data["name"] == "<b>Old</b> & “new”"


def test_a_removal_goes_on(cast: Any, app_of: Any, stale: Any) -> None:
    """A plain form asks for DELETE by a field, which is kept as well."""
    app, client = app_of(cast.bob), stale(cast.bob)
    asked = page(client.post(APP, {"_method": "DELETE"}))
    assert kinds(cast.bob) == ["recovery_codes", "totp"]
    form = asked.form(APP)
    assert client.post(APP, form.filled(**{"step_up-code": app.code()}))["Location"] == SAFETY
    assert kinds(cast.bob) == []


def test_the_view_sees_nothing_of_the_step(cast: Any, client_of: Any, rf: Any) -> None:
    seen: list[Any] = []
    view = stepup.stepped_up(lambda request: seen.append(dict(request.POST)))
    client = client_of(cast.bob)
    request = rf.post("/x", {"step_up-before": "POST", "step_up-password": PASSWORD, "text": "Hello"})
    request.session, request.user, request.htmx = client.session, cast.bob.login, None
    view(request)
    assert seen == [{"text": ["Hello"]}]


def test_passwords_are_not_written_into_the_page(cast: Any, stale: Any) -> None:
    source = stale(cast.bob).post(NEW, {"name": "x", "password1": "a very secret sentence"}).content.decode()
    assert "a very secret sentence" not in source


def test_a_page_asked_for_is_opened_afterwards(cast: Any, stale: Any) -> None:
    client = stale(cast.bob)
    form = page(client.get(APP)).form(APP)
    answer = client.post(APP, form.filled(**{"step_up-password": PASSWORD}))
    assert (answer.status_code, answer["Location"]) == (303, APP)
    assert "Type the six digits" in page(client.get(APP)).text
    sent_twice = client.post(APP, form.filled(**{"step_up-password": PASSWORD}))
    assert sent_twice["Location"] == APP


@pytest.mark.parametrize("wrong", ["", "wrong", "x" * 5_000, "\x00"])
def test_nothing_else_will_do(cast: Any, stale: Any, wrong: str) -> None:
    client = stale(cast.bob)
    for given in ({"step_up-password": wrong}, {"step_up-code": "000000"}, {"step_up-credential": "{}"}):
        assert client.post(UP, {"step_up-before": "GET", **given}).status_code == 422
    assert client.get(UP).status_code == 200


def test_a_code_of_the_app_or_a_passkey_will_do(cast: Any, app_of: Any, stale: Any) -> None:
    app, client = app_of(cast.bob), stale(cast.bob)
    assert client.post(UP, {"step_up-before": "GET", "step_up-code": app.code()}).status_code == 303
    device = Device()
    add(client, device)
    client = stale(cast.bob)
    answer = device.use(ask(client, "step-up"))
    assert client.post(UP, {"step_up-before": "GET", "step_up-credential": answer}).status_code == 303
    assert client.get(UP)["Location"] == "/members"


def test_a_code_on_paper_will_not(cast: Any, app_of: Any, stale: Any) -> None:
    app, client = app_of(cast.bob), stale(cast.bob)
    assert client.post(UP, {"step_up-before": "GET", "step_up-code": app.codes[0]}).status_code == 422
    by_paper = stale(cast.bob)
    doors.come_in(by_paper, cast.bob.login, method="mfa", type="recovery_codes")
    assert by_paper.get(UP).status_code == 200


@pytest.mark.parametrize("method", ["password", "socialaccount"])
def test_what_counts_as_having_just_come_in(cast: Any, client_of: Any, method: str) -> None:
    client = client_of(cast.bob)
    doors.come_in(client, cast.bob.login, method=method)
    assert client.get(UP).status_code == 303


def test_a_link_from_a_mail_does_not_count(cast: Any, client_of: Any) -> None:
    client = client_of(cast.bob)
    doors.come_in(client, cast.bob.login, method="password_reset")
    assert client.get(UP).status_code == 200


def test_records_of_somebody_else_do_not_count(cast: Any, client_of: Any) -> None:
    client = client_of(cast.bob)
    doors.come_in(client, cast.hal.login)
    assert client.get(UP).status_code == 200


def test_whoever_has_neither_is_told_to_sign_in_anew(cast: Any, stale: Any) -> None:
    login = cast.bob.login
    login.set_unusable_password()
    login.save()
    client = stale(cast.bob)
    read = page(client.get(UP))
    assert read.heading == "Is it still you?"
    assert "within ten minutes" in read.text
    assert "/sign-out" in [form.action for form in read.forms]


def test_a_fragment_leads_to_the_page_in_between(cast: Any, stale: Any) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/settings/safety?a=1&b=2"}
    answer = stale(cast.bob).post(CODES, headers=headers)
    assert answer["HX-Redirect"] == "/step-up?next=%2Fsettings%2Fsafety%3Fa%3D1%26b%3D2"


def test_guessing_is_counted(cast: Any, stale: Any) -> None:
    client = stale(cast.bob)
    wrong = {"step_up-before": "GET", "step_up-password": "wrong"}
    assert [client.post(UP, wrong).status_code for _ in range(6)] == [422] * 5 + [429]
    assert client.post(UP, wrong | {"step_up-password": PASSWORD}).status_code == 429


@pytest.mark.parametrize("path", [APP, NEW, CODES, f"{NEW}/1"])
def test_a_stolen_session_adds_and_takes_nothing(cast: Any, app_of: Any, stale: Any, path: str) -> None:
    """Eleven minutes after signing in, whoever holds the cookie gets no further than the page in between."""
    app_of(cast.bob)
    before = list(Authenticator.objects.values())
    thief = stale(cast.bob)
    for send in (thief.post, thief.delete):
        answer = send(path)
        assert (answer.status_code, page(answer).heading) == (403, "Is it still you?")
    assert list(Authenticator.objects.values()) == before


def test_a_stolen_session_is_not_asked_to_add(cast: Any, stale: Any) -> None:
    assert stale(cast.bob).post("/passkeys/challenge/add").status_code == 404


def test_it_takes_a_token(cast: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.bob.login)
    assert client.post(UP, {"step_up-before": "GET", "step_up-password": PASSWORD}).status_code == 403
    assert "account_authentication_methods" not in client.session
