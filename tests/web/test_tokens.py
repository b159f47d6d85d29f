"""Every pair of colours that meets on a page has its contrast: light, dark, and both in high contrast."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from folkmoot.web import colour
from folkmoot.web.theme import css

type Pair = tuple[str, str]
PAIR = re.compile(r"--([\w-]+): (?:light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)|var\(--([\w-]+)\));")


def sheet(name: str) -> str:
    found = finders.find(f"folkmoot/css/{name}.css")
    assert isinstance(found, str)
    return re.sub(r"/\*.*?\*/", "", Path(found).read_text(), flags=re.DOTALL)


def tokens(*sheets: str) -> dict[str, Pair]:
    """Each colour's pair, as a browser would find it after all the sheets."""
    known: dict[str, Pair] = {}
    for source in sheets:
        for name, light, dark, other in PAIR.findall(source):
            known[name] = known[other] if other else (light, dark)
    return known


def channel(value: int) -> float:
    share = value / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def contrast(one: str, other: str) -> float:
    """Worked out here once more, by the book."""
    light = []
    for each in (one, other):
        red, green, blue = (channel(int(each[at : at + 2], 16)) for at in (1, 3, 5))
        light.append(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    return (max(light) + 0.05) / (min(light) + 0.05)


USUAL = tokens(sheet("tokens"))
CLEAR = tokens(sheet("tokens"), sheet("contrast"))
GROUNDS = ("bg", "surface", "raised", "sunken")
SOFT = ("accent-soft", "info-soft", "danger-soft", "success-soft", "warning-soft")
PAIRS = [
    *(("text", ground, 7.0) for ground in (*GROUNDS, *SOFT)),
    *(("muted", ground, 4.5) for ground in (*GROUNDS, *SOFT)),
    *(("accent", ground, 4.5) for ground in (*GROUNDS, "accent-soft")),
    *(("accent-strong", ground, 4.5) for ground in (*GROUNDS, "accent-soft")),
    *(("danger", ground, 4.5) for ground in (*GROUNDS, "danger-soft")),
    *(("warning", ground, 4.5) for ground in ("surface", "raised", "warning-soft")),
    *(("success", ground, 4.5) for ground in ("surface", "raised", "success-soft")),
    ("on-accent", "accent", 4.5),
    ("on-accent", "accent-strong", 4.5),
    ("on-danger", "danger", 4.5),
    ("line-strong", "surface", 3.0),
    ("line-strong", "raised", 3.0),
    ("line-strong", "bg", 3.0),
]
CLEARLY = {4.5: 7.0, 3.0: 4.5}  # what high contrast asks for instead


@pytest.mark.parametrize("side", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("one", "ground", "least"), PAIRS)
def test_every_pair_of_colours_has_its_contrast(side: int, one: str, ground: str, least: float) -> None:
    assert contrast(USUAL[one][side], USUAL[ground][side]) >= least


@pytest.mark.parametrize("side", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("one", "ground", "least"), PAIRS)
def test_high_contrast_has_more(side: int, one: str, ground: str, least: float) -> None:
    found = contrast(CLEAR[one][side], CLEAR[ground][side])
    assert found >= CLEARLY.get(least, least)
    if one in {"text", "muted", "danger"} and ground in GROUNDS:
        assert found > contrast(USUAL[one][side], USUAL[ground][side])


@pytest.mark.parametrize("side", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_lines_of_high_contrast_are_seen(side: int, ground: str) -> None:
    assert contrast(CLEAR["line"][side], CLEAR[ground][side]) >= 3


def test_each_pair_stands_once() -> None:
    names = [name for name, *_ in PAIR.findall(sheet("tokens"))]
    assert len(names) == len(set(names)) > 20


def test_the_stylesheets_hold_what_is_worked_out_for_our_own_colour() -> None:
    worked_out = tokens(css(colour.DEFAULT))
    assert len(worked_out) == 8
    assert {name: USUAL[name] for name in worked_out} == worked_out


@pytest.mark.parametrize(
    ("side", "at", "known", "names"),
    [
        (colour.LIGHT, 0, USUAL, ("surface", "bg", "sunken")),
        (colour.DARK, 1, USUAL, ("surface", "bg", "raised")),
        (colour.LIGHT_CLEAR, 0, CLEAR, ("surface", "sunken")),
        (colour.DARK_CLEAR, 1, CLEAR, ("surface", "sunken")),
    ],
)
def test_the_arithmetic_knows_the_grounds(
    side: colour.Side, at: int, known: dict[str, Pair], names: tuple[str, ...]
) -> None:
    """Whoever changes a ground in the stylesheet changes it there as well."""
    assert set(side.grounds) == {known[name][at] for name in names}


def test_colours_stand_in_the_tokens_alone() -> None:
    for name in ("base", "layout", "social"):
        assert re.findall(r"#[0-9a-f]{3,8}\b|rgb\(|hsl\(", sheet(name)) == [], name


def test_avatar_letters_are_readable() -> None:
    colours = re.findall(r"\.hue-\d+ \{ background: (#[0-9a-f]{6})", sheet("components"))
    assert len(colours) == 12
    assert [each for each in colours if contrast("#ffffff", each) < 4.5] == []


def test_every_token_is_known_and_used() -> None:
    named = {"tokens", "base", "layout", "components", "social", "contrast", "print", "pictures"}
    sources = {name: sheet(name) for name in named}
    made = set(re.findall(r"(--[\w-]+):", sources["tokens"]))
    used = {each for source in sources.values() for each in re.findall(r"var\((--[\w-]+)", source)}
    assert len(made) > 50
    own = set(re.findall(r"(--[\w-]+):", sources["pictures"]))  # where a picture's middle is
    assert used - made - own == set(), "no such token"
    assert made - used == set(), "a token that nothing uses"
