"""Mail: written down in the transaction that causes it, sent by the worker."""

import base64
import email
import email.policy
import logging
import re
import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from folkmoot.core.events import Event, publish
from folkmoot.core.ids import made_at, new_id
from folkmoot.core.storage import CannotSave

logger = logging.getLogger(__name__)

_WAY_OUT = "List-Unsubscribe"
_FOR_GOOD = range(500, 600)  # what a mail server answers where trying again would not help
_NOBODY = frozenset({550, 551, 552, 553, 556})  # those of them that are about a mailbox, if no more is said (RFC 5321)
_SAID_MORE = re.compile(rb"\s*5\.(\d{1,3}\.\d{1,3})\b")  # the code of RFC 3463 before the words
_OF_SENDER = frozenset({b"1.7", b"1.8"})  # an address that is wrong, but ours
_PATIENCE = 20.0  # seconds for each answer of the mail server
_READABLE = email.policy.SMTPUTF8.clone(linesep="\n", cte_type="8bit", max_line_length=998, refold_source="all")


@dataclass(frozen=True)
class MailQueued(Event):
    """A letter waits to be handed over; ``letter`` holds its bytes in base64."""

    letter_id: int
    sender: str
    recipients: list[str]
    letter: str


@dataclass(frozen=True)
class ListedMailQueued(MailQueued):
    """One of many letters, which its one recipient may end: others go first, and a dead mailbox ends its tries."""


@dataclass(frozen=True)
class MailRefused(Event):
    """The mail server says that there is no such mailbox for this one of many letters, and never will be."""

    letter_id: int
    recipient: str


@dataclass(frozen=True)
class MailTaken(Event):
    """The mail server took this one of many letters for this recipient."""

    letter_id: int
    recipient: str


class QueuedBackend(BaseEmailBackend):
    """Django's way of sending mail, which here only writes it down: no page waits for a mail server."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue the messages in the current transaction (or one of their own); returns how many."""
        letters = [_queued(message) for message in email_messages if message.recipients()]
        with transaction.atomic():
            for letter in letters:
                publish(letter)
        return len(letters)


def send_mail(event: MailQueued) -> None:
    """Hand a letter to the mail server, or lay it into the mail folder if there is none."""
    letter = base64.b64decode(event.letter)
    if settings.FOLKMOOT.smtp_url:
        _send(event, letter, urlsplit(settings.FOLKMOOT.smtp_url))
    else:
        _lay_down(event, letter)


def mail_folder() -> Path:
    """Where letters land when no mail server is set: ``serve`` prints it, only the operator reads it."""
    return Path(settings.DATA_DIR) / "mail"


def connected(server: SplitResult, patience: float) -> smtplib.SMTP:
    """``smtps://`` speaks TLS from the start; ``smtp://`` turns to it, unless the address ends in ``?tls=off``."""
    host, context = server.hostname or "localhost", ssl.create_default_context()
    if server.scheme == "smtps":
        return smtplib.SMTP_SSL(host, server.port or 465, timeout=patience, context=context)
    line = smtplib.SMTP(host, server.port or 587, timeout=patience)
    if parse_qs(server.query).get("tls") != ["off"]:
        line.starttls(context=context)
    return line


def _queued(message: EmailMessage) -> MailQueued:
    letter = message.message().as_bytes(policy=email.policy.SMTP)
    named = (message.from_email, message.recipients(), base64.b64encode(letter).decode())
    return (ListedMailQueued if _WAY_OUT in message.extra_headers else MailQueued)(new_id(), *named)


def _send(event: MailQueued, letter: bytes, server: SplitResult) -> None:
    with connected(server, _PATIENCE) as line:
        if server.username:
            line.login(unquote(server.username), unquote(server.password or ""))
        told = _handed_over(line, event, letter)
    if told:
        try:
            with transaction.atomic():
                publish(told)
        except CannotSave:  # the letter is on its way: it is not sent again for that
            logger.exception("what became of a letter could not be noted")


def _handed_over(line: smtplib.SMTP, event: MailQueued, letter: bytes) -> MailTaken | MailRefused | None:
    """What is to be told of it: of one of many letters, whether the mailbox of its one recipient lives."""
    sender, *recipients = (email.utils.parseaddr(address)[1] for address in (event.sender, *event.recipients))
    is_listed = isinstance(event, ListedMailQueued)
    try:
        line.sendmail(sender, recipients, letter)
    except smtplib.SMTPRecipientsRefused as refusal:
        if not is_listed or not _is_dead(*refusal.recipients[recipients[0]]):
            raise
        return MailRefused(event.letter_id, recipients[0])
    return MailTaken(event.letter_id, recipients[0]) if is_listed else None


def _is_dead(code: int, words: bytes) -> bool:
    """Whether an answer is about the mailbox: not about us, our letters, or the server's own trouble."""
    if code not in _FOR_GOOD:
        return False
    said = _SAID_MORE.match(words)
    subject = said[1] if said else b"0.0"
    if subject.startswith(b"0."):
        return code in _NOBODY
    return subject.startswith((b"1.", b"2.")) and subject not in _OF_SENDER


def _lay_down(event: MailQueued, letter: bytes) -> None:
    folder = mail_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = (
        f"{made_at(event.letter_id):%Y-%m-%d-%H%M%S}-{event.letter_id}.eml"  # sorts by time; a second try replaces it
    )
    with NamedTemporaryFile(dir=folder.parent, prefix=".mail-", delete=False) as file:
        file.write(_readable(letter))
    Path(file.name).rename(folder / name)


def _readable(letter: bytes) -> bytes:
    """The same letter without encodings: what the recipient reads is what the file shows."""
    message = email.message_from_bytes(letter, policy=_READABLE)
    for part in message.walk():
        if part.get_content_maintype() == "text":
            part.set_content(part.get_content(), part.get_content_subtype(), "utf-8", cte="8bit")
    return message.as_bytes()
