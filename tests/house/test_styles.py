"""Stylesheets that turn round with the script: nothing in them is left or right."""

import functools
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


def themed(css: str) -> list[str]:
    """What is said for one of the themes alone, but for which of the two it is."""
    css = COMMENT.sub("", css)
    chosen = re.findall(r"\[data-theme[^{]*\{([^}]*)\}", css)
    return re.findall("prefers-color-scheme", css) + [
        each.strip() for said in chosen for each in said.split(";") if each.strip() and "color-scheme:" not in each
    ]


def test_the_themes_differ_in_colours_and_nothing_else() -> None:
    """``light-dark()`` takes colours only: the journeys have axe read the dark pages for their colours alone."""
    found = {tree.name(path): themed(path.read_text()) for path in tree.files("folkmoot", ".css")}
    assert {name: said for name, said in found.items() if said} == {}


def test_what_is_hidden_in_one_theme_is_found() -> None:
    assert themed(':root[data-theme="dark"] .logo { color-scheme: dark; display: none }') == ["display: none"]
    assert themed("@media (prefers-color-scheme: dark) { a { display: none } }") == ["prefers-color-scheme"]


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


CLASS = re.compile(r"\.(-?[a-zA-Z][\w-]*)")
BY_LIBRARIES = {"htmx-request"}  # put on elements by htmx


def classes(css: str) -> set[str]:
    """The classes that a stylesheet knows."""
    bare = re.sub(r"\"[^\"]*\"|\{[^{}]*\}", "{}", COMMENT.sub("", css))
    return set(CLASS.findall(bare))


def used(name: str, sources: str) -> bool:
    """Whether some page or script writes the class: whole, or put together like ``hue-{…}``."""
    stem = name.rpartition("-")[0] or name
    whole, begun = _written(sources)
    return name in whole or f"{stem}-" in begun


@functools.lru_cache(maxsize=1)
def _written(sources: str) -> tuple[set[str], set[str]]:
    """Every word of the sources, and those that go on with something put in."""
    return set(re.findall(r"[\w-]+", sources)), set(re.findall(r"[\w-]+(?=\$?\{)", sources))


def writers() -> str:
    """Everything that puts classes and icons on pages."""
    return "\n".join(path.read_text() for path in tree.files("folkmoot", ".html", ".py", ".js"))


def test_no_class_is_styled_that_no_page_has() -> None:
    sources = writers()
    known = {name for path in tree.files("folkmoot", ".css") for name in classes(path.read_text())}
    assert len(known) > 100
    assert sorted(name for name in known - BY_LIBRARIES if not used(name, sources)) == []


@pytest.mark.parametrize(
    ("name", "source", "found"),
    [
        ("card", '<p class="card roomy">', True),
        ("card", '<p class="cards">', False),
        ("card", '<p class="post-card">', False),
        ("hue-3", 'f"hue-{number}"', True),
        ("hue-3", "<p class=hue>", False),
        ("depth-1", 'class="depth-{{ n }}"', True),
    ],
)
def test_a_class_is_found_where_it_is_written(name: str, source: str, found: bool) -> None:
    assert used(name, source) is found


def test_classes_are_read_from_selectors_alone() -> None:
    assert classes('a.b > .c-d:hover { margin: .5em } @media (x) { .e { background: url("f.g") } }') == {
        "b",
        "c-d",
        "e",
    }


def symbols() -> set[str]:
    (sprite,) = (path for path in tree.files("folkmoot", "icons.svg"))
    return set(re.findall(r'<symbol id="([\w-]+)"', sprite.read_text()))


def test_every_icon_that_a_page_asks_for_is_drawn() -> None:
    asked = set(re.findall(r"""icon\(["']([\w-]+)["']\)""", writers())) | set(
        re.findall(r"icons\.svg'\) \}\}#([\w-]+)", writers())
    )
    assert len(asked) > 20
    assert asked - symbols() == set()


def test_every_icon_that_is_drawn_is_asked_for() -> None:
    sources = writers()
    assert sorted(name for name in symbols() if not re.search(rf"""["'#]{name}["']""", sources)) == []


def test_icons_are_drawn_with_one_pen() -> None:
    """Lines in the colour of the words; nothing but the logo brings a width of its own."""
    (sprite,) = (path for path in tree.files("folkmoot", "icons.svg"))
    for name, box, drawn in re.findall(r'<symbol id="([\w-]+)" viewBox="([\d ]+)">(.*?)</symbol>', sprite.read_text()):
        if name in {"logo", "wordmark"}:
            continue
        assert box == "0 0 24 24", name
        assert "stroke-width" not in drawn, name
        assert not re.search(r'(?:fill|stroke)="(?!none|currentcolor)', drawn), name
