"""What staff decide about what rises, through programs."""

from typing import Any

import pytest

from folkmoot.discovery.actions import count_anew
from folkmoot.discovery.kinds import Kind
from folkmoot.discovery.models import Decision, Rising
from folkmoot.project.cast import Cast
from tests.api.admin.conftest import StaffDoor
from tests.api.admin.staffing import NOT_ALLOWED
from tests.discovery.speaking import all_kinds

V1 = "/api/v1/admin/trends"
TAGS, LINKS, STATUSES = f"{V1}/tags", f"{V1}/links", f"{V1}/statuses"
KINDS = {TAGS: Kind.TAG, LINKS: Kind.LINK, STATUSES: Kind.POST}


@pytest.fixture
def post(cast: Cast, drain: Any) -> int:
    post = all_kinds(cast.bob, drain)
    count_anew()
    return post


def ref(path: str) -> int:
    return Rising.objects.get(kind=KINDS[path]).ref


def yes_and_no(path: str, some_id: int) -> tuple[str, str]:
    """The addresses at which a thing is approved and rejected."""
    return {
        TAGS: (f"{V1}/tags/{some_id}/approve", f"{V1}/tags/{some_id}/reject"),
        LINKS: (f"{V1}/links/{some_id}/approve", f"{V1}/links/{some_id}/reject"),
        STATUSES: (f"{V1}/statuses/{some_id}/approve", f"{V1}/statuses/{some_id}/reject"),
    }[path]


def test_what_waits(cast: Cast, staff_of: StaffDoor, post: int) -> None:
    door = staff_of(cast.frank)
    [tag] = door.get(TAGS).json()
    assert (tag["name"], tag["requires_review"], tag["trendable"], tag["usable"]) == ("Swim", True, False, True)
    assert (tag["id"], len(tag["history"])) == (str(ref(TAGS)), 7)
    [link] = door.get(LINKS).json()
    assert (link["url"], link["requires_review"], link["trendable"]) == ("https://example.org/story", False, True)
    assert [each["id"] for each in door.get(STATUSES).json()] == [str(post)]


@pytest.mark.parametrize("path", [TAGS, LINKS])
def test_a_yes_and_a_no(cast: Cast, staff_of: StaffDoor, post: int, path: str) -> None:
    door = staff_of(cast.frank)
    for address, allowed in zip(yes_and_no(path, ref(path)), (True, False), strict=True):
        answer = door.post(address)
        assert answer.status_code == 200
        assert answer.json()["id"] == str(ref(path))
        assert Decision.objects.get().allowed is allowed
        assert answer.json()["trendable"] is allowed


def test_a_post_is_not_decided_about_here(cast: Cast, staff_of: StaffDoor, post: int) -> None:
    """Its author would have no reasons, and nothing to object to."""
    for address in yes_and_no(STATUSES, post):
        answer = staff_of(cast.frank).post(address)
        assert (answer.status_code, answer.json()) == (403, NOT_ALLOWED)
    assert not Decision.objects.exists()
    assert [each["id"] for each in staff_of(cast.frank).get(STATUSES).json()] == [str(post)]


@pytest.mark.parametrize("path", [TAGS, LINKS, STATUSES])
def test_members_may_not_and_what_is_not_there_is_not(
    cast: Cast, staff_of: StaffDoor, api_of: Any, post: int, path: str
) -> None:
    member = api_of(cast.bob, "admin:read admin:write")
    assert member.get(path).json() == NOT_ALLOWED
    assert member.post(f"{path}/{ref(path)}/approve").status_code == 403
    assert staff_of(cast.frank).post(f"{path}/7/approve").status_code == 404
    assert staff_of(cast.frank, "admin:read").post(f"{path}/{ref(path)}/approve").status_code == 403
    assert not Decision.objects.exists()
