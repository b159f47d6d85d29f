"""Passwords that others try first: known from breaches, made of patterns, or of what everybody knows of a member.

No network is asked: the lists travel with ``zxcvbn``, which also sees through what people do to make one of them new.
"""

import re
from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn_rs_py import zxcvbn

from folkmoot.accounts.models import Login
from folkmoot.accounts.queries import account_of
from folkmoot.instance.queries import community

LOOKED_AT = 32  # characters; what comes after makes it longer to look at, not easier to guess
FEWEST_GUESSES = 1e8  # that somebody needs who knows what people choose
_SHORTEST_NAME = 3
_PROGRAM = "folkmoot"


class NotGuessable:
    """Refuses passwords that are known from breaches or easily made up, with all that is known of the member."""

    def validate(self, password: str, user: object | None = None) -> None:
        """``ValidationError`` says why."""
        problem = _known(password) or name_in(password, _names_of(user))
        if problem:
            raise ValidationError(problem, code="password_guessable")

    def get_help_text(self) -> str:
        """What is asked of a password."""
        return _("A few words in a row are easy to remember and hard to guess.")


def name_in(password: str, names: Iterable[str]) -> str:
    """What to say of a password that is little more than what everybody knows of a member and the community."""
    text = password.casefold()
    rest = _without(text, _parts([*names, community().name, settings.FOLKMOOT.host, _PROGRAM]))
    if rest == text or not _is_weak(rest):
        return ""
    return _("Leave your name, your address and the community's name out of it: others would try them first.")


def _known(password: str) -> str:
    if not _is_weak(password):
        return ""
    return _("This password is known from break-ins elsewhere, or easy to guess. Take a few words in a row instead.")


def _names_of(user: object | None) -> list[str]:
    """What everybody knows of a member: user name, name, and what stands before and after the @."""
    if not isinstance(user, Login):
        return []
    account = account_of(user.pk)
    return [*([account.username, account.name] if account else []), user.email]


def _is_weak(text: str) -> bool:
    some = text[:LOOKED_AT]
    return not some.strip() or zxcvbn(some, []).guesses < FEWEST_GUESSES


def _parts(names: Iterable[str]) -> list[str]:
    """Names and the words in them, the longest first."""
    found = {part for name in names for part in (name.casefold(), *re.split(r"\W+|_", name.casefold()))}
    return sorted((part for part in found if len(part) >= _SHORTEST_NAME), key=len, reverse=True)


def _without(text: str, parts: list[str]) -> str:
    for part in parts:
        text = text.replace(part, "")
    return text
