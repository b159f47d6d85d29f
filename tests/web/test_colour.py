"""Colours by arithmetic: any colour an operator picks becomes one that can be read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.web.colour import (
    DARK,
    DARK_CLEAR,
    DEFAULT,
    LIGHT,
    LIGHT_CLEAR,
    Lch,
    Side,
    accent,
    contrast,
    is_colour,
    luminance,
)

SIDES = {"light": LIGHT, "dark": DARK, "light-clear": LIGHT_CLEAR, "dark-clear": DARK_CLEAR}
WORDS = {"light": "#27221b", "dark": "#eee7dc", "light-clear": "#000000", "dark-clear": "#ffffff"}
colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("colour", "light"),
    [("#000000", 0.0), ("#ffffff", 1.0), ("#ff0000", 0.2126), ("#00ff00", 0.7152), ("#0000ff", 0.0722)],
)
def test_luminance_is_that_of_wcag(colour: str, light: float) -> None:
    assert luminance(colour) == pytest.approx(light, abs=1e-4)


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#000000", 21.0),
        ("#777777", "#ffffff", 4.478),
        ("#767676", "#ffffff", 4.542),
        ("#1d6650", "#1d6650", 1.0),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, found: float) -> None:
    assert contrast(one, other) == pytest.approx(found, abs=1e-3)


@pytest.mark.parametrize(
    ("colour", "light", "chroma"),
    [("#ffffff", 1.0, 0.0), ("#000000", 0.0, 0.0), ("#ff0000", 0.628, 0.2577), ("#0000ff", 0.452, 0.3132)],
)
def test_lightness_and_strength_are_those_of_oklch(colour: str, light: float, chroma: float) -> None:
    found = Lch.of(colour)
    assert (found.light, found.chroma) == (pytest.approx(light, abs=2e-3), pytest.approx(chroma, abs=2e-3))


@given(colour=colours)
def test_there_and_back_is_the_same_colour(colour: str) -> None:
    assert Lch.of(colour).hex() == colour


@settings(max_examples=150, deadline=None)
@given(colour=colours, name=st.sampled_from(sorted(SIDES)))
def test_any_colour_can_be_read_everywhere(colour: str, name: str) -> None:
    side = SIDES[name]
    found = accent(colour, side)
    assert all(is_colour(each) for each in (found.accent, found.strong, found.soft, found.on))
    for ground in (*side.grounds, found.soft):
        assert contrast(found.accent, ground) >= max(4.5, side.least)
        assert contrast(found.strong, ground) >= 4.5
    assert contrast(found.on, found.accent) >= 4.5
    assert contrast(found.on, found.strong) >= 4.5
    assert contrast(WORDS[name], found.soft) >= 7


@settings(max_examples=50, deadline=None)
@given(colour=colours, name=st.sampled_from(sorted(SIDES)))
def test_the_hue_stays_and_no_more_is_changed_than_need_be(colour: str, name: str) -> None:
    side, wanted = SIDES[name], Lch.of(colour)
    found = Lch.of(accent(colour, side).accent)
    towards = 1 if side.step > 0 else -1
    assert (found.light - wanted.light) * towards >= -0.01, "it went the wrong way"
    back = wanted._replace(light=min(max(found.light - 2 * side.step, 0.0), 1.0)).hex()
    soft = accent(colour, side).soft
    if abs(found.light - wanted.light) > 0.02:
        assert min(contrast(back, ground) for ground in (*side.grounds, soft)) < side.least + 0.25


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    assert accent(DEFAULT, LIGHT).accent == DEFAULT
    assert accent("#ffd500", DARK).accent == "#ffd500"


@pytest.mark.parametrize("side", [LIGHT, DARK, LIGHT_CLEAR, DARK_CLEAR])
def test_grey_stays_grey(side: Side) -> None:
    for each in ("#000000", "#7f7f7f", "#ffffff"):
        found = accent(each, side)
        for made in (found.accent, found.strong, found.soft):
            assert Lch.of(made).chroma < 0.005


@pytest.mark.parametrize(
    "text", ["", "#12345", "#1234567", "123456", "#12345G", "#ABCDEF", "red", "#123456\n", "#1٢3456"]
)
def test_what_is_no_colour(text: str) -> None:
    assert not is_colour(text)
