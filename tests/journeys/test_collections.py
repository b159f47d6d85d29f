"""Collections: people recommended together, who are told and can take themselves out; and a year to look back on."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Way, ways
from tests.journeys.town import Somebody, Town


@ways(Way(False, PHONE, "dark"))
def test_recommending_people_together(
    town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None]
) -> None:
    ada, ben, carl = (somebody(name) for name in town.people(3))
    _make(ada, ben, look)
    _add_from_the_profile(ada, carl, look)
    path = _find_on_the_profile(ada, carl, look)
    _leave(ben, path, look)
    _change_and_remove(ada, path, look)


def _make(ada: Somebody, ben: Somebody, look: Callable[[Page], None]) -> None:
    ada.go(f"/@{ada.name}/collections")
    look(ada.page)
    ada.page.get_by_role("link", name="Make and change collections").click()
    look(ada.page)
    ada.give(name="Bird people", description="Who knows every heron")
    ada.press("Make the collection")
    expect(ada.page.get_by_text("Now choose who is in it.")).to_be_visible()
    ada.page.locator("main input[name=q]").fill(ben.name)
    ada.page.locator("main input[name=q]").press("Enter")
    row = ada.page.locator("li", has=ada.page.get_by_text(f"@{ben.name}", exact=True))
    expect(row).to_be_visible()
    look(ada.page)
    row.get_by_role("button", name="Add").click()
    expect(ada.page.get_by_text("They are in your collection now, and are told.")).to_be_visible()


def _add_from_the_profile(ada: Somebody, carl: Somebody, look: Callable[[Page], None]) -> None:
    ada.go(f"/@{carl.name}")
    ada.menu(ada.page.locator(".profile-actions"), "Collections …")
    look(ada.page)
    ada.page.get_by_role("checkbox", name="Bird people").check()
    ada.press("Save")
    expect(ada.page.get_by_text("Your collections are saved.")).to_be_visible()


def _find_on_the_profile(ada: Somebody, carl: Somebody, look: Callable[[Page], None]) -> str:
    carl.go(f"/@{ada.name}")
    carl.page.get_by_role("link", name="Collections", exact=True).click()
    look(carl.page)
    carl.page.get_by_role("link", name="Bird people").click()
    expect(carl.page.get_by_text("Who knows every heron")).to_be_visible()
    look(carl.page)
    return carl.page.url.removeprefix(carl.town.url)


def _leave(ben: Somebody, path: str, look: Callable[[Page], None]) -> None:
    ben.comes_to_see("/notifications", "put you into a collection")
    ben.go(path)
    ben.press("Take me out")
    expect(ben.page.get_by_text("You are out of this collection, for good.")).to_be_visible()
    assert ben.page.get_by_role("button", name="Take me out").count() == 0
    look(ben.page)


def _change_and_remove(ada: Somebody, path: str, look: Callable[[Page], None]) -> None:
    ada.go(path)
    ada.page.get_by_role("link", name="Change it").click()
    look(ada.page)
    ada.give(name="Heron people")
    ada.press("Save")
    expect(ada.page.get_by_role("heading", name="Heron people")).to_be_visible()
    ada.page.get_by_role("link", name="Change it").click()
    ada.page.get_by_role("link", name="Remove the collection …").click()
    look(ada.page)
    ada.press("Remove the collection")
    expect(ada.page.get_by_text("The collection is gone.")).to_be_visible()
