"""The Jinja2 environment of every page and mail: what templates may call."""

from typing import Any

import jinja2
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from folkmoot.web import pictures, words
from folkmoot.web.kept import Kept
from folkmoot.web.sheets import sheets


def environment(**options: Any) -> jinja2.Environment:
    """A strict environment: an unknown name is an error, and everything is escaped."""
    options |= {"undefined": jinja2.StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    options["autoescape"] = _is_page
    env = jinja2.Environment(**options, extensions=["jinja2.ext.i18n", Kept])  # noqa: S701 - it is on for all but plain mail
    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]  # added by the i18n extension
    env.globals |= {"url": url, "static": words.static, "sheets": sheets, "icon": words.icon, "now": timezone.now}
    env.globals |= {
        "face": pictures.face,
        "choices_of": pictures.choices,
        "focus": pictures.focus,
        "tint": pictures.tint,
    }
    env.filters |= {
        "ago": words.ago,
        "moment": words.moment,
        "day": words.day,
        "number": words.number,
        "size": words.size,
        "bdi": words.bdi,
        "at": words.at,
        "apart": words.apart,
        "hue": words.hue,
        "initial": words.initial,
    }
    return env


def url(name: str, *args: object, **kwargs: object) -> str:
    """The address of a page by its name."""
    return reverse(name, args=args, kwargs=kwargs)


def _is_page(name: str | None) -> bool:
    return not (name or "").endswith(".txt")
