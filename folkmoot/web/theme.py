"""The community's colour as a small stylesheet and as its mark, each at an address that changes with what it holds."""

import hashlib
import struct
import zlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from folkmoot.core.errors import NotFound
from folkmoot.web.access import Door, door, first_of_all
from folkmoot.web.colour import DARK, DARK_CLEAR, DEFAULT, LIGHT, LIGHT_CLEAR, Accent, accent, is_colour

if TYPE_CHECKING:
    from django.http import HttpRequest

FOREVER = "public, max-age=31536000, immutable"
_ANYBODY = {"Cache-Control": FOREVER, "Cross-Origin-Resource-Policy": "cross-origin"}  # apps show it, too
PNG = "image/png"
KINDS = {"css": "text/css; charset=utf-8", "svg": "image/svg+xml", "180.png": PNG, "192.png": PNG, "512.png": PNG}
MARK = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="{ground}"/>'
    '<g fill="none" stroke="{line}" stroke-width="2.8" stroke-linecap="round" stroke-linejoin="round">'
    '<path d="M8 24.500v-6a4 4 0 0 1 8 0v6M16 18.500a4 4 0 0 1 8 0v6"/></g>'
    '<g fill="{line}"><circle cx="8" cy="10" r="2.500"/><circle cx="16" cy="8.500" r="2.500"/>'
    '<circle cx="24" cy="10" r="2.500"/></g></svg>\n'
)
SIZES = (180, 192, 512)  # of the mark on home screens, edge to edge
SHADES = 32  # of its colours
_FILES = Path(__file__).parent / "static/folkmoot"


@first_of_all
@door(Door.VISITORS)
@require_safe
def theme(request: "HttpRequest", colour: str, digest: str, kind: str) -> HttpResponse:
    """One colour's stylesheet or marks, to be kept for ever; an address that the program did not make is not there."""
    del request
    if address(f"#{colour}", kind) != f"/theme/{colour}-{digest}.{kind}":
        raise NotFound
    return HttpResponse(_made(f"#{colour}", kind), KINDS[kind], headers=_ANYBODY)


def stylesheet(colour: str) -> str:
    """Where the stylesheet of a community's colour is; empty for the colour that our own stylesheets have."""
    return address(colour, "css") if is_colour(colour) and colour != DEFAULT else ""


def touch(colour: str, size: int) -> str:
    """Where the mark for home screens is, in a community's colour or in ours."""
    known = is_colour(colour) and colour != DEFAULT
    return address(colour, f"{size}.png") if known else static(f"folkmoot/touch-{size}.png")


def mark(colour: str) -> str:
    """Where the mark in a community's colour is, for the browser's tab; empty for the colour of our own."""
    return address(colour, "svg") if is_colour(colour) and colour != DEFAULT else ""


@lru_cache(maxsize=128)
def address(colour: str, kind: str) -> str:
    """The address of what is made of a colour; the digest changes with a new version of the program."""
    digest = hashlib.sha256(_made(colour, kind)).hexdigest()[:10]
    return f"/theme/{colour[1:]}-{digest}.{kind}"


def _made(colour: str, kind: str) -> bytes:
    if kind.endswith("png"):
        return png(colour, int(kind.removesuffix(".png")))
    return (css(colour) if kind == "css" else _mark(accent(colour, LIGHT))).encode()


def css(colour: str) -> str:
    """The values that ``tokens.css`` holds for the colour of our own, for another colour."""
    usual = _lines("", accent(colour, LIGHT), accent(colour, DARK))
    clear = _lines("clear-", accent(colour, LIGHT_CLEAR), accent(colour, DARK_CLEAR))
    return ":root {\n" + "".join(f"  {line}\n" for line in (*usual, *clear)) + "}\n"


@lru_cache(maxsize=32)
def png(colour: str, size: int) -> bytes:
    """The mark of this size, with other colours written in the place of ours."""
    data = (_FILES / f"touch-{size}.png").read_bytes()
    start, found = data.index(b"PLTE"), accent(colour, LIGHT)
    part = b"PLTE" + shades(found.accent, found.on)
    return data[:start] + part + struct.pack(">I", zlib.crc32(part)) + data[start + len(part) + 4 :]


def shades(ground: str, line: str) -> bytes:
    """The colours from one to the other, as a PNG lists them."""
    one, other = (bytes.fromhex(colour[1:]) for colour in (ground, line))
    last = SHADES - 1
    return bytes(round(a + (b - a) * step / last) for step in range(SHADES) for a, b in zip(one, other, strict=True))


def _mark(found: Accent) -> str:
    return MARK.format(ground=found.accent, line=found.on)


def _lines(prefix: str, light: Accent, dark: Accent) -> tuple[str, ...]:
    names = {"accent": "accent", "accent-strong": "strong", "accent-soft": "soft", "on-accent": "on"}
    pairs = {name: (getattr(light, part), getattr(dark, part)) for name, part in names.items()}
    return tuple(f"--{prefix}{name}: light-dark({one}, {other});" for name, (one, other) in pairs.items())
