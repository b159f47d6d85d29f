"""What is on the rise: staff look at a new hashtag and say yes, members come upon it, and staff hide it again."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Way, ways
from tests.journeys.town import Somebody, Town

RISING, WAITING, SHOWN = "a.rising-name", "section[aria-labelledby=waiting] li", "section[aria-labelledby=shown] li"
DRAWN = "People on each of the last days, today last:"


@ways(Way(True, PHONE, "light"), Way(False, PHONE, "dark"))
def test_a_new_hashtag_waits_is_shown_and_is_hidden_again(
    town: Town, somebody: Callable[..., Somebody], look: Callable[..., None]
) -> None:
    [name] = town.people(1)
    tag = f"Lantern{name.title()}"
    town.seed(rising=[f"#{tag}"])
    ada, mayor = somebody(name), somebody("mayor")
    ada.go("/explore")
    expect(ada.page.locator(RISING).filter(has_text=tag)).to_have_count(0)
    mayor.go("/staff/trends")
    waiting = mayor.page.locator(WAITING).filter(has_text=tag)
    expect(waiting).to_contain_text("8 people spoke of it, who count as 8 independent groups.")
    look(mayor.page)
    waiting.get_by_role("button", name="Let it rise").click()
    expect(mayor.page.get_by_text("It may be shown from now on, whenever it rises.")).to_be_visible()
    ada.go("/explore")
    row = ada.page.locator("li.rising").filter(has_text=tag)
    expect(row.get_by_role("img")).to_have_attribute(
        "aria-label", re.compile("People on each of the last days, today last: 0, 0, 0, 0, 0, (0, 8|8, 0)")
    )
    look(ada.page)
    row.locator(RISING).click()
    expect(ada.page.locator("h1")).to_have_text(f"#{tag}".lower(), ignore_case=True)
    mayor.page.locator(SHOWN).filter(has_text=tag).get_by_role("button", name="Hide").click()
    expect(mayor.page.get_by_text("It is hidden, in whatever spelling", exact=False)).to_be_visible()
    ada.go("/explore")
    expect(ada.page.locator(RISING).filter(has_text=tag)).to_have_count(0)


@ways(Way(True, PHONE, "light"))
def test_visitors_read_it_in_arabic(
    town: Town, person: Callable[..., Page], somebody: Callable[..., Somebody], way: Way, look: Callable[..., None]
) -> None:
    [name] = town.people(1)
    tag = f"فانوس_{name}"
    town.seed(rising=[f"#{tag}"])
    mayor = somebody("mayor")
    mayor.go("/staff/trends")
    mayor.page.locator(WAITING).filter(has_text=tag).get_by_role("button", name="Let it rise").click()
    expect(mayor.page.locator(SHOWN).filter(has_text=tag)).to_be_visible()
    page = person(javascript=way.javascript, viewport=way.viewport, color_scheme=way.color_scheme, locale="ar")
    page.goto(f"{town.url}/community")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.locator(".top a[href='/explore']").click()
    expect(page.locator(RISING).filter(has_text=tag)).to_be_visible()
    look(page)
