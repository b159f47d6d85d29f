"""Quiet hours by the clock of somebody's time zone."""

from datetime import UTC, datetime, time

import pytest

from folkmoot.core.errors import Invalid
from folkmoot.core.hours import Quiet, check_quiet, quiet_until

NIGHT, NOON = (time(22), time(7)), (time(12), time(14))


def at(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=UTC)  # type: ignore[misc,arg-type]  # year to minute


@pytest.mark.parametrize(
    ("zone", "quiet", "moment", "until"),
    [
        ("UTC", NIGHT, at(2026, 5, 4, 21, 59), None),
        ("UTC", NIGHT, at(2026, 5, 4, 22, 0), at(2026, 5, 5, 7, 0)),
        ("UTC", NIGHT, at(2026, 5, 5, 6, 59), at(2026, 5, 5, 7, 0)),
        ("UTC", NIGHT, at(2026, 5, 5, 7, 0), None),
        ("UTC", NOON, at(2026, 5, 5, 12, 30), at(2026, 5, 5, 14, 0)),
        ("Asia/Riyadh", NIGHT, at(2026, 5, 4, 19, 0), at(2026, 5, 5, 4, 0)),
        ("Asia/Riyadh", NIGHT, at(2026, 5, 4, 18, 59), None),
        ("Europe/Berlin", NIGHT, at(2026, 3, 28, 23, 0), at(2026, 3, 29, 5, 0)),  # the clocks go forward in it
        ("Europe/Berlin", NIGHT, at(2026, 10, 24, 23, 0), at(2026, 10, 25, 6, 0)),  # and back
        ("UTC", None, at(2026, 5, 5, 3, 0), None),
    ],
)
def test_when_they_end(zone: str, quiet: Quiet, moment: datetime, until: datetime | None) -> None:
    assert quiet_until(zone, quiet, moment) == until


@pytest.mark.parametrize(
    ("begins", "ends", "field", "words"),
    [
        (time(22), None, "quiet_until", "both times"),
        (None, time(7), "quiet_from", "both times"),
        (time(7), time(7), "quiet_until", "Go away"),
    ],
)
def test_what_cannot_be(begins: time | None, ends: time | None, field: str, words: str) -> None:
    with pytest.raises(Invalid, match=words) as refusal:
        check_quiet(begins, ends, "Go away")
    assert refusal.value.field == field


def test_what_can_be() -> None:
    assert check_quiet(None, None, "") is None
    assert check_quiet(*NIGHT, "") == NIGHT
