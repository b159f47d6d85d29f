"""Which operations of Mastodon's client API there are here, and which test asks for each: the list for programmers.

``python -m tests.api.operations --write`` writes it anew; a test fails when it is stale.
"""

import ast
import importlib
import itertools
import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILE = ROOT / "docs/developers/api-coverage.md"
OPERATIONS: list[str] = json.loads(Path(__file__).with_name("operations.json").read_text())
OF_STAFF: list[str] = json.loads(Path(__file__).with_name("admin_operations.json").read_text())
WORKS, OFF, NOT_YET = "works", "as switched off", "not yet"
OFF_HERE = {  # modules and endpoints that answer as Mastodon does where the thing is switched off, or never was
    "switched_off",
    "admin_absent",
    "instance.nothing",
    "instance.no_blocks",
    "instance.no_languages",
    "trends.post_stays",
}
_METHODS = frozenset({"get", "post", "put", "patch", "delete"})
NAMED = 3  # modules
_SOME = "\0"  # what only the running test knows
_TITLE = """# What there is of Mastodon's client API

{works} % of the {all} operations that Mastodon documents for programs work, and {off} % answer as Mastodon does where
the thing is switched off or there is none of it{missing}. What staff do is counted apart, below; what servers
say to each other is not. `python -m tests.api.operations --write` makes these lists from
`folkmoot/api/routes.py`, `tests/api/operations.json`, `tests/api/admin_operations.json` and the tests.

| operation | state | test |
|---|---|---|
"""
_TITLE_OF_STAFF = """
## What staff do

Of the {all} operations below `/api/v1/admin`, {works} % work, and {off} % answer as Mastodon does where there is
none of it, or where it is not allowed: other servers and networks that are blocked, who came back after how long,
whether a post may be on the rise{missing}.

| operation | state | test |
|---|---|---|
"""


@dataclass(frozen=True)
class Asked:
    """What one module of tests asks for: addresses (with gaps), with which methods, and all words in it."""

    addresses: frozenset[str]
    methods: frozenset[str]
    words: frozenset[str]
    tables: frozenset[str] = frozenset()  # modules of endpoints whose every address it asks for

    def names(self, operation: str) -> bool:
        """Whether it asks for this operation."""
        if any(_bare(operation) in _addresses_of(table) for table in self.tables):
            return True
        method, _, path = operation.partition(" ")
        return method.lower() in self.methods and any(self._fits(path, each) for each in self.addresses)

    def _fits(self, path: str, address: str) -> bool:
        if path != address and address in _plain_addresses():
            return False
        wanted, given = path.split("/"), address.split("/")
        return len(wanted) == len(given) and all(map(self._same, wanted, given))

    def _same(self, wanted: str, given: str) -> bool:
        if wanted[:1] in {":", "{"}:
            return bool(given)
        return wanted == given or (_SOME in given and wanted in self.words)


def page() -> str:
    """The list as it has to be now."""
    return _table_of(OPERATIONS, _TITLE) + _table_of(OF_STAFF, _TITLE_OF_STAFF)


def _table_of(operations: list[str], title: str) -> str:
    rows = [(operation, state_of(operation)) for operation in operations]
    share = {
        state: f"{100 * sum(each == state for _, each in rows) / len(rows):.1f}" for state in (WORKS, OFF, NOT_YET)
    }
    missing = f"; {share[NOT_YET]} % are not there yet" if any(state == NOT_YET for _, state in rows) else ""
    said = title.format(works=share[WORKS], off=share[OFF], missing=missing, all=len(rows))
    lines = [f"| `{operation}` | {state} | {_tests(operation, state)} |" for operation, state in rows]
    return said + "\n".join(lines) + "\n"


def state_of(operation: str) -> str:
    """Whether an operation works, answers as if it were switched off, or is not there."""
    from folkmoot.api.routes import find
    from folkmoot.core.errors import NotFound

    method, _, path = operation.partition(" ")
    try:
        endpoint = find(method, re.sub(r"\{(\w+)\}", "1", path))[0].endpoint
    except NotFound:
        return WORKS if _is_page(path) else NOT_YET
    module = endpoint.__module__.rpartition(".")[2]
    return OFF if {module, f"{module}.{endpoint.__name__}"} & OFF_HERE else WORKS


