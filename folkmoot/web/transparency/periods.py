"""Of which time the numbers are: the last twelve months, or a year, by the community's own clock."""

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils.timezone import now

from folkmoot.accounts.queries import first_came_at
from folkmoot.core.errors import NotFound
from folkmoot.instance.queries import manner

MONTHS = 12
_LONGEST = len("2026")


class Period(NamedTuple):
    """Some months: where each begins, and where the last one ends; ``year`` is 0 for the last twelve."""

    year: int
    edges: tuple[datetime, ...]

    @property
    def name(self) -> str:
        """From which month to which, for programs."""
        return str(self.year) if self.year else f"{self.edges[0]:%Y-%m}/{self.edges[-2]:%Y-%m}"


def today() -> datetime:
    """Where this day began."""
    return now().astimezone(_zone()).replace(hour=0, minute=0, second=0, microsecond=0)


def years() -> list[int]:
    """The years of which there can be numbers, the latest first."""
    latest, first = today().year, first_came_at()
    return list(range(latest, min(latest, first.astimezone(_zone()).year if first else latest) - 1, -1))


def period(typed: str, known: list[int]) -> Period:
    """The year that somebody asked for, else the last twelve months; ``NotFound`` when there is no such year here."""
    if not typed:
        here = today()
        return Period(0, _edges(here.year * MONTHS + here.month - MONTHS))
    if not (typed.isascii() and typed.isdigit() and len(typed) == _LONGEST and int(typed) in known):
        raise NotFound
    return Period(int(typed), _edges(int(typed) * MONTHS))


def _edges(first: int) -> tuple[datetime, ...]:
    """Where twelve months begin that are counted through from the first of all years, and where the last ends."""
    numbers = (divmod(first + each, MONTHS) for each in range(MONTHS + 1))
    return tuple(datetime(year, month + 1, 1, tzinfo=_zone()) for year, month in numbers)


def _zone() -> ZoneInfo:
    return ZoneInfo(manner().time_zone)
