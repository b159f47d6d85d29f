"""What each setting may be."""

import re
import zoneinfo
from collections.abc import Callable, Collection, Mapping

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from folkmoot.core.errors import Invalid
from folkmoot.core.html import clean
from folkmoot.instance.kits import KINDS

LONGEST_NAME = 60
LONGEST_DESCRIPTION = 1_000
_SIGN_UP = ("open", "approval", "invitation", "closed")
_VISITORS = ("nothing", "posts")
_SECOND_FACTOR = ("staff", "everybody")
_CONFIRMS = ("mail", "staff")
_MOST_NUMBER = 1_000_000
_HOST = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}\Z")
_COLOUR = re.compile(r"#[0-9a-f]{6}\Z")

type Value = str | int | dict[str, str]


def checked(name: str, value: object) -> Value:
    """The value as it is kept; ``Invalid`` names the setting and says what it may be."""
    check = _CHECKS.get(name)
    if check is None:
        raise Invalid(name, _("There is no setting of this name."))
    return check(value)


def _name(value: object) -> str:
    text = " ".join(_text("name", value, LONGEST_NAME).split())
    if not text:
        raise Invalid("name", _("The community needs a name."))
    return text


def _description(value: object) -> Value:
    if isinstance(value, Mapping):
        return {str(language): _text("description", text, LONGEST_DESCRIPTION) for language, text in value.items()}
    return _text("description", value, LONGEST_DESCRIPTION)


def _contact(value: object) -> str:
    address = _text("contact", value, 254)
    try:
        if address:
            validate_email(address)
    except ValidationError as problem:
        raise Invalid("contact", _("This is not an e-mail address. An example: team@example.org")) from problem
    return address


def _words(name: str, most: int) -> Callable[[object], str]:
    return lambda value: _text(name, value, most)


def _colour(value: object) -> str:
    colour = str(value).strip().lower()
    if colour and not _COLOUR.match(colour):
        raise Invalid("colour", _("This is not a colour. An example: #1d6650"))
    return colour


def _lines(name: str, most: int) -> Callable[[object], str]:
    """Some short lines, without empty ones."""

    def check(value: object) -> str:
        lines = [" ".join(line.split()) for line in _text(name, value, most).splitlines()]
        return "\n".join(line for line in lines if line)

    return check


def _players(value: object) -> str:
    """One host in each line, or with blanks between them; whole addresses are read for their hosts."""
    hosts = [re.sub(r"^https?://|/.*$", "", word) for word in _text("players", value, 2_000).lower().split()]
    for host in hosts:
        if not _HOST.match(host):
            message = _("“%(host)s” is not the name of a site. An example: youtube.com")
            raise Invalid("players", message % {"host": host})
    return " ".join(dict.fromkeys(hosts))


def _number(name: str) -> Callable[[object], int]:
    def check(value: object) -> int:
        text = str(value).strip() or "0"
        if not (text.isascii() and text.isdigit()) or int(text[:10]) > _MOST_NUMBER:
            raise Invalid(name, _("Please write a whole number, or leave it empty."))
        return int(text)

    return check


def _between(name: str, least: int, most: int) -> Callable[[object], int]:
    def check(value: object) -> int:
        number = _number(name)(value)
        if not least <= number <= most:
            message = _("Please choose a number from %(least)s to %(most)s.")
            raise Invalid(name, message % {"least": least, "most": most})
        return number

    return check


def _up_to(name: str, most: int) -> Callable[[object], int]:
    def check(value: object) -> int:
        number = _number(name)(value)
        if number > most:
            raise Invalid(name, _("This can be %(most)s at most.") % {"most": most})
        return number

    return check


def _text(name: str, value: object, most: int) -> str:
    text = clean(str(value)).strip()
    if len(text) > most:
        message = _("This has at most %(most)s characters; yours has %(length)s.")
        raise Invalid(name, message % {"most": most, "length": len(text)})
    return text


def _one_of(name: str, known: Callable[[], Collection[str]]) -> Callable[[object], str]:
    def check(value: object) -> str:
        if not isinstance(value, str) or value not in known():
            raise Invalid(name, _("Please choose one of the values offered."))
        return value

    return check


_CHECKS: dict[str, Callable[[object], Value]] = {
    "name": _name,
    "description": _description,
    "contact": _contact,
    "responsible": _words("responsible", 200),
    "postal_address": _words("postal_address", 500),
    "data_place": _words("data_place", 200),
    "minimum_age": _up_to("minimum_age", 99),
    "notice_days": _up_to("notice_days", 90),
    "colour": _colour,
    "players": _players,
    "files_gb": _number("files_gb"),
    "files_mb_each": _number("files_mb_each"),
    "sign_up": _one_of("sign_up", lambda: _SIGN_UP),
    "members_invite": _one_of("members_invite", lambda: ("", "yes")),
    "reach": _one_of("reach", lambda: ("earned", "open")),
    "visitors": _one_of("visitors", lambda: _VISITORS),
    "trends": _one_of("trends", lambda: ("shown", "off")),
    "second_factor": _one_of("second_factor", lambda: _SECOND_FACTOR),
    "language": _one_of("language", lambda: dict(settings.LANGUAGES)),
    "kind": _one_of("kind", lambda: ("", *KINDS)),
    "confirms": _one_of("confirms", lambda: _CONFIRMS),
    "log_days": _between("log_days", 1, 90),
    "deletion_days": _between("deletion_days", 1, 60),
    "inactive_months": _between("inactive_months", 0, 120),
    "profile_fields": _lines("profile_fields", 2_000),
    "welcome": _words("welcome", 2_000),
    "time_zone": _one_of("time_zone", zoneinfo.available_timezones),
}
