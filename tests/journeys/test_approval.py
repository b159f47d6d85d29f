"""Asking to come in: into the community, where its owner decides, and among the followers of a locked account."""

from collections.abc import Callable, Generator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, PHONE, UPGRADED, Way, ways
from tests.journeys.town import PASSWORD, Somebody, Town, fresh_name


@pytest.fixture
def open_again(town: Town) -> Generator[None]:
    """The other journeys need an open community."""
    yield
    town.seed(settings={"sign_up": "open"})


@ways(Way(False, PHONE, "dark"), UPGRADED)
def test_the_owner_reads_applications_and_decides(
    town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None], open_again: None
) -> None:
    mayor = somebody("mayor")
    mayor.go("/staff/settings")
    look(mayor.page)
    mayor.page.get_by_role("radio", name="People apply, and we decide").check()
    mayor.press("Save")
    expect(mayor.page.get_by_text("The settings are saved.")).to_be_visible()
    wanted, unwanted = somebody(), somebody()
    _apply(wanted, "I live around the corner.", look)
    _apply(unwanted, "I sell nets, cheap.", look)
    _decide(mayor, wanted, unwanted, look)
    _come_in(wanted)
    _stay_out(unwanted, look)


def _apply(who: Somebody, reason: str, look: Callable[[Page], None]) -> None:
    who.name = fresh_name("paul")
    who.go("/sign-up")
    look(who.page)
    who.give(username=who.name, email=f"{who.name}@example.org", password1=PASSWORD, reason=reason)
    who.page.locator("[name=agree]").check()
    who.press("Apply")
    who.page.goto(who.town.link(f"{who.name}@example.org"))
    who.press("Yes, confirm it")
    expect(who.page.get_by_role("heading", name="Nearly there")).to_be_visible()
    look(who.page)
    for place in ("/", "/members"):
        who.go(place)
        expect(who.page.get_by_role("heading", name="Nearly there")).to_be_visible()


def _decide(mayor: Somebody, wanted: Somebody, unwanted: Somebody, look: Callable[[Page], None]) -> None:
    mayor.go("/staff/applications")
    look(mayor.page)
    waiting = mayor.page.locator("main li")
    expect(waiting.filter(has_text=f"@{wanted.name}")).to_contain_text("I live around the corner.")
    waiting.filter(has_text=f"@{wanted.name}").get_by_role("button", name="Approve").click()
    expect(mayor.page.get_by_text("Approved. A mail is on its way.")).to_be_visible()
    waiting.filter(has_text=f"@{unwanted.name}").get_by_role("link", name="Decline …").click()
    look(mayor.page)
    mayor.give(note="We have enough nets.")
    mayor.press("Decline")
    expect(mayor.page.get_by_text("Declined. A mail is on its way.")).to_be_visible()
    assert waiting.filter(has_text=unwanted.name).count() == 0


def _come_in(wanted: Somebody) -> None:
    assert wanted.town.url in wanted.town.letter(f"{wanted.name}@example.org", 2)
    wanted.write("Here I am at last")
    wanted.comes_to_see("/community", "Here I am at last")


def _stay_out(unwanted: Somebody, look: Callable[[Page], None]) -> None:
    assert "We have enough nets." in unwanted.town.letter(f"{unwanted.name}@example.org", 2)
    unwanted.go("/waiting")
    expect(unwanted.page.get_by_role("heading", name="Your application was declined")).to_be_visible()
    expect(unwanted.page.get_by_text("We have enough nets.")).to_be_visible()
    look(unwanted.page)
    unwanted.go("/members")
    expect(unwanted.page).to_have_url(f"{unwanted.town.url}/sign-in?next=%2Fmembers")


@ways(Way(False, DESK, "dark"))
def test_a_locked_account_chooses_its_followers(
    town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None]
) -> None:
    ada, ben, carl = (somebody(name) for name in town.people(3))
    ada.go("/settings/profile")
    ada.page.get_by_role("checkbox", name="I decide who follows me").check()
    ada.press("Save")
    expect(ada.page.get_by_text("Your profile is saved.")).to_be_visible()
    ada.write("For those I know", "followers")
    _ask(ben, ada)
    _ask(carl, ada)
    _answer(ada, ben, carl, look)
    ben.comes_to_see("/", "For those I know")
    ben.go(f"/@{ada.name}")
    expect(ben.page.get_by_text("For those I know")).to_be_visible()
    carl.go(f"/@{ada.name}")
    expect(carl.page.get_by_role("button", name="Ask to follow")).to_be_visible()
    assert carl.page.get_by_text("For those I know").count() == 0


def _ask(who: Somebody, ada: Somebody) -> None:
    who.go(f"/@{ada.name}")
    who.page.get_by_role("button", name="Ask to follow").click()
    expect(who.page.get_by_role("button", name="Withdraw the request")).to_be_visible()
    assert who.page.get_by_text("For those I know").count() == 0


def _answer(ada: Somebody, ben: Somebody, carl: Somebody, look: Callable[[Page], None]) -> None:
    ada.comes_to_see("/notifications", "asks to follow you")
    ada.go("/follow-requests")
    look(ada.page)
    rows = ada.page.locator("main ul.rows > li")
    expect(rows).to_have_count(2)
    rows.filter(has_text=ben.name).get_by_role("button", name="Approve").click()
    expect(ada.page.get_by_text("they follow you now").first).to_be_visible()
    rows.filter(has_text=carl.name).get_by_role("button", name="Refuse").click()
    expect(ada.page.get_by_text("They are not told.").first).to_be_visible()
    ada.go(f"/@{ada.name}/followers")
    expect(ada.page.locator("main ul.rows > li")).to_have_count(1)
    look(ada.page)
