"""What staff of Mastodon decide and nobody here does: empty, not there, or not allowed."""

import pytest

from folkmoot.api.endpoints import admin_absent
from folkmoot.project.cast import Cast
from tests.api.admin.conftest import StaffDoor
from tests.api.admin.staffing import NOT_ALLOWED, log, since

GONE = {"error": "Record not found"}
WANTED = {"none": (200, []), "absent": (404, GONE), "refused": (403, NOT_ALLOWED)}


@pytest.mark.parametrize("address", sorted(admin_absent.ROUTES))
def test_each_answers_as_where_there_is_none_of_it(cast: Cast, staff_of: StaffDoor, address: str) -> None:
    door = staff_of(cast.olivia)
    before = len(log())
    method, _, path = address.partition(" ")
    answer = door.request(method, path.replace(":id", "7"), headers={})
    wanted = WANTED[admin_absent.ROUTES[address].endpoint.__name__]
    assert (answer.status_code, answer.json(), since(before)) == (*wanted, [])


def test_a_program_that_sends_much_is_told_the_same(cast: Cast, staff_of: StaffDoor) -> None:
    door = staff_of(cast.olivia)
    sent = {"domain": "evil.example", "severity": "suspend", "ip": "192.0.2.0/24", "email": "eve@example.org"}
    for kind in ("domain_allows", "domain_blocks", "ip_blocks", "canonical_email_blocks"):
        answer = door.post(f"/api/v1/admin/{kind}", sent)
        assert (answer.status_code, answer.json()) == (403, NOT_ALLOWED)
    assert door.post("/api/v1/admin/canonical_email_blocks/test", sent).json() == []
    assert door.post("/api/v1/admin/retention", body={"start_at": "2026-01-01", "frequency": "day"}).json() == []
