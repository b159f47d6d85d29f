"""Small pieces of a page: times, numbers, names, icons."""

import unicodedata
from datetime import datetime
from functools import cache

from django.conf import settings
from django.templatetags.static import static as static_address
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from markupsafe import Markup

MINUTE, HOUR, DAY, WEEK = 60, 3600, 86400, 7 * 86400
HUES = 12


def ago(then: datetime) -> Markup:
    """How long ago, in few characters, with the full date beside it for those who ask."""
    return _time(then, short(then))


def moment(then: datetime) -> Markup:
    """A full date with its time of day."""
    return _time(then, full(then))


def day(then: datetime) -> Markup:
    """A full date."""
    return _time(then, formats.date_format(timezone.localtime(then), "j F Y"))


def number(count: int) -> str:
    """A count with its thousands apart."""
    return f"{count:,}"


def bdi(name: str) -> Markup:
    """A member's words, kept from turning the direction of the words around them."""
    return Markup("<bdi>{}</bdi>").format(name)


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
    sprite = Markup('<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>')
    return sprite.format(static("folkmoot/icons.svg"), name)


@cache
def _static(path: str) -> str:
    return static_address(path)


def _time(then: datetime, text: str) -> Markup:
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        then.isoformat(timespec="seconds"), full(then), text
    )


def full(then: datetime) -> str:
    """A date with its time of day, in words."""
    return formats.date_format(timezone.localtime(then), "j F Y, H:i")


def short(then: datetime) -> str:
    """How long ago, in as few characters as can be."""
    seconds = int((timezone.now() - then).total_seconds())
    if seconds < MINUTE:
        return _("now")
    if seconds < HOUR:
        return _("%(count)d min") % {"count": seconds // MINUTE}
    if seconds < DAY:
        return _("%(count)d h") % {"count": seconds // HOUR}
    if seconds < WEEK:
        return _("%(count)d d") % {"count": seconds // DAY}
    local = timezone.localtime(then)
    return formats.date_format(local, "j M" if local.year == timezone.localtime().year else "j M Y")
