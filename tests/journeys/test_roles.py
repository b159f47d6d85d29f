"""An owner gives a role; whoever gets it is told, sets up a second factor, and finds the pages of that role alone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Way, ways
from tests.journeys.town import Somebody, Town


@pytest.fixture
def town(own_town: Callable[..., Town]) -> Town:
    """A town of this journey's own: elsewhere, who is an owner is for others to say."""
    return own_town({"mayor": "owner", "frank": "moderator", "ada": "member"})


@ways(Way(False, PHONE, "dark"))
def test_given_used_and_taken_away(
    town: Town,
    somebody: Callable[..., Somebody],
    look: Callable[[Page], None],
    shot: Callable[[Page, str], object],
    way: Way,
) -> None:
    mayor, frank = somebody("mayor"), somebody("frank")
    page = mayor.go("/staff/roles")
    expect(page.get_by_text("There is one owner alone.")).to_be_visible()
    look(page)
    mayor.give(whom="@nobody_here")
    page.get_by_label("Role", exact=True).select_option("analyst")
    mayor.press("Give it")
    expect(page.get_by_text("Nobody here has this user name.")).to_be_visible()
    expect(page.locator("[name=whom]")).to_have_value("@nobody_here")
    mayor.give(whom="ada")
    mayor.press("Give it")
    expect(page.get_by_text("@ada has this role now: Analyst.")).to_be_visible()
    shot(page, f"roles-{way}")

    letter = town.letter("ada@example.org")
    assert "Analyst" in letter
    assert "/settings/safety" in letter

    expect(frank.go("/staff/cases").locator("h1")).to_have_text("Cases")
    page.get_by_role("link", name=re.compile("Take from .*: Moderator")).click()
    look(page)
    expect(page.locator("h1")).to_contain_text("Moderator")
    mayor.press("Take it away")
    expect(page.get_by_text("@frank does not have this role any more: Moderator.")).to_be_visible()
    frank.finds_nothing("/staff/cases")
