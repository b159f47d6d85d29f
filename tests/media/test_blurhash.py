"""The text that stands for a picture until its file has come."""

import time
from math import cos, pi
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as some

from folkmoot.media.workshop.blurhash import _DIGITS, encode


def _number(text: str) -> int:
    value = 0
    for letter in text:
        value = value * 83 + _DIGITS.index(letter)
    return value


def _linear(value: int) -> float:
    part = value / 255
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _shown(value: float) -> int:
    part = max(0.0, min(1.0, value))
    return round((part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055) * 255)


def _decoded(text: str, width: int, height: int) -> list[tuple[int, ...]]:
    """A reader of the format as its description has it, slow and plain."""
    across, down = _number(text[0]) % 9 + 1, _number(text[0]) // 9 + 1
    assert len(text) == 4 + 2 * across * down
    most = (_number(text[1]) + 1) / 166
    first = _number(text[2:6])
    colours = [tuple(_linear(first >> shift & 255) for shift in (16, 8, 0))]
    for at in range(6, len(text), 2):
        number = _number(text[at : at + 2])
        steps = [(number // 361 - 9) / 9, (number // 19 % 19 - 9) / 9, (number % 19 - 9) / 9]
        colours.append(tuple(step * abs(step) * most for step in steps))
    found = []
    for y in range(height):
        for x in range(width):
            waves = [cos(pi * x * i / width) * cos(pi * y * j / height) for j in range(down) for i in range(across)]
            found.append(tuple(_shown(sum(c[k] * w for c, w in zip(colours, waves, strict=True))) for k in range(3)))
    return found


@pytest.mark.parametrize("colour", [(0, 0, 0), (255, 255, 255), (200, 30, 90)])
def test_one_colour(colour: tuple[int, int, int]) -> None:
    shown = _decoded(encode(bytes(colour) * 1024, 32, 32), 32, 32)
    middle = [sum(part) / len(shown) for part in zip(*shown, strict=True)]
    for found in [middle, *shown[16 * 32 + 8 : 16 * 32 + 24]]:
        assert all(abs(a - b) <= 12 for a, b in zip(found, colour, strict=True))


def test_left_and_right_and_top_and_bottom_stay_where_they_are() -> None:
    rows = [bytes((220, 20, 20)) * 16 + bytes((20, 20, 220)) * 16] * 12 + [bytes((20, 200, 20)) * 32] * 12
    shown = _decoded(encode(b"".join(rows), 32, 24), 32, 24)
    left, right, bottom = shown[3 * 32 + 4], shown[3 * 32 + 28], shown[21 * 32 + 16]
    assert left[0] > 150 > left[2]
    assert right[2] > 150 > right[0]
    assert bottom[1] > 150


@given(some.integers(1, 32), some.integers(1, 32), some.randoms(use_true_random=False))
def test_any_picture_has_one_of_the_same_length(width: int, height: int, chance: Random) -> None:
    text = encode(chance.randbytes(width * height * 3), width, height)
    assert len(text) == 28
    assert set(text) <= set(_DIGITS)
    assert len(_decoded(text, 2, 2)) == 4


def test_it_takes_no_time() -> None:
    pixels = bytes(range(256)) * 12
    encode(pixels, 32, 32)
    took = []
    for _ in range(3):  # whatever else the machine has to do
        started = time.thread_time()
        encode(pixels, 32, 32)
        took.append(time.thread_time() - started)
    assert min(took) < 0.1
