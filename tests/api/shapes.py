"""Compares an answer with Mastodon's schema of it: the types, what must be there, and nothing that is unknown there."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

SCHEMAS = json.loads(Path(__file__).with_name("mastodon.json").read_text())
_KINDS: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}
_NOWHERE = re.compile(r"\.card\.(author_url|embed_url|authors\[\d+\]\.url)$")  # Mastodon sends them empty
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
# What Mastodon sends only about accounts and posts in a special state, and leaves out otherwise
ONLY_SOMETIMES = {"moved", "limited", "suspended", "memorial", "text", "pinned", "category"}
ONLY_SOMETIMES |= {"invited_by_account_id", "created_by_application_id"}  # and this of those of whom it is known


def check(value: Any, name: str, *, without: tuple[str, ...] = ()) -> None:
    """Every field that the reference lists is there with the right type, but for those in ``without``."""
    schema = {**SCHEMAS[name], "required": sorted(set(SCHEMAS[name].get("required", ())) - set(without))}
    problems = list(_problems(value, schema, name))
    lacking = set(SCHEMAS[name]["properties"]) - set(value) - ONLY_SOMETIMES - set(without)
    assert (problems, lacking) == ([], set())


def check_all(values: list[Any], name: str) -> None:
    for value in values:
        check(value, name)


def _problems(value: Any, schema: dict[str, Any], path: str) -> Any:
    if ref := schema.get("$ref"):
        yield from _problems(value, SCHEMAS[ref.rpartition("/")[2]], path)
    if "oneOf" in schema and all(list(_problems(value, one, path)) for one in schema["oneOf"]):
        yield f"{path} is none of its kinds"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{path} is {value!r}"
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(_is(value, kind) for kind in kinds):
        yield f"{path} is {value!r}, not {kinds}"
        return
    yield from _inside(value, schema, path)


def _inside(value: Any, schema: dict[str, Any], path: str) -> Any:
    if value == "" and _NOWHERE.search(path):
        return
    if isinstance(value, str) and not _fits(value, schema.get("format", "")):
        yield f"{path} is {value!r}, not a {schema['format']}"
    if isinstance(value, list):
        for place, item in enumerate(value):
            yield from _problems(item, schema.get("items", {}), f"{path}[{place}]")
    if isinstance(value, dict) and "properties" in schema:
        yield from (f"{path} lacks {name}" for name in schema.get("required", ()) if name not in value)
        yield from (f"{path} has {name}" for name in value if name not in schema["properties"])
        for name, item in value.items():
            yield from _problems(item, schema["properties"].get(name, {}), f"{path}.{name}")


def _is(value: Any, kind: str) -> bool:
    if kind in {"integer", "number"} and isinstance(value, bool):
        return False
    return isinstance(value, _KINDS[kind])


def _fits(value: str, kind: str) -> bool:
    match kind:
        case "uri":
            return (
                urlsplit(value).scheme in {"http", "https", "ws", "wss"}
                and bool(urlsplit(value).netloc)
                and value.isascii()
            )
        case "date-time":
            return bool(_MOMENT.fullmatch(value))
        case "date":
            return date.fromisoformat(value).isoformat() == value
        case "iso-639-1":
            return bool(re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?", value))  # Mastodon itself sends "zh-TW"
    return True
