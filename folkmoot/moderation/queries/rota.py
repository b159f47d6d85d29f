"""Who looks after cases when, as those who run the community see it."""

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, time
from typing import NamedTuple

from django.utils import timezone

from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.hydrate import AccountView, views
from folkmoot.accounts.models import Account
from folkmoot.accounts.queries import holders, may, owners
from folkmoot.core.errors import NotFound
from folkmoot.core.hours import DAY, WEEKDAYS, Hours, Span
from folkmoot.instance.queries import manner
from folkmoot.moderation.duty import Keeper, next_stint, on_duty, stints, without
from folkmoot.moderation.models import Duty, Rest


class Stint(NamedTuple):
    """A time in which somebody looks after cases; ``account`` is ``None`` where nobody does."""

    account: AccountView | None
    begins: datetime
    ends: datetime


class Day(NamedTuple):
    """One day of the week that begins today: who is there, and when nobody is."""

    date: date
    stints: tuple[Stint, ...]
    gaps: tuple[Stint, ...]


class RotaView(NamedTuple):
    """The rota: who is on duty, who comes next and from when, the days, and everybody whose hours these can be."""

    now: tuple[AccountView, ...]
    next: tuple[Stint, ...]
    days: tuple[Day, ...]
    staff: tuple[AccountView, ...]
    is_empty: bool  # nobody entered hours
    is_owner: bool  # whether the viewer may change everybody's


class DutyView(NamedTuple):
    """Hours of one weekday, as they were entered."""

    id: int
    weekday: int
    begins: time
    ends: time


class HoursView(NamedTuple):
    """What one of the staff entered, by the clock of ``zone``."""

    account: AccountView
    zone: str
    duty: tuple[DutyView, ...]
    quiet: tuple[time, time] | None
    away: tuple[date, date] | None


def rota(viewer: int) -> RotaView:
    """The rota from today on, by the reader's clock; for those who decide cases (``NotFound``)."""
    staff, now = holders(Capability.CASES), timezone.now()
    if viewer not in staff:
        raise NotFound
    people = keepers(staff)
    named = views({each.id for each in people})
    coming = {each.id: begins for each in people if (begins := next_stint(each, now))}
    first = min(coming.values(), default=None)
    return RotaView(
        tuple(named[each.id] for each in on_duty(people, now)),
        tuple(Stint(named[some_id], begins, begins) for some_id, begins in coming.items() if begins == first),
        tuple(_day(people, named, timezone.localdate(now) + number * DAY) for number in WEEKDAYS),
        tuple(named[each.id] for each in people),
        not any(each.duty for each in people),
        any(each.is_owner for each in people if each.id == viewer),
    )


def hours_of(viewer: int, account_id: int) -> HoursView:
    """What one of the staff entered: their own, and everybody's for owners (``NotFound`` else)."""
    own = viewer == account_id or may(viewer, Capability.COLLEAGUES)
    if account_id not in holders(Capability.CASES) or not own:
        raise NotFound
    (keeper,) = keepers([account_id])
    rows = Duty.objects.filter(account=account_id).order_by("weekday", "begins", "ends")
    duty = tuple(DutyView(row.id, row.weekday, row.begins, row.ends) for row in rows)
    return HoursView(views([account_id])[account_id], keeper.zone, duty, keeper.quiet, keeper.away)


def keepers(ids: Collection[int]) -> list[Keeper]:
    """Some of those who run the community, in their order, with all that they entered; in four statements."""
    if not ids:
        return []
    zones = dict(Account.objects.filter(id__in=ids).values_list("id", "time_zone"))
    duty: dict[int, list[Hours]] = {}
    for row in Duty.objects.filter(account__in=ids).order_by("id"):
        duty.setdefault(row.account_id, []).append(Hours(row.weekday, row.begins, row.ends))
    resting = {row.account_id: row for row in Rest.objects.filter(account__in=ids)}
    first, here = set(owners()), manner().time_zone
    return [
        Keeper(
            some_id, some_id in first, zones[some_id] or here, tuple(duty.get(some_id, ())), *_rest(resting, some_id)
        )
        for some_id in ids
        if some_id in zones
    ]


def _rest(rows: dict[int, Rest], some_id: int) -> tuple[tuple[time, time] | None, tuple[date, date] | None]:
    row = rows.get(some_id) or Rest()
    quiet = None if row.quiet_from is None or row.quiet_until is None else (row.quiet_from, row.quiet_until)
    away = None if row.away_from is None or row.away_until is None else (row.away_from, row.away_until)
    return quiet, away


def _day(people: Iterable[Keeper], named: dict[int, AccountView], day: date) -> Day:
    """A day by the reader's clock; hours that go on over midnight stand under both days."""
    begins, ends = (_midnight(each) for each in (day, day + DAY))
    found = [Stint(named[each.id], *span) for each in people for span in stints(each, begins, ends)]
    gaps = without([Span(begins, ends)], [Span(each.begins, each.ends) for each in found])
    return Day(
        day, tuple(sorted(found, key=lambda each: each.begins)), tuple(Stint(None, *span) for span in sorted(gaps))
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_current_timezone()).astimezone(UTC)
