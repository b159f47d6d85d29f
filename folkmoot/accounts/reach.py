"""How far the word of a member carries at each level of trust, and what a level takes: the one table of both.

What is never in it is open to everybody from the first moment: to read, to answer, to report, block, mute, object,
take one's data along, and leave.
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import IntEnum
from typing import NamedTuple


class Level(IntEnum):
    """How well the community knows somebody; nobody but staff sees the level of anybody else."""

    NEW = 0  # came through an open door, without anybody's word
    KNOWN = 1  # let in by staff, invited by a member, or here for some days
    MEMBER = 2
    REGULAR = 3  # those who help to run the community count as this at least
    PILLAR = 4  # given by owners alone


class Reach(NamedTuple):
    """What is open; ``None`` is without a limit of this kind."""

    links: int | None = None  # posts with links to elsewhere, each day
    strangers: int | None = None  # people who never wrote to one and do not follow one, written to each day
    files: int | None = None  # pictures and recordings in posts, each day
    recordings: bool = True  # video and sound at all
    mentions: int | None = None  # people named in one post, besides those it answers
    invites: bool = True  # members by links of one's own, where the owners let members do that


class Terms(NamedTuple):
    """What it takes to come to a level from the one below."""

    days: int  # as a member
    seen: int = 0  # days on which one was here
    minutes: int = 0  # in which one read something
    lately: int = 0  # days on which one was here, of about the last hundred


EVERYTHING = Reach()
REACH: Mapping[int, Reach] = {
    Level.NEW: Reach(links=0, strangers=0, files=4, recordings=False, mentions=2, invites=False),
    Level.KNOWN: Reach(links=3, strangers=5, files=20, mentions=5, invites=False),
    Level.MEMBER: EVERYTHING,
    Level.REGULAR: EVERYTHING,
    Level.PILLAR: EVERYTHING,
}
TERMS: Mapping[int, Terms] = {
    Level.KNOWN: Terms(days=2, seen=2, minutes=5),
    Level.MEMBER: Terms(days=14, seen=7, minutes=30),
    Level.REGULAR: Terms(days=60, lately=30),
}
OPEN_TO_ALL = Level.MEMBER  # from here on nothing is asked of anybody
WINDOW = timedelta(days=50)  # days are counted in this one and the one before: what was long ago is not kept
EARNED, OPEN = "earned", "open"  # what owners choose: whether new members earn their reach, or have it at once
