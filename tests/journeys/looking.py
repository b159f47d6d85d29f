"""What axe says about a page: wholly, or about its colours alone; and once in a run for each kind of page."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe, AxeResults
from playwright.sync_api import Page, ViewportSize

from tests import databases

DESK: ViewportSize = {"width": 1440, "height": 900}
TABLET: ViewportSize = {"width": 768, "height": 1024}
PHONE: ViewportSize = {"width": 390, "height": 844}
SIZES = (PHONE, TABLET, DESK)
SCHEMES = ("dark", "light")
# until nothing moves any more; what never ends, or stands still half-way, is not waited for
MOVED = """() => Promise.race([new Promise((done) => setTimeout(done, 1000)),
    Promise.allSettled(document.getAnimations().map((each) => each.finished))])"""
WHOLE = {"resultTypes": ["violations"]}
# the dark theme is other colours and nothing else (tests/house/test_styles.py), so these are all that can differ
COLOURS = WHOLE | {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
RUN = "(options) => axe.run(options).then(({violations}) => ({violations}))"  # the rest is long, and read by nobody


def is_worth_it() -> bool:
    """The same pages come from either database: axe reads them in the run on SQLite alone."""
    return databases.chosen() == "sqlite"


def found(page: Page, options: dict[str, Any]) -> str:
    """What axe finds wrong on a page, in words; it is given to each document once."""
    axe = Axe()
    if page.evaluate("() => !window.axe"):
        page.evaluate(axe.axe_script)
    results = AxeResults(page.evaluate(RUN, options))
    return f"{page.url} at {page.viewport_size}\n{results.generate_report()}" if results.violations_count else ""


def sides(page: Page) -> Iterator[dict[str, Any]]:
    """Turn a page to every size and into both themes; what axe has to be asked there."""
    for size in SIZES:
        page.set_viewport_size(size)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            page.evaluate(MOVED)
            yield WHOLE if scheme == "light" else COLOURS


def kind(page: Page, opened: str) -> str:
    """Which page this is, whoever it is about; ``opened`` is what is open on it."""
    title = f"{urlsplit(page.url).path} {page.locator('h1').first.inner_text()}"
    return re.sub(r"@\w+|\d+|[\w-]{20,}", "…", title) + opened


def is_first(folder: Path, known: str) -> bool:
    """Whether no process of this run has claimed this kind of page before."""
    try:
        (folder / hashlib.sha256(known.encode()).hexdigest()[:32]).open("x").close()
    except FileExistsError:
        return False
    return True
