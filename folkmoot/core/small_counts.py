"""Counts that are told to everybody: what is too small would point at a person, and is not told by itself."""

from collections.abc import Mapping
from typing import NamedTuple

FEWEST = 3  # the smallest count that is told


class Apart(NamedTuple):
    """A whole by its parts: those that can be told, the largest first, and all others together."""

    told: tuple[tuple[str, int], ...]
    rest: int


def tell(count: int) -> int | None:
    """A count as it can be told; ``None`` when it is so small that it would point at somebody."""
    return None if 0 < count < FEWEST else count


def tell_apart(counts: Mapping[str, int]) -> Apart:
    """The parts of a whole so that no small one can be worked out, not even from the whole and all others.

    Equal parts are told together or not at all: which of them was left out would say something, too.
    """
    told = {key: count for key, count in counts.items() if count >= FEWEST}
    others = [count for count in counts.values() if 0 < count < FEWEST]
    while told and others and (sum(others) < FEWEST or set(others) == {FEWEST - 1}):
        least = min(told.values())
        others += [count for count in told.values() if count == least]
        told = {key: count for key, count in told.items() if count > least}
    return Apart(tuple(sorted(told.items(), key=lambda each: (-each[1], each[0]))), sum(others))
