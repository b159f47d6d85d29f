"""Fixture files: the accounts, apps and tokens that the test suite of another project knows beforehand."""

import json
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from folkmoot.accounts.actions.fixtures import FixedAccount, FixedApp, FixedToken, fix_account, fix_app, fix_token
from folkmoot.core.errors import Invalid
from folkmoot.moderation.actions import lift_suspensions

type Maker = Callable[[Any], None]

_STRICT = ConfigDict(extra="forbid")
_SHAPES: dict[str, TypeAdapter[Any]] = {
    kind: TypeAdapter(dataclass(shape, config=_STRICT, frozen=True))
    for kind, shape in (("accounts", FixedAccount), ("apps", FixedApp), ("tokens", FixedToken))
}
_LISTS = ("scopes", "redirect_uris")  # which may stand as words, too


def load(path: Path) -> None:
    """Make everything that the file names, or nothing; loaded again, it puts back what was changed since."""
    found = read(path)
    try:
        with transaction.atomic():
            for kind, make in _MAKERS.items():
                for wanted in found[kind]:
                    make(wanted)
    except IntegrityError as problem:
        raise Invalid("file", f"{path}: something in it exists under another id: {problem}.".strip()) from problem
    numbers = ", ".join(f"{len(each)} {kind}" for kind, each in found.items())
    sys.stdout.write(f"Loaded {numbers}.\n")


def read(path: Path) -> dict[str, list[Any]]:
    """What the file holds, checked: ``Invalid`` says in one sentence what is wrong first."""
    try:
        text = path.read_text(encoding="utf-8")
        content = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except (OSError, ValueError) as problem:
        raise Invalid("file", f"{path} cannot be read: {problem}") from problem
    if not isinstance(content, dict) or set(content) - set(_SHAPES):
        raise Invalid("file", f"{path} may hold {', '.join(_SHAPES)}, and nothing else.")
    return {kind: _entries(kind, content.get(kind, [])) for kind in _SHAPES}


def _entries(kind: str, entries: Any) -> list[Any]:
    if not isinstance(entries, list):
        raise Invalid("file", f"{kind} must be a list.")
    return [_entry(kind, number, entry) for number, entry in enumerate(entries, 1)]


def _entry(kind: str, number: int, entry: Any) -> Any:
    if isinstance(entry, dict):
        words = {name: entry[name].split() for name in _LISTS if isinstance(entry.get(name), str)}
        entry = entry | words
    try:
        return _SHAPES[kind].validate_python(entry)
    except ValidationError as problem:
        first = problem.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise Invalid("file", f"{kind}, entry {number}: {place} is wrong: {first['msg']}.") from problem


def _fix_account(wanted: FixedAccount) -> None:
    fix_account(wanted)
    lift_suspensions(wanted.id)


_MAKERS: dict[str, Maker] = {"accounts": _fix_account, "apps": fix_app, "tokens": fix_token}  # in this order
