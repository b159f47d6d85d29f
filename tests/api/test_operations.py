"""The list of what there is of Mastodon's client API is true, and no address is without a test."""

import pytest

from folkmoot.api.routes import ROUTES
from tests.api import operations
from tests.api.operations import NOT_YET, OFF, WORKS, Asked, _read


def test_the_list_is_what_it_has_to_be() -> None:
    assert operations.FILE.read_text() == operations.page(), "python -m tests.api.operations --write"


@pytest.mark.parametrize("address", sorted(ROUTES))
def test_every_address_is_asked_for_by_a_test(address: str) -> None:
    assert operations.tests_of(address), f"no test module names {address}"


@pytest.mark.parametrize(
    ("operation", "state"),
    [
        ("GET /api/v1/timelines/home", WORKS),
        ("GET /api/v1/statuses/{id}", WORKS),
        ("GET /api/v1/timelines/tag/{hashtag}", WORKS),
        ("GET /api/v1/announcements", WORKS),
        ("GET /api/v1/instance/translation_languages", OFF),
        ("GET /api/v1/nothing", NOT_YET),
        ("PUT /api/v1/timelines/home", NOT_YET),
    ],
)
def test_states(operation: str, state: str) -> None:
    assert operations.state_of(operation) == state


def test_no_operation_is_named_twice() -> None:
    assert len(set(operations.OPERATIONS)) == len(operations.OPERATIONS) > 200


MODULE = """
HOME, POSTS = "/api/v1/timelines/home", f"/api/v1/statuses"
def test_it(door, some_id, verb):
    door.get(f"{HOME}?limit=3")
    door.post(f"{POSTS}/{some_id}/{verb}")
    for verb in ("favourite", "reblog"): ...
    door.get("/api/v1/notifications/policy")
"""


@pytest.mark.parametrize(
    ("operation", "named"),
    [
        ("GET /api/v1/timelines/home", True),
        ("POST /api/v1/statuses/{id}/favourite", True),
        ("POST /api/v1/statuses/:id/reblog", True),
        ("POST /api/v1/statuses/{id}/bookmark", False),
        ("DELETE /api/v1/timelines/home", False),
        ("GET /api/v1/timelines/public", False),
        ("GET /api/v1/notifications/{id}/dismiss", False),
    ],
)
def test_what_a_module_asks_for(operation: str, *, named: bool) -> None:
    asked = _read(MODULE)
    assert isinstance(asked, Asked)
    assert asked.names(operation) is named


def test_a_plain_address_is_not_taken_for_one_with_an_id(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "_plain_addresses", lambda: {"/api/v1/notifications/policy"})
    assert _read(MODULE).names("GET /api/v1/notifications/policy")
    assert not _read(MODULE).names("GET /api/v1/notifications/{id}")


def test_whoever_asks_for_a_whole_table_names_all_that_is_in_it() -> None:
    asked = _read("for address in switched_off.ROUTES: ...")
    assert asked.names("GET /api/v1_alpha/async_refreshes/{id}")
    assert not asked.names("GET /api/v1_alpha/async_refreshes")
    assert not _read("for address in nothing.ROUTES: ...").names("GET /api/v1_alpha/async_refreshes/{id}")


def test_names_from_other_modules_are_known() -> None:
    asked = _read("from tests.api.shapes import check\nfrom tests.api.apps import APPS\ndoor.post(APPS, {})")
    assert asked.names("POST /api/v1/apps")
    assert not _read("from elsewhere import APPS\ndoor.post(APPS, {})").names("POST /api/v1/apps")
