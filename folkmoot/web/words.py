"""Small pieces of a page: times, numbers, names, icons."""

import unicodedata
from datetime import datetime
from functools import cache

from django.conf import settings
from django.templatetags.static import static as static_address
from django.utils import dateformat, timezone
from django.utils.translation import get_language_bidi, pgettext
from django.utils.translation import gettext as _
from markupsafe import Markup

MINUTE, HOUR, DAY, WEEK = 60, 3600, 86400, 7 * 86400
HUES = 12
_MB, _GB = 1_000_000, 1_000_000_000
TURNING = {"reply", "back", "sign-out"}  # icons that point along the line: they turn round where lines run to the left


def ago(then: datetime) -> Markup:
    """How long ago, in few characters, with the full date beside it for those who ask."""
    return _time(then, short(then))


def moment(then: datetime) -> Markup:
    """A full date with its time of day."""
    return _time(then, full(then))


def day(then: datetime) -> Markup:
    """A full date."""
    return _time(then, _written(then, pgettext("date", "j F Y")))


def size(count: int) -> str:
    """So many bytes, in the unit that says it shortest."""
    if count < _MB:
        return _("%(count)s kB") % {"count": number(-(-count // 1_000))}
    if count < 10 * _GB:
        return _("%(count)s MB") % {"count": number(round(count / _MB))}
    return _("%(count)s GB") % {"count": number(round(count / _GB))}


def number(count: int) -> str:
    """A count with its thousands apart."""
    return f"{count:,}".replace(",", pgettext("between thousands", ","))


def bdi(name: str) -> Markup:
    """A member's words, kept from turning the direction of the words around them."""
    return Markup("<bdi>{}</bdi>").format(name)


def at(acct: str) -> Markup:
    """A member's address; it runs from left to right in every language."""
    return Markup('<bdi dir="ltr">@{}</bdi>').format(acct)


def apart(name: str) -> str:
    """A member's words where no markup can stand (titles, labels): invisible signs keep its direction to itself."""
    return f"\N{FIRST STRONG ISOLATE}{name}\N{POP DIRECTIONAL ISOLATE}" if _may_turn(name) else name


def hue(account_id: int) -> str:
    """The class that colours an account's letter, the same on every page."""
    return f"hue-{(account_id ^ (account_id >> 16)) % HUES}"


def initial(name: str) -> str:
    """The first letter of a name, with the marks that belong to it."""
    letters = next((i for i, char in enumerate(name) if unicodedata.category(char)[0] in "LN"), 0)
    end = letters + 1
    while end < min(len(name), letters + 4) and unicodedata.combining(name[end]):
        end += 1
    return name[letters:end].upper() or "?"


def static(path: str) -> str:
    """The address of a static file; looked up once, for it only changes with a restart."""
    return static_address(path) if settings.DEBUG else _static(path)


@cache
def icon(name: str) -> Markup:
    """One icon of our sprite; it says nothing to a screen reader, the words beside it do."""
    sprite = Markup('<svg class="icon{}" aria-hidden="true"><use href="{}#{}"/></svg>')
    return sprite.format(" turns" if name in TURNING else "", static("folkmoot/icons.svg"), name)


@cache
def _static(path: str) -> str:
    return static_address(path)


def _time(then: datetime, text: str) -> Markup:
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        then.isoformat(timespec="seconds"), full(then), text
    )


def full(then: datetime) -> str:
    """A date with its time of day, in words."""
    # Translators: a full date, in the letters of Django's date filter: j day, F month, Y year, H:i or g:i A time
    return _written(then, pgettext("date with time", "j F Y, H:i"))


def short(then: datetime) -> str:
    """How long ago, in as few characters as can be."""
    seconds = int((timezone.now() - then).total_seconds())
    if seconds < WEEK:
        return age(*span(seconds))
    if timezone.localtime(then).year == timezone.localtime().year:
        # Translators: a short date of this year; M is the month cut short, F the whole one
        return _written(then, pgettext("short date", "j M"))
    # Translators: a short date of another year
    return _written(then, pgettext("short date with year", "j M Y"))


def span(seconds: int) -> tuple[int, int]:
    """How many of which unit (in seconds; 0 is less than any) have gone by, for times less than a week."""
    unit = next((unit for unit in (DAY, HOUR, MINUTE) if seconds >= unit), 0)
    return unit, seconds // unit if unit else 0


def age(unit: int, count: int) -> str:
    """A span in words."""
    if not unit:
        return _("now")
    texts = {MINUTE: _("%(count)d min"), HOUR: _("%(count)d h"), DAY: _("%(count)d d")}
    return texts[unit] % {"count": count}


def _written(then: datetime, form: str) -> str:
    return dateformat.format(timezone.localtime(then), form)


def _may_turn(name: str) -> bool:
    return get_language_bidi() or any(unicodedata.bidirectional(char) in {"R", "AL"} for char in name)
