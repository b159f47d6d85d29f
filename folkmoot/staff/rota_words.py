"""What days, times and steps of the rota are called."""

from datetime import date, datetime, time

from django.utils import dateformat, timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

WORKDAYS, ALL_DAYS = "0-4", "0-6"


def weekday(number: int) -> str:
    """The name of a day of the week; 0 is Monday."""
    return str(WEEKDAYS[number])


def weekday_choices() -> list[tuple[str, str]]:
    """What the hours can be for: every day, the days of work, each day alone."""
    alone = [(str(number), weekday(number)) for number in range(7)]
    return [(WORKDAYS, _("Monday to Friday")), (ALL_DAYS, _("Every day")), *alone]


def weekdays_of(choice: str) -> list[int]:
    """The days that one of the choices stands for."""
    first, _dash, last = choice.partition("-")
    return list(range(int(first), int(last or first) + 1))


def named(day: date) -> str:
    """A day of this week."""
    # Translators: a day of the week with its date, in the letters of Django's date filter: l weekday, j day, F month
    return dateformat.format(day, pgettext("weekday with date", "l, j F"))


def clock(moment: time) -> str:
    """A time of day."""
    return f"{moment:%H:%M}"


def hours(begins: time, ends: time) -> str:
    """From when until when; midnight at the end is the end of the day."""
    return f"{clock(begins)}–{'24:00' if ends == time.min else clock(ends)}"


def within_day(begins: datetime, ends: datetime) -> str:
    """The same of two moments of one day, by the reader's clock."""
    return hours(timezone.localtime(begins).time(), timezone.localtime(ends).time())


def step(whom: str, people: int) -> str:
    """Whom it was told to that nobody had taken a case."""
    told = {
        "next": ngettext(
            "Nobody had taken it: %(count)d person was told, the next on the rota.",
            "Nobody had taken it: %(count)d people were told, the next on the rota.",
            people,
        ),
        "staff": ngettext(
            "Nobody had taken it: %(count)d person was told, of all staff who could be.",
            "Nobody had taken it: %(count)d people were told, all staff who could be.",
            people,
        ),
        "owners": ngettext(
            "Nobody had taken it: %(count)d owner was told.", "Nobody had taken it: %(count)d owners were told.", people
        ),
    }
    return told[whom] % {"count": people}
