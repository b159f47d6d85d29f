"""The directory: owners offer lines for profiles, members fill them in and are found by them."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Way, ways
from tests.journeys.test_arabic import ar
from tests.journeys.town import Somebody, Town

LINES = "Part of town: North, South\nLanguages I speak"


@ways(Way(False, PHONE, "dark"), Way(True, PHONE, "light"))
def test_found_by_what_the_profile_says(
    town: Town, somebody: Callable[..., Somebody], look: Callable[..., None]
) -> None:
    mayor, ada, ben = somebody("mayor"), *(somebody(*town.people(1)) for _ in range(2))
    mayor.go("/staff/settings")
    mayor.give(profile_fields=LINES)
    mayor.press("Save")
    expect(mayor.page.get_by_text("The settings are saved.")).to_be_visible()
    for who, part in ((ada, "North"), (ben, "South")):
        _live_in(who, part)
    ada.comes_to_see(f"/members?q={ben.name}&line0=south", f"@{ben.name}")
    ada.go("/members")
    look(ada.page)
    ada.page.locator("#search").fill(ben.name)
    ada.page.locator("#line0").select_option(label="South")
    ada.page.locator("#order").select_option("active")
    ada.press("Show")
    expect(ada.page.locator("main .person-acct")).to_have_text([f"@{ben.name}"])
    ada.page.locator("#line0").select_option(label="North")
    ada.press("Show")
    expect(ada.page.locator(".empty")).to_be_visible()
    look(ada.page, "nobody")
    ada.page.locator(".empty a").click()
    expect(ada.page).to_have_url(f"{town.url}/members")


@ways(Way(True, PHONE, "dark"))
def test_in_arabic(town: Town, person: Callable[..., Page], way: Way, look: Callable[..., None]) -> None:
    town.seed(settings={"profile_fields": "الحي: الشمال، الجنوب"})
    page = person(javascript=way.javascript, viewport=way.viewport, color_scheme=way.color_scheme, locale="ar")
    Somebody(town, page, town.people(1)[0]).sign_in(ar("Sign in")).go("/members")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("#line0 option")).to_contain_text(["", "الشمال", "الجنوب"])
    look(page)


def _live_in(who: Somebody, part: str) -> None:
    who.go("/settings/profile")
    who.give(name_0="Part of town", value_0=part)
    who.press("Save")
    expect(who.page.locator(".notice.success").first).to_be_visible()
