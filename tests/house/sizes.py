"""The size budgets, as figures: ``python -m tests.house.sizes`` prints them, ``test_sizes.py`` holds them."""

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.house import tree

PROPORTION = 1.2  # lines of test code for each line of production code


@dataclass(frozen=True)
class Spread:
    """How large things are: the middle one, the one that only a tenth exceeds, and the largest."""

    count: int
    median: int
    p90: int
    largest: int
    which: str

    def __str__(self) -> str:
        return f"{self.count} · median {self.median} · p90 {self.p90} · largest {self.largest} ({self.which})"


def functions(paths: Iterable[Path]) -> list[tuple[int, str]]:
    """Every function's lines from ``def`` to its end, with where it stands."""
    return [
        (node.end_lineno - node.lineno + 1, f"{tree.name(path)}:{node.lineno} {node.name}")
        for path in paths
        for node in ast.walk(tree.syntax(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno
    ]


def modules(paths: Iterable[Path]) -> list[tuple[int, str]]:
    """The lines of every file that has any."""
    return [(size, tree.name(path)) for path in paths if (size := tree.lines(path))]


def spread(sizes: Sequence[tuple[int, str]]) -> Spread:
    ordered = sorted(sizes)
    largest, which = ordered[-1]
    return Spread(len(ordered), _at(ordered, 0.5), _at(ordered, 0.9), largest, which)


def proportion() -> tuple[int, int]:
    """Lines of test code, lines of production code."""
    return sum(map(tree.lines, tree.tests())), sum(map(tree.lines, tree.production()))


def _at(ordered: Sequence[tuple[int, str]], part: float) -> int:
    return ordered[min(int(len(ordered) * part), len(ordered) - 1)][0]


if __name__ == "__main__":
    test_lines, production_lines = proportion()
    print(f"functions  {spread(functions(tree.production()))}")
    print(f"files      {spread(modules(tree.production()))}")
    part = test_lines / production_lines
    print(f"tests      {test_lines} lines for {production_lines} of production code: {part:.2f}")
