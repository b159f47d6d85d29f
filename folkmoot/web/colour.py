"""Colours by arithmetic: the community's own, moved in lightness as little as need be until words in it can be read.

Lightness, strength and hue are those of OKLCH; contrast is that of WCAG 2.2.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, Self

DEFAULT = "#1d6650"  # the green that the stylesheets hold
TEXT = 4.5  # the least contrast of words
CLEAR = 7.0  # what high contrast asks for, and what looks right on dark grounds
STEP = 0.005
CLOSE = 1e-4  # what rounding may add
_HEX = re.compile(r"#[0-9a-f]{6}\Z")
_TO_CONES = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_FROM_CONES = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)
_TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
_FROM_LAB = (
    (1.0, 0.3963377774, 0.2158037573),
    (1.0, -0.1055613458, -0.0638541728),
    (1.0, -0.0894841775, -1.2914855480),
)
type _Matrix = tuple[tuple[float, float, float], ...]
type _Triple = tuple[float, float, float]


class Lch(NamedTuple):
    """A colour as the eye orders it: lightness 0 to 1, strength from 0 (grey), hue in radians."""

    light: float
    chroma: float
    hue: float

    @classmethod
    def of(cls, colour: str) -> Self:
        """The colour of a hexadecimal notation."""
        cones = _times(_TO_CONES, _linear(colour))
        light, a, b = _times(_TO_LAB, (math.cbrt(cones[0]), math.cbrt(cones[1]), math.cbrt(cones[2])))
        return cls(light, math.hypot(a, b), math.atan2(b, a))

    def hex(self) -> str:
        """The nearest colour of this lightness and hue that a screen can show."""
        chroma = self.chroma
        while not _shown(rgb := _screen(self._replace(chroma=chroma))) and chroma > 0:
            chroma = max(chroma - STEP, 0.0)
        return "#" + "".join(f"{round(255 * _gamma(min(max(part, 0.0), 1.0))):02x}" for part in rgb)

    def at(self, light: float, most: float) -> str:
        """The same hue at another lightness, at most this strong."""
        return self._replace(light=min(max(light, 0.0), 1.0), chroma=min(self.chroma, most)).hex()


@dataclass(frozen=True, slots=True)
class Side:
    """The grounds of one look, as the stylesheets have them, and how the accent behaves on them."""

    grounds: tuple[str, ...]
    least: float
    step: float  # towards more contrast
    strong: float  # how much further for headings and pressed things
    soft: tuple[float, float]  # lightness and strength of a tinted ground
    on: tuple[float, float]  # of words on the accent


@dataclass(frozen=True, slots=True)
class Accent:
    """The community's colour in one look: for words and buttons, its strong and its soft kin, words upon it."""

    accent: str
    strong: str
    soft: str
    on: str


LIGHT = Side(("#fffdf9", "#f6f2ea", "#eee8dd"), TEXT, -STEP, -0.09, (0.945, 0.03), (1.0, 0.0))
DARK = Side(("#201d19", "#171512", "#2a2621"), CLEAR, STEP, 0.07, (0.31, 0.045), (0.2, 0.05))
LIGHT_CLEAR = Side(("#ffffff", "#f0f0f0"), CLEAR, -STEP, -0.12, (0.965, 0.02), (1.0, 0.0))
DARK_CLEAR = Side(("#000000", "#1c1c1c"), 9.0, STEP, 0.06, (0.26, 0.04), (0.0, 0.0))


def is_colour(text: str) -> bool:
    """Whether this is a colour as we keep them: ``#`` and six hexadecimal digits in lower case."""
    return bool(_HEX.match(text))


def luminance(colour: str) -> float:
    """How much light a colour gives, from 0 (black) to 1 (white)."""
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 (the same) to 21 (black on white)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@lru_cache(maxsize=64)
def accent(colour: str, side: Side) -> Accent:
    """A colour as it can be used in one look: unchanged where it has its contrast, else lighter or darker."""
    wanted = Lch.of(colour)
    soft = wanted.at(*side.soft)
    found = _fitted(wanted, (*side.grounds, soft), side)
    strong = found._replace(light=min(max(found.light + side.strong, 0.0), 1.0))
    return Accent(found.hex(), strong.hex(), soft, wanted.at(*side.on))


def _fitted(colour: Lch, grounds: Iterable[str], side: Side) -> Lch:
    """The first colour on the way to black or white that stands out from all grounds."""
    grounds, end = tuple(grounds), 1.0 if side.step > 0 else 0.0
    while colour.light != end and min(contrast(colour.hex(), ground) for ground in grounds) < side.least:
        colour = colour._replace(light=min(max(colour.light + side.step, 0.0), 1.0))
    return colour


def _linear(colour: str) -> _Triple:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _ungamma(red), _ungamma(green), _ungamma(blue)


def _screen(colour: Lch) -> _Triple:
    lab = (colour.light, colour.chroma * math.cos(colour.hue), colour.chroma * math.sin(colour.hue))
    one, two, three = _times(_FROM_LAB, lab)
    return _times(_FROM_CONES, (one**3, two**3, three**3))


def _shown(rgb: _Triple) -> bool:
    return min(rgb) >= -CLOSE and max(rgb) <= 1 + CLOSE


def _ungamma(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - the bend of sRGB


def _gamma(part: float) -> float:
    return part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055  # noqa: PLR2004 - the bend of sRGB


def _times(matrix: _Matrix, row: _Triple) -> _Triple:
    first, second, third = (sum(a * b for a, b in zip(line, row, strict=True)) for line in matrix)
    return first, second, third