def tests_of(operation: str) -> list[str]:
    """The modules that ask for an operation."""
    return [path for path, asked in asked_for().items() if asked.names(operation)]


def _tests(operation: str, state: str) -> str:
    return "" if state == NOT_YET else ", ".join(f"`{path}`" for path in tests_of(operation)[:NAMED])


@cache
def asked_for() -> Mapping[str, Asked]:
    """What each module of tests asks for, by its path."""
    modules = sorted((ROOT / "tests").rglob("test_*.py"))
    return {str(path.relative_to(ROOT)): _read(path.read_text()) for path in modules if "Door" in path.read_text()}


def _bare(operation: str) -> str:
    return re.sub(r"\{\w+\}|:\w+", ":", operation)


@cache
def _addresses_of(table: str) -> frozenset[str]:
    """What a module of endpoints answers; nothing for what is none."""
    try:
        module = importlib.import_module(f"folkmoot.api.endpoints.{table}")
    except ModuleNotFoundError:
        return frozenset()
    return frozenset(map(_bare, module.ROUTES))


@cache
def _plain_addresses() -> frozenset[str]:
    return frozenset(path for path in (each.partition(" ")[2] for each in (*OPERATIONS, *OF_STAFF)) if "{" not in path)


def _is_page(path: str) -> bool:
    from django.urls import Resolver404, resolve

    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def _read(text: str) -> Asked:
    nodes = list(ast.walk(ast.parse(text)))
    known = _names(nodes)
    values = {value for node in nodes for value in _values(node, known)}
    calls = {node.func.attr for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)}
    words = {word for value in values for word in re.split(r"[^\w.:-]+", value)}
    return Asked(
        frozenset(filter(None, map(_address, values))),
        frozenset(calls & _METHODS | {word.lower() for word in words if word.isupper() and word.lower() in _METHODS}),
        frozenset(words),
        frozenset(map(_table, nodes)) - {""},
    )


def _names(nodes: list[ast.AST]) -> dict[str, set[str]]:
    """What the names in a module can stand for; those that it has from other modules of tests too."""
    known: dict[str, set[str]] = {}
    for node in nodes:
        if isinstance(node, ast.ImportFrom):
            theirs = _names_of(node.module or "")
            known |= {each.name: set(theirs[each.name]) for each in node.names if each.name in theirs}
    for _twice in range(2):  # names that stand for others
        for node in nodes:
            if isinstance(node, ast.Assign):
                _note(node.targets[0], node.value, known)
    return known


@cache
def _names_of(module: str) -> Mapping[str, set[str]]:
    path = ROOT / f"{module.replace('.', '/')}.py"
    return _names(list(ast.walk(ast.parse(path.read_text())))) if module.startswith("tests.") and path.exists() else {}


def _table(node: ast.AST) -> str:
    match node:
        case ast.Attribute(value=ast.Name(id=module), attr="ROUTES"):
            return module
    return ""


def _address(text: str) -> str:
    """The address that a text is, or names after a method."""
    method, _, rest = text.partition(" ")
    found = (rest if method.lower() in _METHODS else text).partition("?")[0]
    return found.partition(" ")[0] if found.startswith("/") else ""


def _note(target: ast.expr, value: ast.expr, known: dict[str, set[str]]) -> None:
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for each, its_value in zip(target.elts, value.elts, strict=False):
            _note(each, its_value, known)
    elif isinstance(target, ast.Name):
        known.setdefault(target.id, set()).update(_values(value, known))


def _values(node: ast.AST, known: Mapping[str, set[str]]) -> Iterator[str]:
    """What a piece of text can be."""
    match node:
        case ast.Constant(value=str() as text):
            yield text
        case ast.Name(id=name):
            yield from known.get(name, ())
        case ast.JoinedStr(values=parts):
            for pieces in itertools.product(*(sorted(_values(part, known)) or [_SOME] for part in parts)):
                yield "".join(pieces)
        case ast.FormattedValue(value=inner):
            yield from _values(inner, known)


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "folkmoot.project.settings")
    import django

    django.setup()
    if "--write" in sys.argv:
        FILE.write_text(page())
    sys.stdout.write(page().split("|")[0])
