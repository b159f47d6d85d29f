"""An owner writes the rules one by one, puts them in order, publishes them; a member reports by one of them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import PHONE, Way, ways
from tests.journeys.town import Somebody, Town


@pytest.fixture
def town(own_town: Callable[..., Town]) -> Town:
    """A town of this journey's own: in another one, others would report by rules that are not there any more."""
    return own_town({"mayor": "owner", "ada": "member", "ben": "member"}, "Listen.")


def row(page: Page, words: str) -> Locator:
    return page.locator(".rulebook > li", has_text=words)


@ways(Way(False, PHONE, "dark"))
def test_written_put_in_order_published_and_reported_by(
    town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None], way: Way
) -> None:
    mayor = somebody("mayor")
    page = mayor.go("/staff/rules")
    look(page)
    page.get_by_role("link", name="Add a rule").click()
    look(page)
    mayor.give(text="No advertising.", hint="Small ads have a thread.", hint_ar="للإعلانات الصغيرة موضوع.")
    page.get_by_label("Goes with reports about").select_option("spam")
    mayor.press("Keep it in the draft")
    expect(page.get_by_text("Write the rule in this language, too.")).to_be_visible()
    expect(page.locator("[name=hint]")).to_have_value("Small ads have a thread.")
    look(page)
    mayor.give(text_ar="لا إعلانات.")
    mayor.press("Keep it in the draft")
    expect(row(page, "3. No advertising.")).to_contain_text("Advertising or spam")
    expect(page.locator("ins", has_text="No advertising.")).to_be_visible()

    # by keyboard: after each step, what was moved is at hand again
    row(page, "No advertising.").get_by_role("button", name="Up").press("Enter")
    expect(row(page, "2. No advertising.")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(row(page, "1. No advertising.")).to_be_visible()
    row(page, "Listen.").get_by_role("link", name="Change").click()
    mayor.give(text="Listen first.")
    mayor.press("Keep it in the draft")
    row(page, "Be kind.").get_by_role("button", name="Retire").click()
    expect(row(page, "Be kind.")).to_contain_text("It will be no rule any more")
    look(page)
    row(page, "Be kind.").get_by_role("button", name="Let it stay").click()
    expect(row(page, "2. Be kind.")).to_be_visible()
    page.get_by_text("How it will look").click()
    expect(page.locator("details .post-words li").first).to_contain_text("No advertising. Small ads have a thread.")
    mayor.press("Publish as a correction")
    expect(page.get_by_text("The rules are published.")).to_be_visible()
    expect(page.locator("ins")).to_have_count(0)

    ada = somebody("ada")
    look(ada.go("/rules"))
    expect(ada.page.locator("main li")).to_contain_text(["No advertising. Small ads", "Be kind.", "Listen first."])
    ben = ada.go("/@ben").locator("a[href*='/report?account=']").first.get_attribute("href")
    ada.go(str(ben))
    look(ada.page)
    ada.page.get_by_label("What is it about?").select_option(label="Advertising or spam – breaks rule 1")
    ada.press("Send the report")
    case = mayor.go("/staff/cases").locator("a.case-link", has_text="ben")
    case.click()
    expect(mayor.page.get_by_text("Rule: No advertising.")).to_be_visible()
