"""No pattern that texts of others are held against takes long, whatever the text is (ReDoS).

Each pattern is attacked with what it is made of itself: its own signs, one or two of them over and over, and an end
that does not fit. A new pattern is found by itself.
"""

import importlib
import itertools
import pkgutil
import re
import time
from collections.abc import Iterator
from functools import cache
from types import ModuleType
from typing import Any

import pytest

import folkmoot

LONG = 2_000
SHORT = (12, 18, 24)  # where a pattern that explodes is found out before it holds up the run
SECONDS = 1.0  # what grows with the square of the length stays far below, what grows faster far above
TRIES = 3
REFUSING = "\0"


@cache
def patterns() -> dict[str, re.Pattern[Any]]:
    found = {}
    for module in _modules():
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                found.setdefault((value.pattern, value.flags), (f"{module.__name__}.{name}", value))
    return dict(sorted(found.values(), key=lambda each: each[0]))


def _modules() -> Iterator[ModuleType]:
    for each in pkgutil.walk_packages(folkmoot.__path__, "folkmoot."):
        if ".migrations" not in each.name and not each.name.endswith("__main__"):
            yield importlib.import_module(each.name)


def signs(pattern: re.Pattern[Any]) -> list[str]:
    """A few of the signs that a pattern takes, and some of every other kind."""
    text = pattern.pattern.decode() if isinstance(pattern.pattern, bytes) else pattern.pattern
    literal = sorted(set(re.sub(r"\\.|[\[\](){}?*+|^$]", "", text)))
    usual = ["a", "0", "-", " ", "\n", "é"]
    return list(dict.fromkeys([each for each in literal if each.isprintable()][:4] + usual))[:8]


def attacks(pattern: re.Pattern[Any], length: int) -> Iterator[Any]:
    own = signs(pattern)
    for piece in [*own, *map("".join, itertools.combinations(own, 2))]:
        text = (piece * length)[:length] + REFUSING
        yield text.encode() if isinstance(pattern.pattern, bytes) else text


def slowest(pattern: re.Pattern[Any], length: int) -> tuple[float, Any]:
    taken: list[tuple[float, Any]] = [(0.0, "")]
    for text in attacks(pattern, length):
        taken.append((min(_tries(pattern, text)), text[:40]))
        if taken[-1][0] > SECONDS:
            break
    return max(taken, key=lambda each: each[0])


def _tries(pattern: re.Pattern[Any], text: Any) -> Iterator[float]:
    """The seconds of one search, and of more if that was slow: a machine that stands still may count as one at work."""
    for _ in range(TRIES):
        began = time.thread_time()
        pattern.fullmatch(text)
        for _ in itertools.islice(pattern.finditer(text), 10):
            pass
        took = time.thread_time() - began
        yield took
        if took <= SECONDS:
            break


def verdict(pattern: re.Pattern[Any]) -> tuple[int, float, Any] | None:
    for length in (*SHORT, LONG):
        took, text = slowest(pattern, length)
        if took > SECONDS:
            return length, took, text
    return None


def test_there_are_patterns_to_look_at() -> None:
    assert len(patterns()) > 40


def test_no_pattern_takes_long_whatever_it_is_given() -> None:
    slow = {name: found for name, pattern in patterns().items() if (found := verdict(pattern))}
    assert slow == {}


@pytest.mark.parametrize("malicious", [r"(a+)+$", r"^(\d+)*!"])
def test_one_that_explodes_is_found(malicious: str) -> None:
    assert verdict(re.compile(malicious)) is not None
