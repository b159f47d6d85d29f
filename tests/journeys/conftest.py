"""Browser journeys: one Chromium for the run, a fresh context for each person in a test.

``site`` is a running server (``site.url``) on a fresh community, ``town`` one with members in it, shared by all
journeys of a process: a new one, or (``UPGRADED``) what the demo of the last release left, brought up to date.
``person(...)`` opens a browser context (cookies of its own) and gives its page; ``page`` is the first one.
``somebody("ada")`` is a member at a screen as this run of the journey wants it (``way``).
A failing test leaves a screenshot and a trace of every page in ``test-results/``.
"""

import os
import re
from collections.abc import Callable, Generator, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from _pytest.mark import ParameterSet
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from scripts.browser import chromium
from tests.journeys import looking
from tests.journeys.looking import DESK, MOVED, PHONE, TABLET
from tests.journeys.town import PASSWORD, Somebody, Town
from tests.laid import laid
from tests.releases.kept import told_before, unpack
from tests.servers import Server, running, start_server

__all__ = ["DESK", "MOVED", "PHONE", "TABLET"]  # the journeys have them from here
RESULTS = Path(__file__).parents[2] / "test-results"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
HERE = {"localhost", "127.0.0.1", "::1"}
PATIENCE = 20_000  # milliseconds: the machine may be busy
LIMITS = {
    "FOLKMOOT_SIGN_INS_PER_5_MINUTES": "10000",
    "FOLKMOOT_SIGN_UPS_PER_HOUR": "10000",
    "FOLKMOOT_FAILED_SIGN_INS_FROM_ONE_NETWORK": "10000",
    "FOLKMOOT_ENTRANCE_VISITS_PER_MINUTE": "10000",
    "FOLKMOOT_RESETS_PER_HOUR": "10000",
    "FOLKMOOT_UPLOADS_PER_HOUR": "10000",
    "FOLKMOOT_BURST_OF_ONE_NETWORK": "10000",
    "FOLKMOOT_BURST_OF_ALL": "10000",
    "FOLKMOOT_PROOF_PRICE": "0",  # but where it is what a journey is about
}
_outcome = pytest.StashKey[pytest.TestReport]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever stands in this folder and opens a page is a journey."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents and {"page", "person", "browser"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.journey)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember how the test itself went, for the screenshots."""
    report = yield
    if report.when == "call":
        item.stash[_outcome] = report
    return report


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Generator[Server]:
    """A server of the module's own, on a fresh community in the database this run is about."""
    with running(laid(tmp_path_factory.mktemp("community")), FOLKMOOT_WEB_WORKERS="1", **LIMITS) as server:
        yield server


@pytest.fixture(scope="session")
def new_town(tmp_path_factory: pytest.TempPathFactory) -> Generator[Town]:
    """A server with members in it, for all journeys that need nothing of their own."""
    with running(laid(tmp_path_factory.mktemp("town")), FOLKMOOT_WEB_WORKERS="1", **LIMITS) as server:
        town = Town(server)
        town.found()
        yield town


@pytest.fixture(scope="session")
def old_town(tmp_path_factory: pytest.TempPathFactory) -> Generator[Town]:
    """The community that the demo of the last release left, upgraded by this one; the same members have moved in."""
    folder = unpack(tmp_path_factory.mktemp("old-town"))
    server = start_server(folder, patience=240, FOLKMOOT_WEB_WORKERS="1", **LIMITS)  # many tables change
    try:
        town = Town(server, frozenset(told_before()["accounts"]))
        town.found()
        yield town
    finally:
        server.stop()


@pytest.fixture
def own_town(tmp_path_factory: pytest.TempPathFactory) -> Generator[Callable[..., Town]]:
    """``own_town({"ada": "member"})``: a town of one journey's own, for what would be in the way of all others."""
    with ExitStack() as until_then:

        def begin(people: dict[str, str], *rules: str) -> Town:
            folder = laid(tmp_path_factory.mktemp("own"))
            town = Town(until_then.enter_context(running(folder, FOLKMOOT_WEB_WORKERS="1", **LIMITS)))
            settings = {"name": "Harbour", "sign_up": "open", "visitors": "posts"}
            town.seed(settings=settings, rules=["Be kind.", *rules], people=people, password=PASSWORD)
            return town

        yield begin


@pytest.fixture
def town(request: pytest.FixtureRequest) -> Town:
    """The ground of a journey."""
    way = getattr(request.node, "callspec", None) and request.node.callspec.params.get("way")
    town: Town = request.getfixturevalue("old_town" if way and way.upgraded else "new_town")
    return town


