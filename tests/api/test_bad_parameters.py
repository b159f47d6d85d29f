"""Parameters that are missing, of the wrong type or out of range: every endpoint names them, however they are sent."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from folkmoot.core.ids import LARGEST_ID
from folkmoot.project.cast import Cast
from tests.api.house import ALL, FORMS, SAID, SENDING, House, ask, is_told
from tests.api.test_description import DESCRIPTION
from tests.doors import Door

type Doors = Callable[..., Door]

WRONG: dict[str, list[Any]] = {  # by what is read: nothing of this will do, however it is sent
    "boolean": ["maybe", "2"],
    "id": ["x", "-1", "1.5", str(LARGEST_ID + 1)],
    "ids": [["x"], ["-1"], ["1", "x"]],
    "word": ["everybody"],
    "rows": ["x", ["x"]],
    "file": ["x"],
    "text": [{"a": "b"}, ["a"]],
    "texts": [{"a": {"b": "c"}}],
}
WRONG_JSON: dict[str, list[Any]] = {  # nor this, where JSON can say it
    "boolean": [0.5, [], {}, {"a": 1}],
    "id": [True, 1.5, -1, [1], {}, 10**30],
    "ids": [[[1]], [None], [True], {"a": 1}, 1.5],
    "word": [5, [], {}, True],
    "rows": [5, True, [[]], [5]],
    "text": [5, True, [], {}, 1.5],
    "texts": [[5], [None], [["a"]], 5, True],
}


def _wrong(kind: str) -> Iterator[tuple[str, Any]]:
    """Every form, with what will not do in it."""
    for form in FORMS:
        values = WRONG[kind] + (WRONG_JSON.get(kind, []) if form == FORMS[0] else [])
        yield from ((form, value) for value in values)


@pytest.mark.parametrize("operation", SENDING)
def test_wrong_values_are_refused(cast: Cast, api_of: Doors, house: House, operation: str) -> None:
    door, taken = api_of(cast.alice, ALL), []
    method, url = house.of(operation)
    for name, kind in SAID[operation].items():
        for form, value in _wrong(kind) if kind in WRONG else ():
            answer = ask(door, method, url, {name: value}, form)
            if not is_told(answer, 422, 404):
                taken.append((name, value, form, answer.status_code, answer.text[:80]))
    assert taken == []


def test_every_kind_of_parameter_has_wrong_values() -> None:
    known = {kind for kinds in SAID.values() for kind in kinds.values()}
    assert known - {"object", ""} == set(WRONG)


def test_groups_are_no_texts(cast: Cast, api_of: Doors) -> None:
    door = api_of(cast.alice, ALL)
    sent = [("/api/v1/statuses", "poll"), ("/api/v1/markers", "home"), ("/api/v1/markers", "notifications")]
    for path, name in sent:
        assert all(is_told(ask(door, "POST", path, {name: "x"}, form), 422) for form in FORMS)
        assert is_told(ask(door, "POST", path, {name: [[1]]}), 422)


NEEDED = [
    "POST /api/v1/accounts",
    "POST /api/v1/apps",
    "POST /api/v1/domain_blocks",
    "POST /api/v1/emails/confirmations",
    "POST /api/v1/featured_tags",
    "POST /api/v1/filters",
    "POST /api/v1/lists",
    "POST /api/v1/media",
    "POST /api/v1/notifications/dismiss",
    "POST /api/v1/polls/{id}/votes",
    "POST /api/v1/reports",
    "POST /api/v1/statuses",
    "POST /api/v2/filters",
    "POST /api/v2/filters/{id}/keywords",
    "POST /api/v2/filters/{id}/statuses",
    "POST /api/v2/media",
    "POST /oauth/revoke",
    "POST /oauth/token",
    "PUT /api/v1/filters/{id}",
    "PUT /api/v1/statuses/{id}",
]


@pytest.mark.parametrize("form", FORMS)
def test_what_is_missing_is_asked_for(cast: Cast, api_of: Doors, house: House, form: str) -> None:
    door, taken = api_of(cast.alice, ALL), []
    for operation in NEEDED:
        answer = ask(door, *house.of(operation), {}, form)
        if not is_told(answer, 400, 403, 404, 422):
            taken.append((operation, answer.status_code, answer.text[:80]))
    assert taken == []


# Pages

PAGED = [
    f"{method.upper()} {path}"
    for path, methods in DESCRIPTION["paths"].items()
    for method, operation in methods.items()
    if {"limit", "max_id"} <= {each["name"] for each in operation["parameters"]} and "/admin/" not in path
]
NONSENSE = ["limit=x", "limit=-1", "limit=1.5", "max_id=x", "since_id=-1", f"min_id={LARGEST_ID + 1}"]


@pytest.mark.parametrize("operation", PAGED)
def test_pages_that_make_no_sense(cast: Cast, api_of: Doors, house: House, operation: str) -> None:
    door, (method, url) = api_of(cast.alice, ALL), house.of(operation)
    assert [query for query in NONSENSE if not is_told(ask(door, method, f"{url}?{query}"), 422)] == []


def test_queries_of_the_wrong_type(cast: Cast, api_of: Doors, house: House) -> None:
    door, taken = api_of(cast.alice, ALL), []
    for address, operation in (
        (f"{m.upper()} {p}", o) for p, ms in DESCRIPTION["paths"].items() for m, o in ms.items() if "/admin/" not in p
    ):
        for each in operation["parameters"]:
            wrong = {"boolean": "maybe", "array": "x"}.get(each["schema"].get("type"))
            if each["in"] == "query" and wrong and not is_word_list(each["schema"]):
                method, url = house.of(address)
                answer = ask(door, method, f"{url}?{urlencode({each['name']: wrong, 'q': 'a', 'url': 'b'})}")
                if not is_told(answer, 422, 404):
                    taken.append((address, each["name"], answer.status_code))
    assert taken == []


def is_word_list(schema: dict[str, Any]) -> bool:
    return schema.get("type") == "array" and "pattern" not in schema["items"]
