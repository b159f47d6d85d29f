"""The time zones to choose from: by continent and city, in the reader's language."""

import json
from functools import cache
from importlib.resources import files
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

type Choice = tuple[str, str]
type Group = tuple[str, list[Choice]]


def time_zones() -> list[Group]:
    """Every city that stands for a time zone, below its continent."""
    return _groups(get_language() or settings.LANGUAGE_CODE)


def zone_name(zone: str) -> str:
    """The city of a time zone, as this language calls it."""
    city = zone.partition("/")[2].replace("_", " ").replace("/", ", ")
    return _cities(get_language() or settings.LANGUAGE_CODE).get(zone) or city or zone


@cache
def zones() -> tuple[str, ...]:
    """The zones that the world's time zone database names for each country."""
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return ("UTC", *sorted(row[2] for row in rows))


@cache
def _groups(language: str) -> list[Group]:
    del language
    found: dict[str, list[Choice]] = {"": []}
    for zone in zones():
        area = zone.partition("/")[0] if "/" in zone else ""
        found.setdefault(area, []).append((zone, zone_name(zone)))
    names = _continents()
    return [(names.get(area, area), sorted(cities, key=lambda choice: choice[1])) for area, cities in found.items()]


@cache
def _cities(language: str) -> dict[str, str]:
    """The names of cities that a language writes its own way (from Unicode's CLDR, by ``make translations``)."""
    for folder in settings.LOCALE_PATHS:
        path = Path(folder, language, "cities.json")
        if path.exists():
            found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
            return found
    return {}


def _continents() -> dict[str, str]:
    return {
        "": _("The same everywhere"),
        "Africa": _("Africa"),
        "America": _("America"),
        "Antarctica": _("Antarctica"),
        "Arctic": _("Arctic"),
        "Asia": _("Asia"),
        "Atlantic": _("Atlantic"),
        "Australia": _("Australia"),
        "Europe": _("Europe"),
        "Indian": _("Indian Ocean"),
        "Pacific": _("Pacific"),
    }
