"""The ways in: past the small computation, without scripts, and by invitation; in English and in Arabic."""

from collections.abc import Callable, Generator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, LIMITS, PHONE
from tests.journeys.test_arabic import ar
from tests.journeys.town import PASSWORD, Somebody, Town
from tests.laid import laid
from tests.servers import running


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Generator[Town]:
    """A community where browsers have to compute something."""
    priced = LIMITS | {"FOLKMOOT_PROOF_PRICE": "20"}
    with running(laid(tmp_path_factory.mktemp("gate")), FOLKMOOT_WEB_WORKERS="1", **priced) as server:
        town = Town(server)
        settings = {"name": "Harbour", "sign_up": "open", "visitors": "posts"}
        town.seed(settings=settings, rules=["Be kind."], people={"mayor": "owner"}, password=PASSWORD)
        yield town


def _fill_in(who: Somebody, look: Callable[[Page], None], button: str) -> None:
    look(who.page)
    who.give(username=who.name, email=f"{who.name}@example.org", password1=PASSWORD)
    if who.page.locator("[name=agree]").count():
        who.page.locator("[name=agree]").check()
    who.press(button)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_browser_computes_and_is_in(
    gate: Town, person: Callable[..., Page], look: Callable[[Page], None], language: str
) -> None:
    page = person(viewport=PHONE, locale=language)
    who = Somebody(gate, page, f"zeyna{language}")
    say: Callable[[str], str] = ar if language == "ar" else str
    who.go("/sign-up")
    _fill_in(who, look, say("Sign up"))
    expect(page.get_by_role("heading", name=say("Look into your mail"))).to_be_visible()
    page.goto(gate.link(f"{who.name}@example.org"))
    who.press(say("Yes, confirm it"))
    expect(page).to_have_url(f"{gate.url}/welcome")
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")


@pytest.mark.variant
def test_without_scripts_somebody_looks_first(
    gate: Town, person: Callable[..., Page], look: Callable[[Page], None]
) -> None:
    page = person(javascript=False, viewport=DESK)
    who = Somebody(gate, page, "hugo")
    who.go("/sign-up")
    expect(page.get_by_text("Where it runs no scripts you can sign up all the same")).to_be_visible()
    _fill_in(who, look, "Sign up")
    page.goto(gate.link("hugo@example.org"))
    who.press("Yes, confirm it")
    expect(page.get_by_role("heading", name="Nearly there")).to_be_visible()
    mayor = Somebody(gate, person(), "mayor").sign_in()
    mayor.go("/staff/applications")
    look(mayor.page)
    waiting = mayor.page.locator("main li").filter(has_text="@hugo")
    expect(waiting).to_contain_text("without the check of the browser")
    waiting.get_by_role("button", name="Approve").click()
    expect(mayor.page.get_by_text("Approved. A mail is on its way.")).to_be_visible()
    page.goto(gate.url)
    expect(page.locator(".composer")).to_be_visible()


def test_an_owner_sees_to_the_door(gate: Town, person: Callable[..., Page], look: Callable[[Page], None]) -> None:
    mayor = Somebody(gate, person(), "mayor").sign_in()
    mayor.go("/staff/doors")
    look(mayor.page)
    mayor.give(domain="spam.example", note="Four false accounts")
    mayor.press("Keep out")
    expect(mayor.page.locator("main li")).to_contain_text("spam.example")
    mayor.go("/staff/settings")
    mayor.page.get_by_role("radio", name="Only with an invitation").check()
    mayor.press("Save")
    expect(mayor.page.get_by_text("The settings are saved.")).to_be_visible()
    mayor.go("/staff/invitations")
    mayor.press("Make an invitation")
    link = mayor.page.locator("input[value*='invitation=']").first.input_value()
    page = person(viewport=PHONE)
    who = Somebody(gate, page, "ingrid")
    page.goto(link)
    _fill_in(who, look, "Sign up")
    page.goto(gate.link("ingrid@example.org"))
    who.press("Yes, confirm it")
    expect(page).to_have_url(f"{gate.url}/welcome")
    gate.seed(settings={"sign_up": "open"})
