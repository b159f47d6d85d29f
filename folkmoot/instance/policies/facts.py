"""What is so at this moment, as far as policies speak of it: the settings, the deployment, the inventory."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.core import inventory
from folkmoot.instance.policies.kinds import Kind
from folkmoot.instance.queries import Community, as_chosen

type Facts = Mapping[str, Any]

_DAY = 24 * 60 * 60
_ANSWERS = ("name", "contact", "responsible", "postal_address")
_USED = {
    Kind.PRIVACY: (
        *_ANSWERS,
        *("data_place", "minimum_age", "notice_days", "visitors", "players"),
        *("session_days", "log_days", "deletion_days", "inactive_months", "mail_host", "files_host", "kept"),
    ),
    Kind.TERMS: (*_ANSWERS, "minimum_age", "notice_days", "sign_up", "visitors"),
    Kind.IMPRINT: _ANSWERS,
    Kind.RULES: (),
}
_NEEDED = {
    Kind.PRIVACY: ("contact", "responsible", "data_place"),
    Kind.TERMS: ("contact", "responsible"),
    Kind.IMPRINT: ("contact", "responsible"),
    Kind.RULES: (),
}


class Drift(NamedTuple):
    """Something that a published text says and that is no longer so; values in words, both empty for what has none."""

    what: str
    said: str
    now: str


def facts(kind: Kind) -> dict[str, Any]:
    """What a text of this kind, made now, speaks of."""
    here = as_chosen()
    return {name: _fact(name, here) for name in _USED[kind]}


def lacking(kind: Kind) -> list[str]:
    """The settings without which a text of this kind would say too little."""
    here = as_chosen()
    return [name for name in _NEEDED[kind] if not getattr(here, name)]


def drift(recorded: Facts, present: Facts) -> list[Drift]:
    """What is no longer as a text says; facts that nobody recorded then are not missed."""
    changed = [name for name in present if name in recorded and recorded[name] != present[name]]
    return [_drift(name, recorded[name], present[name]) for name in changed]


def label(name: str) -> str:
    """What a fact is called."""
    return _labels()[name]


def _fact(name: str, here: Community) -> Any:
    ours = settings.FOLKMOOT
    known: dict[str, Callable[[], Any]] = {
        "players": here.players.split,
        "session_days": lambda: settings.SESSION_COOKIE_AGE // _DAY,
        "mail_host": lambda: urlsplit(ours.smtp_url).hostname or "",
        "files_host": lambda: (urlsplit(ours.s3_endpoint).hostname or "") if ours.s3_bucket else "",
        "kept": _kept,
    }
    return known[name]() if name in known else getattr(here, name)


def _kept() -> str:
    """A mark of all that is kept, in the words that the program is written in."""
    with translation.override("en"):
        words = [f"{each.name}:{each.holds}:{each.kept}:{each.seen_by}" for each in inventory.everything()]
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:16]


def _drift(name: str, said: Any, present: Any) -> Drift:
    if name == "kept":
        return Drift(label(name), "", "")
    return Drift(label(name), _words(name, said), _words(name, present))


def _words(name: str, value: Any) -> str:
    if name in {"session_days", "notice_days", "log_days", "deletion_days"}:
        return ngettext("%(n)s day", "%(n)s days", value) % {"n": value}
    if name in {"sign_up", "visitors"}:
        return _choices().get(value, str(value))
    if isinstance(value, list):
        return ", ".join(value) or _("none")
    return str(value or _("none"))


def _choices() -> dict[str, str]:
    return {
        "open": _("everybody, at once"),
        "approval": _("people apply, and staff decide"),
        "invitation": _("only with an invitation"),
        "closed": _("nobody"),
        "posts": _("public posts"),
        "nothing": _("no posts"),
    }


def _labels() -> dict[str, str]:
    return {
        "name": _("Name of the community"),
        "contact": _("Contact address"),
        "responsible": _("Who answers for the community"),
        "postal_address": _("Postal address"),
        "data_place": _("Where the data is kept"),
        "minimum_age": _("Minimum age"),
        "notice_days": _("Notice before significant changes"),
        "visitors": _("What visitors see"),
        "players": _("Players of other sites"),
        "sign_up": _("Who may join"),
        "session_days": _("How long a sign-in is remembered"),
        "log_days": _("How long the log of the server is kept"),
        "deletion_days": _("Days to come back after deleting an account"),
        "inactive_months": _("After how many months unused accounts are deleted"),
        "mail_host": _("Who carries our mail"),
        "files_host": _("Who stores our files"),
        "kept": _("What the software keeps about people"),
    }
