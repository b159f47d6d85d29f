"""Figures as bars: how high each is, in the units of a drawing, and what it says in words."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.moderation.queries.load import Load
from folkmoot.staff import case_words
from folkmoot.web.words import number

WIDE, HIGH, AIR = 600, 120, 0.2


class Bar(NamedTuple):
    """One bar of a drawing: where it stands, how high it is, and what it stands for."""

    label: str
    words: str
    x: float
    y: float
    wide: float
    high: float


class Plot(NamedTuple):
    """One drawing; ``caption`` says the same in a sentence."""

    key: str
    title: str
    caption: str
    bars: tuple[Bar, ...]


def plots(load: Load) -> tuple[Plot, ...]:
    """The drawings of the page about the load."""
    return (
        Plot("ages", _("Open cases by how long they wait"), _waiting(load), _bars(_ages(load))),
        Plot("hours", _("Until half of a week's cases were decided"), _speed(load), _bars(_hours(load))),
        Plot("reports", _("Reports in the last 30 days"), _reported(load), _bars(_reports(load))),
    )


def share(part: int, whole: int) -> int:
    """A part of a whole in percent."""
    return round(100 * part / whole) if whole else 0


def _ages(load: Load) -> list[tuple[str, str, float]]:
    named = zip(case_words.ages(), load.ages, strict=True)
    return [(age, _cases(count), count) for age, count in named]


def _hours(load: Load) -> list[tuple[str, str, float]]:
    return [
        (f"{week.begins:%d.%m.}", _("%(hours)s h, %(cases)s") % _told(week.hours, week.cases), week.hours)
        for week in load.weeks
    ]


def _told(hours: float, cases: int) -> dict[str, str]:
    return {"hours": f"{hours:.1f}" if hours < _EXACT else number(round(hours)), "cases": _cases(cases)}


def _reports(load: Load) -> list[tuple[str, str, float]]:
    return [(f"{day:%d.%m.}", case_words.reports(count), count) for day, count in load.reports]


def _bars(values: Sequence[tuple[str, str, float]]) -> tuple[Bar, ...]:
    most = max((value for _label, _words, value in values), default=0) or 1
    step = WIDE / max(len(values), 1)
    bars: list[Bar] = []
    for place, (label, words, value) in enumerate(values):
        high = round(HIGH * value / most, 1)
        bars.append(
            Bar(label, words, round(step * (place + AIR / 2), 1), HIGH - high, round(step * (1 - AIR), 1), high)
        )
    return tuple(bars)


_EXACT = 10


def _waiting(load: Load) -> str:
    late = ngettext("%(count)d is late", "%(count)d are late", load.late) % {"count": load.late}
    return f"{_cases(load.waiting)}. {late}."


def _speed(load: Load) -> str:
    latest = next((week for week in reversed(load.weeks) if week.cases), None)
    if latest is None:
        return _("Nothing was decided in these weeks.")
    return _("Last: %(hours)s hours, over %(cases)s.") % _told(latest.hours, latest.cases)


def _reported(load: Load) -> str:
    return case_words.reports(sum(count for _day, count in load.reports)) + "."


def _cases(count: int) -> str:
    return ngettext("%(count)d case", "%(count)d cases", count) % {"count": count}
