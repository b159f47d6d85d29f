"""Who is told at some moment: the rule alone, in tables."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from folkmoot.core.hours import Hours, Span
from folkmoot.moderation.duty import (
    Keeper,
    all_away,
    next_stint,
    next_up,
    on_duty,
    owners_among,
    reachable,
    reachable_in_danger,
    rests,
    stints,
    told,
    told_of_danger,
    without,
)

OWNER, ADA, BEN, EVE = 1, 2, 3, 4
NIGHT = (time(22), time(7))
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


def keeper(some_id: int, *duty: tuple[int, int, int], **how: Any) -> Keeper:
    """Somebody with hours such as ``(0, 9, 17)``: Mondays from nine to five; by the clock of UTC if nothing is said."""
    hours = tuple(Hours(weekday, time(begins), time(ends)) for weekday, begins, ends in duty)
    return Keeper(some_id, some_id == OWNER, how.pop("zone", "UTC"), hours, **how)


def at(text: str) -> datetime:
    """A moment of UTC: ``23 12:30`` is in November, ``10-25 00:30`` in any other month."""
    day, clock = text.split()
    return datetime.fromisoformat(f"2026-{day if '-' in day else f'11-{day}'} {clock}+00:00")


def ids(keepers: Any) -> list[int]:
    return sorted(each.id for each in keepers)


def whole(some_id: int, **how: Any) -> Keeper:
    """Somebody who is there at any hour of any day."""
    return keeper(some_id, *((weekday, 0, 0) for weekday in range(7)), **how)


class TestHours:
    @pytest.mark.parametrize(
        ("moment", "there"),
        [
            ("23 08:59", False),
            ("23 09:00", True),
            ("23 16:59", True),
            ("23 17:00", False),
            ("24 12:00", False),
            ("30 12:00", True),
            ("22 12:00", False),
        ],
    )
    def test_of_a_weekday(self, moment: str, there: bool) -> None:
        assert bool(on_duty([keeper(ADA, (0, 9, 17))], at(moment))) is there

    @pytest.mark.parametrize(
        ("moment", "there"),
        [
            ("23 21:59", False),
            ("23 22:00", True),
            ("24 00:00", True),
            ("24 05:59", True),
            ("24 06:00", False),
            ("23 05:00", False),
            ("24 22:30", False),
        ],
    )
    def test_over_midnight(self, moment: str, there: bool) -> None:
        assert bool(on_duty([keeper(ADA, (0, 22, 6))], at(moment))) is there

    def test_from_sunday_into_monday(self) -> None:
        assert on_duty([keeper(ADA, (6, 22, 6))], at("23 03:00"))
        assert not on_duty([keeper(ADA, (6, 22, 6))], at("24 03:00"))

    @pytest.mark.parametrize(("moment", "there"), [("23 00:00", True), ("23 23:59", True), ("24 00:00", False)])
    def test_a_whole_day(self, moment: str, there: bool) -> None:
        assert bool(on_duty([keeper(ADA, (0, 0, 0))], at(moment))) is there

    @pytest.mark.parametrize(
        ("zone", "moment", "there"),
        [
            ("Europe/Berlin", "23 08:00", True),
            ("Europe/Berlin", "23 07:59", False),
            ("Europe/Berlin", "23 16:00", False),
            ("America/New_York", "23 14:00", True),
            ("America/New_York", "23 09:00", False),
            ("Pacific/Auckland", "22 20:00", True),  # Monday there already
            ("Pacific/Auckland", "23 09:00", False),
            ("Asia/Kolkata", "23 03:30", True),
        ],
    )
    def test_by_ones_own_clock(self, zone: str, moment: str, there: bool) -> None:
        assert bool(on_duty([keeper(ADA, (0, 9, 17), zone=zone)], at(moment))) is there

    @pytest.mark.parametrize(
        ("moment", "there"),
        [
            ("10-24 07:00", True),  # summer: nine in Berlin is seven
            ("10-24 06:59", False),
            ("10-31 07:30", False),  # winter: it is eight
            ("10-31 08:00", True),
        ],
    )
    def test_nine_is_nine_in_summer_and_in_winter(self, moment: str, there: bool) -> None:
        assert bool(on_duty([keeper(ADA, (5, 9, 17), zone="Europe/Berlin")], at(moment))) is there

    @pytest.mark.parametrize(
        ("hours", "day", "long"),
        [
            ((6, 1, 4), datetime(2026, 3, 29, tzinfo=UTC), 2),  # two o'clock is three at once
            ((6, 1, 4), datetime(2026, 10, 25, tzinfo=UTC), 4),  # between two and three comes twice
            ((5, 22, 6), datetime(2026, 3, 28, tzinfo=UTC), 7),
            ((5, 22, 6), datetime(2026, 10, 24, tzinfo=UTC), 9),
            ((6, 2, 3), datetime(2026, 3, 29, tzinfo=UTC), 0),  # an hour that does not exist
        ],
    )
    def test_when_the_clocks_change(self, hours: tuple[int, int, int], day: datetime, long: int) -> None:
        found = stints(keeper(ADA, hours, zone="Europe/Berlin"), day - timedelta(days=1), day + timedelta(days=3))
        assert sum((span.ends - span.begins for span in found), timedelta()) == timedelta(hours=long)

    def test_quiet_hours_that_the_clock_skips_cut_nothing(self) -> None:
        quiet = (time(2, 30), time(3))
        one = keeper(ADA, (6, 0, 23), zone="Europe/Berlin", quiet=quiet)
        found = stints(one, datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 3, 30, tzinfo=UTC))
        assert found == [Span(datetime(2026, 3, 28, 23, tzinfo=UTC), datetime(2026, 3, 29, 21, tzinfo=UTC))]

    def test_two_whose_hours_meet_leave_no_gap_when_the_clocks_change(self) -> None:
        early, late = (keeper(ADA, (6, 0, 2), zone="Europe/Berlin"), keeper(BEN, (6, 2, 8), zone="Europe/Berlin"))
        for month, day in ((3, 29), (10, 25)):
            since = datetime(2026, month, day, tzinfo=UTC)
            until = since + timedelta(hours=5)
            assert without([Span(since, until)], [*stints(early, since, until), *stints(late, since, until)]) == []


class TestPeace:
    @pytest.mark.parametrize(
        ("moment", "rest"),
        [("23 21:59", False), ("23 22:00", True), ("24 06:59", True), ("24 07:00", False), ("28 03:00", True)],
    )
    def test_quiet_hours_of_every_day(self, moment: str, rest: bool) -> None:
        assert rests(keeper(ADA, quiet=NIGHT), at(moment)) is rest

    def test_by_ones_own_clock(self) -> None:
        assert rests(keeper(ADA, quiet=NIGHT, zone="Asia/Tokyo"), at("23 13:00"))
        assert not rests(keeper(ADA, quiet=NIGHT, zone="Asia/Tokyo"), at("23 23:00"))

    @pytest.mark.parametrize(
        ("moment", "rest"),
        [("22 22:59", False), ("22 23:00", True), ("25 12:00", True), ("27 22:59", True), ("27 23:00", False)],
    )
    def test_days_away_from_midnight_to_midnight(self, moment: str, rest: bool) -> None:
        away = (date(2026, 11, 23), date(2026, 11, 27))
        assert rests(keeper(ADA, away=away, zone="Europe/Berlin"), at(moment)) is rest

    def test_quiet_hours_go_before_hours_of_duty(self) -> None:
        ada = keeper(ADA, (0, 20, 0), quiet=NIGHT)
        assert stints(ada, MONDAY, MONDAY + timedelta(days=1)) == [Span(at("23 20:00"), at("23 22:00"))]
        assert on_duty([ada], at("23 23:00")) == []

    def test_nobody_is_on_duty_while_away(self) -> None:
        away = whole(ADA, away=(date(2026, 11, 24), date(2026, 11, 25)))
        found = stints(away, MONDAY, MONDAY + timedelta(days=7))
        assert sum((span.ends - span.begins for span in found), timedelta()) == timedelta(days=5)


class TestWhoIsTold:
    """The owner is 1; Ada, Ben and Eve moderate."""

    @pytest.mark.parametrize(
        ("keepers", "expected"),
        [
            ([], []),
            ([keeper(OWNER)], [OWNER]),
            ([keeper(OWNER), keeper(ADA), keeper(BEN)], [OWNER, ADA, BEN]),  # an empty rota: all
            ([keeper(OWNER), keeper(ADA, (0, 9, 17)), keeper(BEN)], [ADA]),
            ([keeper(OWNER), keeper(ADA, (0, 9, 17)), keeper(BEN, (0, 11, 13))], [ADA, BEN]),
            ([keeper(OWNER), keeper(ADA, (1, 9, 17)), keeper(BEN)], [OWNER, ADA, BEN]),  # tomorrow: nobody now
            ([keeper(OWNER), keeper(ADA, quiet=(time(11), time(13))), keeper(BEN)], [OWNER, BEN]),
            ([keeper(OWNER), keeper(ADA, (0, 9, 17), quiet=(time(11), time(13))), keeper(BEN)], [OWNER, BEN]),
            ([keeper(OWNER), keeper(ADA, away=(date(2026, 11, 20), date(2026, 11, 23)))], [OWNER]),
            ([keeper(OWNER, quiet=(time(11), time(13))), keeper(ADA, quiet=(time(11), time(13)))], [OWNER]),
            ([keeper(OWNER, away=(date(2026, 11, 20), date(2026, 11, 23)))], [OWNER]),
            ([keeper(ADA, quiet=(time(11), time(13)))], [ADA]),  # no owner may see it: somebody has to know
        ],
    )
    def test_of_a_new_case_at_noon(self, keepers: list[Keeper], expected: list[int]) -> None:
        assert ids(told(keepers, at("23 12:00"))) == expected

    @pytest.mark.parametrize(
        ("keepers", "expected"),
        [
            ([], []),
            ([keeper(OWNER), keeper(ADA, (0, 9, 17)), keeper(BEN)], [OWNER, ADA, BEN]),
            ([keeper(OWNER, quiet=(time(11), time(13))), keeper(ADA, quiet=(time(11), time(13)))], [OWNER, ADA]),
            ([keeper(OWNER), keeper(ADA, away=(date(2026, 11, 20), date(2026, 11, 23)))], [OWNER]),
            (
                [
                    keeper(OWNER, away=(date(2026, 11, 23), date(2026, 11, 23))),
                    keeper(ADA, away=(date(2026, 11, 20), date(2026, 11, 30))),
                ],
                [OWNER],
            ),
        ],
    )
    def test_of_danger_to_life_at_noon(self, keepers: list[Keeper], expected: list[int]) -> None:
        assert ids(told_of_danger(keepers, at("23 12:00"))) == expected


class TestWhoIsNext:
    STAFF = (keeper(OWNER), keeper(ADA, (0, 9, 17)), keeper(BEN, (0, 17, 22)), keeper(EVE, (1, 9, 17)))

    @pytest.mark.parametrize(
        ("moment", "before", "expected"),
        [
            ("23 12:00", [ADA], [BEN]),  # begins at five
            ("23 18:00", [ADA], [BEN]),  # is there by now
            ("23 18:00", [BEN], [EVE]),  # tomorrow
            ("24 12:00", [EVE], [ADA]),  # on Monday again
            ("23 12:00", [], [ADA]),
            ("23 12:00", [ADA, BEN, EVE], []),  # the owner has no hours
        ],
    )
    def test_but_for_those_who_were_there(self, moment: str, before: list[int], expected: list[int]) -> None:
        assert ids(next_up(self.STAFF, at(moment), before)) == expected

    def test_two_who_begin_together_are_both_next(self) -> None:
        both = [keeper(ADA, (1, 9, 17)), keeper(BEN, (1, 9, 12)), keeper(EVE, (1, 10, 12))]
        assert ids(next_up(both, at("23 12:00"), [])) == [ADA, BEN]

    def test_nobody_where_nobody_has_hours(self) -> None:
        assert next_up([keeper(OWNER), keeper(ADA, quiet=NIGHT)], at("23 12:00"), []) == []
        assert next_stint(keeper(ADA), at("23 12:00")) is None

    def test_whoever_is_there_comes_again_next_week(self) -> None:
        assert next_stint(keeper(ADA, (0, 9, 17)), at("23 12:00")) == at("30 09:00")

    @pytest.mark.parametrize(
        ("keepers", "moment", "expected"),
        [
            ([keeper(OWNER), keeper(ADA)], "23 12:00", [OWNER]),
            ([keeper(OWNER, quiet=NIGHT), keeper(ADA)], "23 23:00", []),  # it can wait until seven
            ([keeper(OWNER, quiet=NIGHT), keeper(ADA)], "24 07:00", [OWNER]),
            ([keeper(OWNER, away=(date(2026, 11, 1), date(2026, 11, 30))), keeper(ADA)], "23 12:00", [OWNER]),
            ([keeper(ADA)], "23 12:00", []),
        ],
    )
    def test_owners(self, keepers: list[Keeper], moment: str, expected: list[int]) -> None:
        found = owners_among(keepers, reachable(keepers, at(moment)), at(moment))
        assert ids(found) == expected

    def test_waiting_does_not_help_where_all_are_away(self) -> None:
        away = (date(2026, 11, 1), date(2026, 11, 30))
        assert all_away([keeper(ADA, away=away)], at("23 12:00")) == [keeper(ADA, away=away)]
        assert all_away([keeper(ADA, quiet=NIGHT)], at("23 23:00")) == []
        assert ids(reachable_in_danger([keeper(ADA, quiet=NIGHT)], at("23 23:00"))) == [ADA]


@pytest.mark.parametrize(
    ("holes", "left"),
    [
        ([], [(0, 24)]),
        ([(0, 24)], []),
        ([(9, 17)], [(0, 9), (17, 24)]),
        ([(9, 17), (12, 20)], [(0, 9), (20, 24)]),
        ([(-5, 3), (22, 30)], [(3, 22)]),
        ([(30, 40), (-9, -1)], [(0, 24)]),
    ],
)
def test_what_is_left_of_a_day(holes: list[tuple[int, int]], left: list[tuple[int, int]]) -> None:
    def span(begins: int, ends: int) -> Span:
        return Span(MONDAY + timedelta(hours=begins), MONDAY + timedelta(hours=ends))

    assert without([span(0, 24)], [span(*each) for each in holes]) == [span(*each) for each in left]


def test_whether_anybody_entered_anything() -> None:
    assert not keeper(ADA).is_listed
    away = (date(2026, 11, 1), date(2026, 11, 2))
    assert all(each.is_listed for each in (whole(ADA), keeper(ADA, quiet=NIGHT), keeper(ADA, away=away)))
