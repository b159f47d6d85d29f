"""Somebody who was here before: what they did under the last release is theirs under this one."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Way, upgraded
from tests.journeys.town import Somebody, Town
from tests.releases.told import OWNER

type Arrive = Callable[..., Somebody]
PICTURED = "article.post:has(.pics)"


@upgraded(Way(), Way(False, PHONE, "dark"))
def test_everything_is_in_its_place(somebody: Arrive, look: Callable[[Page], None]) -> None:
    maria = somebody(OWNER)
    expect(maria.page.locator(PICTURED).first).to_be_visible()
    for path, thing in (("/notifications", ".told"), ("/bookmarks", "article.post"), ("/direct", ".conversations li")):
        maria.go(path)
        expect(maria.page.locator(f"main {thing}").first).to_be_visible()
        look(maria.page)
    maria.go("/@aisha")
    expect(maria.page.locator("img.profile-header")).to_be_visible()
    look(maria.page)


@upgraded(Way(), Way(False, PHONE, "dark"))
def test_an_old_post_is_answered_liked_and_unliked(somebody: Arrive, town: Town) -> None:
    (name,) = town.people(1)
    new = somebody(name)
    new.follow("dilys")
    new.go("/@dilys")
    old = new.page.locator(PICTURED).first
    address = old.locator(".post-head a:has(time), a:has(time)").first.get_attribute("href") or ""
    new.like(old)
    new.go(address)
    new.say(f"@dilys What a lovely picture, says {name}")
    new.go(address)
    expect(new.page.locator("#replies")).to_contain_text(f"says {name}")
    main = new.page.locator("article.post", has=new.page.locator(".pics")).first
    main.get_by_role("button", name="Like", exact=True).click()
    expect(main.get_by_role("button", name="Like", exact=True)).to_have_attribute("aria-pressed", "false")


@upgraded(Way())
def test_old_pictures_come_in_every_width(somebody: Arrive) -> None:
    maria = somebody(OWNER)
    image = maria.page.locator(f"{PICTURED} .pics img").first
    for found in (image.get_attribute("srcset") or "").split(","):
        answer = maria.page.request.get(found.split()[0])
        assert answer.status == 200, found


@pytest.mark.variant
def test_the_people_of_the_demo_keep_their_names(old_town: Town, person: Callable[..., Page]) -> None:
    """Those who move in have other names, and everybody is found."""
    assert OWNER in old_town.taken
    page = person()
    page.goto(f"{old_town.url}/@{OWNER}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Maria")
