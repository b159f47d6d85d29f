"""Stylesheets that turn round with the script: nothing in them is left or right."""

import re

import pytest

from tests.house import tree

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
PHYSICAL = re.compile(
    r"""
      (?<![\w-])(?:margin|padding|border|scroll-margin|scroll-padding|inset)-(?:left|right)(?![\w]*-resize)
    | (?<![\w-])border-(?:top|bottom)-(?:left|right)-radius
    | (?<![\w-])(?:left|right)\s*:
    | (?<![\w-])(?:text-align|float|clear)\s*:\s*(?:left|right)
    | (?<![\w-])(?:margin|padding|inset)\s*:\s*[^\s;:}]+\s+(?P<right>[^\s;:}]+)
      \s+[^\s;:}]+\s+(?!(?P=right)\s*[;}])[^\s;:}]+\s*[;}]
    """,
    re.VERBOSE,
)


def physical(css: str) -> list[str]:
    """The declarations that name a side, or give the two sides different widths."""
    return [found.group().strip() for found in PHYSICAL.finditer(COMMENT.sub("", css))]


def test_stylesheets_use_logical_properties_only() -> None:
    found = {tree.name(path): physical(path.read_text()) for path in tree.files("folkmoot", ".css")}
    assert {name: sides for name, sides in found.items() if sides} == {}


@pytest.mark.parametrize(
    "css",
    [
        "a { margin-left: 1px }",
        "a { left: 0 }",
        "a { text-align: right; }",
        "a { border-top-left-radius: 2px }",
        "a { padding: 0 1px 0 2px; }",
        "a { border-right: 0 }",
    ],
)
def test_a_side_is_found(css: str) -> None:
    assert physical(css)


@pytest.mark.parametrize(
    "css",
    [
        "a { margin-inline-start: 1px; inset-inline: 0; text-align: end }",
        "/* left: 0 */ a { padding: 0 1px 0 1px; }",
        "@media (min-width: 40em) { a { margin: 0 auto } }",
        "a { background-position: center; --left: 2px }",
    ],
)
def test_what_turns_round_by_itself_passes(css: str) -> None:
    assert [each for each in physical(css) if not each.startswith("--")] == []
