"""The mark as PNG, for home screens: drawn from the same SVG as the one in the browser's tab, edge to edge.

``python -m scripts.icons`` writes ``folkmoot/web/static/folkmoot/touch-*.png``. They have 32 colours in order, from the
ground to the lines: so the program can give them a community's own colour by writing other ones in their place.
"""

import io
import os
import struct
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import django
from PIL import Image
from playwright.sync_api import sync_playwright

with tempfile.TemporaryDirectory() as _scratch:
    os.environ |= {"FOLKMOOT_DATA_DIR": _scratch, "DJANGO_SETTINGS_MODULE": "folkmoot.project.settings"}
    django.setup()

from folkmoot.web.colour import DEFAULT, LIGHT, accent
from folkmoot.web.theme import MARK, SHADES, SIZES, shades
from scripts.browser import chromium

FOLDER = Path(__file__).parents[1] / "folkmoot/web/static/folkmoot"
INSIDE = 0.8  # of the edge: what a round mask leaves


def main() -> None:
    """Draw and write every size."""
    found = accent(DEFAULT, LIGHT)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        for size in SIZES:
            page = browser.new_page(viewport={"width": size, "height": size})
            page.set_content(_drawing(size))
            levels = Image.open(io.BytesIO(page.screenshot())).convert("L")
            (FOLDER / f"touch-{size}.png").write_bytes(_png(levels, shades(found.accent, found.on)))
        browser.close()


def _drawing(size: int) -> str:
    """The mark in white on black, as large as a round mask allows."""
    mark = MARK.format(ground="#000", line="#fff").replace(' rx="8"', "")
    inside = round(size * INSIDE)
    page = f"margin: 0; background: #000; display: grid; place-items: center; block-size: {size}px"
    return f"<!doctype html><style>body {{ {page} }} svg {{ inline-size: {inside}px }}</style>{mark}"


def _png(levels: Image.Image, colours: bytes) -> bytes:
    """A PNG in these colours, the darkest level first."""
    width, height = levels.size
    last = SHADES - 1
    rows = levels.point([round(level / 255 * last) for level in range(256)]).tobytes()
    lines = b"".join(b"\0" + rows[y * width : (y + 1) * width] for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", colours), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunks(parts))


def _chunks(parts: tuple[tuple[bytes, bytes], ...]) -> Iterator[bytes]:
    for name, data in parts:
        yield struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


if __name__ == "__main__":
    main()
