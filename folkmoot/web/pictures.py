"""How pictures stand on pages: their addresses for each reader, sizes to choose from, the point that stays in view."""

from functools import lru_cache
from time import time
from typing import NamedTuple

from django.core.cache import cache

from folkmoot.instance.queries import community
from folkmoot.media import addresses
from folkmoot.media.queries import PictureView

STEPS = 10  # from one edge to the other, in which the point that stays in view is told
MIDDLING = 640  # pixels: what a browser loads that knows nothing of choices
SMALL = 320
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~"
_KEPT = 10  # seconds for which it is remembered whether visitors may read


class Shown(NamedTuple):
    """One picture as a page shows it; one that moves stands still until somebody wants it to."""

    picture: PictureView
    href: str  # the largest file
    src: str
    srcset: str
    play: str  # the file that moves
    focus: str
    tint: str


def shown(picture: PictureView, *, for_visitors: bool) -> Shown:
    """A picture of a post, with marked addresses: ``finish`` makes them the reader's own."""
    mark = addresses.opened if for_visitors else addresses.closed
    return _shown(picture, {name: mark(address(picture, name)) for name in _variants(picture)})


def own(picture: PictureView, viewer: int) -> Shown:
    """A picture that only its owner sees so far."""
    now = time()
    return _shown(picture, {name: signed(picture, name, viewer, now) for name in _variants(picture)})


def finish(text: str, viewer: int | None, *, is_own: bool) -> str:
    """A text with each marked address made the reader's own; one's own are signed, for they may be held or removed."""
    if not addresses.is_marked(text):
        return text
    return addresses.finish(text, viewer, time(), visitors_may_read=not is_own and _visitors_may_read())


def address(picture: PictureView, variant: int | str) -> str:
    """Where a file of a picture is, for a browser."""
    return addresses.origin() + addresses.path(picture, variant)


def signed(picture: PictureView, variant: int | str, viewer: int, now: float) -> str:
    """Where a file of a picture is for one viewer."""
    return addresses.origin() + addresses.signed(addresses.path(picture, variant), viewer, now)


def face(picture: PictureView, width: int = SMALL) -> str:
    """Where a file of an account's picture is, about so wide; it does not move."""
    return address(picture, "still" if picture.moving else at_least(picture, width))


def choices(picture: PictureView) -> str:
    """The files of a picture that everybody may load, by their widths, for a browser to choose from."""
    if picture.moving:
        return ""
    return ", ".join(f"{address(picture, width)} {width}w" for width in picture.widths)


def sizes(count: int) -> str:
    """How wide each of so many pictures stands in the column, for a browser to choose by."""
    phone, desk = (95, 36) if count == 1 else (48, 18)
    return f"(max-width: 40rem) {phone}vw, {desk}rem"


@lru_cache(maxsize=500)
def focus(point: tuple[float, float]) -> str:
    """The classes that keep the point in view when a picture is cut; they are in ``pictures.css``."""
    across, down = (round((part + 1) / 2 * STEPS) for part in (point[0], -point[1]))
    middle = STEPS // 2
    return "" if (across, down) == (middle, middle) else f"fx-{across} fy-{down}"


@lru_cache(maxsize=2_000)
def tint(blurhash: str) -> str:
    """The colour that stands in a picture's place until it has come: its average, as its blurhash tells it."""
    value = 0
    for digit in blurhash[2:6]:
        value = value * len(_DIGITS) + max(0, _DIGITS.find(digit))
    return f"#{value & 0xFFFFFF:06x}"


def at_least(picture: PictureView, width: int) -> int:
    """The narrowest of a picture's widths that is as wide as wanted, or its widest."""
    return next((each for each in picture.widths if each >= width), picture.widths[-1])


def _variants(picture: PictureView) -> tuple[int | str, ...]:
    return (*picture.widths, "still") if picture.moving else picture.widths


def _shown(picture: PictureView, place: dict[int | str, str]) -> Shown:
    middling = at_least(picture, MIDDLING)
    many = len(picture.widths) > 1 and not picture.moving
    return Shown(
        picture=picture,
        href=place[picture.widths[-1]],
        src=place["still" if picture.moving else middling],
        srcset=", ".join(f"{place[width]} {width}w" for width in picture.widths) if many else "",
        play=place[middling] if picture.moving else "",
        focus=focus(picture.focus),
        tint=tint(picture.blurhash),
    )


def _visitors_may_read() -> bool:
    return cache.get_or_set("web.visitors_may_read", lambda: community().visitors == "posts", _KEPT) is True
