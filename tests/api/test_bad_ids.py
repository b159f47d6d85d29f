"""Tokens that do not work any more and ids of what is not there, or not for whoever asks: the same answer everywhere.

All of it goes through the routes as they are: a new address is asked by itself.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils.timezone import now

from folkmoot.accounts.actions import create_token
from folkmoot.accounts.models import Token
from folkmoot.api.routes import ROUTES
from folkmoot.core.ids import LARGEST_ID
from folkmoot.moderation.actions import suspend
from folkmoot.project.cast import Cast
from tests.api.apps import Program
from tests.api.belongings import NEVER, kind_at
from tests.api.house import ALL, House, ask, is_told
from tests.doors import Answer, Door

type Doors = Callable[..., Door]
WITH_TOKEN = sorted(path for path, route in ROUTES.items() if route.scopes)
WITH_ID = [path for path in sorted(ROUTES) if ":id" in path]
NO_TOKEN = {"error": "The access token is invalid"}
WRONG_IDS = ("abc", "-1", "1.5", "1e3", "0x1", "%20", "null", str(LARGEST_ID + 1), "9" * 3_000)


# Tokens


def _dead(cast: Cast) -> dict[str, str]:
    expired, revoked = create_token(cast.bob, ALL, 1), create_token(cast.bob, ALL, 1)
    first, second = Token.objects.filter(account=cast.bob).order_by("id")
    Token.objects.filter(id=first.id).update(expires_at=now() - timedelta(seconds=1))
    Token.objects.filter(id=second.id).update(revoked_at=now())
    suspended = create_token(cast.hal, ALL, 1)
    suspend(cast.olivia, cast.hal.id, "Noise", None)
    return {"expired": expired, "revoked": revoked, "of a suspended member": suspended, "forged": "x" * 43}


def _others_than_refused(tokens: dict[str, str]) -> list[tuple[str, str]]:
    return [
        (path, kind)
        for path in WITH_TOKEN
        for kind, raw in tokens.items()
        if (answer := _plain(Door(raw), path)).status_code != 401 or answer.json() != NO_TOKEN
    ]


def _plain(door: Door, address: str) -> Answer:
    method, _, path = address.partition(" ")
    return ask(door, method, path.replace(":id", str(NEVER)).replace(":name", "garden"))


def test_no_address_takes_a_token_that_works_no_more(cast: Cast) -> None:
    assert _others_than_refused(_dead(cast)) == []


def test_no_address_takes_the_token_of_an_app_that_was_shut_out(cast: Cast, app: Program) -> None:
    raw = app.token(cast.bob)
    assert Door(raw).get("/api/v1/accounts/verify_credentials").status_code == 200
    assert Door().post("/oauth/revoke", {**app.own, "token": raw}).status_code == 200
    assert _others_than_refused({"shut out": raw}) == []


def test_an_apps_own_token_is_no_members(cast: Cast, app: Program) -> None:
    sent = {"grant_type": "client_credentials", "scope": "read", **app.own}
    door = Door(str(Door().post("/oauth/token", sent).json()["access_token"]))
    members = [path for path in WITH_TOKEN if path.startswith("GET") and not ROUTES[path].for_apps]
    wrong = []
    for path in members:
        answer = _plain(door, path)
        if "read" in ROUTES[path].scopes and not is_told(answer, 422):
            wrong.append((path, answer.status_code))
    assert wrong == []


# Ids

YEARS = "/api/v1/annual_reports/:id/"  # of any year it is known that there can be no report, and asking for one is free
OF_THINGS = [
    path
    for path in WITH_ID
    if kind_at(path.partition(" ")[2]) != "account"
    and not path.endswith((f"{YEARS}state", f"{YEARS}generate"))
    and not ROUTES[path].needs  # staff find nothing there either, others are not let in: tests/api/admin
]


@pytest.mark.parametrize("address", WITH_ID)
def test_every_address_with_an_id_says_whose_it_is(address: str) -> None:
    assert kind_at(address.partition(" ")[2]), "tests/api/belongings.py: what stands before the id?"


@pytest.mark.parametrize("wrong", WRONG_IDS)
def test_what_is_no_id_is_nowhere(cast: Cast, api_of: Doors, house: House, wrong: str) -> None:
    door, found = api_of(cast.alice, ALL), {}
    for address in WITH_ID:
        method, _, path = address.partition(" ")
        answer = ask(door, method, house.url(path, wrong))
        if not is_told(answer, 404):
            found[address] = answer.status_code
    assert found == {}


def test_what_nothing_has_for_an_id_is_nowhere(cast: Cast, api_of: Doors, house: House) -> None:
    door, found = api_of(cast.alice, ALL), {}
    for address in OF_THINGS:
        method, _, path = address.partition(" ")
        answer = ask(door, method, house.url(path, NEVER))
        if not is_told(answer, 404):
            found[address] = (answer.status_code, answer.text)
    assert found == {}


def test_what_is_somebody_elses_is_nowhere(cast: Cast, api_of: Doors, house: House) -> None:
    """Filters, lists, drafts, uploads, plans, notifications, conversations, and posts that one may not see."""
    door, found = api_of(cast.hal, ALL), {}
    for address in OF_THINGS:
        method, _, path = address.partition(" ")
        if kind_at(path) == "collection":
            continue  # whoever has its address may read one: who may change it is tried in test_collections.py
        answer = ask(door, method, house.url(path))  # announcements are everybody's: there is none
        if not is_told(answer, 404):
            found[address] = (answer.status_code, answer.text)
    assert found == {}


def test_an_account_that_is_not_shown_is_nowhere(cast: Cast, api_of: Doors, house: House) -> None:
    suspend(cast.olivia, cast.hal.id, "Noise", None)
    door, found = api_of(cast.alice, ALL), {}
    for address in WITH_ID:
        method, _, path = address.partition(" ")
        if kind_at(path) == "account" and not is_told(answer := ask(door, method, house.url(path, cast.hal.id)), 404):
            found[address] = (answer.status_code, answer.text)
    assert found == {}
