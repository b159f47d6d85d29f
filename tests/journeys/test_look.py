"""How it looks and feels: a community's colour, high contrast, single keys, and taking back what was just done."""

import re
from collections.abc import Callable, Generator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, LIMITS, MOVED, PHONE, Way, ways
from tests.journeys.town import Somebody, Town
from tests.laid import laid
from tests.servers import running

YELLOW = "#ffd500"  # nobody can read it on paper: the program has to do something about it
PAGES = (
    "/",
    "/community",
    "/notifications",
    "/direct",
    "/members",
    "/search",
    "/bookmarks",
    "/@gazette",
    "/settings/profile",
    "/settings/appearance",
    "/keys",
    "/source",
    "/nothing/here",
)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Generator[Town]:
    """A community that chose a difficult colour."""
    with running(laid(tmp_path_factory.mktemp("yellow")), FOLKMOOT_WEB_WORKERS="1", **LIMITS) as server:
        town = Town(server)
        town.found()
        town.seed(settings={"colour": YELLOW})
        yield town


def choose(who: Somebody, look: str) -> None:
    who.go("/settings/appearance")
    who.page.get_by_role("radio", name=re.compile(f"^{look}")).check()
    who.press("Save")


def check(who: Somebody, axe: Callable[[Page], None], path: str) -> None:
    """Nothing is wrong with a page, and it is not wider than the screen."""
    who.go(path)
    who.page.evaluate(MOVED)
    axe(who.page)
    wide = who.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{path} is {wide} pixels wider than the screen"


@pytest.mark.parametrize(("viewport", "scheme"), [(PHONE, "light"), (DESK, "dark")], ids=["390-light", "1440-dark"])
@ways()
def test_axe_finds_nothing_in_high_contrast(
    town: Town, somebody: Callable[..., Somebody], axe: Callable[[Page], None], viewport: dict[str, int], scheme: str
) -> None:
    """The other journeys look at every page in light and dark; these are the looks that they do not choose."""
    (name,) = town.people(1)
    who = somebody(name)
    who.page.set_viewport_size(viewport)
    who.page.emulate_media(color_scheme=scheme)
    choose(who, "High contrast")
    expect(who.page.locator("html")).to_have_attribute("data-theme", "contrast")
    for path in PAGES:
        check(who, axe, path)


@ways(Way(True, PHONE, "dark"))
def test_axe_finds_nothing_in_a_difficult_colour(
    town: Town, somebody: Callable[..., Somebody], axe: Callable[[Page], None]
) -> None:
    (name,) = town.people(1)
    who = somebody(name)
    for path in ("/", "/notifications", "/settings/appearance", "/keys", "/source"):
        check(who, axe, path)


@ways()
def test_the_colour_of_the_community_is_seen_and_can_be_read(town: Town, somebody: Callable[..., Somebody]) -> None:
    (name,) = town.people(1)
    who = somebody(name)
    shown = "getComputedStyle(document.querySelector('.composer .send')).backgroundColor"
    on_paper = who.page.evaluate(shown)
    who.page.emulate_media(color_scheme="dark")
    expect(who.page.locator(".composer .send")).to_have_css("background-color", "rgb(255, 213, 0)")
    assert on_paper != who.page.evaluate(shown), "on paper it is darker"


