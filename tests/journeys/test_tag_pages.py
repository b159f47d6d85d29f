"""The page of a hashtag: what it is used with, following it, and muting it."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Way, ways
from tests.journeys.test_arabic import ar
from tests.journeys.town import Somebody, Town


@ways(Way(False, PHONE, "dark"), Way(True, PHONE, "light"))
def test_related_followed_and_muted(town: Town, somebody: Callable[..., Somebody], look: Callable[..., None]) -> None:
    ada, ben = (somebody(*town.people(1)) for _ in range(2))
    tag, beside = f"nets{ben.name}", f"boats{ben.name}"
    text = f"They are mended #{tag} #{beside}"
    ben.write(text)
    ada.write(f"Those are for sale #{tag} #{beside}")
    ada.follow(ben.name)
    ada.comes_to_see("/", text)
    ada.go(f"/tags/{tag}")
    expect(ada.page.locator(".related a")).to_have_text([f"#{beside}"])
    look(ada.page)
    buttons = ada.page.locator("#follow-tag")
    buttons.get_by_role("button", name="Follow", exact=True).click()
    expect(buttons.get_by_role("button", name="Unfollow", exact=True)).to_be_visible()
    buttons.get_by_role("button", name="Mute", exact=True).click()
    expect(buttons.get_by_role("button")).to_have_text(["Unmute"])
    ada.go(f"/tags/{tag}")
    expect(ada.post(text)).to_be_visible()
    look(ada.page, "muted")
    ada.go("/")
    expect(ada.post(text)).to_have_count(0)
    ada.go(f"/tags/{tag}")
    buttons.get_by_role("button", name="Unmute", exact=True).click()
    expect(buttons.get_by_role("button", name="Follow", exact=True)).to_be_visible()
    ada.comes_to_see("/", text)


@ways(Way(True, PHONE, "dark"))
def test_in_arabic(
    town: Town, person: Callable[..., Page], somebody: Callable[..., Somebody], way: Way, look: Callable[..., None]
) -> None:
    page = person(javascript=way.javascript, viewport=way.viewport, color_scheme=way.color_scheme, locale="ar")
    nura = Somebody(town, page, town.people(1)[0]).sign_in(ar("Sign in"))
    nura.write(f"شباك جديدة #شباك_{nura.name} #ميناء")
    somebody(*town.people(1)).write(f"أبيعها #شباك_{nura.name} #ميناء")
    nura.go(f"/tags/شباك_{nura.name}")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator(".related a")).to_have_text(["#ميناء"])
    look(page)
