"""How one comes in: seeing where one is signed in and ending that, another address, and a sign-in service."""

import re
from collections.abc import Callable, Generator

import pytest
from playwright.sync_api import Page, expect

from tests import identities
from tests.identities import CLIENT, SECRET, Service
from tests.journeys.conftest import LIMITS, PHONE, Way, ways
from tests.journeys.town import PASSWORD, Somebody, Town
from tests.laid import laid
from tests.servers import running

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1"


@ways(Way(False, PHONE, "light"))
def test_a_device_is_signed_out_from_another(
    town: Town, somebody: Callable[..., Somebody], person: Callable[..., Page], look: Callable[[Page], None]
) -> None:
    (name,) = town.people(1)
    here = somebody(name)
    lost = Somebody(town, person(user_agent=IPHONE), name).sign_in()
    text = town.letter(f"{name}@example.org")
    assert "Safari on iPhone" in text
    here.go("/settings/sessions")
    row = here.page.locator("li.person", has_text="Safari on iPhone")
    expect(row.get_by_text("the same network as now")).to_be_visible()
    look(here.page)
    row.get_by_role("button", name="Sign out", exact=True).click()
    expect(here.page.get_by_text("That device is signed out.")).to_be_visible()
    expect(row).to_have_count(0)
    lost.go("/settings/profile")
    expect(lost.page).to_have_url(re.compile("/sign-in"))
    look(here.go("/settings/sessions"))


@ways(Way(False, PHONE, "dark"))
def test_another_address_and_back(
    town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None], way: Way
) -> None:
    (name,) = town.people(1)
    member, new = somebody(name), f"{name}.new@example.net"
    member.go("/settings/email")
    look(member.page)
    member.give(email=new)
    member.press("Send the mail")
    expect(member.page.get_by_text(f"We wrote to {new}")).to_be_visible()
    look(member.page, "waiting")
    member.page.goto(_link(town.letter(new), "confirm-address"))
    look(member.page)
    member.press("Yes, this is my address")
    expect(member.page.get_by_text(f"Your address is {new}")).to_be_visible()
    owner = somebody()
    owner.page.goto(_link(town.letter(f"{name}@example.org", 2), "not-me"))
    look(owner.page)
    owner.press("It was not me, take it back")
    expect(owner.page.get_by_role("heading", name="Choose a new password")).to_be_visible()
    owner.give(password1="nine trombones in the attic")
    owner.press("Save the new password")
    expect(owner.page.get_by_role("heading", name="Your password is changed")).to_be_visible()
    member.go("/settings/profile")
    expect(member.page).to_have_url(re.compile("/sign-in"))
    Somebody(town, owner.page, f"{name}@example.org", "nine trombones in the attic").sign_in()


@pytest.fixture(scope="module")
def service() -> Generator[Service]:
    with identities.served() as service:
        yield service


@pytest.fixture(scope="module")
def connected(service: Service, tmp_path_factory: pytest.TempPathFactory) -> Generator[tuple[Town, Service]]:
    """A community that is connected with the service."""
    known = {"ISSUER": service.address, "CLIENT_ID": CLIENT, "CLIENT_SECRET": SECRET, "NAME": "Town hall"}
    more = {f"FOLKMOOT_OIDC_{name}": value for name, value in known.items()}
    with running(laid(tmp_path_factory.mktemp("hall")), FOLKMOOT_WEB_WORKERS="1", **LIMITS, **more) as server:
        town = Town(server)
        settings = {"name": "Harbour", "sign_up": "open", "visitors": "posts"}
        town.seed(settings=settings, rules=[], people={"ada": "member", "mayor": "owner"}, password=PASSWORD, posts={})
        yield town, service


@pytest.mark.parametrize("javascript", [True, pytest.param(False, marks=pytest.mark.variant)])
def test_signing_in_through_a_service(
    connected: tuple[Town, Service],
    person: Callable[..., Page],
    look: Callable[[Page], None],
    strange: list[str],
    javascript: bool,
) -> None:
    hall, service = connected
    service.person = {"sub": "ada-there"}
    ada = Somebody(hall, person(javascript=javascript), "ada").sign_in()
    ada.go("/settings/service")
    look(ada.page)
    ada.press("Connect it")
    expect(ada.page.get_by_text("From now on you can sign in with it.")).to_be_visible()
    look(ada.page, "connected")
    again = Somebody(hall, person(javascript=javascript), "ada")
    again.go("/sign-in?next=/settings/email")
    look(again.page)
    again.press("Sign in with Town hall")
    expect(again.page).to_have_url(f"{hall.url}/settings/email")
    ada.go("/settings/service")
    ada.press("Take the connection away")
    expect(ada.page.get_by_text("You do not sign in with it any more.")).to_be_visible()
    strange[:] = [url for url in strange if not url.startswith(service.address)]


def test_in_arabic(town: Town, person: Callable[..., Page], look: Callable[[Page], None]) -> None:
    (name,) = town.people(1)
    member = Somebody(town, person(locale="ar"), name)
    member.go("/sign-in")
    member.give(login=name, password=PASSWORD)
    member.page.locator("main form button").first.click()
    expect(member.page).to_have_url(f"{town.url}/")
    for path in ("/settings/sessions", "/settings/email"):
        member.go(path)
        expect(member.page.locator("html")).to_have_attribute("dir", "rtl")
        look(member.page)


def _link(text: str, word: str) -> str:
    return next(line for line in text.splitlines() if f"/{word}/" in line)
