"""Key sets and JSON types: what a server of Mastodon's own answered, and what this one does."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

type Shapes = dict[str, dict[str, set[str]]]  # endpoint: key: types

_WORD = re.compile(r"(?<=/)(\d+|[0-9a-f-]{36}|ungrouped-[\w-]+|(?:favourite|reblog|follow|mention)-[\w-]+)(?=/|$)")
_NAMED = re.compile(r"(/tags/|/timelines/tag/)[^/]+")
_MAPS = ("translations", "emojis_by_name")  # objects whose keys are data
OK, ABSENT = 200, "absent"


def shapes(lines: Iterable[str]) -> Shapes:
    """The types of every key, by endpoint; a key that some object of a kind lacks is ``absent`` as well."""
    found: Shapes = defaultdict(lambda: defaultdict(set))
    objects: dict[tuple[str, str], list[frozenset[str]]] = defaultdict(list)
    for each in map(json.loads, lines):
        endpoint = f"{each['method']} {_pattern(each['path'])}"
        for key, kind, keys in _walk("", each["body"]) if each["status"] == OK else ():
            found[endpoint][key].add(kind)
            if keys is not None:
                objects[endpoint, key].append(keys)
    for (endpoint, key), every in objects.items():
        for name in frozenset().union(*every) - frozenset.intersection(*every):
            found[endpoint][f"{key}.{name}"].add(ABSENT)
    return found


def differences(ours: Shapes, theirs: Shapes) -> dict[str, set[str]]:
    """What differs where both answered, by key and in words, with the endpoints it was found at."""
    found: dict[str, set[str]] = defaultdict(set)
    for endpoint in ours.keys() & theirs.keys():
        for difference in _between(ours[endpoint], theirs[endpoint]):
            found[difference].add(endpoint)
    return dict(found)


def _between(ours: dict[str, set[str]], theirs: dict[str, set[str]]) -> Iterator[str]:
    for key in ours.keys() | theirs.keys():
        parent = key.rpartition(".")[0] if not key.endswith("[]") else key[:-2]
        mine, known = ours.get(key, set()), theirs.get(key, set())
        both = "object" in ours.get(parent, ()) and "object" in theirs.get(parent, ())
        if both and not mine and ABSENT not in known:
            yield f"{_leaf(key)} is missing"
        elif both and not known:
            yield f"{_leaf(key)} is more than there is"
        elif not known <= {"null", ABSENT}:  # of what was never there, nobody knows the type
            for kind in mine - known:
                yield f"{_leaf(key)} is {kind}, not {' or '.join(sorted(known))}"


def _leaf(key: str) -> str:
    """A key with the one that holds it: what is said of an account holds wherever an account stands."""
    return ".".join(key.split(".")[-2:])


def _walk(key: str, value: Any) -> Iterator[tuple[str, str, frozenset[str] | None]]:
    if isinstance(value, dict):
        is_map = key.rpartition(".")[2] in _MAPS
        yield key, "object", None if is_map else frozenset(value)
        for name, each in () if is_map else value.items():
            yield from _walk(f"{key}.{name}", each)
    elif isinstance(value, list):
        yield key, "array", None
        for each in value:
            yield from _walk(f"{key}[]", each)
    else:
        kinds = {bool: "boolean", int: "number", float: "number", str: "string", type(None): "null"}
        yield key, kinds[type(value)], None


def _pattern(path: str) -> str:
    return _NAMED.sub(r"\g<1>:name", _WORD.sub(":id", path)).rstrip("/")
