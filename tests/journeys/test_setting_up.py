"""The very beginning: the link that the server prints leads to a community with an owner, once."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE
from tests.journeys.town import PASSWORD
from tests.servers import Server


def test_the_printed_link_opens_the_community_once(
    site: Server, person: Callable[..., Page], look: Callable[[Page], None]
) -> None:
    page = person()
    page.goto(site.url)
    expect(page.get_by_text("still being set up")).to_be_visible()
    page.goto(site.setup_link)
    look(page)
    _fill_in(page)
    expect(page).to_have_url(f"{site.url}/")
    expect(page.get_by_text("Your community is ready.")).to_be_visible()
    expect(page.locator(".brand").first).to_contain_text("Hillside Choir")
    page.goto(f"{site.url}/staff/settings")
    expect(page.locator("[name=name]")).to_have_value("Hillside Choir")
    expect(page.get_by_role("radio", name="Only with an invitation")).to_be_checked()
    _is_dead(site, person(viewport=PHONE, javascript=False))
    _is_dead(site, page)


def _fill_in(page: Page) -> None:
    """First with a password that is too short: what else was typed is still there."""
    for name, value in {
        "name": "Hillside Choir",
        "description": "We sing on Tuesdays.",
        "contact": "choir@example.org",
        "username": "maria",
        "email": "maria@example.org",
        "password": "short",
    }.items():
        page.locator(f"[name={name}]").fill(value)
    page.get_by_role("radio", name="Only with an invitation").check()
    page.get_by_role("button", name="Begin").click()
    expect(page.locator("[name=password][aria-invalid=true]")).to_be_visible()
    expect(page.locator("[name=description]")).to_have_value("We sing on Tuesdays.")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Begin").click()


def _is_dead(site: Server, page: Page) -> None:
    answer = page.goto(site.setup_link)
    assert answer
    assert answer.status == 404
    expect(page.get_by_role("heading", name="This link does not work any more")).to_be_visible()
