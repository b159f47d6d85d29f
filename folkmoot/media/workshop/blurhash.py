"""A picture in thirty characters: what is shown blurred until its file has come (the format of blurha.sh)."""

from collections.abc import Sequence
from functools import cache
from math import copysign, cos, pi, sqrt

ACROSS, DOWN = 4, 3  # components: more make the text longer, not the picture better
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~"
_LINEAR = [(v / 255 / 12.92 if v <= 10 else ((v / 255 + 0.055) / 1.055) ** 2.4) for v in range(256)]  # noqa: PLR2004 - sRGB
type Colour = tuple[float, float, float]


def encode(pixels: bytes, width: int, height: int) -> str:
    """The blurhash of a small picture: ``pixels`` are its rows of red, green and blue bytes."""
    planes = [[_LINEAR[value] for value in pixels[channel::3]] for channel in range(3)]
    found = [_components(plane, width, height) for plane in planes]
    colours: list[Colour] = list(zip(*found, strict=True))
    first, *others = colours
    largest = max(abs(value) for colour in others for value in colour)
    steps = max(0, min(82, int(largest * 166 - 0.5)))
    scale = (steps + 1) / 166
    words = [_digits(ACROSS - 1 + (DOWN - 1) * 9, 1), _digits(steps, 1), _digits(_average(first), 4)]
    return "".join(words + [_digits(_detail(colour, scale), 2) for colour in others])


def _components(plane: Sequence[float], width: int, height: int) -> list[float]:
    """How much of each wave is in one colour: rows first, then columns, since the waves are products."""
    waves = [[_wave(i, x, width) for x in range(width)] for i in range(ACROSS)]
    rows = [plane[y * width : (y + 1) * width] for y in range(height)]
    sums = [[sum(map(float.__mul__, row, wave)) for row in rows] for wave in waves]
    return [
        _share(i, j) / (width * height) * sum(value * _wave(j, y, height) for y, value in enumerate(sums[i]))
        for j in range(DOWN)
        for i in range(ACROSS)
    ]


def _share(i: int, j: int) -> int:
    return 1 if i == j == 0 else 2


@cache
def _wave(number: int, place: int, length: int) -> float:
    return cos(pi * number * place / length)


def _average(colour: Colour) -> int:
    red, green, blue = (_srgb(value) for value in colour)
    return (red << 16) + (green << 8) + blue


def _srgb(value: float) -> int:
    value = max(0.0, min(1.0, value))
    return int((value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055) * 255 + 0.5)  # noqa: PLR2004 - sRGB


def _detail(colour: Colour, scale: float) -> int:
    red, green, blue = (max(0, min(18, int(_root(value / scale) * 9 + 9.5))) for value in colour)
    return (red * 19 + green) * 19 + blue


def _root(value: float) -> float:
    return copysign(sqrt(abs(value)), value)


def _digits(value: int, length: int) -> str:
    return "".join(_DIGITS[value // 83**place % 83] for place in reversed(range(length)))
