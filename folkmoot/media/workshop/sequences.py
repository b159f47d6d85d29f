"""PNG and AVIF that move: libvips shows their first picture alone, so Pillow takes them apart, one frame at a time."""

import io
from collections.abc import Iterator
from typing import Any, NamedTuple

import pyvips

MOST_PIXELS = 6_000_000  # of one frame: several copies of it are held
LARGEST_ROLL = 64_000_000  # bytes of all frames in the size they are made in
_HEAD = b"\x89PNG\r\n\x1a\n"
_SEQUENCE = b"avis"


class Sequence(NamedTuple):
    """A picture in several frames, of which none has been decoded yet."""

    image: Any
    width: int
    height: int
    frames: int
    mode: str  # with transparency or without


def load() -> None:
    """Have everything in memory that this takes."""
    from PIL import AvifImagePlugin, Image, PngImagePlugin

    Image.MAX_IMAGE_PIXELS = None  # the limits are ours
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    del PngImagePlugin


def moves(kind: str, data: bytes) -> bool:
    """Whether a PNG or AVIF says that it has several frames."""
    if kind == "png":
        return any(name == b"acTL" for name in _chunks(data))
    return kind == "avif" and _SEQUENCE in data[8 : int.from_bytes(data[:4])][:256]


def opened(data: bytes) -> Sequence:
    """The sequence in these bytes."""
    from PIL import Image

    image = Image.open(io.BytesIO(data), formats=("PNG", "AVIF"))
    mode = "RGB" if (image.format, image.mode) == ("AVIF", "RGB") else "RGBA"
    return Sequence(image, *image.size, getattr(image, "n_frames", 1), mode)


def widest(found: Sequence, most: int) -> int:
    """As wide as asked for, or as all frames together may be."""
    shape = found.height / found.width
    return min(most, max(1, int((LARGEST_ROLL / (len(found.mode) * found.frames * shape)) ** 0.5)))


def still(found: Sequence, most: int) -> Any:
    """The first frame."""
    return _frame(found, 0, most)


def roll(found: Sequence, most: int) -> Any:
    """All frames, one below the other, as libvips has them of other kinds."""
    frames, delays = [], []
    for number in range(found.frames):
        frames.append(_frame(found, number, most))
        delays.append(round(found.image.info.get("duration") or 100))
    image = pyvips.Image.arrayjoin(frames, across=1).copy()
    for name, value in (("page-height", frames[0].height), ("loop", found.image.info.get("loop", 0))):
        image.set_type(pyvips.GValue.gint_type, name, value)
    image.set_type(pyvips.GValue.array_int_type, "delay", delays)
    return image


def _frame(found: Sequence, number: int, most: int) -> Any:
    """One frame, decoded, in its size and in sRGB."""
    found.image.seek(number)
    flat = found.image.convert(found.mode)
    image = pyvips.Image.new_from_memory(flat.tobytes(), flat.width, flat.height, len(found.mode), "uchar")
    image = image.copy(interpretation="srgb")
    if profile := found.image.info.get("icc_profile"):
        image.set_type(pyvips.GValue.blob_type, "icc-profile-data", profile)
        image = image.icc_transform("srgb", embedded=True, depth=8)
    return image.thumbnail_image(most, height=1_000_000, size="down").copy_memory()


def _chunks(data: bytes) -> Iterator[bytes]:
    """The names of a PNG's parts as far as its pixels, before which it must say that it moves."""
    place = len(_HEAD)
    while place + 8 <= len(data):
        name = data[place + 4 : place + 8]
        if name == b"IDAT":
            return
        yield name
        place += 12 + int.from_bytes(data[place : place + 4])
