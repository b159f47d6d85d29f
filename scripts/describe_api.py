"""The description of the API for programs (OpenAPI 3.1), made from its routes and from what each endpoint reads.

``python -m scripts.describe_api`` writes it to ``folkmoot/api/openapi.json``, which the API hands out; a test fails
when it is stale. What answers look like is taken from Mastodon's description (``tests/api/mastodon.json`` and
``answers.json``).
"""

import inspect
import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from scripts.reads import ROW, Reads, reads_of

ROOT = Path(__file__).parents[1]
FILE = ROOT / "folkmoot/api/openapi.json"
KNOWN = ROOT / "tests/api"
VERSION = "4.7"  # of the client API that answers follow
FORMS = ("application/json", "application/x-www-form-urlencoded", "multipart/form-data")
_ID = {"type": "string", "pattern": "^[0-9]{1,18}$"}
_NUMBER = {"type": "integer", "minimum": 1}
_KINDS: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "flag": {"type": "boolean"},
    "id": _ID,
    "ids": {"type": "array", "items": _ID},
    "texts": {"type": "array", "items": {"type": "string"}},
    "file": {"type": "string", "contentMediaType": "application/octet-stream"},
}
_PAGE = ("max_id", "since_id", "min_id")
_WITH_BODY = frozenset({"post", "put", "patch"})
_ERRORS = {
    400: "What OAuth calls an error, or a word that is not known",
    401: "No token that works",
    403: "Outside the scopes of the token, or not allowed",
    404: "Not there, or not for this viewer",
    413: "Too large",
    422: "Something sent cannot be taken as it is, or a member has to ask",
    429: "Too much in too short a time",
    503: "The storage does not answer; nothing was saved",
}
_ERROR = {
    "type": "object",
    "properties": {"error": {"type": "string"}, "error_description": {"type": "string"}, "details": {"type": "object"}},
    "required": ["error"],
}


def description() -> dict[str, Any]:
    """The whole document."""
    from folkmoot.accounts.queries import SCOPES
    from folkmoot.api.endpoints.description import ANYWHERE
    from folkmoot.api.routes import ROUTES

    schemas = {**_schemas(), "Error": _ERROR}
    paths: dict[str, Any] = {}
    for address, route in sorted(ROUTES.items(), key=lambda each: each[0].split()[::-1]):
        method, _, path = address.partition(" ")
        paths.setdefault(_template(path), {})[method.lower()] = _operation(address, route, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Folkmoot",
            "summary": f"Mastodon's client API {VERSION}, as this community answers it.",
            "version": VERSION,
            "license": {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"},
        },
        "servers": [{"url": ANYWHERE}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": {f"Error{status}": _error(text) for status, text in _ERRORS.items()},
            "securitySchemes": {"oauth": _oauth(sorted(SCOPES), ANYWHERE)},
        },
    }


def text() -> str:
    """The document as the file holds it: a line for each operation and each schema."""
    whole = description()
    lines = [f'"{name}":{_line(whole[name])}' for name in ("openapi", "info", "servers")]
    lines.append(
        '"paths":{\n' + ",\n".join(f"{_line(name)}:{_block(each)}" for name, each in whole["paths"].items()) + "}"
    )
    parts = [f"{_line(name)}:{_block(each)}" for name, each in whole["components"].items()]
    return "{" + ",\n".join([*lines, '"components":{\n' + ",\n".join(parts) + "}"]) + "}\n"


def _operation(address: str, route: Any, schemas: Mapping[str, Any]) -> dict[str, Any]:
    method, _, path = address.partition(" ")
    endpoint = _inner(route.endpoint)
    reads = reads_of(endpoint)
    found: dict[str, Any] = {
        "operationId": re.sub(r"[^a-z0-9]+", "_", address.lower().replace("/api", "")).strip("_"),
        "summary": (inspect.getdoc(endpoint) or "").partition("\n")[0].replace("``", ""),
        "tags": [endpoint.__module__.rpartition(".")[2]],
        "security": _security(route),
        "parameters": [*_in_path(path), *_in_query(reads, method.lower()), *_in_headers(reads)],
        "responses": _responses(address, route, schemas),
    }
    if method.lower() in _WITH_BODY and reads.values:
        found["requestBody"] = _body(reads)
    return found


