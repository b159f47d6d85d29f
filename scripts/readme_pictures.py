"""Takes the pictures of the README anew: ``python -m scripts.readme_pictures`` makes a demo, looks at it, and stops it.

Needs Chromium and, for emoji in colour, a font that has them (fonts-noto-color-emoji).
"""

import io
import re
import tempfile
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from scripts.browser import chromium
from tests.servers import COMMAND, ROOT, Server, start_server

PLACE = ROOT / "docs" / "pictures"
LONG = 300.0  # seconds
QUALITY = 82
DESK, PHONE = {"width": 1440, "height": 1000}, {"width": 390, "height": 844}


class Look(NamedTuple):
    """One picture: who looks where, on what, and what it begins with."""

    who: str
    path: str
    screen: dict[str, int] = DESK
    scheme: str = "light"
    beginning: str = ""  # the words of the post that it is about, which its address is found by


LOOKS = {
    "home": Look("maria", "/"),
    "phone": Look("maria", "/@hiro", PHONE, "dark"),
    "arabic": Look("leila", "/@leila"),
    "music": Look("tomas", "/@ines", beginning="Songs for the stairwell"),
    "poll": Look("tomas", "/@kofi", PHONE, beginning="JUST MARRIED"),
}


def main() -> None:
    """Take all of them."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = start_server(f"{folder}/demo", command=(*COMMAND, "demo"), patience=LONG)
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        try:
            for name, look in LOOKS.items():
                _keep(PLACE / f"{name}.webp", _taken(browser, server, look))
        finally:
            browser.close()
            server.stop()


def _taken(browser: Browser, server: Server, look: Look) -> bytes:
    scale = 2 if look.screen is PHONE else 1
    context = browser.new_context(viewport=look.screen, color_scheme=look.scheme, device_scale_factor=scale)
    page = context.new_page()
    _sign_in(page, server, look.who)
    page.goto(server.url + look.path)
    if look.beginning:
        page.locator("article", has_text=look.beginning).first.locator(".post-when a").last.click()
        page.locator("article.large").wait_for()
    page.mouse.move(0, 0)
    page.wait_for_load_state("networkidle")
    taken = page.screenshot(animations="disabled")
    context.close()
    return taken


def _sign_in(page: Page, server: Server, who: str) -> None:
    password = re.search(rf"^  ({who}@\S+) +(\S+)$", server.log, re.MULTILINE)
    if not password:
        raise SystemExit(server.log)
    page.goto(f"{server.url}/sign-in")
    for name, value in zip(("login", "password"), password.groups(), strict=True):
        page.locator(f"[name={name}]").fill(value)
    page.locator("main form button").last.click()
    page.locator(".places").wait_for(state="attached")


def _keep(path: Path, taken: bytes) -> None:
    Image.open(io.BytesIO(taken)).convert("RGB").save(path, "webp", quality=QUALITY, method=6)


if __name__ == "__main__":
    main()
