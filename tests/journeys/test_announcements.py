"""The owner says something to all; members read it, answer it, and put it away."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, UPGRADED, Way, ways
from tests.journeys.town import Somebody, Town


@ways(Way(False, PHONE, "light"), UPGRADED)
def test_said_to_all_answered_and_read(
    town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None]
) -> None:
    mayor, ada = somebody("mayor"), somebody(town.people(1)[0])
    words = f"The quay is closed for {ada.name}"
    mayor.go("/staff/announcements")
    look(mayor.page)
    mayor.give(text=f"**Listen:** {words}")
    mayor.press("Announce")
    expect(mayor.page.get_by_text("It is announced.")).to_be_visible()
    ada.go("/")
    said = ada.page.locator("article.announcement", has_text=words)
    expect(said).to_be_visible()
    look(ada.page)
    said.locator("details.menu > summary").click()
    said.locator(".announcement-emoji").get_by_role("button").first.click()
    expect(said.locator(".reaction[aria-pressed=true]")).to_be_visible()
    said.get_by_role("button", name="I have read it").click()
    expect(said).to_have_count(0)
    ada.go("/")
    expect(said).to_have_count(0)
    row = mayor.go("/staff/announcements").locator("main .rows > li", has_text=words)
    row.get_by_role("link", name="Change").click()
    look(mayor.page)
    mayor.page.go_back()
    row.get_by_role("button", name="Withdraw").click()
    expect(mayor.page.get_by_text("Nobody sees it any more.", exact=True)).to_be_visible()
