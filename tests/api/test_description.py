"""The description of the API that programs can read: true, valid, whole, and handed out."""

import json
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from folkmoot.api.endpoints import description
from folkmoot.api.endpoints.description import FILE
from folkmoot.api.routes import ROUTES
from folkmoot.project.cast import Cast
from scripts import describe_api
from tests.doors import Door

PATH = "/api/openapi.json"
DESCRIPTION: dict[str, Any] = json.loads(FILE.read_text())
OPERATIONS = {
    f"{method.upper()} {path}": operation
    for path, methods in DESCRIPTION["paths"].items()
    for method, operation in methods.items()
}


def read_at(operation: str) -> set[str]:
    """The names of what an operation reads, those of groups as ``group.name``."""
    found = OPERATIONS[operation]
    body = found.get("requestBody", {"content": {}})["content"].get("multipart/form-data", {"schema": {}})["schema"]
    return {each["name"] for each in found["parameters"] if each["in"] != "path"} | _names(body)


def _names(schema: dict[str, Any], before: str = "") -> set[str]:
    found = set()
    for name, each in schema.get("properties", {}).items():
        inside = each.get("items", each)
        found |= {f"{before}{name}"} | _names(inside, f"{before}{name}.")
    return found


def test_it_is_what_it_has_to_be() -> None:
    is_fresh = FILE.read_text() == describe_api.text()
    assert is_fresh, "python -m scripts.describe_api"


def test_it_is_valid() -> None:
    OpenAPIV31SpecValidator(DESCRIPTION).validate()


@pytest.mark.parametrize("address", sorted(ROUTES))
def test_every_address_is_in_it(address: str) -> None:
    method, _, path = address.partition(" ")
    operation = OPERATIONS[f"{method} {describe_api._template(path)}"]
    assert operation["summary"].endswith((".", ":")) or operation["summary"]
    assert len([each for each in operation["parameters"] if each["in"] == "path"]) == path.count(":")
    scopes = {scope for each in operation["security"] for several in each.values() for scope in several}
    assert scopes == ROUTES[address].scopes
    assert ({} in operation["security"]) is ROUTES[address].is_open


def test_nothing_else_is_in_it() -> None:
    assert len(OPERATIONS) == len(ROUTES)
    assert len({each["operationId"] for each in OPERATIONS.values()}) == len(ROUTES)


@pytest.mark.parametrize(
    ("operation", "names"),
    [
        ("GET /api/v1/timelines/home", {"limit", "max_id", "since_id", "min_id"}),
        ("GET /api/v1/accounts/relationships", {"id[]"}),
        ("POST /api/v1/accounts/{id}/note", {"comment"}),
        ("POST /api/v2/media", {"file", "description", "focus"}),
        (
            "POST /api/v1/markers",
            {"home", "home.last_read_id", "notifications", "notifications.last_read_id"},
        ),
        ("GET /api/oembed", {"url", "maxwidth"}),
        ("POST /api/v1/reports", {"account_id", "status_ids", "rule_ids", "category", "comment"}),
        ("DELETE /api/v1/conversations/{id}", set()),
    ],
)  # fmt: skip
def test_what_an_operation_reads(operation: str, names: set[str]) -> None:
    assert read_at(operation) == names


@pytest.mark.parametrize(
    ("operation", "names"),
    [
        ("POST /api/v1/statuses", {"status", "media_ids", "poll.options", "poll.expires_in", "Idempotency-Key"}),
        ("PUT /api/v2/filters/{id}", {"keywords_attributes.id", "keywords_attributes._destroy", "context"}),
        ("PATCH /api/v1/accounts/update_credentials", {"avatar", "fields_attributes.value", "source.privacy"}),
        ("GET /api/v1/timelines/tag/{name}", {"any[]", "all[]", "none[]", "local", "limit"}),
        ("PUT /api/v1/statuses/{id}", {"media_attributes.id", "media_attributes.description"}),
    ],
)
def test_what_an_operation_reads_among_others(operation: str, names: set[str]) -> None:
    assert names <= read_at(operation)


def test_words_that_alone_will_do_are_listed() -> None:
    body = OPERATIONS["POST /api/v1/statuses"]["requestBody"]["content"]["application/json"]["schema"]
    assert set(body["properties"]["visibility"]["enum"]) == {"", "public", "unlisted", "community", "private", "direct"}
    assert "enum" not in body["properties"]["language"]


def test_answers_are_mastodons_entities() -> None:
    answers = OPERATIONS["GET /api/v1/statuses/{id}"]["responses"]
    assert answers["200"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Status"}
    assert answers["404"] == {"$ref": "#/components/responses/Error404"}


def test_it_is_handed_out_to_everybody(cast: Cast) -> None:
    answer = Door().get(PATH, Origin="https://tools.example")
    assert (answer.status_code, answer.json()["paths"]) == (200, DESCRIPTION["paths"])
    flows = answer.json()["components"]["securitySchemes"]["oauth"]["flows"]
    assert flows["authorizationCode"]["tokenUrl"] == "http://localhost:8000/oauth/token"
    assert answer.json()["servers"] == [{"url": "http://localhost:8000"}]
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "public, max-age=3600"


@pytest.mark.parametrize(
    ("sent", "status"), [("{}", 304), ("W/{}", 304), ('"a", {}', 304), ("*", 304), ('"a"', 200), ("", 200)]
)
def test_who_has_it_is_not_sent_it_again(cast: Cast, sent: str, status: int) -> None:
    tag = Door().get(PATH).headers["ETag"]
    answer = Door().get(PATH, If_None_Match=sent.format(tag))
    assert (answer.status_code, bool(answer.content), answer.headers["ETag"]) == (status, status == 200, tag)


def test_it_is_read_and_put_together_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Door().get(PATH)
    monkeypatch.setattr(description, "FILE", FILE / "nothing")
    again = Door().get(PATH)
    assert (again.status_code, again.content, again.headers["ETag"]) == (200, first.content, first.headers["ETag"])
