"""The part of a file that somebody asks for."""

import re
from typing import NamedTuple

_ONE = re.compile(r"bytes=(?:([0-9]{1,18})-([0-9]{0,18})|-([0-9]{1,18}))")


class Part(NamedTuple):
    """From one byte to another, both included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        """How many bytes it is."""
        return self.last - self.first + 1


class Unsatisfiable(Exception):  # noqa: N818 - named as the standard names it
    """The file ends before the part begins."""


def part_of(size: int, asked: str) -> Part | None:
    """The part that a ``Range`` header names; ``None`` is all of it, also for several at once and for nonsense."""
    found = _ONE.fullmatch(asked.strip())
    if not found:
        return None
    start, end, tail = found.groups()
    if tail is not None:
        first, last = max(0, size - int(tail)), size - 1
    else:
        first, last = int(start), min(int(end or size), size - 1)
    if end and int(end) < int(start):
        return None
    if first >= size:
        raise Unsatisfiable
    return Part(first, last)
