"""What a module may be called and may reach for, beyond what import-linter and ruff can see."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import tree

NAMELESS = {"utils", "util", "helpers", "helper", "services", "managers", "signals", "common", "misc"}
DOMAIN = ("events", "models", "inventory", "visibility", "interaction", "queries", "hydrate", "actions", "tasks")
HTTP_CLIENTS = {"requests", "requests_hardened", "httpx", "urllib3", "aiohttp", "http.client", "urllib.request"}
SIGNALS = {"django.dispatch", "django.db.models.signals", "django.core.signals", "django.contrib.auth.signals"}
MORE_MODULES = {
    # what roles bring, and who holds them; how far the word of a member carries; what newcomers are led through
    "accounts": {"capabilities", "first_steps", "powers", "reach"},
    # what it begins with; what has to be there first; what it stands by; what it asks members to say of themselves
    "instance": {"kits", "opening", "policies", "profile_lines"},
    "privacy": {"archive"},  # where exports are written
    "media": {"addresses", "storage", "studio", "workshop"},  # where files are; where strangers' files are opened
    # what can be reported; how the law names it; who is told when; copies of what was;
    # whom to tell of danger; decisions in words
    "moderation": {"categories", "dsa", "duty", "freezing", "police", "words"},
    # who counts together with whom; what can rise; what looks the same; when it does; what says nearly the same
    "discovery": {"independence", "kinds", "likeness", "rise", "signature"},
    "search": {"folding", "language"},  # words as they are compared; what people type
    # where letters to sleeping devices are sealed and carried; what members get by mail
    "notifications": {"letters", "webpush"},
}
ODD_MODULES = {"apps", "migrations", "management", "__init__"}
DOMAIN_PACKAGES = sorted(set(tree.layers()) - {"project", "web", "api", "staff", "core"})


def test_every_module_has_a_name_that_says_what_it_holds() -> None:
    named = {part.removesuffix(".py"): path for path in tree.production() for part in path.relative_to(tree.ROOT).parts}
    assert {part: tree.name(path) for part, path in named.items() if part in NAMELESS} == {}


@pytest.mark.parametrize("package", DOMAIN_PACKAGES)
def test_a_domain_package_has_the_same_modules_as_every_other(package: str) -> None:
    found = {path.stem for path in (tree.ROOT / "folkmoot" / package).iterdir() if path.name != "__pycache__"}
    assert found - set(DOMAIN) - ODD_MODULES - MORE_MODULES.get(package, set()) == set()


def test_nothing_listens_to_signals() -> None:
    users = [
        tree.name(path) for path in tree.production() if SIGNALS & set(_imports(path)) or "receiver(" in _code(path)
    ]
    assert users == []


def test_only_core_http_speaks_http() -> None:
    own = tree.ROOT / "folkmoot/core/http.py"
    speakers = [path for path in tree.production() if HTTP_CLIENTS & set(_imports(path))]
    assert [tree.name(path) for path in speakers if path != own] == []


def test_models_have_no_side_effects() -> None:
    """A ``save`` or ``delete`` of one's own is an action in disguise."""
    disguised = [
        f"{tree.name(path)}:{node.lineno}"
        for path in tree.production()
        if path.stem == "models"
        for node in ast.walk(tree.syntax(path))
        if isinstance(node, ast.FunctionDef) and node.name in {"save", "delete"}
    ]
    assert disguised == []


@pytest.mark.parametrize("argument", ["viewer", "actor", "scope"])
def test_no_privacy_bearing_argument_has_a_default(argument: str) -> None:
    lax = [
        f"{tree.name(path)}:{node.lineno} {node.name}"
        for path in tree.production()
        for node in ast.walk(tree.syntax(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and argument in _defaulted(node)
    ]
    assert lax == []


def test_every_suppression_says_why_in_words() -> None:
    mute = [
        f"{tree.name(path)}:{number}"
        for path in (*tree.production(), *tree.tests())
        for number, line in enumerate(path.read_text().splitlines(), 1)
        for mark in ("# type: " + "ignore", "# no" + "qa", "# pragma: no " + "cover")
        if mark in line and " - " not in line.partition(mark)[2] and line.count("#") < 2
    ]
    assert mute == []


def test_every_action_takes_no_flag() -> None:
    """Two verbs instead of one verb with a switch."""
    flags = [
        f"{tree.name(path)}:{node.lineno} {node.name}"
        for path in tree.production()
        if "actions" in (path.stem, path.parent.name)
        for node in tree.syntax(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        for argument in (*node.args.args, *node.args.kwonlyargs)
        if isinstance(argument.annotation, ast.Name) and argument.annotation.id == "bool"
    ]
    assert flags == []


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(tree.syntax(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _code(path: Path) -> str:
    return ast.unparse(tree.syntax(path))


def _defaulted(node: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    positional = (*node.args.posonlyargs, *node.args.args)
    lax = {argument.arg for argument in positional[len(positional) - len(node.args.defaults) :]}
    return lax | {a.arg for a, default in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True) if default}
