"""What a role opens to programs: no content for those who have configuration, no child for those who are not named."""

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress

from folkmoot.accounts.models import Account, Login, RoleGrant
from folkmoot.moderation.actions import complain
from folkmoot.moderation.actions.report import Complaint
from folkmoot.project.cast import Cast
from tests.api.admin.staffing import ACCOUNTS, REPORTS, is_not_allowed
from tests.doors import Door
from tests.posts.writing import say

pytestmark = pytest.mark.django_db
type StaffDoor = Callable[..., Door]


def with_role(account: Account, role: str) -> Account:
    RoleGrant.objects.create(account=account, role=role)
    return account


@pytest.mark.parametrize("role", ["admin", "analyst", "auditor", "rules_editor", "legal_contact", "trusted_flagger"])
def test_no_content_for_other_roles(cast: Cast, staff_of: StaffDoor, role: str) -> None:
    made = complain(cast.carol, Complaint(cast.hal.id, (say(cast.hal),)))
    program = staff_of(with_role(cast.bob, role))
    for path in (ACCOUNTS, f"{ACCOUNTS}/{cast.hal.id}", REPORTS, f"{REPORTS}/{made}"):
        assert is_not_allowed(program.get(path)), path
    for path in (f"{REPORTS}/{made}/resolve", f"{ACCOUNTS}/{cast.hal.id}/action"):
        assert is_not_allowed(program.post(path, body={"type": "suspend"})), path


def test_what_is_about_a_child_is_for_who_was_named(cast: Cast, staff_of: StaffDoor) -> None:
    made = complain(cast.carol, Complaint(cast.hal.id, (say(cast.hal),), "children"))
    assert staff_of(cast.frank).get(f"{REPORTS}/{made}").status_code == 200
    named = staff_of(with_role(cast.alice, "child_safety"))
    frank = staff_of(cast.frank)
    assert frank.get(f"{REPORTS}/{made}").status_code == 404
    assert frank.get(REPORTS).json() == []
    assert frank.post(f"{REPORTS}/{made}/resolve").status_code == 404
    assert [each["id"] for each in named.get(REPORTS).json()] == [str(made)]
    assert is_not_allowed(named.get(ACCOUNTS))


def test_why_somebody_joined_is_for_those_who_let_people_in(cast: Cast, staff_of: StaffDoor) -> None:
    Login.objects.filter(account=cast.hal).update(reason="My doctor sent me")
    Account.objects.filter(id=cast.hal.id).update(language="ar")
    EmailAddress.objects.filter(user_id=cast.hal.login_id).update(verified=False)
    made = complain(cast.carol, Complaint(cast.hal.id, (say(cast.hal),), "children"))
    told = {
        name: door.get(f"{REPORTS}/{made}").json()["target_account"]
        for name, door in (
            ("named", staff_of(with_role(cast.alice, "child_safety"))),
            ("owner", staff_of(cast.olivia)),
        )
    }
    assert {name: each["invite_request"] for name, each in told.items()} == {
        "named": None,
        "owner": "My doctor sent me",
    }
    assert {name: each["locale"] for name, each in told.items()} == {"named": "en", "owner": "ar"}
    assert {name: each["confirmed"] for name, each in told.items()} == {"named": True, "owner": False}
    assert told["named"]["approved"]


def test_the_highest_role_is_told(cast: Cast, staff_of: StaffDoor) -> None:
    with_role(cast.alice, "trusted_flagger")
    with_role(cast.alice, "senior_moderator")
    told = staff_of(cast.alice, "read").get("/api/v1/accounts/verify_credentials").json()["role"]
    assert told["name"] == "Senior moderator"
