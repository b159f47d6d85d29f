"""What happens by the clock rather than because something happened; the worker looks at it."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

logger = logging.getLogger(__name__)


@dataclass
class _Timer:
    function: Callable[[], object]
    period: float  # seconds
    due: float = 0.0  # on the monotonic clock: at once when the worker starts


_timers: dict[Callable[[], object], _Timer] = {}


def every(period: timedelta, function: Callable[[], object]) -> None:
    """Let the worker call ``function`` when it starts and then once a period; it must be safe to call at any time."""
    _timers[function] = _Timer(function, period.total_seconds())


def tick() -> float:
    """Call all that is due; the seconds until something is due again."""
    for timer in list(_timers.values()):
        now = time.monotonic()
        if timer.due <= now:
            timer.due = now + timer.period
            _call(timer.function)
    return max(0.0, min((timer.due for timer in _timers.values()), default=time.monotonic() + 60) - time.monotonic())


def _call(function: Callable[[], object]) -> None:
    try:
        function()
    except Exception:
        logger.exception("%s failed and will be tried again", getattr(function, "__qualname__", function))