@pytest.fixture(scope="session")
def browser() -> Generator[Browser]:
    """Debian's Chromium, without a screen and without talking to anybody."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's own loop runs in the tests' thread
    program = chromium()
    if not program:
        pytest.fail("The journeys need Chromium: run `make test`, or install the package chromium-headless-shell.")
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE)
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def person(browser: Browser, request: pytest.FixtureRequest) -> Generator[Callable[..., Page]]:
    """``person(viewport=PHONE, javascript=False)``: somebody at a screen of their own; gives their page."""
    contexts: list[BrowserContext] = []
    strange: list[str] = request.getfixturevalue("strange")

    def sit_down(*, viewport: dict[str, int] = DESK, javascript: bool = True, **options: Any) -> Page:
        context = browser.new_context(viewport=viewport, java_script_enabled=javascript, **options)
        context.set_default_timeout(PATIENCE)
        context.tracing.start(snapshots=True)
        context.on("request", lambda asked: strange.append(asked.url) if _elsewhere(asked.url) else None)
        contexts.append(context)
        return context.new_page()

    yield sit_down
    failed = (report := request.node.stash.get(_outcome, None)) is None or report.failed
    for number, context in enumerate(contexts):
        _leave(context, _folder(request.node.nodeid) / str(number) if failed else None)
    assert strange == [], "a page asked another site"


@pytest.fixture
def strange() -> list[str]:
    """What browsers asked of other sites, which fails the journey; one that means to takes it out of the list."""
    return []


@pytest.fixture
def page(person: Callable[..., Page]) -> Page:
    """The page of the first person, at a desk."""
    return person()


@dataclass(frozen=True)
class Way:
    """How a journey is gone: with or without JavaScript, on which screen, in which light, on old or new ground."""

    javascript: bool = True
    viewport: dict[str, int] = field(default_factory=lambda: DESK)
    color_scheme: str = "light"
    upgraded: bool = False

    def __str__(self) -> str:
        """How the journey is called in this way."""
        how = f"{'js' if self.javascript else 'nojs'}-{self.viewport['width']}-{self.color_scheme}"
        return f"upgraded-{how}" if self.upgraded else how


UPGRADED = Way(upgraded=True)


def ways(*variants: Way) -> pytest.MarkDecorator:
    """Gone at a desk on both databases, and in these other ways on SQLite."""
    return pytest.mark.parametrize("way", [pytest.param(Way(), id="desk"), *_variants(variants)])


def upgraded(*variants: Way) -> pytest.MarkDecorator:
    """Gone on the ground of the last release alone, which is on SQLite."""
    return pytest.mark.parametrize("way", _variants(replace(variant, upgraded=True) for variant in variants))


def _variants(variants: Iterable[Way]) -> list[ParameterSet]:
    return [pytest.param(variant, marks=pytest.mark.variant, id=str(variant)) for variant in variants]


@pytest.fixture
def somebody(person: Callable[..., Page], town: Town, way: Way) -> Callable[..., Somebody]:
    """``somebody("ada")``: a member who has signed in; ``somebody()``: a visitor."""

    def arrive(name: str = "") -> Somebody:
        page = person(javascript=way.javascript, viewport=way.viewport, color_scheme=way.color_scheme)
        found = Somebody(town, page, name)
        return found.sign_in() if name else found

    return arrive


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """``axe(page)``: fails with what axe finds wrong on the page (WCAG 2.2 A and AA, and its best practices)."""

    def check(page: Page, options: dict[str, Any] = looking.WHOLE) -> None:
        wrong = looking.is_worth_it() and looking.found(page, options)
        assert not wrong, wrong

    return check


@pytest.fixture(scope="session")
def looked_at(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the workers of a run note which kinds of pages were looked at from all sides."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "looked-at"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture
def look(axe: Callable[..., None], looked_at: Path) -> Callable[..., None]:
    """``look(page)``: axe finds nothing wrong at 390, 768 and 1440 pixels and in both themes; each kind of page once.

    ``look(page, "lightbox")`` is about what is open on it. Nothing is ever wider than the screen.
    """

    def at(page: Page, opened: str = "") -> None:
        page.wait_for_load_state("load")
        _fits(page)
        if not looking.is_worth_it() or page.evaluate("() => !window.htmx"):  # axe needs JavaScript, as the page has it
            return
        if looking.is_first(looked_at, looking.kind(page, opened)):
            before = page.viewport_size
            for question in looking.sides(page):
                axe(page, question)
                _fits(page)
            page.set_viewport_size(before)

    return at


@pytest.fixture
def shot() -> Callable[[Page, str], Path]:
    """``shot(page, "home-390")``: a picture of the whole page in test-results/shots, to look at."""

    def take(page: Page, name: str) -> Path:
        path = RESULTS / "shots" / f"{name}.png"
        page.screenshot(path=path, full_page=True)
        return path

    return take


def _fits(page: Page) -> None:
    """Nothing is wider than the screen."""
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{page.url} is {wide} pixels wider than the screen of {page.viewport_size}"


def _elsewhere(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in HERE


def _leave(context: BrowserContext, folder: Path | None) -> None:
    """Close a context; if the test failed, keep what was on its pages."""
    if folder is None:
        context.tracing.stop()
    else:
        for number, page in enumerate(context.pages):
            page.screenshot(path=folder / f"page-{number}.png", full_page=True)
            (folder / f"page-{number}.html").write_text(page.content())
        context.tracing.stop(path=folder / "trace.zip")
    context.close()


def _folder(nodeid: str) -> Path:
    database = os.environ.get("FOLKMOOT_TEST_DATABASE", "sqlite")
    folder = RESULTS / database / re.sub(r"[^\w.-]+", "-", nodeid)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
