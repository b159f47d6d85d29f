"""Who is told at some moment that there is something to decide: the rule alone, without a table or a clock."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from folkmoot.core.hours import DAY, Hours, Span, days_between, moment_at, quiet_spans, quiet_until, spans

AHEAD = timedelta(days=8)  # how far the next on the rota is looked for


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
    return is_away(keeper, moment) or quiet_until(keeper.zone, keeper.quiet, moment) is not None


def is_away(keeper: Keeper, moment: datetime) -> bool:
    """Whether this is a day on which somebody is absent."""
    return any(span.begins <= moment < span.ends for span in _away(keeper))


def next_stint(keeper: Keeper, moment: datetime) -> datetime | None:
    """When somebody begins to look after cases the next time; ``None`` when that is not soon."""
    return min((span.begins for span in stints(keeper, moment, moment + AHEAD) if span.begins > moment), default=None)


def stints(keeper: Keeper, since: datetime, until: datetime) -> list[Span]:
    """The times between two moments in which somebody looks after cases: their hours, without those of peace."""
    days = days_between(keeper.zone, since, until)
    clipped = [Span(max(span.begins, since), min(span.ends, until)) for span in spans(keeper.zone, keeper.duty, days)]
    found = [span for span in clipped if span.begins < span.ends]
    return sorted(without(found, [*quiet_spans(keeper.zone, keeper.quiet, days), *_away(keeper)]))


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


def _away(keeper: Keeper) -> list[Span]:
    if keeper.away is None:
        return []
    first, last = keeper.away
    return [Span(moment_at(keeper.zone, first, time.min), moment_at(keeper.zone, last + DAY, time.min))]
