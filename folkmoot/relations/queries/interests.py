"""Who writes about what a member chose to follow: known to a package above this one, which is told of here."""

from collections.abc import Callable, Collection, Mapping
from typing import Protocol


class Kindred(Protocol):
    """Finds, for members, those who write for everybody here about what each of them follows."""

    def of(self, ids: Collection[int]) -> Mapping[int, Mapping[int, int]]:
        """By member: how many of their interests each of the others writes about."""


_makers: list[Callable[[], Kindred]] = []


def interests_by(make: Callable[[], Kindred]) -> None:
    """Say once who knows the interests of members: a package above this one."""
    _makers[:] = [make]


def kindred() -> Kindred | None:
    """One that finds them, for as long as a piece of work goes on."""
    return _makers[0]() if _makers else None
