"""Figures through programs: those that are counted, day by day, without a name."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from folkmoot.accounts.actions import choose_language, grant_role
from folkmoot.accounts.models import Account
from folkmoot.core.errors import NotFound
from folkmoot.core.ids import as_of
from folkmoot.moderation.actions import report
from folkmoot.moderation.actions.closing import close_without_action
from folkmoot.moderation.models import Report
from folkmoot.moderation.queries.measures import measures, tongues
from folkmoot.project.cast import Cast
from tests.api.admin.conftest import StaffDoor
from tests.api.shapes import check_all

MEASURES, DIMENSIONS = "/api/v1/admin/measures", "/api/v1/admin/dimensions"
COUNTED = ["new_users", "opened_reports", "resolved_reports"]


def today() -> str:
    return timezone.now().astimezone(UTC).date().isoformat()


def test_each_day_has_its_number(cast: Cast, staff_of: StaffDoor) -> None:
    made = [report(cast.bob, who.id, None, "") for who in (cast.hal, cast.dan)]
    close_without_action(cast.olivia, Report.objects.get(id=made[0]).case_id or 0)
    found = staff_of(cast.olivia).post(MEASURES, body={"keys": [*COUNTED, "active_users", "nonsense"]}).json()
    check_all(found, "AdminMeasure")
    people = Account.objects.filter(domain="", kind="person").count()
    assert [(each["key"], each["total"]) for each in found] == [
        ("new_users", str(people)),
        ("opened_reports", "2"),
        ("resolved_reports", "1"),
    ]
    for each in found:
        assert len(each["data"]) == 30
        assert each["data"][-1] == {"date": f"{today()}T00:00:00.000Z", "value": each["total"]}
        assert {day["value"] for day in each["data"][:-1]} == {"0"}
        assert each["previous_total"] == "0"


def test_as_many_days_before_are_told_as_well(cast: Cast, staff_of: StaffDoor) -> None:
    with as_of(datetime(2026, 3, 4, 23, 59, tzinfo=UTC)):
        report(cast.bob, cast.hal.id, None, "")
    with as_of(datetime(2026, 3, 5, 0, 1, tzinfo=UTC)):
        report(cast.bob, cast.dan.id, None, "")
    sent = {"keys[]": "opened_reports", "start_at": "2026-03-05", "end_at": "2026-03-06T22:00:00Z"}
    (found,) = staff_of(cast.olivia).post(MEASURES, sent).json()
    assert [day["value"] for day in found["data"]] == ["1", "0"]
    assert (found["total"], found["previous_total"]) == ("1", "1")


@pytest.mark.parametrize(
    ("moment", "day"),
    [("2026-03-05", "05"), ("2026-03-05T23:30:00", "05"), ("2026-03-05T23:30:00-02:00", "06"), ("20260305", "05")],
)
def test_days_are_those_of_the_worlds_clock(cast: Cast, staff_of: StaffDoor, moment: str, day: str) -> None:
    sent = {"keys[]": "new_users", "start_at": moment, "end_at": moment}
    (found,) = staff_of(cast.olivia).post(MEASURES, sent).json()
    assert [each["date"][8:10] for each in found["data"]] == [day]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"start_at": "yesterday"}, "start_at"),
        ({"end_at": "2026-02-30"}, "end_at"),
        ({"end_at": "9999-12-31T23:59:59-12:00"}, "end_at"),
        ({"end_at": "0001-01-05"}, "end_at"),
        ({"start_at": "0001-01-01", "end_at": "0001-01-01"}, "end_at"),
        ({"start_at": "9999-12-31", "end_at": "9999-12-31"}, "end_at"),
        ({"start_at": "0001-01-01"}, "start_at"),
        ({"end_at": "1999-12-31"}, "end_at"),
        ({"end_at": "2200-01-02"}, "end_at"),
        ({"start_at": "2026-03-05", "end_at": "2026-03-04"}, "start_at"),
        ({"start_at": "2020-01-01", "end_at": "2026-01-01"}, "start_at"),
    ],
)
def test_days_that_make_no_sense(cast: Cast, staff_of: StaffDoor, sent: dict[str, str], field: str) -> None:
    answer = staff_of(cast.olivia).post(MEASURES, {"keys[]": "new_users", **sent})
    assert (answer.status_code, f": {field}: " in answer.json()["error"]) == (422, True)


@pytest.mark.parametrize("day", ["2000-01-01", "2200-01-01"])
def test_the_first_and_the_last_day_that_can_be_named(cast: Cast, staff_of: StaffDoor, day: str) -> None:
    door = staff_of(cast.olivia)
    for sent in ({"start_at": day, "end_at": day}, {"end_at": day}):
        answer = door.post(MEASURES, body={"keys": COUNTED, **sent})
        assert (answer.status_code, [each["total"] for each in answer.json()]) == (200, ["0", "0", "0"])


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_where_no_days_are_counted_none_is_too_far_away(cast: Cast, staff_of: StaffDoor, day: str) -> None:
    sent = {"keys[]": "software_versions", "start_at": day, "end_at": day}
    for path in (DIMENSIONS, "/api/v1/admin/retention"):
        assert staff_of(cast.olivia).post(path, sent).status_code == 200


@pytest.mark.parametrize("sent", [{}, {"keys[]": "instance_accounts"}, {"keys[]": "tag_uses"}])
@pytest.mark.parametrize("path", [MEASURES, DIMENSIONS])
def test_what_is_not_counted_is_left_out(cast: Cast, staff_of: StaffDoor, path: str, sent: dict[str, str]) -> None:
    answer = staff_of(cast.olivia).post(path, sent)
    assert (answer.status_code, answer.json()) == (200, [])


def test_many_days_cost_no_more_statements_than_one(cast: Cast, staff_of: StaffDoor, queries: Any) -> None:
    door = staff_of(cast.olivia)
    door.post(MEASURES)
    for days in (0, 300):
        start = (timezone.now().astimezone(UTC).date() - timedelta(days=days)).isoformat()
        with queries(8):
            door.post(MEASURES, body={"keys": COUNTED, "start_at": start})


class TestDimensions:
    def test_what_members_read_in(self, cast: Cast, staff_of: StaffDoor) -> None:
        for who, language in ((cast.alice, "ar"), (cast.bob, "ar"), (cast.hal, "en")):
            choose_language(who, language, "")
        door = staff_of(cast.olivia)
        (found,) = door.post(DIMENSIONS, {"keys[]": "languages"}).json()
        check_all([found], "AdminDimension")
        assert [(each["key"], each["value"]) for each in found["data"]] == [("ar", "2"), ("en", "1")]
        (found,) = door.post(DIMENSIONS, body={"keys": ["languages"], "limit": 1}).json()
        assert [each["key"] for each in found["data"]] == ["ar"]

    def test_what_runs_here_and_what_it_takes(self, cast: Cast, staff_of: StaffDoor) -> None:
        found = staff_of(cast.olivia).post(DIMENSIONS, body={"keys": ["software_versions", "space_usage"]}).json()
        check_all(found, "AdminDimension")
        versions, space = (each["data"] for each in found)
        assert [each["key"] for each in versions] == ["folkmoot"]
        assert [(each["key"], each["unit"]) for each in space] == [("media", "bytes"), ("database", "bytes")]
        assert int(space[1]["value"]) > 0

    def test_room_is_told_to_those_who_see_its_page(self, cast: Cast, staff_of: StaffDoor) -> None:
        (found,) = staff_of(cast.frank).post(DIMENSIONS, {"keys[]": "space_usage"}).json()
        assert found == {"key": "space_usage", "data": []}

    @pytest.mark.parametrize("limit", ["x", "-1"])
    def test_a_limit_that_is_none(self, cast: Cast, staff_of: StaffDoor, limit: str) -> None:
        assert staff_of(cast.olivia).post(DIMENSIONS, {"limit": limit}).status_code == 422


def test_an_analyst_sees_them_and_nothing_else(cast: Cast, staff_of: StaffDoor) -> None:
    grant_role(cast.olivia, cast.hal.id, "analyst")
    door = staff_of(cast.hal)
    assert door.post(MEASURES, {"keys[]": "new_users"}).status_code == 200
    assert door.get("/api/v1/admin/accounts").status_code == door.get("/api/v1/admin/reports").status_code == 403


def test_others_read_none_by_any_way(cast: Cast) -> None:
    day = timezone.now().date()
    for who in (cast.bob, cast.gina, cast.ivy):
        with pytest.raises(NotFound):
            measures(who.id, COUNTED, day, day)
        with pytest.raises(NotFound):
            tongues(who.id, 1)
