"""Hours that come again by the clock of somebody's time zone, and whether somebody is left in peace at a moment."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from folkmoot.core.errors import Invalid

DAY = timedelta(days=1)
WEEKDAYS = range(7)  # 0 is Monday

type Quiet = tuple[time, time] | None


class Hours(NamedTuple):
    """Hours of one weekday; those that do not end after they begin end on the next day."""

    weekday: int
    begins: time
    ends: time


class Span(NamedTuple):
    """Some time, without its last moment; in UTC, so that a change of the clocks is no riddle."""

    begins: datetime
    ends: datetime


def spans(zone: str, hours: Iterable[Hours], days: Iterable[date]) -> Iterator[Span]:
    """When these hours are, on some days, by the clock of a time zone."""
    by_day: dict[int, list[Hours]] = {}
    for each in hours:
        by_day.setdefault(each.weekday, []).append(each)
    for day in days:
        for each in by_day.get(day.weekday(), ()):
            ends_on = day if each.ends > each.begins else day + DAY
            span = Span(moment_at(zone, day, each.begins), moment_at(zone, ends_on, each.ends))
            if span.begins < span.ends:  # none that the clock skips
                yield span


def days_between(zone: str, since: datetime, until: datetime) -> list[date]:
    """The days there whose hours can reach into some time: hours of the day before may go on over midnight."""
    there = ZoneInfo(zone)
    first, last = since.astimezone(there).date() - DAY, until.astimezone(there).date()
    return [first + number * DAY for number in range((last - first).days + 1)]


def moment_at(zone: str, day: date, clock: time) -> datetime:
    """The moment at which the clocks of a time zone show this, on this day."""
    return datetime.combine(day, clock, ZoneInfo(zone)).astimezone(UTC)


def quiet_spans(zone: str, quiet: Quiet, days: Iterable[date]) -> list[Span]:
    """The quiet hours of these days."""
    return list(spans(zone, [Hours(weekday, *quiet) for weekday in WEEKDAYS], days)) if quiet else []


def quiet_until(zone: str, quiet: Quiet, moment: datetime) -> datetime | None:
    """When the quiet hours end in which this moment lies; ``None`` where it lies in none."""
    around = quiet_spans(zone, quiet, days_between(zone, moment, moment)) if quiet else []
    return max((span.ends for span in around if span.begins <= moment < span.ends), default=None)


def check_quiet(begins: time | None, ends: time | None, instead: str) -> Quiet:
    """Quiet hours as they were given, or ``Invalid``; ``instead`` says what to do where they would last all day."""
    if (begins is None) != (ends is None):
        raise Invalid("quiet_from" if begins is None else "quiet_until", _("Please give both times, or neither."))
    if begins is None or ends is None:
        return None
    if begins == ends:
        raise Invalid("quiet_until", instead)
    return begins, ends
