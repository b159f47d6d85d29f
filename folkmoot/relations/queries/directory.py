"""The directory: members who want to be found, by name and by what their profiles say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Literal, NamedTuple

from django.db.models import DateField, F, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from folkmoot.accounts.hydrate import views
from folkmoot.accounts.models import Account
from folkmoot.accounts.queries import AccountView
from folkmoot.core.errors import Invalid
from folkmoot.core.html import clean
from folkmoot.core.ids import LARGEST_ID, id_in
from folkmoot.core.rows import select
from folkmoot.instance.profile_lines import LINES_MOST, compared, read_lines
from folkmoot.instance.queries import community
from folkmoot.relations.models import ProfilePart
from folkmoot.relations.queries.candidates import FOUND
from folkmoot.relations.queries.members import listed_to, named
from folkmoot.relations.visibility import unblocked_sql

CHOICES_MOST = 50  # that are offered for a line for which the owners named none
LOOKED_AT = 2_000  # of what members say in any line, those who came last
_TOP = f"{date.max.isoformat()}-{LARGEST_ID}"
type Order = Literal["active", "new"]


class Choice(NamedTuple):
    """One thing to ask for in a line of profiles."""

    value: str
    shown: str


class DirectoryLine(NamedTuple):
    """A line of profiles by which members can be found, and what to ask for; ``place`` is among all that there are."""

    place: int
    key: str
    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class DirectoryQuestion:
    """Which members are asked for, and from where on: ``after`` is where the page before ended."""

    order: Order
    limit: int
    words: str = ""
    said: Mapping[str, str] = field(default_factory=dict)  # what lines of the profile must say, by their keys
    after: str = ""
    offset: int = 0  # for programs, which know no other way


class DirectoryPage(NamedTuple):
    """Some of them; ``more`` is where the next page begins, empty at the end."""

    people: list[AccountView]
    more: str


def directory(viewer: int, asked: DirectoryQuestion) -> DirectoryPage:
    """Members who want to be found: those in front who wrote last, or those who joined last."""
    found = listed_to(viewer).filter(named(asked.words))
    for key, value in asked.said.items():
        part = ProfilePart.objects.filter(field=compared(key), value=compared(clean(value)))
        found = found.filter(id__in=part.values("account_id"))
    found, place = _in_order(found, asked)
    rows = list(found.values_list("id", *place)[asked.offset : asked.offset + asked.limit + 1])
    shown = rows[: asked.limit]
    people = views(row[0] for row in shown)
    more = "-".join(_written(each) for each in reversed(shown[-1])) if len(rows) > asked.limit else ""
    return DirectoryPage([people[row[0]] for row in shown], more)


def directory_keys() -> list[str]:
    """What each line that owners offer for profiles is compared by, in their order."""
    return [line.key for line in read_lines(community().profile_fields)]


def directory_lines(viewer: int) -> list[DirectoryLine]:
    """The lines that owners offer for profiles, with the choices they gave, or else what members say most often."""
    lines = read_lines(community().profile_fields)
    said = _said(viewer, [line.key for line in lines if not line.choices])
    found = (
        DirectoryLine(place, line.key, line.name, _given(line.choices) or said.get(line.key, ()))
        for place, line in enumerate(lines)
    )
    return [line for line in found if line.choices]


def _given(choices: tuple[str, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(compared(each), each) for each in choices)


def _said(viewer: int, keys: list[str]) -> dict[str, tuple[Choice, ...]]:
    if not keys:
        return {}
    fields = {f"field{place}": key for place, key in zip(range(LINES_MOST), keys + [""] * LINES_MOST, strict=False)}
    rows = select(_choices(), {"viewer": viewer, "most": CHOICES_MOST, "looked_at": LOOKED_AT, **fields})
    return {key: tuple(Choice(value, shown) for name, value, shown in rows if name == key) for key in keys}


def _in_order(found: QuerySet[Account], asked: DirectoryQuestion) -> tuple[QuerySet[Account], tuple[str, ...]]:
    if asked.order == "new":
        return found.filter(id__lt=_id(asked.after) if asked.after else LARGEST_ID).order_by("-id"), ()
    day, _sign, some_id = (asked.after or _TOP).rpartition("-")  # also at the top: by the bound the index is found
    wrote = RawSQL("COALESCE(accounts_stats.last_post_on, '0001-01-01')", (), output_field=DateField())
    found = found.filter(stats__isnull=False).annotate(wrote=wrote)
    found = found.filter(Q(wrote__lt=_day(day)) | Q(stats__account_id__lt=_id(some_id)), wrote__lte=_day(day))
    return found.order_by(F("wrote").desc(), "-stats__account_id"), ("wrote",)


def _written(part: object) -> str:
    return part.isoformat() if isinstance(part, date) else str(part)


def _id(text: str) -> int:
    found = id_in(text)
    if found is None:
        raise Invalid("after", _("The list cannot be continued from there. Begin it again."))
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise Invalid("after", _("The list cannot be continued from there. Begin it again.")) from problem


@cache
def _choices() -> str:
    """What members say most often in some lines, by the alphabet; nothing of those parted by a block.

    However many members there are, no more than the bound is read: a line that few fill in is not looked for in all.
    """
    asked = ", ".join(f"%(field{place})s" for place in range(LINES_MOST))
    return f"""SELECT k.field, k.value, k.shown FROM (
        SELECT v.field, v.value, MAX(v.shown) AS shown,
          ROW_NUMBER() OVER (PARTITION BY v.field ORDER BY COUNT(*) DESC, v.value) AS place
        FROM (SELECT * FROM relations_profilepart ORDER BY account_id DESC LIMIT %(looked_at)s) v
        WHERE v.field IN ({asked}) AND EXISTS (SELECT 1 FROM accounts_account a
          WHERE a.id = v.account_id AND {FOUND} AND {unblocked_sql("a.id", "%(viewer)s")})
        GROUP BY v.field, v.value) k
      WHERE k.place <= %(most)s ORDER BY k.field, k.value"""
