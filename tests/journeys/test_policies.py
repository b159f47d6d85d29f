"""An owner publishes what the community stands by; members are told, read what is different, and agree."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Way, ways
from tests.journeys.town import Somebody, Town

LATER = f"{datetime.now(UTC) + timedelta(days=69):%Y-%m-%d}"  # members are told two weeks ahead, within a year
FACTS = {"responsible": "Anna Hill", "contact": "harbour@example.org", "data_place": "Leipzig"}


@pytest.fixture
def town(own_town: Callable[..., Town]) -> Town:
    """A town of this journey's own: in another one, everybody would be asked to agree."""
    return own_town({"mayor": "owner", "ada": "member", "ben": "member"})


def publish(mayor: Somebody, kind: str, button: str) -> None:
    mayor.go(f"/staff/policies/{kind}")
    mayor.press(button)
    expect(mayor.page.get_by_role("heading", name="Policies", level=1)).to_be_visible()


@ways(Way(False, PHONE))
def test_published_changed_told_and_agreed(
    town: Town,
    somebody: Callable[..., Somebody],
    look: Callable[[Page], None],
    shot: Callable[[Page, str], None],
    way: Way,
) -> None:
    mayor = somebody("mayor")
    mayor.go("/staff/policies")
    expect(mayor.page.get_by_text("Missing:").first).to_be_visible()
    look(mayor.page)
    mayor.give(**FACTS)
    mayor.press("Save")
    expect(mayor.page.get_by_text("Missing:")).to_have_count(0)
    publish(mayor, "privacy", "Publish")

    # a setting changes: the text no longer says what is so
    mayor.give(data_place="Reykjavík")
    mayor.press("Save")
    drift = "Where the data is kept: the text says “Leipzig”, now it is “Reykjavík”."
    expect(mayor.page.get_by_text(drift)).to_be_visible()
    shot(mayor.page, f"policies-{way}")
    mayor.page.get_by_role("main").get_by_role("link", name="Privacy policy").click()
    mayor.press("Make anew from the settings")
    expect(mayor.page.get_by_text(drift)).to_have_count(0)
    expect(mayor.page.locator("ins", has_text="Reykjavík")).to_be_visible()
    look(mayor.page)
    shot(mayor.page, f"policy-editor-{way}")
    mayor.give(effective_on=LATER)
    mayor.press("Publish as a significant change")
    expect(mayor.page.get_by_text("Members are told")).to_be_visible()

    # a member is told, reads what is different and agrees
    ada = somebody("ada")
    told_and_agreed(town, ada, look, lambda name: shot(ada.page, f"{name}-{way}"))

    # what holds at once is asked of first; reading goes on without
    publish(mayor, "terms", "Publish and ask members to agree")
    ada.comes_to_see("/bookmarks", "This community has changed what it stands by.")
    ada.press("Not now, I only read")
    expect(ada.page.get_by_role("heading", name="Bookmarks", level=1)).to_be_visible()
    ada.go("/agree")
    ada.press("I agree")
    expect(ada.page).not_to_have_url(re.compile("/agree"))
    ada.write("Now I know.")
    look(ada.go("/terms"))


def told_and_agreed(town: Town, ada: Somebody, look: Callable[[Page], None], shot: Callable[[str], None]) -> None:
    assert "Reykjavík" in town.letter("ada@example.org")
    shot("policy-told")
    ada.page.get_by_role("link", name="See what changes").click()
    expect(ada.page.locator("del", has_text="Leipzig")).to_be_visible()
    look(ada.page)
    shot("policy-agree")
    ada.press("I agree")
    expect(ada.page.get_by_text("It is noted that you agreed.")).to_be_visible()
    expect(ada.page.get_by_role("link", name="See what changes")).to_have_count(0)
    look(ada.go("/privacy/2"))
    shot("policy-version")


@ways()
def test_in_arabic(
    town: Town, somebody: Callable[..., Somebody], person: Callable[..., Page], look: Callable[[Page], None], way: Way
) -> None:
    town.seed(settings=FACTS)
    publish(somebody("mayor"), "privacy", "Publish")
    visitor = person(viewport=PHONE, locale="ar")
    visitor.goto(f"{town.url}/privacy")
    expect(visitor.locator("html")).to_have_attribute("dir", "rtl")
    look(visitor)
