"""Signing in safely: a passkey instead of a password, an app's codes, codes on paper, and the notice for staff."""

import re
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Way, ways
from tests.journeys.town import PASSWORD, Somebody, Town, code
from tests.servers import eventually

SAFETY = "/settings/safety"


@contextmanager
def device(page: Page) -> Generator[Any]:
    """A device in the browser that keeps passkeys, and whose owner lets it."""
    talk = page.context.new_cdp_session(page)
    talk.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    made = talk.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": kind | {"isUserVerified": True, "automaticPresenceSimulation": True}},
    )
    yield talk, made["authenticatorId"]
    talk.detach()


def sign_out(who: Somebody) -> None:
    who.go("/sign-out")
    who.press("Sign out")
    expect(who.page.get_by_role("link", name="Sign in").first).to_be_visible()


@ways(Way(viewport=PHONE))
def test_a_passkey_takes_the_place_of_the_password(
    town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None], way: Way
) -> None:
    ada = somebody(town.people(1)[0])
    with device(ada.page) as (talk, some_id):
        ada.go(SAFETY)
        look(ada.page)
        ada.page.get_by_role("link", name="Add a passkey").click()
        look(ada.page)
        ada.give(name="My phone")
        ada.press("Make the passkey")
        expect(ada.page.get_by_text("They are shown only this once.")).to_be_visible()
        expect(ada.page.locator(".recovery code")).to_have_count(10)
        look(ada.page)
        ada.page.get_by_role("link", name="I have kept them").click()
        expect(ada.page.get_by_text("My phone", exact=True)).to_be_visible()
        look(ada.page)
        sign_out(ada)
        ada.go("/sign-in")
        look(ada.page)
        ada.press("Sign in with a passkey")
        expect(ada.page).to_have_url(f"{town.url}/")
        sign_out(ada)
        ada.go("/sign-in")
        talk.send("WebAuthn.setUserVerified", {"authenticatorId": some_id, "isUserVerified": False})
        ada.press("Sign in with a passkey")
        expect(ada.page.get_by_text("That did not work, or it was stopped.")).to_be_visible()
        talk.send("WebAuthn.setUserVerified", {"authenticatorId": some_id, "isUserVerified": True})
        ada.give(login=ada.name, password=PASSWORD)
        ada.press("Sign in")
        expect(ada.page).to_have_url(f"{town.url}/sign-in/step")
        look(ada.page)
        ada.press("Use a passkey")
        expect(ada.page).to_have_url(f"{town.url}/")
        ada.go(SAFETY)
        ada.press("Remove")
        expect(ada.page.get_by_text("The passkey opens nothing here any more.")).to_be_visible()


@ways(Way(javascript=False), Way(viewport=PHONE))
def test_an_app_makes_codes_and_paper_helps_without_it(
    town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None]
) -> None:
    ben = somebody(town.people(1)[0])
    ben.go(SAFETY)
    ben.page.get_by_role("link", name="Set up an app").click()
    expect(ben.page.locator("img.qr")).to_be_visible()
    eventually(lambda: ben.page.locator("img.qr").evaluate("picture => picture.naturalWidth") > 0)
    look(ben.page)
    secret = ben.page.locator("main .copyable input").input_value()
    ben.give(code=code(secret))
    ben.press("Set up")
    expect(ben.page.locator(".recovery code")).to_have_count(10)
    paper = ben.page.locator(".recovery code").all_inner_texts()
    assert len(set(paper)) == 10
    assert all(re.fullmatch(r"\w{4}-\w{4}-\w{4}", each) for each in paper)
    for lets_in in (True, False):
        sign_out(ben)
        ben.go("/sign-in")
        ben.give(login=ben.name, password=PASSWORD)
        ben.press("Sign in")
        expect(ben.page).to_have_url(f"{town.url}/sign-in/step")
        ben.give(code=paper[0])
        ben.press("Go on")
        if lets_in:
            expect(ben.page).to_have_url(f"{town.url}/")
        else:
            expect(ben.page.get_by_text("That code is not good.")).to_be_visible()
            look(ben.page)
            ben.give(code=paper[1])
            ben.press("Go on")
        expect(ben.page).to_have_url(f"{town.url}/")
    ben.go(SAFETY)
    expect(ben.page.get_by_text("Codes that you have left: 8")).to_be_visible()


@ways(Way(viewport=PHONE))
def test_those_who_run_it_are_led_to_a_factor(
    town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None]
) -> None:
    name = town.people(1)[0]
    town.seed(roles={name: "moderator"})
    gus = somebody(name)
    gus.go("/members")
    notice = gus.page.get_by_text("The pages for running the community open once")
    expect(notice).to_be_visible()
    look(gus.page)
    gus.finds_nothing("/staff/cases")
    gus.go("/")
    expect(notice).to_be_visible()
    gus.page.get_by_role("link", name="Do that now").click()
    gus.page.get_by_role("link", name="Set up an app").click()
    gus.give(code=code(gus.page.locator("main .copyable input").input_value()))
    gus.press("Set up")
    expect(gus.page.locator(".recovery code")).to_have_count(10)
    gus.go("/staff/cases")
    expect(gus.page.get_by_role("heading", name="Cases").first).to_be_visible()


@ways()
def test_all_of_it_in_arabic(town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None]) -> None:
    ida = somebody(town.people(1)[0])
    ida.go("/settings/language")
    ida.page.locator("select[name=language]").select_option("ar")
    ida.page.locator("main form button").last.click()
    expect(ida.page.locator("html")).to_have_attribute("dir", "rtl")
    ida.go(SAFETY)
    look(ida.page)
    ida.go(f"{SAFETY}/app")
    look(ida.page)
    ida.give(code=code(ida.page.locator("main .copyable input").input_value()))
    ida.page.locator("main form button").last.click()
    expect(ida.page.locator(".recovery code")).to_have_count(10)
    look(ida.page)
