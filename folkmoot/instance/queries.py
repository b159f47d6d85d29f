"""This community, as it stands at this moment."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, NamedTuple

from django.core.cache import cache
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import get_language

from folkmoot.core.rows import select
from folkmoot.instance.models import SetupLink
from folkmoot.media.queries import PictureView

type SignUpMode = Literal["open", "approval", "invitation", "closed"]
type ForVisitors = Literal["nothing", "posts"]


@dataclass(frozen=True, slots=True)
class Community:
    """What the operator decided: the defaults are those of a community nobody has set up yet."""

    name: str = "Folkmoot"
    description: str = ""
    sign_up: SignUpMode = "approval"
    visitors: ForVisitors = "nothing"
    language: str = "en"
    time_zone: str = "UTC"
    rules: tuple[str, ...] = ()
    is_set_up: bool = False
    contact: str = ""
    colour: str = ""


@dataclass(frozen=True, slots=True)
class EmojiView:
    """An emoji of the community's own."""

    name: str
    category: str
    picture: PictureView


class Manner(NamedTuple):
    """What the community speaks and what its clocks show, for whoever did not choose."""

    language: str
    time_zone: str


MANNER = "instance.manner"  # where it is kept
MANNER_SECONDS = 10  # every request asks, and hardly any community ever changes it
_NAMES = frozenset(field.name for field in fields(Community))
_TEXT = """SELECT 0 AS position, name, CAST(value AS TEXT) FROM instance_setting
  UNION ALL SELECT position, '', CAST(text AS TEXT) FROM instance_rule ORDER BY position"""


def community() -> Community:
    """The community's settings and rules, always current, in one query."""
    rows = [(name, json.loads(value)) for _, name, value in select(_TEXT, {})]
    settings: dict[str, Any] = {name: value for name, value in rows if name}
    language = settings.get("language", "en")
    settings["description"] = localised(settings.get("description", ""), language)
    settings["rules"] = tuple(localised(text, language) for name, text in rows if not name)
    if not settings.get("is_set_up"):
        settings["sign_up"] = "closed"
    return Community(**{name: value for name, value in settings.items() if name in _NAMES})


def manner() -> Manner:
    """The community's language and time zone, kept for a few seconds; a new community's while none can be read."""
    found: Manner | None = cache.get(MANNER)
    if found is None:
        try:
            here = community()
        except DatabaseError:
            here = Community()
        found = Manner(here.language, here.time_zone)
        cache.set(MANNER, found, MANNER_SECONDS)
    return found


def localised(value: str | Mapping[str, str], fallback: str) -> str:
    """The text in the reader's language, else in the community's, else in any it was written in."""
    if isinstance(value, str):
        return value
    wanted = get_language() or fallback
    for language in (wanted, wanted.partition("-")[0], fallback):
        if language in value:
            return value[language]
    return next(iter(value.values()), "")


def setup_link_is_live(token: str) -> bool:
    """Whether this link still leads to the set-up wizard."""
    if community().is_set_up:
        return False
    return SetupLink.objects.filter(digest=digest_of(token), used_at=None, expires_at__gt=timezone.now()).exists()


def digest_of(token: str) -> str:
    """What is kept of a set-up link."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
