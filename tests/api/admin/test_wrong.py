"""What cannot be read, is of the wrong type or too large, sent by an owner's program: named, and nothing is changed."""

import pytest

from folkmoot.accounts.models import Account
from folkmoot.api.routes import ROUTES
from folkmoot.moderation.actions import report
from folkmoot.moderation.models import Report, Restriction
from folkmoot.project.cast import Cast
from tests.api.admin.conftest import StaffDoor
from tests.api.admin.staffing import log
from tests.api.belongings import NEVER
from tests.api.house import FORMS, OF_STAFF, SAID, address, ask, is_told, raw
from tests.api.test_bad_bodies import BODIES, LARGE
from tests.api.test_bad_ids import WRONG_IDS
from tests.api.test_bad_parameters import WRONG, WRONG_JSON

WITH_ID = sorted(path for path in ROUTES if "/admin/" in path and ":id" in path)
NOTHING = [None]  # a name that nothing has is passed over


@pytest.fixture
def about(cast: Cast) -> dict[str, int]:
    """Something for each address to be about."""
    return {"accounts": cast.hal.id, "reports": report(cast.bob, cast.hal.id, None, "")}


def url(path: str, about: dict[str, int]) -> str:
    kind = path.split("/")[4]
    return path.replace(":id", str(about.get(kind, NEVER))).replace(":name", "nets.example")


def state() -> tuple[object, ...]:
    rows = (Account.objects.order_by("id").values(), Report.objects.order_by("id").values())
    return (*(list(each) for each in rows), Restriction.objects.count(), len(log()))


@pytest.mark.parametrize("operation", sorted(OF_STAFF))
def test_values_of_the_wrong_type(cast: Cast, staff_of: StaffDoor, about: dict[str, int], operation: str) -> None:
    door, taken = staff_of(cast.olivia), []
    method, _, path = address(operation).partition(" ")
    before = state()
    for name, kind in SAID[operation].items():
        for value in (each for each in (*WRONG[kind], *WRONG_JSON.get(kind, ())) if each != NOTHING):
            answer = ask(door, method, url(path, about), {"text": "Why not", "type": "none", name: value})
            if not is_told(answer, 422, 403):
                taken.append((name, value, answer.status_code, answer.text[:80]))
    assert (taken, state()) == ([], before)


@pytest.mark.parametrize("operation", sorted(OF_STAFF))
def test_bodies_that_cannot_be_read(cast: Cast, staff_of: StaffDoor, about: dict[str, int], operation: str) -> None:
    door = staff_of(cast.olivia)
    method, _, path = address(operation).partition(" ")
    answers = {name: raw(door, method, url(path, about), content, form) for name, content, form in BODIES}
    assert {name: each.status_code for name, each in answers.items() if not is_told(each, 422)} == {}
    assert is_told(raw(door, method, url(path, about), LARGE, FORMS[0]), 413)


@pytest.mark.parametrize("wrong", [*WRONG_IDS, "4000000000000001"])
def test_what_is_no_id_is_nowhere(cast: Cast, staff_of: StaffDoor, wrong: str) -> None:
    door, found = staff_of(cast.olivia), {}
    for each in WITH_ID:
        method, _, path = each.partition(" ")
        answer = ask(door, method, path.replace(":id", wrong))
        if not is_told(answer, 404):
            found[each] = answer.status_code
    assert found == {}
