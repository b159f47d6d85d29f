"""Closed-loop load by wrk: sixteen connections that each ask again as soon as they were answered."""

import json
import random
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

CONNECTIONS = 16
_LONG = 10.0  # seconds
_SCRIPT = Path(__file__).parent / "wrk" / "load.lua"


@dataclass(frozen=True)
class Work:
    """What is asked of a server: who asks (header lines) for what (paths), each drawn at random."""

    origin: str
    headers: Sequence[str]
    paths: Sequence[str]
    method: str = "GET"
    label: str = "-"
    processor: Callable[[], float] = float  # seconds of processor time that the server has used so far


@dataclass(frozen=True)
class Round:
    """What one round of load came to; latencies in milliseconds."""

    requests: int
    seconds: float
    p50: float
    p99: float
    bytes: int
    refused: int
    broken: int
    processor: float = 0.0  # seconds of the server's processor time

    @property
    def cost(self) -> float:
        """Milliseconds of processor time for one answer: what a busy machine disturbs least."""
        return self.processor / max(1, self.requests) * 1000

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds

    @property
    def size(self) -> float:
        """Bytes of an answer."""
        return self.bytes / max(1, self.requests)


class LoadError(RuntimeError):
    """The load met errors: figures would mean nothing."""


def press(work: Work, seconds: float) -> Round:
    """One round; ``LoadError`` when a single answer was an error."""
    with tempfile.TemporaryDirectory(prefix="folkmoot-bench-") as folder:
        headers, paths = Path(folder, "headers"), Path(folder, "paths")
        headers.write_text("\n".join(work.headers) + "\n")
        paths.write_text("\n".join(work.paths) + "\n")
        given = (str(headers), str(paths), work.method, work.label, str(random.randrange(1 << 30)))
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds:.0f}s", "--timeout", "10s", "-s", str(_SCRIPT)]
        before = work.processor()
        done = subprocess.run([*command, work.origin, "--", *given], check=True, capture_output=True, text=True)
        used = work.processor() - before
    found = Round(**json.loads(done.stdout.strip().splitlines()[-1]), processor=used)
    if not found.requests and seconds < _LONG:  # the machine is busy with something else
        return press(work, _LONG)
    if found.refused or found.broken or not found.requests:
        raise LoadError(f"{work.method} {work.paths[0]}: {found}")
    return found


@dataclass(frozen=True)
class Rounds:
    """Several rounds of the same work; beside each, one of the empty view."""

    measured: tuple[Round, ...]
    empty: tuple[Round, ...]

    @property
    def middle(self) -> Round:
        """The round of median rate."""
        return sorted(self.measured, key=lambda each: each.rate)[len(self.measured) // 2]

    @property
    def share(self) -> float:
        """The rate as a share of B0's beside it; the median of the rounds."""
        return median(one.rate / other.rate for one, other in zip(self.measured, self.empty, strict=True))


def press_beside(work: Work, empty: Work, seconds: float, rounds: int) -> Rounds:
    """Warm up, then press both in turn, so that what else the machine does meets both."""
    press(work, seconds)
    press(empty, 1)
    pairs = [(press(work, seconds), press(empty, seconds)) for _ in range(rounds)]
    return Rounds(tuple(pair[0] for pair in pairs), tuple(pair[1] for pair in pairs))
