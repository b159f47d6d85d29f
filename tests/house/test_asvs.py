"""The table of OWASP's ASVS, level 2: every requirement once, every linked test there, every gap in words."""

import ast
import re
from functools import cache
from typing import NamedTuple

from tests.house import tree

TABLE = tree.ROOT / "docs/developers/asvs.md"
IDS = (tree.ROOT / "tests/house/asvs.txt").read_text().split()  # levels 1 and 2 of version 5.0.0
LEAST = 0.98  # of the rows that apply have a test; this may only rise


class Row(NamedTuple):
    """One requirement, as the table has it."""

    id: str
    asked: str
    applies: str
    proof: str

    @property
    def tests(self) -> list[str]:
        return re.findall(r"`([\w/.]+::\w+)`", self.proof)


@cache
def rows() -> list[Row]:
    lines = [line for line in TABLE.read_text().splitlines() if re.match(r"\| \d+\.\d+\.\d+ \|", line)]
    return [Row(*(cell.strip() for cell in line.strip().strip("|").split("|"))) for line in lines]


def applicable() -> list[Row]:
    return [row for row in rows() if row.applies == "yes"]


@cache
def functions(path: str) -> set[str]:
    found = tree.ROOT / "tests" / path
    if not found.exists():
        return set()
    return {
        node.name for node in ast.walk(tree.syntax(found)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def test_every_requirement_stands_there_once_and_in_order() -> None:
    assert [row.id for row in rows()] == IDS
    assert len(set(IDS)) == len(IDS) == 253


def test_every_linked_test_exists() -> None:
    lost = {
        f"{row.id}: {link}"
        for row in rows()
        for link in row.tests
        if link.partition("::")[2] not in functions(link.partition("::")[0])
    }
    assert lost == set()


def test_what_applies_has_a_test_or_says_what_is_missing() -> None:
    for row in applicable():
        gap = row.proof.partition("gap: ")[2]
        assert bool(row.tests) != bool(gap), row.id
        assert row.tests or len(gap.split()) >= 5, row.id


def test_what_does_not_apply_says_why() -> None:
    for row in rows():
        if row.applies != "yes":
            assert re.match(r"no: \w+( \S+)+$", row.applies), row.id
            assert not row.proof, row.id


def test_the_share_of_tested_rows_does_not_fall() -> None:
    tested = sum(bool(row.tests) for row in applicable())
    assert tested / len(applicable()) >= LEAST


def test_words_are_short_and_ours() -> None:
    for row in rows():
        assert 2 <= len(row.asked.split()) <= 14, row.id
        assert "verify that" not in row.asked.lower(), row.id
