"""On which level of trust a member is, what that rests on, and what is missing for more."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone

from folkmoot.accounts.models import Account, Trust
from folkmoot.accounts.reach import EARNED, OPEN_TO_ALL, TERMS, WINDOW, Level, Terms
from folkmoot.core import gates, limits
from folkmoot.core.limits.rules import READING
from folkmoot.instance.queries import Community, as_chosen

RISING = "accounts.rise"  # the gate at which something may hold a member back
_DAY = 24  # hours


class Evidence(NamedTuple):
    """What a level rests on: numbers, and nothing of what was read."""

    days: int  # whole days as a member
    seen: int  # days on which they were here
    minutes: int  # in which they read something; counted until all is open
    lately: int  # days on which they were here, of about the last hundred


class Missing(NamedTuple):
    """What is left to do for a level."""

    hours: int = 0
    seen: int = 0
    minutes: int = 0
    lately: int = 0
    held: bool = False  # something that was decided holds them back, whatever else is done

    @property
    def days(self) -> int:
        """The hours in days, the last one begun counting whole."""
        return ceil(self.hours / _DAY)


@dataclass(frozen=True)
class TrustView:
    """How it stands with a member's trust, for themselves and for staff."""

    level: Level
    since: datetime
    evidence: Evidence
    set_by: int | None
    reason: str
    next: Level | None  # the level that time and reading lead to; none from the third on
    terms: Terms  # of that level
    missing: Missing


def is_earned(here: Community | None = None) -> bool:
    """Whether new members earn their reach here at all; in a community for tests nobody does."""
    return not settings.TEST_PROFILE and (here or as_chosen()).reach == EARNED


def is_new(account: Account) -> bool:
    """Whether anything may have to be asked of a member: known without asking the database."""
    return account.trust < OPEN_TO_ALL


def level_of(account: Account) -> Level:
    """The level that counts: those who help to run the community are regulars at least."""
    return counted(account.trust, helps=account.has_roles and account.is_staff)


def counted(trust: int, *, helps: bool) -> Level:
    """The same for a level as it is kept."""
    return Level(max(trust, Level.REGULAR) if helps else trust)


def level_by_id(account_id: int) -> Level:
    """The level of an account, by its id."""
    return level_of(Account.objects.only("id", "trust").get(id=account_id))


def trust_of(account: Account) -> TrustView:
    """All about a member's trust; whoever asks has to be somebody it is told to."""
    row, level = row_of(account.id), level_of(account)
    upwards = Level(level + 1) if level < Level.REGULAR else None
    return TrustView(
        level=level,
        since=row.since,
        evidence=evidence(row, unnoted(account.id)),
        set_by=row.set_by,
        reason=row.reason,
        next=upwards,
        terms=TERMS[upwards] if upwards else Terms(days=0),
        missing=missing(row, upwards) if upwards else Missing(),
    )


def missing(row: Trust, level: Level) -> Missing:
    """What is left to do until a level is reached."""
    found = lacking(row, level, unnoted(row.account_id))
    return found._replace(held=gates.ask(RISING, row.account_id) is gates.Verdict.HOLD)


def lacking(row: Trust, level: Level, fresh: int) -> Missing:
    """The same with ``fresh`` minutes that are not noted yet; whether something holds the member back is not asked."""
    terms, there = TERMS[level], evidence(row, fresh)
    return Missing(
        hours=_hours_left(row, terms),
        seen=max(0, terms.seen - there.seen),
        minutes=max(0, terms.minutes - there.minutes),
        lately=max(0, terms.lately - there.lately),
    )


def evidence(row: Trust, fresh: int) -> Evidence:
    """The numbers of a member as they are now: with ``fresh`` minutes that are not noted yet, without days long ago."""
    days = max(0, (timezone.now() - row.began_at).days) if row.began_at else 0
    _began, now, before = window(row)
    return Evidence(days, row.seen, row.minutes + fresh, now + before)


def window(row: Trust) -> tuple[date, int, int]:
    """The window of days that runs today: its beginning, and the days seen in it and in the one before."""
    today = timezone.now().date()
    began = row.window_on or today
    passed = max(0, (today - began) // WINDOW)
    now, before = ((row.seen_now, row.seen_before), (0, row.seen_now), (0, 0))[min(passed, 2)]
    return began + passed * WINDOW, now, before


def unnoted(account_id: int) -> int:
    """The minutes of reading that were counted since they were last noted."""
    stands = limits.standing(READING, account_id)
    return stands.most - stands.left


def row_of(account_id: int) -> Trust:
    """What is noted about a member; where nothing is, as it begins."""
    return Trust.objects.filter(account=account_id).first() or Trust(account_id=account_id, since=timezone.now())


def _hours_left(row: Trust, terms: Terms) -> int:
    if row.began_at is None:
        return terms.days * _DAY
    return max(0, ceil((row.began_at + timedelta(days=terms.days) - timezone.now()) / timedelta(hours=1)))
