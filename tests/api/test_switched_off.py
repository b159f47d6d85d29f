"""What this community has not is answered as Mastodon answers where it is switched off or empty."""

from collections.abc import Callable
from typing import Any

import pytest

from folkmoot.api.endpoints import switched_off
from folkmoot.instance.actions import change_settings
from folkmoot.project.cast import Cast
from tests.doors import Door

type DoorOf = Callable[..., Door]
GONE = {"error": "Record not found"}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/v1/accounts/BOB/identity_proofs", []),
        ("/api/v1/accounts/BOB/collections", {"collections": []}),
        ("/api/v1/accounts/BOB/in_collections", {"collections": []}),
        ("/api/v1/annual_reports", {"annual_reports": [], "accounts": [], "statuses": []}),
        ("/api/v1/annual_reports/2025/state", {"state": "ineligible"}),
    ],
)
def test_nothing_is_there(cast: Cast, api_of: DoorOf, path: str, body: Any) -> None:
    answer = api_of(cast.hal).get(path.replace("BOB", str(cast.bob.id)))
    assert (answer.status_code, answer.json()) == (200, body)


@pytest.mark.parametrize("rest", ["identity_proofs", "collections", "in_collections"])
def test_nothing_of_nobody(cast: Cast, api_of: DoorOf, rest: str) -> None:
    answer = api_of(cast.hal).get(f"/api/v1/accounts/{cast.gina.id}/{rest}")
    assert (answer.status_code, answer.json()) == (404, GONE)


def test_visitors_see_no_collections_in_a_closed_community(cast: Cast) -> None:
    path = f"/api/v1/accounts/{cast.bob.id}/collections"
    assert Door().get(path).status_code == 422
    change_settings(None, {"visitors": "posts"})
    assert Door().get(path).json() == {"collections": []}


ABSENT = sorted(path for path, route in switched_off.ROUTES.items() if route.endpoint is switched_off.absent)


@pytest.mark.parametrize("address", ABSENT)
def test_what_was_never_made_is_not_there(cast: Cast, api_of: DoorOf, address: str) -> None:
    method, _, path = address.partition(" ")
    answer = api_of(cast.hal).request(method, path.replace(":id", "2025"), headers={})
    assert (answer.status_code, answer.json()) == (404, GONE)
