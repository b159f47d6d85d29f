"""E-mail domains that are kept out, through programs: the rules of the page about the door."""

from typing import Any

import pytest

from folkmoot.accounts.actions import grant_role, keep_domain_out, let_domain_in
from folkmoot.accounts.models import AddressRule
from folkmoot.accounts.queries import domain_problem
from folkmoot.project.cast import Cast
from tests.api.admin.conftest import StaffDoor
from tests.api.admin.staffing import is_not_allowed, log, since
from tests.api.shapes import check, check_all

PATH = "/api/v1/admin/email_domain_blocks"
GONE = {"error": "Record not found"}


@pytest.fixture
def kept(cast: Cast) -> None:
    let_domain_in(cast.olivia, "example.org", "Ours")
    keep_domain_out(cast.olivia, "nets.example", "They sell nets")


def test_those_that_are_kept_out(cast: Cast, staff_of: StaffDoor, kept: None) -> None:
    found = staff_of(cast.olivia).get(PATH).json()
    check_all(found, "AdminEmailDomainBlock")
    assert [(each["id"], each["domain"], each["history"]) for each in found] == [("nets.example", "nets.example", [])]


@pytest.mark.parametrize("typed", ["nets.example", "NETS.example", "nets.example/"])
def test_one_of_them(cast: Cast, staff_of: StaffDoor, kept: None, typed: str) -> None:
    found = staff_of(cast.olivia).get(f"{PATH}/{typed}")
    check(found.json(), "AdminEmailDomainBlock")
    assert found.json()["domain"] == "nets.example"


@pytest.mark.parametrize("name", ["example.org", "elsewhere.example", "5", "%20", "a" * 400])
@pytest.mark.parametrize("verb", ["get", "delete"])
def test_what_is_not_kept_out(cast: Cast, staff_of: StaffDoor, kept: None, name: str, verb: str) -> None:
    door = staff_of(cast.olivia)
    before = len(log())
    answer = getattr(door, verb)(f"{PATH}/{name}")
    assert (answer.status_code, answer.json(), since(before)) == (404, GONE, [])


@pytest.mark.parametrize(
    ("sent", "domain"),
    [({"domain": "nets.example"}, "nets.example"), ({"domain": " Bob@Nets.Example."}, "nets.example"),
     ({"domain": "nëts.example", "allow_with_approval": "true"}, "xn--nts-jma.example")],
)  # fmt: skip
def test_keeping_one_out(cast: Cast, staff_of: StaffDoor, sent: dict[str, str], domain: str) -> None:
    door = staff_of(cast.olivia)
    before = len(log())
    answer = door.post(PATH, sent)
    check(answer.json(), "AdminEmailDomainBlock")
    assert (answer.status_code, answer.json()["domain"]) == (200, domain)
    assert since(before) == [("doors.keep_out", None)]
    assert domain_problem(f"eve@mail.{domain}")


@pytest.mark.parametrize("domain", ["", "nets", "nets example", "-", "a" * 300, "nets.example", "x@NETS.example"])
def test_what_cannot_be_kept_out(cast: Cast, staff_of: StaffDoor, kept: None, domain: str) -> None:
    door = staff_of(cast.olivia)
    before = len(log())
    answer = door.post(PATH, {"domain": domain})
    assert (answer.status_code, list(answer.json()["details"]), since(before)) == (422, ["domain"], [])
    assert AddressRule.objects.get(domain="nets.example").note == "They sell nets"


@pytest.mark.parametrize("typed", ["example.org", "Eve@EXAMPLE.org."])
def test_a_rule_that_lets_one_in_is_not_overwritten(cast: Cast, staff_of: StaffDoor, typed: str) -> None:
    """Without the only rule of its kind the door would be open to every other domain."""
    let_domain_in(cast.olivia, "example.org", "Ours")
    door = staff_of(cast.olivia)
    before = len(log())
    answer = door.post(PATH, {"domain": typed})
    assert (answer.status_code, list(answer.json()["details"]), since(before)) == (422, ["domain"], [])
    assert "A rule lets this domain in" in answer.json()["error"]
    assert AddressRule.objects.values_list("domain", "allows", "note").get() == ("example.org", True, "Ours")
    assert domain_problem("eve@nets.example")
    assert door.post(PATH, {"domain": "shop.example.org"}).status_code == 200


def test_deciding_nothing_about_one_any_more(cast: Cast, staff_of: StaffDoor, kept: None) -> None:
    door = staff_of(cast.olivia)
    before = len(log())
    answer = door.delete(f"{PATH}/nets.example")
    assert (answer.status_code, answer.json(), since(before)) == (200, {}, [("doors.drop_rule", None)])
    assert door.get(PATH).json() == []


def test_they_are_for_those_who_set_up_the_door(cast: Cast, staff_of: StaffDoor, kept: None, queries: Any) -> None:
    moderator = staff_of(cast.frank)
    assert is_not_allowed(moderator.get(PATH))
    assert is_not_allowed(moderator.post(PATH, {"domain": "boats.example"}))
    assert is_not_allowed(moderator.delete(f"{PATH}/nets.example"))
    assert AddressRule.objects.count() == 2
    grant_role(cast.olivia, cast.hal.id, "admin")
    door = staff_of(cast.hal)
    door.get(PATH)
    with queries(6):
        assert len(door.get(PATH).json()) == 1
