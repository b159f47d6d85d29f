"""P14: a flood at the sign-in page, and what members who are signed in notice of it."""

import asyncio
import multiprocessing
import random
from dataclasses import dataclass

from bench.figures import Figure
from bench.openloop import Latencies, Request, send_at_rate
from bench.stage import Stage

RATE = 2_000  # sign-ins a second that are tried
_READS = 30  # home pages a second
_ANSWERS = frozenset({200, 302, 403, 422, 429})


@dataclass(frozen=True)
class Guess(Request):
    """One sign-in with a password that is wrong, without the page before it."""

    number: int
    fine = _ANSWERS

    def head(self, host: str) -> bytes:
        """As it goes over the wire."""
        body = f"login=member{self.number}&password=wrong-{self.number}".encode()
        lines = (
            "POST /sign-in HTTP/1.1",
            f"Host: {host}",
            f"Origin: http://{host}",
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}",
        )
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@dataclass(frozen=True)
class Visit(Request):
    """One look at the home page by somebody who is signed in."""

    cookie: str

    def head(self, host: str) -> bytes:
        """As it goes over the wire."""
        return f"GET / HTTP/1.1\r\nHost: {host}\r\n{self.cookie}\r\n\r\n".encode()


def flood(played: Stage) -> list[Figure]:
    """The home page's p99 while the sign-in page is flooded, by its p99 in quiet."""
    seconds = max(3.0, 2 * played.pace.seconds)
    _visits(played, 1.0)  # the first pages of a server are slow
    quiet = _visits(played, seconds)
    crowd = multiprocessing.get_context("spawn").Process(target=_press, args=(played.site.origin, seconds + 2))
    crowd.start()
    try:
        loud = _visits(played, seconds)
    finally:
        crowd.join(seconds + 30)
        if crowd.is_alive():
            crowd.terminate()
    before, during = quiet.percentile(99), loud.percentile(99)
    words = f"p99 {during:.0f} ms, in quiet {before:.0f} ms"
    ratio = during / before
    numbers = {"quiet_p99": before, "flood_p99": during, "ratio": ratio}
    work = f"home page while {RATE:,} sign-ins a second are tried"
    return [Figure("P14", work, words, "", "≤ 3 × quiet", ratio <= 3, numbers)]


def _visits(played: Stage, seconds: float) -> Latencies:
    chosen = random.Random(14)
    return send_at_rate(played.site.origin, lambda _n: Visit(chosen.choice(played.cookies)), _READS, seconds)


def _press(origin: str, seconds: float) -> None:
    """In a process of its own, so that what measures is not what is slow."""
    try:
        send_at_rate(origin, Guess, RATE, seconds)
    except (OSError, asyncio.IncompleteReadError):
        return  # the server may close a line on a flood
