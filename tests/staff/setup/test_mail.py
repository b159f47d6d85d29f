"""The step about mail: a real letter to a real server, what each answer means, and the way on without."""

import socket
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, get_args

import pytest
from django.conf import settings
from django.test import Client, override_settings

from folkmoot.core.mail_trial import Outcome, Trial, try_mail
from folkmoot.instance.queries import community, setting
from folkmoot.staff.views.setup.mail_words import meaning
from tests.mail_servers import mail_server
from tests.web.pages import page

pytestmark = pytest.mark.django_db
MAIL = "/staff/setup/mail"


@contextmanager
def served_by(url: str) -> Generator[None]:
    with override_settings(FOLKMOOT=settings.FOLKMOOT.model_copy(update={"smtp_url": url})):
        yield


def test_a_letter_goes_out_at_once_and_the_page_says_so(olivia: Client) -> None:
    with mail_server() as server, served_by(server.url):
        read = page(olivia.get(MAIL))
        assert f"127.0.0.1:{server.port}" in read.words("dd")
        assert read.form().fields["email"] == "olivia@example.org"
        read = page(olivia.post(MAIL, read.form().filled(email="someone@example.org")))
        assert "took the letter" in read.notices
        assert "rcpt to:<someone@example.org>" in server.lines
        assert len(server.letters) == 1
        assert "A test letter from" in server.letters[0]
        assert olivia.post(MAIL, {"go": "with"})["Location"] != MAIL
    assert "mail" in setting("setup_steps").split()
    assert community().confirms == "mail"


@pytest.mark.parametrize(
    ("answers", "outcome", "said"),
    [
        ({"CONNECT": "554 go away"}, "declined", "554 go away"),
        ({"CONNECT": ""}, "cut", ""),
        ({"MAIL": "550 that is not you"}, "sender", "550 that is not you"),
        ({"RCPT": "550 nobody here"}, "recipient", "550 nobody here"),
        ({"DATA": "554 looks like spam"}, "declined", "554 looks like spam"),
        ({"DATA": ""}, "cut", ""),
    ],
)
def test_what_the_server_says_is_said(olivia: Client, answers: dict[str, str], outcome: Outcome, said: str) -> None:
    with mail_server(**answers) as server, served_by(server.url):
        read = page(olivia.post(MAIL, {"email": "someone@example.org"}))
    assert meaning(outcome) in read.notices
    assert said in read.notices
    assert "Go on without mail" in read.words("button")
    assert "mail" not in setting("setup_steps").split()


@pytest.mark.parametrize(
    ("url", "answers", "outcome"),
    [
        ("smtp://127.0.0.1:{port}", {}, "unencrypted"),
        ("smtp://127.0.0.1:{port}", {"EHLO": "250-here\r\n250 STARTTLS", "STARTTLS": "220 go on"}, "unsafe"),
        ("smtps://127.0.0.1:{port}", {}, "unsafe"),
        ("smtp://me:secret@127.0.0.1:{port}?tls=off", {}, "unencrypted"),
        (
            "smtp://me:secret@127.0.0.1:{port}?tls=off",
            {"EHLO": "250-here\r\n250 AUTH PLAIN", "AUTH": "535 wrong"},
            "password",
        ),
    ],
)
def test_encryption_and_signing_in(url: str, answers: dict[str, str], outcome: Outcome) -> None:
    with mail_server(**answers) as server, served_by(url.format(port=server.port)):
        found = try_mail("Test", "Words", "someone@example.org")
    assert found.outcome == outcome
    assert "secret" not in found.said


def test_a_name_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*_asked: object, **_more: object) -> Any:
        raise socket.gaierror("nobody knows")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    with served_by("smtp://mail.invalid"):
        assert try_mail("Test", "Words", "someone@example.org").outcome == "unknown"


def test_nobody_listens() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        with served_by(f"smtp://127.0.0.1:{held.getsockname()[1]}"):
            assert try_mail("Test", "Words", "someone@example.org").outcome == "refused"


def test_a_server_that_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("folkmoot.core.mail_trial.PATIENCE", 0.1)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with served_by(f"smtp://127.0.0.1:{silent.getsockname()[1]}"):
            assert try_mail("Test", "Words", "someone@example.org").outcome == "silent"


@pytest.mark.parametrize("outcome", get_args(Outcome.__value__))
def test_each_outcome_has_words_of_its_own(outcome: Outcome) -> None:
    others = {meaning(each) for each in get_args(Outcome.__value__) if each != outcome}
    assert meaning(outcome) not in others


def test_the_password_of_the_server_is_on_no_page(olivia: Client) -> None:
    with served_by("smtps://folkmoot:hunter22@mail.example.org"):
        read = page(olivia.get(MAIL))
    assert "hunter22" not in read.source
    assert "mail.example.org:465" in read.words("dd")


@pytest.mark.parametrize("typed", ["", "nobody", "a@b.org\nBcc: c@d.org", "a@b.org, c@d.org"])
def test_only_to_one_address(olivia: Client, typed: str) -> None:
    with mail_server() as server, served_by(server.url):
        assert olivia.post(MAIL, {"email": typed}).status_code == 422
    assert server.letters == []


def test_without_a_server_one_goes_on_without(olivia: Client) -> None:
    read = page(olivia.get(MAIL))
    assert "No mail server is set" in read.text
    assert "letting somebody in confirms the address" in read.text
    assert olivia.post(MAIL, {"email": "someone@example.org"}).status_code == 422, "there is nothing to try"
    assert olivia.post(MAIL, {"go": "without"}).status_code == 303
    assert community().confirms == "staff"
    assert "mail" in setting("setup_steps").split()


def test_a_trial_is_a_plain_value() -> None:
    assert Trial("taken") == ("taken", "")
