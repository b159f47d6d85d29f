"""Who is told at some moment that there is something to decide: the rule alone, without a table or a clock."""

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
AHEAD = timedelta(days=8)  # how far the next on the rota is looked for
WEEKDAYS = range(7)  # 0 is Monday


class Hours(NamedTuple):
    """Hours of one weekday; those that do not end after they begin end on the next day."""

    weekday: int
    begins: time
    ends: time


class Span(NamedTuple):
    """Some time, without its last moment; in UTC, so that a change of the clocks is no riddle."""

    begins: datetime
    ends: datetime


class Keeper(NamedTuple):
    """Somebody who runs the community, with what they entered, by the clock of their own time zone."""

    id: int
    is_owner: bool
    zone: str
    duty: tuple[Hours, ...] = ()
    quiet: tuple[time, time] | None = None
    away: tuple[date, date] | None = None

    @property
    def is_listed(self) -> bool:
        """Whether they entered anything."""
        return bool(self.duty or self.quiet or self.away)


def told(keepers: Collection[Keeper], moment: datetime) -> list[Keeper]:
    """Who hears of a new case: those on duty; else all who are not left in peace; else the owners, in any case."""
    return on_duty(keepers, moment) or reachable(keepers, moment) or _in_charge(keepers)


def told_of_danger(keepers: Collection[Keeper], moment: datetime) -> list[Keeper]:
    """Who hears that a life may be in danger: all who are not away, in quiet hours too; else the owners."""
    return reachable_in_danger(keepers, moment) or _in_charge(keepers)


def on_duty(keepers: Iterable[Keeper], moment: datetime) -> list[Keeper]:
    """Those whose hours these are, and who are not left in peace."""
    return [each for each in keepers if stints(each, moment, moment + timedelta(microseconds=1))]


def reachable(keepers: Iterable[Keeper], moment: datetime) -> list[Keeper]:
    """Those who are neither away nor in quiet hours."""
    return [each for each in keepers if not rests(each, moment)]


def reachable_in_danger(keepers: Iterable[Keeper], moment: datetime) -> list[Keeper]:
    """Those who are not away."""
    return [each for each in keepers if not is_away(each, moment)]


def next_up(able: Collection[Keeper], moment: datetime, before: Collection[int]) -> list[Keeper]:
    """The next on the rota, but for those who were on duty ``before``: who is by now, or who begins soonest."""
    others = [each for each in able if each.id not in before]
    if found := on_duty(others, moment):
        return found
    coming = {each: begins for each in others if (begins := next_stint(each, moment))}
    return [each for each in coming if coming[each] == min(coming.values())]


def owners_among(keepers: Collection[Keeper], able: Collection[Keeper], moment: datetime) -> list[Keeper]:
    """The owners who can be told; all of them where every one is away."""
    owners = [each for each in keepers if each.is_owner]
    return [each for each in owners if each in able] or all_away(owners, moment)


def all_away(keepers: Collection[Keeper], moment: datetime) -> list[Keeper]:
    """All of them where every one is away, so that waiting would not help; else nobody."""
    return [] if reachable_in_danger(keepers, moment) else list(keepers)


def rests(keeper: Keeper, moment: datetime) -> bool:
    """Whether somebody is left in peace: away, or in their quiet hours."""
    return is_away(keeper, moment) or any(
        span.begins <= moment < span.ends for span in _quiet(keeper, _days(keeper, moment, moment))
    )


def is_away(keeper: Keeper, moment: datetime) -> bool:
    """Whether this is a day on which somebody is absent."""
    return any(span.begins <= moment < span.ends for span in _away(keeper))


def next_stint(keeper: Keeper, moment: datetime) -> datetime | None:
    """When somebody begins to look after cases the next time; ``None`` when that is not soon."""
    return min((span.begins for span in stints(keeper, moment, moment + AHEAD) if span.begins > moment), default=None)


def stints(keeper: Keeper, since: datetime, until: datetime) -> list[Span]:
    """The times between two moments in which somebody looks after cases: their hours, without those of peace."""
    days = _days(keeper, since, until)
    clipped = [Span(max(span.begins, since), min(span.ends, until)) for span in _spans(keeper, keeper.duty, days)]
    found = [span for span in clipped if span.begins < span.ends]
    return sorted(without(found, [*_quiet(keeper, days), *_away(keeper)]))


def without(spans: Iterable[Span], holes: Iterable[Span]) -> list[Span]:
    """What is left of some times when others are cut out of them."""
    left = list(spans)
    for hole in holes:
        pieces = [
            piece
            for span in left
            for piece in (Span(span.begins, min(span.ends, hole.begins)), Span(max(span.begins, hole.ends), span.ends))
        ]
        left = [piece for piece in pieces if piece.begins < piece.ends]
    return left


def _in_charge(keepers: Collection[Keeper]) -> list[Keeper]:
    return [each for each in keepers if each.is_owner] or list(keepers)


def _quiet(keeper: Keeper, days: Iterable[date]) -> list[Span]:
    if keeper.quiet is None:
        return []
    return list(_spans(keeper, [Hours(weekday, *keeper.quiet) for weekday in WEEKDAYS], days))


def _away(keeper: Keeper) -> list[Span]:
    if keeper.away is None:
        return []
    first, last = keeper.away
    return [Span(_at(keeper, first, time.min), _at(keeper, last + DAY, time.min))]


def _spans(keeper: Keeper, hours: Iterable[Hours], days: Iterable[date]) -> Iterator[Span]:
    by_day: dict[int, list[Hours]] = {}
    for each in hours:
        by_day.setdefault(each.weekday, []).append(each)
    for day in days:
        for each in by_day.get(day.weekday(), ()):
            ends_on = day if each.ends > each.begins else day + DAY
            span = Span(_at(keeper, day, each.begins), _at(keeper, ends_on, each.ends))
            if span.begins < span.ends:  # none that the clock skips
                yield span


def _days(keeper: Keeper, since: datetime, until: datetime) -> list[date]:
    """The days there whose hours can reach into some time: hours of the day before may go on over midnight."""
    zone = ZoneInfo(keeper.zone)
    first, last = since.astimezone(zone).date() - DAY, until.astimezone(zone).date()
    return [first + number * DAY for number in range((last - first).days + 1)]


def _at(keeper: Keeper, day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, ZoneInfo(keeper.zone)).astimezone(UTC)