@ways(Way(False, PHONE, "light"))
def test_a_look_follows_its_member(town: Town, somebody: Callable[..., Somebody]) -> None:
    (name,) = town.people(1)
    here, elsewhere = somebody(name), somebody(name)
    choose(here, "Dark")
    expect(here.page.locator("html")).to_have_attribute("data-theme", "dark")
    elsewhere.go("/")
    expect(elsewhere.page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(elsewhere.page.locator("body")).to_have_css("color", "rgb(238, 231, 220)")


@ways()
def test_keys_move_and_act(town: Town, somebody: Callable[..., Somebody]) -> None:
    (name,) = town.people(1)
    who = somebody(name)
    page = who.go("/community")
    posts = page.locator("#feed > article.post")
    page.keyboard.press("j")
    expect(posts.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(posts.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(posts.nth(0)).to_be_focused()
    for key, button in (("l", "Like"), ("b", "Boost"), ("s", "Bookmark")):
        page.keyboard.press(key)
        expect(posts.nth(0).get_by_role("button", name=button, exact=True)).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#toasts")).to_contain_text("bookmarks")
    page.keyboard.press("u")
    bookmark = posts.nth(0).get_by_role("button", name="Bookmark", exact=True)
    expect(bookmark).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("o")
    expect(page.get_by_role("heading", name="Thread")).to_be_visible()


@ways()
def test_keys_lead_everywhere_and_explain_themselves(
    town: Town, somebody: Callable[..., Somebody], axe: Callable[[Page], None]
) -> None:
    (name,) = town.people(1)
    who = somebody(name)
    page = who.go("/")
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keys")
    expect(sheet).to_be_visible()
    page.evaluate("() => Promise.allSettled(document.getAnimations().map((each) => each.finished))")
    axe(page)
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    page.keyboard.press("g")
    page.keyboard.press("n")
    expect(page).to_have_url(f"{town.url}/notifications")
    page.wait_for_load_state()  # keys are heard once the page is whole
    page.keyboard.press("g")
    page.keyboard.press("p")
    expect(page).to_have_url(f"{town.url}/@{name}")
    page.wait_for_load_state()
    page.keyboard.press("n")
    expect(page.locator("#write textarea")).to_be_focused()
    page.keyboard.type("jlg?n")
    expect(page.locator("#write textarea")).to_have_value("jlg?n")
    expect(sheet).to_be_hidden()


@ways()
def test_keys_can_be_switched_off(town: Town, somebody: Callable[..., Somebody]) -> None:
    (name,) = town.people(1)
    who = somebody(name)
    who.go("/settings/appearance")
    who.page.get_by_role("checkbox", name="Single keys").uncheck()
    who.press("Save")
    expect(who.page.get_by_text("This is how it looks from now on")).to_be_visible()
    page = who.go("/community")
    page.keyboard.press("j")
    expect(page.locator("article.post:focus")).to_have_count(0)


@ways(Way(True, PHONE, "dark"))
def test_a_press_can_be_undone_in_its_message(town: Town, somebody: Callable[..., Somebody]) -> None:
    (name,) = town.people(1)
    who = somebody(name)
    page = who.go("/community")
    post = page.locator("#feed > article.post").first
    who.like(post)
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(post.get_by_role("button", name="Like", exact=True)).to_have_attribute("aria-pressed", "false")
    page = who.go("/members?q=gazette")
    page.locator("main").get_by_role("button", name="Follow gazette").click()
    expect(page.get_by_role("button", name="Unfollow gazette")).to_be_visible()
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Follow gazette", exact=True)).to_be_visible()


@ways(Way(False, PHONE, "light"))
def test_following_can_be_undone_on_the_next_page(town: Town, somebody: Callable[..., Somebody]) -> None:
    (name,) = town.people(1)
    who = somebody(name)
    who.follow("gazette")
    notice = who.page.locator(".notice.success")
    expect(notice).to_contain_text("You are following now.")
    notice.get_by_role("button", name="Undo").click()
    expect(who.page.locator(".profile-actions").get_by_role("button", name="Follow", exact=True)).to_be_visible()


@ways()
def test_the_head_of_the_column_stays_in_sight(town: Town, somebody: Callable[..., Somebody]) -> None:
    (name,) = town.people(1)
    page = somebody(name).go("/community")
    page.mouse.wheel(0, 3000)
    expect(page.get_by_role("heading", name="Community", level=1)).to_be_in_viewport()


@ways()
def test_the_first_tab_leads_past_the_places(town: Town, somebody: Callable[..., Somebody]) -> None:
    (name,) = town.people(1)
    page = somebody(name).go("/community")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@ways()
def test_paper_gets_the_words_alone(town: Town, somebody: Callable[..., Somebody]) -> None:
    (name,) = town.people(1)
    page = somebody(name).go("/community")
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator("article.post .post-words").first).to_be_visible()
    for gone in (".places", ".bar", ".bottom", ".going-on"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.locator("body")).to_have_css("color", "rgb(39, 34, 27)")
