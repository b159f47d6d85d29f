"""Members as those who run the community look for them: in whatever state, by name, and owners by address as well."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.hydrate import AccountView, views
from folkmoot.accounts.models import Account, Arrival, RoleGrant
from folkmoot.accounts.powers import HAS_PAGES, may
from folkmoot.accounts.queries import username_of
from folkmoot.accounts.queries.trust import counted
from folkmoot.accounts.reach import Level
from folkmoot.core.cursors import Page, Slice
from folkmoot.core.html import clean
from folkmoot.core.ids import id_at
from folkmoot.moderation.models import LIVE, Case, Restriction
from folkmoot.moderation.visibility import Sight, sight
from folkmoot.relations.queries.members import by_name, by_username, named, words_in

type State = Literal["active", "waiting", "suspended", "limited", "gone", "staff"]
STATES: tuple[State, ...] = ("active", "waiting", "suspended", "limited", "gone", "staff")
LONGEST_ADDRESS = 254
_EARLIEST, _LATEST = date(2000, 1, 1), date(2200, 1, 1)  # beyond, days are as good as none


@dataclass(frozen=True)
class Sought:
    """Whom somebody looks for; what is empty leaves nobody out."""

    words: str = ""  # a part of a name, or of an address
    state: str = ""
    since: date | None = None  # joined on this day or later
    until: date | None = None  # joined on this day or before
    inviter: str = ""  # the user name of who invited them
    reason: str = ""  # why that has to be known
    username: str = ""  # a part of it
    name: str = ""  # a part of the name that they chose
    email: str = ""  # a part of it, for those who may look members up by address
    roles: frozenset[str] | None = None  # of which they hold one

    @property
    def address(self) -> str:
        """The e-mail address that is looked for, or a part of one: the words are that from their sign on."""
        before, sign, after = clean(self.words).strip().partition("@")
        return self.email or (self.words if sign and (before or "." in after) else "")

    @property
    def is_address(self) -> bool:
        """Whether somebody is looked for by their e-mail address."""
        return bool(self.address)


@dataclass(frozen=True)
class MemberRow:
    """One member in the list; ``email`` is empty for moderators, ``case_id`` and ``may_decide`` say what is theirs."""

    account: AccountView
    email: str
    states: tuple[State, ...]
    seen_on: date | None
    case_id: int | None
    decisions: int
    may_decide: bool
    trust: Level

    @property
    def seen_at(self) -> datetime | None:
        """A moment of the day on which they were last here: nothing more is kept."""
        return timezone.make_aware(datetime.combine(self.seen_on, time(12))) if self.seen_on else None

    @property
    def is_erased(self) -> bool:
        """Whether nothing is left but a number."""
        return self.account.username.startswith("-")


def members(viewer: int, sought: Sought, page: Page) -> Slice[MemberRow]:
    """Who fits, those who joined last in front, for those who look members up (``NotFound``); addresses for owners."""
    seen, owner = sight(viewer, Capability.MEMBERS), may(viewer, Capability.COLLEAGUES)
    found = _fitting(sought, owner=owner).filter(id__gt=page.above, id__lt=page.below)
    columns = (*_COLUMNS, "login__email") if owner else _COLUMNS
    rows = found.order_by("id" if page.ascending else "-id").values(*columns)[: page.limit + 1]
    cut = Slice.cut(list(rows), page, lambda row: int(row["id"]))
    return cut.filled(_rows(cut.items, seen))


_COLUMNS = (
    *("id", "active", "suspended_at", "unlisted_at", "limited_at", "deactivated_at", "deleted_at", "login_id"),
    *("login__approved_at", "login__declined_at", "stats__seen_on", "trust"),
)
_HERE = Q(deleted_at=None)
_WAITS = Q(login__isnull=False, login__approved_at=None, login__declined_at=None)
_IS_STAFF = Exists(RoleGrant.objects.filter(HAS_PAGES, account=OuterRef("id")))
_STATES: Mapping[str, Q] = {
    "": _HERE,
    "active": Q(active=True),
    "waiting": _HERE & _WAITS,
    "suspended": _HERE & Q(suspended_at__isnull=False),
    "limited": _HERE & (Q(unlisted_at__isnull=False) | Q(limited_at__isnull=False)),
    "gone": Q(deleted_at__isnull=False) | Q(deactivated_at__isnull=False) | Q(login__declined_at__isnull=False),
    "staff": _HERE & Q(_IS_STAFF),
}


def _fitting(sought: Sought, *, owner: bool) -> QuerySet[Account]:
    found = Account.objects.filter(_STATES.get(sought.state, _HERE), _by_names(sought), domain="")
    if sought.is_address:
        found = found.filter(_addressed(sought.address)) if owner else found.none()
    else:
        found = found.filter(named(sought.words))
    if sought.roles is not None:
        found = found.filter(Exists(RoleGrant.objects.filter(account=OuterRef("id"), role__in=sought.roles)))
    if sought.since:
        found = found.filter(id__gte=id_at(_start(sought.since)))
    if sought.until:
        found = found.filter(id__lt=id_at(_start(min(sought.until, _LATEST) + timedelta(days=1))))
    if sought.inviter:
        inviter = {"username": username_of(clean(sought.inviter)), "domain": ""}
        invited = {f"invitation__inviter__{name}": value for name, value in inviter.items()}
        found = found.filter(Exists(Arrival.objects.filter(login=OuterRef("login_id"), **invited)))
    return found


def _by_names(sought: Sought) -> Q:
    """What the one name and the other hold."""
    username, name = words_in(sought.username), words_in(sought.name)
    return (by_username(username) if username else Q()) & (by_name(name) if name else Q())


def _addressed(words: str) -> Q:
    """Addresses are kept in lower case."""
    return Q(login__email__contains=clean(words).strip().lower()[:LONGEST_ADDRESS])


def _start(day: date) -> datetime:
    """The beginning of that day, where whoever asks lives."""
    return timezone.make_aware(datetime.combine(min(max(day, _EARLIEST), _LATEST), time.min)).astimezone(UTC)


def _rows(found: Collection[Mapping[str, Any]], seen: Sight) -> list[MemberRow]:
    ids = [row["id"] for row in found]
    people, roles = views(ids), RoleGrant.objects.filter(HAS_PAGES, account__in=ids)
    staff = set(roles.values_list("account_id", flat=True))
    live = Case.objects.filter(account__in=[some_id for some_id in ids if some_id not in seen.kept], state__in=LIVE)
    cases = {case.account_id: case.id for case in seen.shown(live)}
    running = Restriction.objects.filter(seen.decisions(), account_id__in=ids, ended_at=None).order_by()
    decisions = dict(running.values_list("account_id").annotate(number=Count("id")))
    return [
        MemberRow(
            account=people[row["id"]],
            email=row.get("login__email") or "",
            states=_states(row, is_staff=row["id"] in staff),
            seen_on=row["stats__seen_on"],
            case_id=cases.get(row["id"]),
            decisions=decisions.get(row["id"], 0),
            may_decide=row["deleted_at"] is None and row["id"] not in seen.kept,
            trust=counted(row["trust"], helps=row["id"] in staff),
        )
        for row in found
    ]


def _states(row: Mapping[str, Any], *, is_staff: bool) -> tuple[State, ...]:
    gone = row["deleted_at"] or row["deactivated_at"] or row["login__declined_at"]
    waits = row["login_id"] and not row["login__approved_at"] and not row["login__declined_at"]
    said: dict[State, object] = {
        "active": row["active"],
        "waiting": waits and not row["deleted_at"],
        "suspended": row["suspended_at"],
        "limited": row["unlisted_at"] or row["limited_at"],
        "gone": gone,
        "staff": is_staff,
    }
    return tuple(state for state in STATES if said[state])
