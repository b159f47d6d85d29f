"""People one might like: worked out a moment after one follows somebody, turned away for good, beside the home feed."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Way, ways
from tests.journeys.test_arabic import ar
from tests.journeys.town import Somebody, Town


@ways(Way(False, PHONE, "dark"), Way(True, PHONE, "light"))
def test_from_a_follow_to_more_people(
    town: Town, somebody: Callable[..., Somebody], look: Callable[..., None], way: Way
) -> None:
    ada, ben, eve = (somebody(*town.people(1)) for _ in range(3))
    ben.follow(eve.name)
    ada.follow(ben.name)
    ada.comes_to_see("/suggestions", "Followed by 1 person you follow")
    row = ada.page.locator("main .rows > li", has_text=f"@{eve.name}")
    expect(row).to_be_visible()
    look(ada.page)
    _beside(ada, way)
    ada.go("/suggestions")
    row.get_by_role("button", name="Not for me").click()
    expect(row).to_have_count(0)
    expect(ada.page.get_by_text("They are not suggested to you again.").first).to_be_visible()
    ada.go("/suggestions")
    expect(row).to_have_count(0)


@ways(Way(True, PHONE, "dark"))
def test_in_arabic(town: Town, person: Callable[..., Page], way: Way, look: Callable[..., None]) -> None:
    page = person(javascript=way.javascript, viewport=way.viewport, color_scheme=way.color_scheme, locale="ar")
    Somebody(town, page, town.people(1)[0]).sign_in(ar("Sign in")).go("/suggestions")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator('.tabs [aria-current="page"]')).to_have_attribute("href", "/suggestions")
    look(page)


def _beside(ada: Somebody, way: Way) -> None:
    """On the side of the home page: at once where there is JavaScript, behind a link where there is none."""
    beside = ada.go("/").locator(".beside")
    beside.scroll_into_view_if_needed()
    if way.javascript:
        expect(beside.locator("li", has=ada.page.get_by_role("button", name="Not for me"))).not_to_have_count(0)
    beside.locator('a[href="/suggestions"]').click()
    expect(ada.page).to_have_url(f"{ada.town.url}/suggestions")
