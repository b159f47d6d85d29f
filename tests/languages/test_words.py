"""Times, numbers and names as each language writes them, and the icons that turn round."""

from collections.abc import Generator
from datetime import UTC, datetime, timedelta

import pytest
from babel import Locale
from django.conf import settings
from django.utils import timezone, translation

from folkmoot.web import time_zones, words

THEN = datetime(2020, 3, 5, 14, 7, tzinfo=UTC)


@pytest.fixture
def arabic() -> Generator[None]:
    with translation.override("ar"):
        yield


def test_dates_in_arabic(arabic: None) -> None:
    assert words.full(THEN) == "5 مارس 2020، 2:07 م"
    assert ">5 مارس 2020<" in words.day(THEN)
    assert words.short(THEN) == "5 مارس 2020"
    assert 'datetime="2020-03-05T14:07:00+00:00"' in words.moment(THEN)


@pytest.mark.parametrize(("age", "text"), [(5, "الآن"), (61, "1 د"), (3700, "1 س"), (90_000, "1 ي")])
def test_how_long_ago_in_arabic(arabic: None, age: int, text: str) -> None:
    assert words.short(timezone.now() - timedelta(seconds=age)) == text


@pytest.mark.parametrize("language", dict(settings.LANGUAGES))
def test_digits_are_those_that_unicode_gives_the_language(language: str) -> None:
    """The pages write 0 to 9 everywhere; a language with other digits of its own needs more than a catalogue."""
    assert Locale(language).default_numbering_system == "latn"
    with translation.override(language):
        assert words.number(1_234_567) == "1,234,567"


@pytest.mark.parametrize(
    ("language", "name", "is_apart"),
    [("en", "alice", False), ("en", "سلمى", True), ("ar", "alice", True), ("ar", "سلمى", True)],
)
def test_names_in_titles_are_kept_apart_where_directions_meet(language: str, name: str, is_apart: bool) -> None:
    with translation.override(language):
        assert words.apart(name) == (f"\u2068{name}\u2069" if is_apart else name)


def test_an_address_runs_from_left_to_right() -> None:
    assert words.at("bob@<x>") == '<bdi dir="ltr">@bob@&lt;x&gt;</bdi>'


def test_icons_that_point_along_the_line_turn_round() -> None:
    assert 'class="icon turns"' in words.icon("reply")
    assert 'class="icon"' in words.icon("heart")


def test_a_city_is_called_as_the_language_calls_it(arabic: None) -> None:
    assert time_zones.zone_name("Africa/Cairo") == "القاهرة"
    assert time_zones.zone_name("UTC") == "UTC"
    groups = dict(time_zones.time_zones())
    assert ("Africa/Cairo", "القاهرة") in groups["أفريقيا"]


def test_a_language_without_names_for_cities_takes_those_of_the_table() -> None:
    assert time_zones.zone_name("America/Argentina/Buenos_Aires") == "Argentina, Buenos Aires"


def test_every_zone_to_choose_is_one_that_we_know() -> None:
    import zoneinfo

    assert set(time_zones.zones()) <= zoneinfo.available_timezones()
    assert len(time_zones.zones()) > 400