def _inner(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    """The endpoint itself, where a guard stands around it; the guard reads nothing of its own."""
    inside = [each for each in inspect.getclosurevars(endpoint).nonlocals.values() if inspect.isfunction(each)]
    return inside[0] if inside else endpoint


def _template(path: str) -> str:
    """``/a/:id/b/:id`` as ``/a/{id}/b/{id_2}``."""
    seen: dict[str, int] = {}

    def named(match: re.Match[str]) -> str:
        seen[match[1]] = number = seen.get(match[1], 0) + 1
        return f"{{{match[1]}}}" if number == 1 else f"{{{match[1]}_{number}}}"

    return re.sub(r":(\w+)", named, path)


def _in_path(path: str) -> Iterator[dict[str, Any]]:
    for name in re.findall(r"{(\w+)}", _template(path)):
        kind = _ID if name.startswith("id") else {"type": "string", "minLength": 1}
        yield {"name": name, "in": "path", "required": True, "schema": kind}


def _in_query(reads: Reads, method: str) -> Iterator[dict[str, Any]]:
    if reads.page:
        limit, most = reads.page
        yield _parameter("limit", {**_NUMBER, "default": limit}, f"At most {most}.")
        yield from (_parameter(name, _ID) for name in _PAGE)
    for name in reads.query:
        if name != "limit" or not reads.page:
            yield _parameter(name, {"type": "string"})
    if method not in _WITH_BODY:
        for name, kind in _properties(reads).items():
            yield _parameter(f"{name}[]" if kind.get("type") == "array" else name, kind)


def _in_headers(reads: Reads) -> Iterator[dict[str, Any]]:
    for name in reads.headers:
        if name != "HTTP_AUTHORIZATION":  # a security scheme of its own
            shown = name.removeprefix("HTTP_").replace("_", "-").title()
            yield {"name": shown, "in": "header", "schema": {"type": "string"}}


def _parameter(name: str, kind: Mapping[str, Any], said: str = "") -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": kind} | ({"description": said} if said else {})


def _body(reads: Reads) -> dict[str, Any]:
    schema = {"type": "object", "properties": _properties(reads)}
    forms = FORMS[2:] if any("file" in how for how in reads.values.values()) else FORMS
    return {"content": {form: {"schema": schema} for form in forms}}


def _properties(reads: Reads) -> dict[str, Any]:
    names = dict.fromkeys(path[0] for path in reads.values)
    return {name: _schema(reads, (name,)) for name in names}


def _schema(reads: Reads, path: tuple[str, ...]) -> dict[str, Any]:
    """What may be sent at a place: of a kind that was asked for, or with what is read inside."""
    kinds = [_KINDS[how] for how in sorted(reads.values.get(path, ())) if how in _KINDS]
    if path in reads.words:
        return {"type": "string", "enum": reads.words[path]}
    if kinds:
        return kinds[0]
    if any(each[: len(path) + 1] == (*path, ROW) for each in reads.values):
        return {"type": "array", "items": _schema(reads, (*path, ROW))}
    inside = dict.fromkeys(
        each[len(path)] for each in reads.values if each[: len(path)] == path and len(each) > len(path)
    )
    if not inside:
        return {}
    return {"type": "object", "properties": {name: _schema(reads, (*path, name)) for name in inside}}


def _security(route: Any) -> list[dict[str, list[str]]]:
    """Any one of these: without a token, or with one for any of the scopes."""
    scopes = [{"oauth": [scope]} for scope in sorted(route.scopes)]
    if route.is_open:
        return [{}, *scopes]
    return scopes or [{"oauth": []}]


def _responses(address: str, route: Any, schemas: Mapping[str, Any]) -> dict[str, Any]:
    known = json.loads((KNOWN / "answers.json").read_text()).get(re.sub(r":\w+", ":", address), {})
    shape = _pruned(known, schemas)
    found: dict[str, Any] = {"200": {"description": "Done", "content": {FORMS[0]: {"schema": shape}}}}
    if route.with_file:
        found["202"] = {"description": "Taken, and being made ready", "content": {FORMS[0]: {"schema": shape}}}
    if "/streaming" in address:
        found = {"307": {"description": "Streams have an address of their own, which Location names"}}
    needs_token = route.scopes or not route.is_open
    with_bad = "/oauth/" in address or address.endswith("/admin/accounts")
    left_out = set() if with_bad else {400} if needs_token else {400, 401, 403}
    wanted = [status for status in _ERRORS if status not in left_out]
    return found | {str(status): {"$ref": f"#/components/responses/Error{status}"} for status in wanted}


def _schemas() -> dict[str, Any]:
    known = json.loads((KNOWN / "mastodon.json").read_text())
    return {name: _pruned(each, known) for name, each in sorted(known.items())}


def _pruned(schema: Any, known: Mapping[str, Any]) -> Any:
    """A schema without what it says about others that nothing here is compared with."""
    if isinstance(schema, dict):
        if str(schema.get("$ref", "")).rpartition("/")[2] not in {"", *known}:
            return {name: each for name, each in schema.items() if name != "$ref"}
        return {name: _pruned(each, known) for name, each in schema.items()}
    return [_pruned(each, known) for each in schema] if isinstance(schema, list) else schema


def _error(said: str) -> dict[str, Any]:
    return {"description": said, "content": {FORMS[0]: {"schema": {"$ref": "#/components/schemas/Error"}}}}


def _oauth(scopes: list[str], here: str) -> dict[str, Any]:
    where = {"authorizationUrl": f"{here}/oauth/authorize", "tokenUrl": f"{here}/oauth/token"}
    each = dict.fromkeys(scopes, "")
    return {
        "type": "oauth2",
        "flows": {
            "authorizationCode": {**where, "scopes": each},
            "clientCredentials": {"tokenUrl": where["tokenUrl"], "scopes": each},
        },
    }


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _block(value: Mapping[str, Any]) -> str:
    return "{\n" + ",\n".join(f"{_line(name)}:{_line(each)}" for name, each in value.items()) + "}"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "folkmoot.project.settings")
    import django

    django.setup()
    FILE.write_text(text())
    sys.stdout.write(f"{FILE.relative_to(ROOT)}: {len(description()['paths'])} addresses\n")
