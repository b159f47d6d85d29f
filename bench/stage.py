"""A ground with the site and the empty view running on it, and everybody's keys."""

import json
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from bench import server
from bench.cache import Cache, Ground, inside
from bench.load import Round, Rounds, Work, press, press_beside
from bench.server import Server

HOME = "/api/v1/timelines/home?limit=20"
_SIGNED_IN = "200"  # members with a session
_COMPARED = 50  # viewers


@dataclass(frozen=True)
class Pace:
    """How long and how often each work is pressed."""

    seconds: float
    rounds: int
    mixed: int = 10_000  # requests before memory is looked at


@dataclass
class Stage:
    """What the measurements play on."""

    ground: Ground
    site: Server
    empty: Server
    pace: Pace

    @cached_property
    def tokens(self) -> list[str]:
        """The header lines of programs."""
        return [f"Authorization: Bearer {token}" for _, token in self.ground.world.tokens]

    @cached_property
    def sessions(self) -> list[tuple[int, str]]:
        """Accounts that are signed in, with their cookie: all of them may see the long thread."""
        author = self.ground.world.thread.split("/")[1].removeprefix("@")
        return [
            (account, cookie) for account, cookie in json.loads(inside(self.ground, "sessions", _SIGNED_IN, author))
        ]

    @cached_property
    def cookies(self) -> list[str]:
        """The header lines of browsers."""
        return [f"Cookie: {cookie}" for _, cookie in self.sessions]

    @property
    def tokens_of_signed_in(self) -> list[str]:
        """The header lines of programs of those who are signed in as well."""
        known = dict(self.ground.world.tokens)
        return [f"Authorization: Bearer {known[account]}" for account, _ in self.sessions if account in known]

    @cached_property
    def home(self) -> Rounds:
        """The work of P1: other bars are measured by it."""
        return self.beside(self.tokens, [HOME])

    @cached_property
    def home_page(self) -> Rounds:
        """The work of P3."""
        return self.beside(self.cookies, ["/"])

    def beside(self, headers: Sequence[str], paths: Sequence[str], method: str = "GET") -> Rounds:
        """Press the site and the empty view in turn."""
        empty = Work(self.empty.origin, ["Accept: */*"], ["/empty"], processor=self.empty.processor)
        work = Work(self.site.origin, headers, paths, method, "a-round", self.site.processor)
        return press_beside(work, empty, self.pace.seconds, self.pace.rounds)

    def alone(self, headers: Sequence[str], paths: Sequence[str]) -> Round:
        """Press the site only, once, after a moment to warm up."""
        work = Work(self.site.origin, headers, paths)
        press(work, 1)
        return press(work, self.pace.seconds)

    def fetch(self, path: str, header: str) -> str:
        """One answer, which must be a success."""
        name, _, value = header.partition(": ")
        request = urllib.request.Request(self.site.origin + path, headers={name: value})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return str(answer.read().decode())


@contextmanager
def stage(cache: Cache, size: str, database: str, pace: Pace) -> Iterator[Stage]:
    """Fill, start, and check that the answers are right before anything is timed."""
    with cache.ground(size, database) as ground, server.site(ground) as site, server.empty(ground) as empty:
        found = Stage(ground, site, empty, pace)
        compare(found)
        yield found


class DisagreementError(AssertionError):
    """The fast answer is not what the slow path says: nothing about it is worth measuring."""


def compare(found: Stage) -> None:
    """The home feed of fifty viewers, those with blocks first, against the slow path."""
    world = found.ground.world
    tokens = dict(world.tokens)
    viewers = ([account for account in world.estranged if account in tokens][: _COMPARED // 2] + list(tokens))[
        :_COMPARED
    ]
    expected = json.loads(inside(found.ground, "slowly", ",".join(map(str, viewers))))
    for viewer in viewers:
        answered = [post["id"] for post in json.loads(found.fetch(HOME, f"Authorization: Bearer {tokens[viewer]}"))]
        if answered != expected[str(viewer)]:
            raise DisagreementError(f"{viewer}: {answered} instead of {expected[str(viewer)]}")
