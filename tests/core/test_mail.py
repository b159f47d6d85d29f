"""Mail goes through the event table, to a folder or to a mail server."""

import email
import email.policy
import ssl
import stat
import threading
from collections.abc import Callable, Generator
from email.message import EmailMessage as Letter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail as django_mail
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from folkmoot.core import mail
from folkmoot.core.events import Reaction, kinds, parked, waiting, wire
from folkmoot.core.mail import MailQueued, QueuedBackend, mail_folder, send_mail
from tests.core.mail_server import MailServer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_ground(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    monkeypatch.setattr(kinds, "_types", {})
    monkeypatch.setattr(kinds, "_reactions", {})
    monkeypatch.setattr(kinds, "_inline", {})
    wire(MailQueued, Reaction(send_mail, lane="net"))
    settings.DATA_DIR = tmp_path
    settings.FOLKMOOT = SimpleNamespace(smtp_url="")


@pytest.fixture
def server() -> Generator[MailServer]:
    with MailServer() as server:
        yield server


def write(
    to: str = "bob@example.org", subject: str = "Grüße aus München", body: str = "Bitte öffnen:\nhttp://x/é\n"
) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(subject, body, "Moot <moot@example.org>", [to])
    message.attach_alternative(f"<p>{body}</p>", "text/html")
    return message


def send(*messages: EmailMultiAlternatives) -> int:
    return QueuedBackend().send_messages(messages)


def letters() -> list[Letter]:
    return [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)  # type: ignore[misc] # the policy makes it
        for path in sorted(mail_folder().iterdir())
    ]


def test_is_only_written_down_at_first(drain: Callable[..., int]) -> None:
    assert send(write()) == 1
    assert not mail_folder().exists()
    drain()
    assert [letter["To"] for letter in letters()] == ["bob@example.org"]


def test_is_where_all_of_django_sends_its_mail(drain: Callable[..., int]) -> None:
    django_mail.send_mail("Hello", "there", None, ["bob@example.org"])
    assert drain() == 2
    assert [letter["Subject"] for letter in letters()] == ["Hello"]


def test_is_not_sent_when_what_caused_it_did_not_happen(drain: Callable[..., int]) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012 - the write is what must vanish
        send(write())
        raise RuntimeError
    assert drain() == 0


def test_the_folder_holds_letters_anybody_can_read(drain: Callable[..., int]) -> None:
    send(write())
    drain()
    (path,) = mail_folder().iterdir()
    text = path.read_text()
    assert path.suffix == ".eml"
    assert "Subject: Grüße aus München" in text
    assert "Bitte öffnen:\nhttp://x/é\n" in text
    (letter,) = letters()
    assert letter["Subject"] == "Grüße aus München"
    assert letter.get_body(("plain",)).get_content() == "Bitte öffnen:\nhttp://x/é\n"  # type: ignore[union-attr] # it has one
    assert letter.get_body(("html",)).get_content().startswith("<p>Bitte öffnen")  # type: ignore[union-attr] # it has one


def test_nobody_else_on_the_machine_reads_them(drain: Callable[..., int]) -> None:
    send(write())
    drain()
    assert stat.S_IMODE(mail_folder().stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in mail_folder().iterdir()} == {0o600}


def test_a_long_line_stays_whole(drain: Callable[..., int]) -> None:
    link = "http://localhost:8000/password/" + "k" * 900
    send(write(body=link))
    drain()
    assert link in next(mail_folder().iterdir()).read_text()


def test_they_lie_in_the_order_they_were_written(drain: Callable[..., int]) -> None:
    send(*(write(subject=str(number)) for number in range(12)))
    drain()
    assert [letter["Subject"] for letter in letters()] == [str(number) for number in range(12)]


def test_a_second_try_lays_down_no_second_letter() -> None:
    event = mail._queued(write())
    send_mail(event)
    send_mail(event)
    assert len(letters()) == 1


def test_a_letter_to_nobody_is_none() -> None:
    assert send(EmailMultiAlternatives("x", "y", "a@b.example", [])) == 0


def test_headers_cannot_be_smuggled_in() -> None:
    with pytest.raises(ValueError, match=r"(?i)newline|header|linefeed"):
        send(write(subject="Hello\nBcc: everybody@example.org"))


def test_goes_to_the_mail_server_that_is_set(drain: Callable[..., int], settings: Any, server: MailServer) -> None:
    settings.FOLKMOOT.smtp_url = f"smtp://127.0.0.1:{server.port}?tls=off"
    send(write(to="Bob <bob@example.org>"))
    drain()
    assert (server.sender, server.recipients) == ("<moot@example.org>", ["<bob@example.org>"])
    letter = email.message_from_bytes(server.letter, policy=email.policy.default)
    assert letter["Subject"] == "Grüße aus München"
    assert not mail_folder().exists()


def test_signs_in_at_the_mail_server(settings: Any, server: MailServer) -> None:
    settings.FOLKMOOT.smtp_url = f"smtp://m%40x:p%2Fw@127.0.0.1:{server.port}?tls=off"
    send_mail(mail._queued(write()))
    assert server.credentials == "\0m@x\0p/w"


def test_never_says_a_password_in_the_open(settings: Any, server: MailServer) -> None:
    settings.FOLKMOOT.smtp_url = f"smtp://m:p@127.0.0.1:{server.port}"
    with pytest.raises(Exception, match="STARTTLS"):
        send_mail(mail._queued(write()))
    assert (server.credentials, server.letter) == ("", b"")


def test_smtps_is_tls_from_the_start(settings: Any, server: MailServer) -> None:
    settings.FOLKMOOT.smtp_url = f"smtps://m:p@127.0.0.1:{server.port}"
    with pytest.raises((ssl.SSLError, OSError)):
        send_mail(mail._queued(write()))
    assert server.letter == b""


def test_waits_for_a_mail_server_that_is_away(drain: Callable[..., int], settings: Any, server: MailServer) -> None:
    server.refuse = True
    settings.FOLKMOOT.smtp_url = f"smtp://127.0.0.1:{server.port}?tls=off"
    send(write())
    drain()
    assert server.letter == b""
    assert [w.count for w in waiting() if w.lane == "net"] == [1]
    assert parked() == []


def test_threads_end() -> None:
    with MailServer():
        pass
    assert not [thread for thread in threading.enumerate() if thread.name == "mail-server"]
