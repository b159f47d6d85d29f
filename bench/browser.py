"""P12: when the home page can be used in a browser that has nothing of it yet, and how much JavaScript that takes."""

import gzip
import os
import statistics
from typing import Any

from playwright.sync_api import Browser, Response, sync_playwright

from bench.figures import Figure
from bench.stage import Stage
from scripts.browser import chromium

_WATCH = """
  window.__busy_until = 0;
  new PerformanceObserver(list => {
    for (const entry of list.getEntries())
      window.__busy_until = Math.max(window.__busy_until, entry.startTime + entry.duration);
  }).observe({type: "longtask", buffered: true});
"""
_READY = """() => Math.max(performance.getEntriesByType("navigation")[0].loadEventEnd, window.__busy_until)"""


def interactive(played: Stage) -> list[Figure]:
    """Load the home page as a member, each time in a fresh browser profile."""
    with sync_playwright() as playwright:
        sandbox = [] if os.geteuid() else ["--no-sandbox"]
        browser = playwright.chromium.launch(executable_path=chromium(), args=sandbox)
        try:
            visits = [_visit(browser, played) for _ in range(played.pace.rounds + 1)][1:]
        finally:
            browser.close()
    seconds = statistics.median(each[0] for each in visits)
    kilobytes = visits[0][1] / 1000
    words = f"{seconds:.2f} s, {kilobytes:.1f} KB of JavaScript"
    met = seconds <= 1 and kilobytes <= 60
    numbers = {"seconds": seconds, "kilobytes": kilobytes}
    return [Figure("P12", "home page in the browser, cold", words, "", "≤ 1 s, ≤ 60 KB compressed", met, numbers)]


def _visit(browser: Browser, played: Stage) -> tuple[float, int]:
    """Seconds until loaded and idle, and bytes of JavaScript under gzip -9."""
    brought = [each.partition("=") for each in played.sessions[0][1].split("; ")]
    context = browser.new_context()
    context.add_cookies([{"name": name, "value": value, "url": played.site.origin} for name, _, value in brought])
    context.add_init_script(_WATCH)
    scripts: list[Response] = []
    page = context.new_page()
    page.on("response", lambda response: scripts.append(response) if _is_script(response) else None)
    page.goto(f"{played.site.origin}/", wait_until="load")
    page.wait_for_timeout(300)
    ready: Any = page.evaluate(_READY)
    size = sum(len(gzip.compress(script.body(), 9)) for script in scripts)
    context.close()
    return float(ready) / 1000, size


def _is_script(response: Response) -> bool:
    return response.request.resource_type == "script"
