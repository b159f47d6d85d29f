"""Asking why a post is shown: its menu leads to the reasons, and from there to what takes them away."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Way, ways
from tests.journeys.test_arabic import ar
from tests.journeys.town import Somebody, Town

WORDS = "The ferry is late again"


@ways(Way(False, PHONE, "dark"), Way(True, PHONE, "light"))
def test_a_reason_and_the_way_out(town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None]) -> None:
    ada, ben = (somebody(name) for name in town.people(2))
    ada.follow(ben.name)
    ben.write(WORDS)
    ada.comes_to_see("/", WORDS)
    ada.menu(ada.page.locator("article", has_text=WORDS), "Why am I seeing this?")
    expect(ada.page.get_by_role("heading", name="Why am I seeing this?")).to_be_visible()
    expect(ada.page.locator(".why").first).to_contain_text("You follow")
    look(ada.page)
    ada.page.locator(".why").get_by_role("button", name="Unfollow").click()
    expect(ada.page).to_have_url(f"{town.url}/")
    expect(ada.page.get_by_text("You are not following any more.")).to_be_visible()


@ways(Way(False, PHONE, "light"))
def test_in_arabic(town: Town, person: Callable[..., Page], way: Way, look: Callable[[Page], None]) -> None:
    name, other = town.people(2)
    page = person(javascript=way.javascript, viewport=way.viewport, color_scheme=way.color_scheme, locale="ar")
    ben = Somebody(town, person(viewport=way.viewport), other).sign_in()
    ben.write(WORDS)
    nura = Somebody(town, page, name).sign_in(ar("Sign in"))
    nura.go(f"/@{other}")
    nura.menu(page.locator("article", has_text=WORDS), ar("Why am I seeing this?"))
    expect(page.get_by_role("heading", name=ar("Why am I seeing this?"))).to_be_visible()
    assert page.locator("html").get_attribute("dir") == "rtl"
    look(page)
