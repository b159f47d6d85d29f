#!/usr/bin/env python
"""Makes the demo's pictures from the packages that sources.json names: ``scripts/demo_pictures.py FOLDER``.

In FOLDER each package lies unpacked below its name. Debian packages come by ``apt-get download`` and
``dpkg-deb -x``, the two Python ones by ``pip download --no-deps`` and ``unzip``. The files have the widths that the
product makes of an upload, but are packed more tightly, since they travel with the program.
"""

import json
import sys
from pathlib import Path
from typing import Any

import pyvips

from folkmoot.media.workshop import blurhash
from folkmoot.media.workshop.making import WIDTHS

PLACE = Path(__file__).parents[1] / "folkmoot" / "project" / "demo" / "pictures"
LARGEST = 1280  # pixels wide; no more than two thirds of that high on the whole
HIGHEST = 1200
QUALITY = 74
SIDE = 320  # of a portrait
FIGURE = 236  # the larger side of what is cut out and stands on a colour
SMALL = 32


def main(folder: Path) -> None:
    """Make all pictures, and write down what is known of them."""
    sources = json.loads((PLACE / "sources.json").read_text())
    made = {}
    for name, source in sources["photographs"].items():
        made[name] = _lay(name, _photograph(folder, source), source.get("quality", QUALITY))
    for name, source in sources["portraits"].items():
        made[name] = _lay(name, _portrait(folder, source), QUALITY + 14)
    rows = ",\n".join(f" {json.dumps(name)}: {json.dumps(row)}" for name, row in made.items())
    (PLACE / "pictures.json").write_text(f"{{\n{rows}\n}}\n")
    (PLACE / "LICENCES").write_text(_licences({**sources["photographs"], **sources["portraits"]}))


def _photograph(folder: Path, source: dict[str, Any]) -> Any:
    path = folder / source["package"] / source["file"]
    return _flat(pyvips.Image.thumbnail(str(path), LARGEST, height=HIGHEST, size="down"), "#ffffff")


def _portrait(folder: Path, source: dict[str, Any]) -> Any:
    path = str(folder / source["package"] / source["file"])
    if "background" not in source:
        return _flat(pyvips.Image.thumbnail(path, SIDE, height=SIDE, crop=source.get("crop", "attention")), "#ffffff")
    whole = pyvips.Image.new_from_file(path).colourspace("srgb")
    trimmed = whole.crop(*whole[3].find_trim(background=[0], threshold=20))
    figure = trimmed.thumbnail_image(FIGURE, height=FIGURE, size="both")
    framed = figure.gravity("centre", SIDE, SIDE, extend="background", background=[0, 0, 0, 0])
    return _flat(framed, source["background"])


def _flat(image: Any, colour: str) -> Any:
    image = image.colourspace("srgb")
    if image.hasalpha():
        image = image.flatten(background=[int(colour[i : i + 2], 16) for i in (1, 3, 5)])
    return image.cast("uchar").copy_memory()


def _lay(name: str, image: Any, quality: int) -> dict[str, Any]:
    widths = [width for width in WIDTHS if width < image.width] + [image.width]
    place = PLACE / name
    place.mkdir(exist_ok=True)
    for width in widths:
        narrowed = image if width == image.width else image.resize(width / image.width)
        narrowed.webpsave(str(place / f"{width}.webp"), Q=quality, effort=6, smart_subsample=True, keep="none")
    small = image.thumbnail_image(SMALL, height=SMALL, size="down").cast("uchar")
    pixels = bytes(small.write_to_memory())
    return {
        "width": image.width,
        "height": image.height,
        "widths": widths,
        "blurhash": blurhash.encode(pixels, small.width, small.height),
    }


def _licences(sources: dict[str, dict[str, Any]]) -> str:
    head = (
        "The pictures of the demo community are made smaller from works in these packages (Debian's, or Python's in\n"
        "the case of scikit-image and scikit-learn), whose own copyright files name authors and licences as below.\n"
        "GPL-2+, LGPL-2.1+, LGPL-3: https://www.gnu.org/licenses/ · CC: https://creativecommons.org/licenses/\n"
    )
    rows = [
        f"{name}\n  from {source['package']}: {source['file']}\n  by {source['author']}, {source['licence']}"
        for name, source in sources.items()
    ]
    return "\n".join([head, *rows, ""])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
