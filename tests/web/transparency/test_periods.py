"""Of which time the numbers are: by the community's clock, and only what there can be."""

from datetime import UTC, datetime
from typing import Any
from unittest import mock

import pytest
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.core.errors import NotFound
from folkmoot.core.ids import id_at
from folkmoot.instance.actions import change_settings
from folkmoot.web.transparency import periods
from folkmoot.web.transparency.periods import period, today, years

pytestmark = pytest.mark.usefixtures("community")


@pytest.fixture
def clock() -> Any:
    """``clock(datetime(…))``: what time it is."""
    with mock.patch.object(periods, "now", return_value=timezone.now()) as clock:
        yield lambda moment: setattr(clock, "return_value", moment)


def came_at(moment: datetime) -> None:
    Account.objects.create(id=id_at(moment), username=f"a{Account.objects.count()}")


@pytest.mark.parametrize(
    ("zone", "moment", "begins", "ends"),
    [
        ("UTC", datetime(2026, 3, 15, tzinfo=UTC), "2025-04-01T00:00:00+00:00", "2026-04-01T00:00:00+00:00"),
        ("UTC", datetime(2026, 12, 31, 23, 59, tzinfo=UTC), "2026-01-01T00:00:00+00:00", "2027-01-01T00:00:00+00:00"),
        ("UTC", datetime(2026, 1, 1, tzinfo=UTC), "2025-02-01T00:00:00+00:00", "2026-02-01T00:00:00+00:00"),
        # the year began there while it was still December here
        (
            "Pacific/Auckland",
            datetime(2025, 12, 31, 12, tzinfo=UTC),
            "2025-02-01T00:00:00+13:00",
            "2026-02-01T00:00:00+13:00",
        ),
        (
            "America/New_York",
            datetime(2026, 1, 1, 4, 59, tzinfo=UTC),
            "2025-01-01T00:00:00-05:00",
            "2026-01-01T00:00:00-05:00",
        ),
    ],
)
def test_the_last_twelve_months(clock: Any, zone: str, moment: datetime, begins: str, ends: str) -> None:
    change_settings(None, {"time_zone": zone})
    clock(moment)
    found = period("", years())
    assert (found.edges[0].isoformat(), found.edges[-1].isoformat()) == (begins, ends)
    assert len(found.edges) == 13
    assert found.year == 0


def test_months_follow_summer_time(clock: Any) -> None:
    change_settings(None, {"time_zone": "Europe/Berlin"})
    clock(datetime(2026, 6, 1, tzinfo=UTC))
    edges = period("2026", [2026]).edges
    assert [edge.astimezone(UTC).hour for edge in edges] == [23] * 3 + [22] * 7 + [23] * 3
    assert all((edge.day, edge.hour) == (1, 0) for edge in edges)


@pytest.mark.parametrize(("typed", "name"), [("", "2025-04/2026-03"), ("2026", "2026")])
def test_their_names(clock: Any, typed: str, name: str) -> None:
    clock(datetime(2026, 3, 15, tzinfo=UTC))
    assert period(typed, [2026]).name == name


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "2023",
            "2027",
            "1999",
            "0",
            "0000",
            "-2026",
            "+2026",
            "2026 ",
            " 2026",
            "02026",
            "2026.0",
            "2e3",
            "20260101",
        ),
        *("next", "٢٠٢٦", "２０２６", "2026'--", "9" * 5_000, "\x00", "=2026", "2026,2025"),
    ],
)
def test_no_such_year(typed: str) -> None:
    with pytest.raises(NotFound):
        period(typed, [2026, 2025, 2024])


def test_the_years_since_somebody_came(clock: Any) -> None:
    clock(datetime(2026, 3, 15, tzinfo=UTC))
    assert years() == [2026], "nobody has come yet"
    came_at(datetime(2023, 12, 31, 23, 30, tzinfo=UTC))
    came_at(datetime(2025, 1, 1, tzinfo=UTC))
    assert years() == [2026, 2025, 2024, 2023]
    change_settings(None, {"time_zone": "Asia/Tokyo"})
    assert years() == [2026, 2025, 2024]


def test_an_account_from_a_time_to_come(clock: Any) -> None:
    clock(datetime(2026, 3, 15, tzinfo=UTC))
    came_at(datetime(2028, 1, 1, tzinfo=UTC))
    assert years() == [2026]


def test_where_the_day_began(clock: Any) -> None:
    change_settings(None, {"time_zone": "Pacific/Auckland"})
    clock(datetime(2026, 3, 14, 23, tzinfo=UTC))
    assert today().isoformat() == "2026-03-15T00:00:00+13:00"
