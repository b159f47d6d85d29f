"""This community, as it stands at this moment."""

import hashlib
import json
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from django.db import DatabaseError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from folkmoot.core.emoji import one_emoji
from folkmoot.core.errors import Invalid
from folkmoot.core.rows import select
from folkmoot.instance.models import Emoji, Rule, Setting, SetupLink
from folkmoot.media.queries import PictureView, Shares, pictures

type SignUpMode = Literal["open", "approval", "invitation", "closed"]
type Confirms = Literal["mail", "staff"]
type ForVisitors = Literal["nothing", "posts"]
type FactorsOf = Literal["staff", "everybody"]


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
    is_open: bool = False  # to members and visitors: until then, whoever is no member sees that it is being prepared
    contact: str = ""
    second_factor: FactorsOf = "staff"  # who must have one
    responsible: str = ""  # the person or organisation that answers for it, as policies name them
    postal_address: str = ""
    data_place: str = ""  # where the server and its backups stand
    minimum_age: int = 0  # 0: none is asked for
    notice_days: int = 14  # between telling members of a significant change of the policies and its beginning
    asks: int = 0  # the newest version of a policy to which members have to agree by now
    coming: int = 0  # the newest that they were told of, in force already or not
    colour: str = ""
    players: str = ""  # hosts whose players may be shown after a click, with blanks between them
    files_gb: int = 0  # that all files together may take; 0 is without a limit
    announces: bool = False  # there is something that every member is to read
    kind: str = ""  # one of ``kits.KINDS``
    logo: str = ""  # the path of the community's own picture where files are; empty where it has none
    log_days: int = 7  # for which the log of the server is kept
    deletion_days: int = 14  # between asking to be deleted and being erased
    inactive_months: int = 0  # after which accounts that nobody uses are deleted; 0 is never
    confirms: Confirms = "mail"  # what shows that an address is right: a mail to it, or that staff let somebody in
    members_invite: str = ""  # "yes": members make invitations, too
    guard: str = ""  # since when, and why, open sign-up asks for approval; empty in calm
    profile_fields: str = ""  # lines that are offered for profiles, one in each line
    reach: str = "earned"  # "open": nothing is asked of new members that is not asked of all
    files_mb_each: int = 0  # that the files of one member may take; 0 is what the deployment says
    trends: str = "shown"  # "off": nothing is counted or shown of what is on the rise


@dataclass(frozen=True, slots=True)
class EmojiView:
    """An emoji of the community's own."""

    name: str
    category: str
    picture: PictureView
    hidden: bool = False  # offered no more; what was written stays


class Manner(NamedTuple):
    """What every page may need of the community: what it speaks and what its clocks show, what members agree to."""

    language: str
    time_zone: str
    asks: int = 0
    coming: int = 0
    second_factor: FactorsOf = "staff"
    trends: str = "shown"


class RuleView(NamedTuple):
    """A rule of the community, in the reader's language and in all that it was written in."""

    id: int
    text: str
    by_language: Mapping[str, str]
    hints: Mapping[str, str] = {}
    category: str = ""  # the kind of report that it is about; empty for none

    @property
    def hint(self) -> str:
        """What stands below it, in the reader's language."""
        return localised(self.hints, manner().language)


MANNER = "manner"
FOR_TESTS = "for_tests"  # a setting that no page knows
MANNER_SECONDS = 10  # every request asks, and hardly any community ever changes it
_NAMES = frozenset(field.name for field in fields(Community))
_SHARES = "SELECT name, CAST(value AS TEXT) FROM instance_setting WHERE name IN ('files_mb_each', 'files_gb')"
_TEXT = """SELECT 0 AS position, name, CAST(value AS TEXT) FROM instance_setting
  UNION ALL SELECT position, '', CAST(text AS TEXT) FROM instance_rule WHERE retired_at IS NULL
  UNION ALL SELECT 0, 'announces', 'true' WHERE EXISTS (SELECT 1 FROM instance_announcement a
    WHERE a.withdrawn_at IS NULL AND a.shows_at <= %(now)s AND (a.ends_at IS NULL OR a.ends_at > %(now)s))
  UNION ALL SELECT 0, 'asks', CAST(MAX(v.id) AS TEXT) FROM instance_policyversion v
    WHERE v.significant AND v.effective_at <= %(now)s HAVING MAX(v.id) IS NOT NULL
  UNION ALL SELECT 0, 'coming', CAST(MAX(v.id) AS TEXT) FROM instance_policyversion v
    WHERE v.significant HAVING MAX(v.id) IS NOT NULL
  ORDER BY position"""
LONGEST_EMOJI = 60
_cache: dict[str, tuple[float, "Manner"]] = {}  # until when, and what


def community() -> Community:
    """The community's settings and rules, always current, in one query; closed to everybody new until it is opened."""
    chosen = as_chosen()
    if chosen.guard and chosen.sign_up == "open":
        chosen = replace(chosen, sign_up="approval")
    return chosen if chosen.is_open else replace(chosen, sign_up="closed", visitors="nothing")


