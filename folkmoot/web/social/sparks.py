"""A few days as small bars: how high each is in the units of a drawing, and the same in words."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from folkmoot.web.words import number

HIGH, STEP, THIN = 24, 8, 6  # of the drawing, of one day, of its bar
_LEAST = 1.5  # so that a day without anybody is to be seen


class Bar(NamedTuple):
    """One day."""

    x: int
    y: float
    high: float


class Spark(NamedTuple):
    """Some days; ``words`` say them for those who do not see the drawing."""

    bars: tuple[Bar, ...]
    wide: int
    words: str


def spark(days: Sequence[int]) -> Spark:
    """The drawing of some days, the oldest first."""
    most = max(days, default=0) or 1
    highs = [max(_LEAST, round(HIGH * day / most, 1)) for day in days]
    bars = tuple(Bar(place * STEP, round(HIGH - high, 1), high) for place, high in enumerate(highs))
    said = _("People on each of the last days, today last: %(counts)s")
    return Spark(bars, max(1, len(days) * STEP - (STEP - THIN)), said % {"counts": _(", ").join(map(number, days))})
