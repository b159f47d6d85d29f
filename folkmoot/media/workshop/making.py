"""Making the files of a picture: upright, in sRGB, in up to four widths, as WebP and nothing but pixels."""

from typing import Any, NamedTuple

from folkmoot.media.workshop import blurhash
from folkmoot.media.workshop.opening import Opened

WIDTHS = (320, 640, 1280, 2048)
MOVING_WIDTHS = (320, 640)
LINE = 128  # pixels each way, of what stands in a line of text
LARGEST = 6_000_000  # pixels of the largest file: a tall picture is made less wide
_TALLEST = 16_383  # what WebP can hold
_SMALL = 32  # pixels; what the blurhash is made from
_QUALITY, _EFFORT = 80, 2
_MOVING_QUALITY, _MOVING_EFFORT = 70, 1


class Made(NamedTuple):
    """All files of a picture by their names, and what is known of it."""

    width: int
    height: int
    widths: list[int]
    moving: bool
    blurhash: str
    files: dict[str, bytes]


def make(picture: Opened) -> Made:
    """The files of a picture that was opened."""
    return _moving(picture) if picture.frames > 1 else _still(picture)


def make_small(picture: Opened) -> Made:
    """The one file of a picture that stands in a line of text; a moving one has a still one beside it."""
    most = (max(1, min(LINE, round(LINE * picture.width / picture.height))),)
    return _moving(picture, most) if picture.frames > 1 else _still(picture, most)


def _still(picture: Opened, wanted: tuple[int, ...] = WIDTHS) -> Made:
    widths = _widths(picture, wanted)
    image = largest = picture.still(widths[-1])
    files = {str(largest.width): _webp(largest, _QUALITY, _EFFORT)}
    for width in reversed(widths[:-1]):
        height = max(1, round(largest.height * width / largest.width))
        image = image.resize(width / image.width, vscale=height / image.height).copy_memory()
        files[str(width)] = _webp(image, _QUALITY, _EFFORT)
    return Made(largest.width, largest.height, widths, moving=False, blurhash=_blurhash(image), files=files)


def _moving(picture: Opened, wanted: tuple[int, ...] = MOVING_WIDTHS) -> Made:
    widths = _widths(picture, wanted)
    still = picture.still(widths[-1])
    files = {str(width): _webp(picture.roll(width), _MOVING_QUALITY, _MOVING_EFFORT) for width in widths}
    files["still"] = _webp(still, _QUALITY, _EFFORT)
    return Made(still.width, still.height, widths, moving=True, blurhash=_blurhash(still), files=files)


def _widths(picture: Opened, wanted: tuple[int, ...]) -> list[int]:
    """Those that are smaller than the picture, and the picture's own or the largest that is made."""
    shape = picture.height / picture.width
    largest = min(picture.width, wanted[-1], max(1, int((LARGEST / shape) ** 0.5)), max(1, int(_TALLEST / shape)))
    return [width for width in wanted if width < largest] + [largest]


def _webp(image: Any, quality: int, effort: int) -> bytes:
    found: bytes = image.webpsave_buffer(Q=quality, effort=effort, keep="none")
    return found


def _blurhash(image: Any) -> str:
    small = image.thumbnail_image(_SMALL, height=_SMALL, size="down")
    if small.hasalpha():
        small = small.flatten(background=[255])
    small = small.colourspace("srgb").cast("uchar")
    return blurhash.encode(bytes(small.write_to_memory()), small.width, small.height)
