"""Gates: what is asked before a write and before its transaction; ``project/wiring.py`` binds the checks."""

import logging
import time
from collections.abc import Callable
from enum import Enum

logger = logging.getLogger(__name__)

BUDGET = 0.001  # seconds, for all checks of one gate together: a check never sleeps and never calls out
_QUIET = 60.0  # seconds between two warnings about the same gate


class Verdict(Enum):
    """What a gate lets happen."""

    PASS = "pass"  # noqa: S105 - a verdict, not a secret
    HOLD = "hold"  # saved, but seen by nobody else before a review


type Check = Callable[[object], Verdict]

_checks: dict[str, list[Check]] = {}
_warned: dict[str, float] = {}


def bind(gate: str, check: Check) -> None:
    """Let ``check`` be asked whenever something wants through ``gate``; binding twice changes nothing."""
    checks = _checks.setdefault(gate, [])
    if check not in checks:
        checks.append(check)


def ask(gate: str, subject: object) -> Verdict:
    """Every check's word on ``subject``: one hold is enough; a refusal is ``NotAllowed`` or ``TooMany``, raised."""
    started = time.perf_counter()
    try:
        verdicts = {check(subject) for check in _checks.get(gate, ())}
    finally:
        _measure(gate, time.perf_counter() - started)
    return Verdict.HOLD if Verdict.HOLD in verdicts else Verdict.PASS


def _measure(gate: str, seconds: float) -> None:
    now = time.monotonic()
    if seconds <= BUDGET or now < _warned.get(gate, 0.0):
        return
    _warned[gate] = now + _QUIET
    logger.warning("gate %s took %.1f ms; its checks have %.0f ms together", gate, seconds * 1000, BUDGET * 1000)
