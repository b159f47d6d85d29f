"""Who may do what staff do through a program: every address is tried by everybody who must not come in."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator

from folkmoot.accounts.actions import create_token, grant_role, revoke_role
from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.models import Account, Token
from folkmoot.accounts.queries import footing
from folkmoot.api.routes import ROUTES
from folkmoot.core.errors import NotFound
from folkmoot.core.ids import id_at, made_at
from folkmoot.moderation.actions import suspend
from folkmoot.moderation.queries.persons import persons
from folkmoot.moderation.queries.reports import report_view
from folkmoot.project.cast import Cast
from tests.api.admin.conftest import DoorOf, StaffDoor
from tests.api.admin.staffing import ACCOUNTS, NOT_ALLOWED, REPORTS, give_factor, is_not_allowed
from tests.api.apps import Program, register
from tests.api.belongings import NEVER
from tests.api.house import ask
from tests.doors import Answer, Door

OF_STAFF = sorted(path for path, route in ROUTES.items() if "/admin/" in path)
ALL = "admin:read admin:write"
BEYOND = {"error": "This action is outside the authorized scopes"}


def tried(door: Door, address: str) -> Answer:
    method, _, path = address.partition(" ")
    return ask(door, method, path.replace(":id", str(NEVER)).replace(":name", "nets.example"))


def others_than(door: Door, wanted: Callable[[Answer], bool]) -> dict[str, object]:
    """The addresses that answer otherwise."""
    answers = {address: tried(door, address) for address in OF_STAFF}
    return {address: (each.status_code, each.text) for address, each in answers.items() if not wanted(each)}


def test_all_of_them_are_for_staff() -> None:
    assert len(OF_STAFF) > 50
    assert [path for path in OF_STAFF if ROUTES[path].needs is None or not ROUTES[path].scopes] == []
    assert [path for path, route in ROUTES.items() if route.needs and "/admin/" not in path] == []


def test_reading_and_writing_are_scopes_of_their_own() -> None:
    read = {"POST /api/v1/admin/measures", "POST /api/v1/admin/dimensions", "POST /api/v1/admin/retention"}
    read |= {"POST /api/v1/admin/canonical_email_blocks/test"}
    for path in OF_STAFF:
        verb = "read" if path.startswith("GET") or path in read else "write"
        assert f"admin:{verb}" in ROUTES[path].scopes, path
        assert all(scope.startswith(f"admin:{verb}") for scope in ROUTES[path].scopes), path


@pytest.mark.parametrize("who", ["bob", "alice"])
def test_a_member_comes_nowhere(cast: Cast, api_of: DoorOf, who: str) -> None:
    give_factor(getattr(cast, who))
    assert others_than(api_of(getattr(cast, who), ALL), is_not_allowed) == {}


def test_staff_without_a_second_factor_are_told_where_to_set_one_up(cast: Cast, api_of: DoorOf) -> None:
    give_factor(cast.olivia, "recovery_codes")  # codes on paper alone are none
    door = api_of(cast.olivia, ALL)

    def is_told(answer: Answer) -> bool:
        return answer.status_code == 403 and answer.json()["error"].endswith("/settings/safety")

    assert others_than(door, is_told) == {}
    give_factor(cast.olivia)
    assert door.get(ACCOUNTS).status_code == 200
    Authenticator.objects.filter(user_id=cast.olivia.login_id, type="totp").delete()
    assert is_told(door.get(ACCOUNTS))


def test_whose_role_was_taken(cast: Cast, staff_of: StaffDoor) -> None:
    door = staff_of(cast.frank)
    assert door.get(ACCOUNTS).status_code == 200
    revoke_role(cast.olivia, cast.frank.id, "moderator")
    assert others_than(door, is_not_allowed) == {}


def test_a_token_from_before_a_role_is_worth_nothing(cast: Cast, staff_of: StaffDoor) -> None:
    """Members let programs in without a second factor, whatever they ask for."""
    door = staff_of(cast.bob)
    Token.objects.filter(account=cast.bob).update(id=id_at(made_at(cast.bob.id)))
    grant_role(cast.olivia, cast.bob.id, "moderator")
    assert others_than(door, is_not_allowed) == {}
    assert staff_of(cast.bob).get(ACCOUNTS).status_code == 200


def test_nor_is_one_from_before_the_first_role_with_pages(cast: Cast, staff_of: StaffDoor) -> None:
    grant_role(cast.olivia, cast.bob.id, "trusted_flagger")
    door = staff_of(cast.bob)
    Token.objects.filter(account=cast.bob).update(id=id_at(made_at(Token.objects.get(account=cast.bob).id)) - (1 << 20))
    grant_role(cast.olivia, cast.bob.id, "moderator")
    assert is_not_allowed(door.get(ACCOUNTS))


def test_a_suspended_moderator_holds_no_token(cast: Cast, staff_of: StaffDoor) -> None:
    door = staff_of(cast.frank)
    suspend(cast.olivia, cast.frank.id, "Noise", None)
    assert others_than(door, lambda answer: answer.status_code == 401) == {}
    Token.objects.filter(account=cast.frank).update(revoked_at=None)
    assert others_than(door, lambda answer: answer.status_code == 401) == {}
    Account.objects.filter(id=cast.frank.id).update(active=False, suspended_at=None)
    assert others_than(door, lambda answer: answer.status_code in {401, 403}) == {}


def test_an_app_by_itself_is_nobody(cast: Cast) -> None:
    app = register(scopes=ALL)
    sent = {"grant_type": "client_credentials", "scope": ALL, **app.own}
    door = Door(str(Door().post("/oauth/token", sent).json()["access_token"]))
    assert others_than(door, is_not_allowed) == {}


@pytest.mark.parametrize(
    "scopes", ["read write follow push profile", "admin:read:ip_blocks admin:write:ip_blocks", "read:accounts"]
)
def test_outside_the_scopes(cast: Cast, staff_of: StaffDoor, scopes: str) -> None:
    given = set(scopes.split())
    door = staff_of(cast.olivia, scopes)
    wrong = {
        address: answer.text
        for address in OF_STAFF
        if not ROUTES[address].scopes & given
        and ((answer := tried(door, address)).status_code, answer.json()) != (403, BEYOND)
    }
    assert wrong == {}


@pytest.mark.parametrize(
    ("scope", "path", "status"),
    [
        ("admin:read:accounts", ACCOUNTS, 200),
        ("admin:read:accounts", "/api/v2/admin/accounts", 200),
        ("admin:read:accounts", REPORTS, 403),
        ("admin:read:reports", REPORTS, 200),
        ("admin:read:reports", ACCOUNTS, 403),
        ("admin:read:email_domain_blocks", "/api/v1/admin/email_domain_blocks", 200),
        ("admin:read:domain_blocks", "/api/v1/admin/domain_blocks", 200),
        ("admin:read:domain_blocks", "/api/v1/admin/ip_blocks", 403),
        ("admin:read", "/api/v1/admin/ip_blocks", 200),
        ("admin:write", ACCOUNTS, 403),
    ],
)
def test_each_scope_opens_its_own(cast: Cast, staff_of: StaffDoor, scope: str, path: str, status: int) -> None:
    assert staff_of(cast.olivia, scope).get(path).status_code == status


@pytest.mark.parametrize(
    ("role", "needs"),
    [
        ("moderator", {Capability.CASES, Capability.MEMBERS, Capability.SIGN_UPS, Capability.FIGURES}),
        ("admin", {Capability.SETTINGS}),
        ("analyst", {Capability.FIGURES}),
        ("auditor", set()),
        ("trusted_flagger", set()),
    ],
)
def test_each_role_comes_as_far_as_on_pages(cast: Cast, staff_of: StaffDoor, role: str, needs: set[Capability]) -> None:
    grant_role(cast.olivia, cast.hal.id, role)
    door = staff_of(cast.hal)
    let_in = {address for address in OF_STAFF if tried(door, address).json() != NOT_ALLOWED}
    empty = {address for address in OF_STAFF if ROUTES[address].endpoint.__name__ == "refused"}
    assert let_in == {address for address in OF_STAFF if ROUTES[address].needs in needs} - empty


def test_what_was_given_in_the_browser(cast: Cast) -> None:
    """The whole way of an app: it asks, an owner with a second factor lets it in, and it reads."""
    app: Program = register(scopes=f"read {ALL}")
    door = Door(app.token(cast.olivia, scope=ALL))
    assert door.get(ACCOUNTS).status_code == 200
    assert is_not_allowed(Door(app.token(cast.bob, scope=ALL)).get(ACCOUNTS))


def test_one_made_by_the_operator(cast: Cast) -> None:
    door = Door(create_token(cast.frank, "admin:read", 1))
    assert door.get(REPORTS).status_code == 403
    give_factor(cast.frank)
    assert door.get(REPORTS).status_code == 200


def test_in_the_test_profile_the_role_alone_counts(cast: Cast, api_of: DoorOf, settings: Any) -> None:
    doors = {name: api_of(getattr(cast, name), ALL) for name in ("olivia", "frank", "bob")}
    settings.TEST_PROFILE = True
    assert {name: door.get(ACCOUNTS).status_code for name, door in doors.items()} == {
        "olivia": 200,
        "frank": 200,
        "bob": 403,
    }


def test_a_page_elsewhere_may_ask_with_a_token(cast: Cast, staff_of: StaffDoor) -> None:
    door = staff_of(cast.frank)
    answer = door.get(ACCOUNTS, Origin="https://console.example")
    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (200, "*")
    assert "Link" in answer.headers["Access-Control-Expose-Headers"]


def test_the_door_costs_three_statements(cast: Cast, staff_of: StaffDoor, queries: Callable[..., Any]) -> None:
    door = staff_of(cast.olivia)
    door.get("/api/v1/admin/ip_blocks")
    with queries(4):  # the token, the role, the second factor, since when the role
        assert door.get("/api/v1/admin/ip_blocks").json() == []


def test_a_token_that_is_gone_stands_on_nothing(cast: Cast) -> None:
    assert footing(NEVER) == (False, False)


@pytest.mark.parametrize("who", ["bob", "gina", "ivy"])
def test_others_are_told_of_no_member_by_any_way(cast: Cast, who: str) -> None:
    with pytest.raises(NotFound):
        persons(getattr(cast, who).id, [cast.hal.id])
    with pytest.raises(NotFound):
        report_view(getattr(cast, who).id, NEVER)