def as_chosen() -> Community:
    """The same as its owners chose it, whether it is open already or not: for the pages where they choose."""
    return _read(tuple(select(_TEXT, {"now": timezone.now()})), get_language())


@lru_cache(maxsize=32)
def _read(found: tuple[tuple[Any, ...], ...], spoken: str | None) -> Community:
    """What these rows say in the language that is ``spoken`` now; each page asks, and they hardly ever change."""
    del spoken
    rows = [(name, json.loads(value)) for _, name, value in found]
    settings: dict[str, Any] = {name: value for name, value in rows if name}
    language = settings.get("language", "en")
    settings["description"] = localised(settings.get("description", ""), language)
    settings["rules"] = tuple(localised(text, language) for name, text in rows if not name)
    return Community(**{name: value for name, value in settings.items() if name in _NAMES})


def rules() -> list[RuleView]:
    """The community's rules, in their order."""
    rows, own = Rule.objects.filter(retired_at=None).order_by("position"), manner().language
    return [RuleView(row.id, localised(row.text, own), row.text, row.hint, row.category) for row in rows]


def changed_at(name: str) -> datetime:
    """When a setting was changed last; for one that never was, when the community began to be set up, or now."""
    moments = dict(Setting.objects.filter(name__in=(name, "is_set_up")).values_list("name", "changed_at"))
    return moments.get(name) or moments.get("is_set_up") or timezone.now()


def manner() -> Manner:
    """The community's language and time zone, kept for a few seconds; a new community's while none can be read."""
    kept = _cache.get(MANNER)
    if kept and kept[0] > time.monotonic():
        return kept[1]
    try:
        here = community()
    except DatabaseError:
        here = Community()
    found = Manner(here.language, here.time_zone, here.asks, here.coming, here.second_factor, here.trends)
    _cache[MANNER] = time.monotonic() + MANNER_SECONDS, found
    return found


def forget_manner() -> None:
    """Read it anew next time: something of it was changed."""
    _cache.clear()


def shares() -> Shares:
    """How much room files may take, as the owners decided."""
    rows = dict(select(_SHARES, {}))
    return Shares(int(rows.get("files_mb_each", 0)), int(rows.get("files_gb", 0)))


def localised(value: str | Mapping[str, str], fallback: str) -> str:
    """The text in the reader's language, else in the community's, else in any it was written in."""
    return value if isinstance(value, str) else value.get(read_in(value, fallback), "")


def read_in(languages: Collection[str], fallback: str) -> str:
    """In which of these languages somebody reads: their own, else the community's, else any; empty for none."""
    wanted = get_language() or fallback
    known = (language for language in (wanted, wanted.partition("-")[0], fallback) if language in languages)
    return next(known, next(iter(languages), ""))


def setting(name: str) -> str:
    """One setting that pages need so rarely that ``Community`` does not have it; empty while it is not set."""
    return str(Setting.objects.filter(name=name).values_list("value", flat=True).first() or "")


def is_for_tests() -> bool:
    """Whether this community was begun for tests, and lets in whoever asks."""
    return Setting.objects.filter(name=FOR_TESTS).exists()


def setup_link_is_live(token: str) -> bool:
    """Whether this link still leads to the set-up wizard."""
    if community().is_set_up:
        return False
    return SetupLink.objects.filter(digest=digest_of(token), used_at=None, expires_at__gt=timezone.now()).exists()


def emojis() -> list[EmojiView]:
    """The community's own emoji that are offered, by category and name."""
    return [each for each in all_emojis() if not each.hidden]


def all_emojis() -> list[EmojiView]:
    """Every emoji of the community's own, the hidden ones too, by category and name."""
    return _emojis(Emoji.objects.order_by("category", "name"))


def emojis_named(names: Collection[str]) -> dict[str, EmojiView]:
    """Those of the community's own emoji that have these names, hidden or not."""
    return {each.name: each for each in _emojis(Emoji.objects.filter(name__in=names))} if names else {}


def _emojis(rows: QuerySet[Emoji]) -> list[EmojiView]:
    found = list(rows)
    shown = pictures([row.picture_id for row in found])
    return [EmojiView(row.name, row.category, shown[row.picture_id], row.hidden_at is not None) for row in found]


def chosen_emoji(text: str) -> str:
    """The emoji that a text is, or one of the community's own that is offered, ``:name:``; else ``Invalid``."""
    name = text[1:-1] if len(text) <= LONGEST_EMOJI and text[:1] == text[-1:] == ":" else ""
    own = emojis_named([name]).get(name) if name else None
    chosen = one_emoji(text) if not name else f":{name}:" if own and not own.hidden else ""
    if not chosen:
        raise Invalid("emoji", _("Choose one emoji."))
    return chosen


def digest_of(token: str) -> str:
    """What is kept of a set-up link."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
