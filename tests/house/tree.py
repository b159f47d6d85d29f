"""The files of the project, by kind, for the house rules."""

import ast
import os
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
LEFT_OUT = {"data", "demo-data", "dist", "test-results", "__pycache__", "results"}


@cache
def files(folder: str = ".", *endings: str) -> tuple[Path, ...]:
    """Files below a folder of the checkout that a person wrote, with one of these endings (or any)."""
    return tuple(sorted(path for path in _walk(ROOT / folder) if not endings or path.name.endswith(endings)))


def production() -> tuple[Path, ...]:
    """The Python modules that run in a community."""
    return tuple(path for path in files("folkmoot", ".py") if "migrations" not in path.parts)


def tests() -> tuple[Path, ...]:
    return files("tests", ".py")


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def syntax(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def layers() -> dict[str, int]:
    """How high each package stands (core is 0), as import-linter enforces it."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    rows = next(contract["layers"] for contract in contracts if contract.get("exhaustive"))
    return {package.strip(): height for height, row in enumerate(reversed(rows)) for package in row.split("|")}


def _walk(folder: Path) -> Iterator[Path]:
    for where, folders, names in os.walk(folder):
        folders[:] = [each for each in folders if each not in LEFT_OUT and (each == ".ci" or not each.startswith("."))]
        yield from (Path(where, each) for each in names)
