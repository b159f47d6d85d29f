"""Circles: a list of people that nobody else knows of, to read and to write for."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, UPGRADED, Way, ways
from tests.journeys.town import Somebody, Town


@ways(Way(False, PHONE, "dark"), UPGRADED)
def test_reading_and_writing_for_a_circle(
    town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None]
) -> None:
    ada, ben, carl = (somebody(name) for name in town.people(3))
    _make(ada, ben, look)
    ben.write("From somebody on the circle")
    carl.write("From somebody who is not")
    ada.page.get_by_role("link", name="Posts", exact=True).click()
    expect(ada.page).to_have_url(re.compile(r"/circles/\d+$"))
    ada.comes_to_see(_path(ada), "From somebody on the circle")
    assert ada.page.get_by_text("From somebody who is not").count() == 0
    look(ada.page)
    _write_for_it(ada, ben, carl)
    _put_on_it_from_the_profile(ada, carl, look)
    _remove(ada, look)


def _path(ada: Somebody) -> str:
    return ada.page.url.removeprefix(ada.town.url)


def _make(ada: Somebody, ben: Somebody, look: Callable[[Page], None]) -> None:
    ada.go("/circles")
    look(ada.page)
    ada.give(title="Choir")
    ada.press("Make the circle")
    expect(ada.page.get_by_text("Now choose who is on it.")).to_be_visible()
    look(ada.page)
    ada.page.locator("main input[name=q]").fill(ben.name)
    ada.page.locator("main input[name=q]").press("Enter")
    row = ada.page.locator("li", has=ada.page.get_by_text(f"@{ben.name}", exact=True))
    row.get_by_role("button", name="Add").click()
    expect(row.get_by_role("button", name="Take out")).to_be_visible()
    look(ada.page)


def _write_for_it(ada: Somebody, ben: Somebody, carl: Somebody) -> None:
    ada.go("/")
    ada.page.locator(".composer select[name=scope]").select_option(label="Circle: Choir")
    post = ada.say("Only for the choir")
    expect(post).to_contain_text("for your circle Choir")
    path = str(post.locator("a", has=ada.page.locator("time")).get_attribute("href"))
    ben.go(path)
    expect(ben.page.get_by_text("Only for the choir")).to_be_visible()
    assert ben.page.get_by_text("Choir", exact=True).count() == 0, "its name is for its owner alone"
    expect(ben.page.locator(".composer select[name=scope]")).to_have_value("list")
    ben.say("We will be there")
    carl.finds_nothing(path)
    ada.go(path)
    expect(ada.page.get_by_text("We will be there")).to_be_visible()


def _put_on_it_from_the_profile(ada: Somebody, carl: Somebody, look: Callable[[Page], None]) -> None:
    ada.go(f"/@{carl.name}")
    ada.menu(ada.page.locator(".profile-actions"), "Circles …")
    look(ada.page)
    ada.page.get_by_role("checkbox", name="Choir").check()
    ada.press("Save")
    expect(ada.page.get_by_text("Your circles are saved.")).to_be_visible()


def _remove(ada: Somebody, look: Callable[[Page], None]) -> None:
    ada.go("/circles")
    expect(ada.page.get_by_text("2 people")).to_be_visible()
    ada.page.get_by_role("link", name="Choir").click()
    ada.page.get_by_role("link", name="Circle settings").click()
    look(ada.page)
    ada.give(title="Singers")
    ada.press("Save")
    expect(ada.page.get_by_role("heading", name="Singers")).to_be_visible()
    ada.page.get_by_role("link", name="Circle settings").click()
    ada.page.get_by_role("link", name="Remove the circle …").click()
    look(ada.page)
    ada.press("Remove the circle")
    expect(ada.page.get_by_text("The circle is gone.")).to_be_visible()
