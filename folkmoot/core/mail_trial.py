"""A letter handed to the mail server at once, to learn what it says; nothing is queued and nothing is tried again."""

import smtplib
import socket
import ssl
from collections.abc import Callable
from email.utils import parseaddr
from typing import Literal, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from folkmoot.core.mail import connected

type Outcome = Literal[
    "taken",
    "unknown",
    "refused",
    "silent",
    "unsafe",
    "unencrypted",
    "password",
    "sender",
    "recipient",
    "declined",
    "cut",
]

PATIENCE = 8.0  # seconds for each answer: somebody waits for the page
_LONGEST = 200  # characters of what the server said


class Trial(NamedTuple):
    """How it went, and what the server said, as it said it."""

    outcome: Outcome
    said: str = ""


def try_mail(subject: str, text: str, recipient: str) -> Trial:
    """Hand one letter to the mail server of the settings, which must name one."""
    server = urlsplit(settings.FOLKMOOT.smtp_url)
    message = EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [recipient])
    try:
        _hand_over(server, message, recipient)
    except (OSError, smtplib.SMTPException) as problem:
        return Trial(_outcome(problem), _said(problem))
    return Trial("taken")


def _hand_over(server: SplitResult, message: EmailMessage, recipient: str) -> None:
    with connected(server, PATIENCE) as line:
        if server.username:
            line.login(unquote(server.username), unquote(server.password or ""))
        line.sendmail(parseaddr(message.from_email)[1], [recipient], message.message().as_bytes())


def _outcome(problem: Exception) -> Outcome:
    """The first kind that fits: the special ones stand before the general."""
    return next(outcome for fits, outcome in _KINDS if fits(problem))


def _is(*kinds: type[Exception]) -> Callable[[Exception], bool]:
    return lambda problem: isinstance(problem, kinds)


_KINDS: tuple[tuple[Callable[[Exception], bool], Outcome], ...] = (
    (_is(socket.gaierror), "unknown"),
    (_is(ConnectionRefusedError), "refused"),
    (lambda problem: isinstance(problem.__context__ or problem, TimeoutError), "silent"),  # wrapped by some calls
    (_is(ssl.SSLError), "unsafe"),
    (_is(smtplib.SMTPNotSupportedError), "unencrypted"),
    (_is(smtplib.SMTPAuthenticationError), "password"),
    (_is(smtplib.SMTPSenderRefused), "sender"),
    (_is(smtplib.SMTPRecipientsRefused), "recipient"),
    (_is(smtplib.SMTPResponseException), "declined"),
    (_is(Exception), "cut"),
)


def _said(problem: Exception) -> str:
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        code, answer = next(iter(problem.recipients.values()))
        return _answer(code, answer)
    if isinstance(problem, smtplib.SMTPResponseException):
        return _answer(problem.smtp_code, problem.smtp_error)
    return str(problem)[:_LONGEST]


def _answer(code: int, answer: bytes | str) -> str:
    words = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    return f"{code} {' '.join(words.split())}"[:_LONGEST]
