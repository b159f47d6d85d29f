"""Somebody new wants to show a link: why not yet is told, nothing typed is lost, and whoever knows them opens it."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, PHONE, Way, ways
from tests.journeys.test_first_days import _sign_up
from tests.journeys.town import Somebody, Town, fresh_name

WORDS = "My boat is at https://boats.example/nina"
WHY = "She has mended our nets for years."
ALL_WAYS = ways(Way(False, PHONE, "light"), Way(True, DESK, "light"))


@ALL_WAYS
def test_a_link_that_is_not_open_yet(
    town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None]
) -> None:
    nina = somebody()
    nina.name = fresh_name("nina")
    _sign_up(nina, look)
    _is_refused(nina)
    _reads_why(nina, look)
    mayor = somebody("mayor")
    _vouches(mayor, nina, look)
    nina.comes_to_see("/settings/standing", WHY)
    look(nina.page)
    nina.write(WORDS)
    assert WHY in nina.town.letter(f"{nina.name}@example.org", 2)


def _is_refused(nina: Somebody) -> None:
    nina.go("/")
    box = nina.page.locator(".composer textarea[name=text]")
    box.fill(WORDS)
    nina.page.locator(".composer .send").click()
    expect(nina.page.get_by_text("Links to other sites open for you in 2 more days").first).to_be_visible()
    expect(nina.page.locator(".composer textarea[name=text]").first).to_have_value(WORDS)


def _reads_why(nina: Somebody, look: Callable[[Page], None]) -> None:
    nina.go("/settings/standing")
    expect(nina.page.get_by_text("More opens for you in 2 more days, if you read along until then.")).to_be_visible()
    expect(nina.page.locator("meter.room")).to_have_count(3)
    look(nina.page)


def _vouches(mayor: Somebody, nina: Somebody, look: Callable[[Page], None]) -> None:
    mayor.go(f"/staff/members?q={nina.name}")
    row = mayor.page.locator("li.case-row", has_text=nina.name)
    expect(row).to_contain_text("new here")
    row.get_by_role("link", name="What is open to them").click()
    look(mayor.page)
    mayor.page.locator("main select[name=level]").select_option("2")
    mayor.give(reason=WHY)
    mayor.press("Save")
    expect(mayor.page.get_by_text("Saved. The member reads it")).to_be_visible()
