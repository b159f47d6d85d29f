"""Opening a picture: what it claims to be is held against the limits before a single pixel is decoded."""

import importlib
import io
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import pyvips

from folkmoot.media.workshop import sequences
from folkmoot.media.workshop.limits import MOST_PIXELS

LONGEST_SIDE = 16_384  # pixels
MOST_PIXELS_AT_ONCE = 30_000_000  # where the format makes the decoder hold the whole picture
MOST_PIXELS_OF = {"avif": 12_500_000}  # and several copies of it
MOST_FRAMES = 500
MOST_MOVING_PIXELS = 100_000_000  # of all frames together
_HEIC = "pillow_heif"
_IN_LINES = frozenset({"jpeg", "png"})  # decoded line by line, unless they are interlaced
_MOVING = frozenset({"gif", "webp"})
_SEQUENCES = frozenset({"png", "avif"})  # move as well, but libvips does not know
_CUT_SHORT = "premature end"
_LYING = range(5, 9)  # orientations that turn by a quarter
_ANY = 1_000_000  # pixels of height


class Refused(Exception):  # noqa: N818 - an answer, not a mistake
    """The picture is not taken; ``why`` is one of the words that ``order`` has sentences for."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Opened(NamedTuple):
    """A picture whose claims are within the limits; the rest decodes it at a width at most (never enlarged)."""

    width: int  # upright
    height: int
    frames: int
    still: Callable[[int], Any]  # the first frame, in sRGB
    roll: Callable[[int], Any]  # all frames, one below the other


def load(kind: str) -> None:
    """Have everything in memory that opening this kind takes: behind the walls nothing can be loaded."""
    pyvips.cache_set_max(0)
    pyvips.vips_lib.vips_concurrency_set(1)
    if kind == "heic":
        heif = importlib.import_module(_HEIC)
        heif.options.DECODE_THREADS = 1
    if kind in _SEQUENCES:
        sequences.load()


def opened(kind: str, data: bytes) -> Opened:
    """The picture in these bytes; ``Refused`` when it is too large for what this is for."""
    if kind == "heic":
        return _heic(data)
    if kind == "gif" and not data.rstrip(b"\0\r\n ").endswith(b";"):  # where it ends when it is whole
        raise Refused("damaged")
    if kind in _SEQUENCES and sequences.moves(kind, data):
        return _sequence(data)
    image = pyvips.Image.new_from_source(pyvips.Source.new_from_memory(data), "", access="sequential")
    frames = image.get("n-pages") if kind in _MOVING and image.get_typeof("n-pages") else 1
    _check(image.width, image.height, frames, _most_pixels(kind, image))
    lying = image.get_typeof("orientation") and image.get("orientation") in _LYING
    width, height = (image.height, image.width) if lying else (image.width, image.height)
    still = partial(_photograph if kind == "jpeg" else _picture, data)
    return Opened(width, height, frames, still, partial(_thumbnail, data, options="n=-1"))


def _most_pixels(kind: str, image: Any) -> int:
    if kind in _IN_LINES and not image.get_typeof("interlaced"):
        return MOST_PIXELS
    return MOST_PIXELS_OF.get(kind, MOST_PIXELS_AT_ONCE)


def _thumbnail(data: bytes, most: int, options: str = "", fail_on: str = "error") -> Any:
    source = pyvips.Source.new_from_memory(data)
    options = f"{options},fail_on={fail_on}".lstrip(",")
    return pyvips.Image.thumbnail_source(source, most, height=_ANY, size="down", option_string=options)


def _picture(data: bytes, most: int) -> Any:
    return _decoded(_thumbnail(data, most))


def _photograph(data: bytes, most: int) -> Any:
    """A JPEG; one that says more than it has is refused, where its decoder would warn and fill up with grey.

    It warns of much that does no harm as well, which many cameras write: then it is decoded again, without minding.
    """
    try:
        return _decoded(_thumbnail(data, most, fail_on="warning"))
    except pyvips.Error as trouble:
        if _CUT_SHORT in str(trouble):
            raise Refused("damaged") from trouble
        return _picture(data, most)


def _decoded(image: Any) -> Any:
    """The colours as screens understand them, eight bits each; to libvips, a broken profile is as good as none."""
    if image.get_typeof("icc-profile-data"):
        return image.icc_transform("srgb", embedded=True, depth=8).copy_memory()
    return image.colourspace("srgb").copy_memory()


def _sequence(data: bytes) -> Opened:
    found = sequences.opened(data)
    _check(found.width, found.height, found.frames, sequences.MOST_PIXELS)
    still, roll = partial(sequences.still, found), partial(sequences.roll, found)
    narrow = sequences.widest(found, found.width)
    height = max(1, round(found.height * narrow / found.width))
    return Opened(narrow, height, found.frames, still, roll)


def _heic(data: bytes) -> Opened:
    found = importlib.import_module(_HEIC).open_heif(io.BytesIO(data))
    width, height = found.size
    _check(width, height, 1, MOST_PIXELS_AT_ONCE)

    def still(most: int) -> Any:
        bands = len(found.mode)
        flat = _rows(found.data, found.stride, width * bands, height)
        image = pyvips.Image.new_from_memory(flat, width, height, bands, "uchar").copy(interpretation="srgb")
        if profile := found.info.get("icc_profile"):
            image = image.copy()
            image.set_type(pyvips.GValue.blob_type, "icc-profile-data", profile)
        return _decoded(image.thumbnail_image(most, height=_ANY, size="down"))

    return Opened(width, height, 1, still, still)


def _rows(data: Any, stride: int, length: int, height: int) -> Any:
    """The rows without what stands between them."""
    if stride == length:
        return data
    rows = memoryview(data)
    return b"".join(rows[y * stride : y * stride + length] for y in range(height))


def _check(width: int, height: int, frames: int, most_pixels: int) -> None:
    if max(width, height) > LONGEST_SIDE:
        raise Refused("sides")
    if width * height > most_pixels:
        raise Refused("pixels")
    if frames > MOST_FRAMES or (frames > 1 and width * height * frames > MOST_MOVING_PIXELS):
        raise Refused("frames")
