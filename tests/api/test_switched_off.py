"""What this community has not is answered as Mastodon answers where it is switched off or empty."""

from collections.abc import Callable
from typing import Any

import pytest

from folkmoot.api.endpoints import switched_off
from folkmoot.project.cast import Cast
from tests.doors import Door

type DoorOf = Callable[..., Door]
GONE = {"error": "Record not found"}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/v1/accounts/BOB/identity_proofs", []),
    ],
)
def test_nothing_is_there(cast: Cast, api_of: DoorOf, path: str, body: Any) -> None:
    answer = api_of(cast.hal).get(path.replace("BOB", str(cast.bob.id)))
    assert (answer.status_code, answer.json()) == (200, body)


def test_nothing_of_nobody(cast: Cast, api_of: DoorOf) -> None:
    answer = api_of(cast.hal).get(f"/api/v1/accounts/{cast.gina.id}/identity_proofs")
    assert (answer.status_code, answer.json()) == (404, GONE)


ABSENT = sorted(path for path, route in switched_off.ROUTES.items() if route.endpoint is switched_off.absent)


@pytest.mark.parametrize("address", ABSENT)
def test_what_was_never_made_is_not_there(cast: Cast, api_of: DoorOf, address: str) -> None:
    method, _, path = address.partition(" ")
    answer = api_of(cast.hal).request(method, path.replace(":id", "2025"), headers={})
    assert (answer.status_code, answer.json()) == (404, GONE)
