"""Hearing of people one hardly knows only after a look at who they are."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, UPGRADED, Way, ways
from tests.journeys.town import Somebody, Town


@ways(Way(False, PHONE, "dark"), UPGRADED)
def test_one_is_let_through_and_one_is_turned_away(
    town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None]
) -> None:
    ada, ben, eve = (somebody(name) for name in town.people(3))
    ada.go("/settings/notifications")
    look(ada.page)
    ada.page.locator("[name=not_following][value=filter]").check()
    ada.press("Save")
    expect(ada.page.get_by_text("That holds from now on.")).to_be_visible()
    ben.write(f"@{ada.name} May I join you?")
    eve.write(f"@{ada.name} Buy my nets")
    ada.comes_to_see("/notifications", "2 people you may not know")
    assert ada.page.get_by_text("May I join you?").count() == 0
    look(ada.page)
    ada.page.get_by_role("link", name="2 people you may not know").click()
    look(ada.page)
    waiting = ada.page.locator("main .rows > li")
    waiting.filter(has_text=f"@{eve.name}").get_by_role("button", name="Dismiss").click()
    expect(ada.page.get_by_text("is not told.")).to_be_visible()
    ada.page.get_by_role("link", name="See the 1 thing they did").click()
    expect(ada.page.get_by_text("May I join you?")).to_be_visible()
    look(ada.page)
    ada.press("Accept")
    expect(ada.page.get_by_text("From now on you are told")).to_be_visible()
    ada.comes_to_see("/notifications", "May I join you?")
    assert ada.page.get_by_text("you may not know").count() == 0
    ben.write(f"@{ada.name} At seven then")
    ada.comes_to_see("/notifications", "At seven then")
