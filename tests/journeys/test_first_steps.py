"""The first day of a new member: five short steps, some taken, some skipped, left and found again elsewhere."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import PHONE, Way, ways
from tests.journeys.test_arabic import ar
from tests.journeys.town import PASSWORD, Somebody, Town, fresh_name
from tests.pictures import drawn

ALL_WAYS = ways(Way(False, PHONE, "dark"), Way(True, PHONE, "light"))


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "me.jpg"
    path.write_bytes(drawn(320, 320))
    return path


@ALL_WAYS
def test_step_by_step_and_on_another_device(
    town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None], photo: Path
) -> None:
    nina = _arrived(somebody(), town)
    expect(nina.page.get_by_role("heading", name="Welcome to Harbour")).to_be_visible()
    look(nina.page)
    _picture_and_words(nina, look, photo)
    nina.go("/")
    expect(_card(nina)).to_contain_text("2 of 5 steps")
    look(nina.page)
    phone = somebody(nina.name)
    expect(phone.page).to_have_url(f"{town.url}/")
    _card(phone).get_by_role("link", name="Next: Your interests").click()
    _interests_and_people(phone, look)
    _first_post(phone, look)
    expect(_trail(phone, "taken")).to_have_count(5)
    look(phone.page)
    phone.press("To your home")
    expect(phone.page.get_by_role("heading", name="Home", level=1)).to_be_visible()
    expect(_card(phone)).to_have_count(0)


@ways(Way(False, PHONE, "light"))
def test_whoever_wants_none_of_it(town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None]) -> None:
    nina = _arrived(somebody(), town)
    nina.page.get_by_role("link", name="Next: Your picture").click()
    for title in ("About you", "Your interests", "People"):
        nina.press("Skip this step")
        expect(nina.page.get_by_role("heading", name=title, level=1)).to_be_visible()
    nina.page.get_by_role("main").get_by_role("link", name="Back").click()
    expect(nina.page.get_by_role("heading", name="Your interests", level=1)).to_be_visible()
    expect(_trail(nina, "passed")).to_have_count(3)
    look(nina.page)
    nina.go("/")
    nina.press("Do not show this any more")
    expect(_card(nina)).to_have_count(0)
    expect(nina.page.locator(".composer")).to_be_visible()


@ways(Way(False, PHONE, "dark"))
def test_in_arabic(town: Town, person: Callable[..., Page], way: Way, look: Callable[[Page], None]) -> None:
    page = person(javascript=way.javascript, viewport=way.viewport, color_scheme=way.color_scheme, locale="ar")
    nura = _arrived(Somebody(town, page, ""), town, ar)
    assert page.locator("html").get_attribute("dir") == "rtl"
    look(page)
    page.get_by_role("main").get_by_role("link", name=ar("Your picture")).first.click()
    for label in ("Skip this step", "Skip this step", "Skip this step", "Go on"):
        look(page)
        nura.press(ar(label))
    look(page)
    nura.page.locator(".composer textarea[name=text]").fill("صباح الخير!")
    nura.page.locator(".composer .send").click()
    expect(_trail(nura, "taken")).to_have_count(1)
    look(page)


def _arrived(who: Somebody, town: Town, say: Callable[[str], str] = str) -> Somebody:
    """Signed up, confirmed, and led to where it begins."""
    who.name = fresh_name("nina")
    address = f"{who.name}@example.org"
    who.go("/sign-up")
    who.give(username=who.name, email=address, password1=PASSWORD)
    who.page.locator("[name=agree]").check()
    who.press(say("Sign up"))
    expect(who.page.get_by_role("heading", name=say("Look into your mail"))).to_be_visible()
    who.page.goto(town.link(address))
    who.press(say("Yes, confirm it"))
    expect(who.page).to_have_url(f"{town.url}/welcome")
    return who


def _picture_and_words(nina: Somebody, look: Callable[[Page], None], photo: Path) -> None:
    nina.page.get_by_role("link", name="Next: Your picture").click()
    look(nina.page)
    nina.page.locator("input[type=file]").first.set_input_files(photo)
    nina.press("Save and go on")
    expect(nina.page.get_by_role("heading", name="About you", level=1)).to_be_visible()
    look(nina.page)
    nina.give(name="Nina Netto", bio="x" * 1_001)
    nina.press("Save and go on")
    expect(nina.page.locator(".field .error")).to_be_visible()
    expect(nina.page.locator("[name=name]")).to_have_value("Nina Netto")
    nina.give(bio="I sail a small boat.")
    nina.press("Save and go on")
    expect(nina.page.get_by_role("heading", name="Your interests", level=1)).to_be_visible()


def _interests_and_people(nina: Somebody, look: Callable[[Page], None]) -> None:
    look(nina.page)
    nina.page.get_by_role("checkbox", name="#Music").check()
    nina.give(more="tides")
    nina.press("Save and go on")
    expect(nina.page.get_by_role("heading", name="People", level=1)).to_be_visible()
    look(nina.page)
    nina.page.get_by_role("main").get_by_role("button", name="Follow", exact=False).first.click()
    expect(nina.page.get_by_role("button", name="Unfollow").first).to_be_visible()
    nina.go("/welcome/people")
    nina.page.get_by_role("main").get_by_role("link", name="Go on").click()
    expect(nina.page.get_by_role("heading", name="Your first post", level=1)).to_be_visible()


def _first_post(nina: Somebody, look: Callable[[Page], None]) -> None:
    expect(nina.page.locator(".lead")).to_contain_text("Say hello")
    look(nina.page)
    nina.page.locator(".composer textarea[name=text]").fill("Hello, harbour!")
    nina.page.locator(".composer .send").click()
    expect(nina.page.get_by_role("heading", name="Welcome to Harbour")).to_be_visible()


def _card(who: Somebody) -> Locator:
    return who.page.locator(".first-steps")


def _trail(who: Somebody, state: str) -> Locator:
    return who.page.locator(f".trail a.{state}")
