"""Keys to an account: a forgotten password, and the places where one is signed in."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, UPGRADED, Way, ways
from tests.journeys.town import PASSWORD, Somebody, Town

NEW = "seven grey herons in a row"


@ways(Way(False, PHONE, "light"))
def test_a_forgotten_password(town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None]) -> None:
    (name,) = town.people(1)
    elsewhere, here = somebody(name), somebody()
    here.go("/sign-in")
    here.page.get_by_role("link", name="Forgotten your password?").click()
    look(here.page)
    here.give(email=f"{name}@example.org")
    here.press("Send the mail")
    expect(here.page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    look(here.page)
    link = town.link(f"{name}@example.org")
    here.page.goto(link)
    look(here.page)
    here.give(password1=NEW)
    here.press("Save the new password")
    expect(here.page.get_by_role("heading", name="Your password is changed")).to_be_visible()
    look(here.page)
    _is_signed_out(elsewhere)
    _only_the_new_one_opens(here, name, link)


def _only_the_new_one_opens(here: Somebody, name: str, link: str) -> None:
    here.page.goto(link)
    expect(here.page.get_by_text("This link has ended, or was used before.")).to_be_visible()
    here.go("/sign-in")
    here.give(login=name, password=PASSWORD)
    here.press("Sign in")
    expect(here.page.get_by_text("do not belong together")).to_be_visible()
    here.name, here.password = name, NEW
    here.sign_in()


@ways(Way(False, PHONE, "dark"), UPGRADED)
def test_devices_are_listed_and_signed_out(
    town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None]
) -> None:
    (name,) = town.people(1)
    here, phone, library = (somebody(name) for _ in range(3))
    here.go("/settings/sessions")
    look(here.page)
    devices = here.page.locator("main ul.rows > li")
    expect(devices).to_have_count(3)
    expect(devices.first).to_contain_text("This device")
    assert "127.0.0.1" not in here.page.content()
    devices.nth(1).get_by_role("button", name="Sign out").click()
    expect(here.page.get_by_text("That device is signed out.")).to_be_visible()
    expect(devices).to_have_count(2)
    here.press("Sign out everywhere else")
    expect(here.page.get_by_text("You are signed out everywhere but here.")).to_be_visible()
    expect(devices).to_have_count(1)
    _is_signed_out(phone)
    _is_signed_out(library)


@ways(Way(True, PHONE, "light"))
def test_a_changed_password_and_look(
    town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None]
) -> None:
    (name,) = town.people(1)
    here, elsewhere = somebody(name), somebody(name)
    here.go("/settings/password")
    look(here.page)
    here.give(oldpassword=PASSWORD, password1=NEW)
    here.press("Change the password")
    expect(here.page.get_by_text("Your password is changed")).to_be_visible()
    _is_signed_out(elsewhere)
    here.go("/settings/appearance")
    look(here.page)
    here.page.get_by_role("radio", name="Dark Light letters").check()
    here.press("Save")
    expect(here.page.locator("html")).to_have_attribute("data-theme", "dark")


def _is_signed_out(who: Somebody) -> None:
    who.go("/notifications")
    expect(who.page.get_by_role("heading", name="Sign in")).to_be_visible()
