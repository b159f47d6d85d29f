"""Following a hashtag: what carries it comes home from anybody, until one has enough of it."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, UPGRADED, Way, ways
from tests.journeys.town import Somebody, Town


@ways(Way(False, PHONE, "dark"), UPGRADED)
def test_a_hashtag_comes_home(town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None]) -> None:
    ada, ben = (somebody(name) for name in town.people(2))
    tag = f"regatta_{ada.name}"
    ben.write(f"Starting at noon #{tag}")
    ada.go(f"/tags/{tag}")
    expect(ada.page.get_by_text("Starting at noon")).to_be_visible()
    look(ada.page)
    ada.press("Follow")
    expect(ada.page.get_by_role("button", name="Unfollow")).to_be_visible()
    look(ada.page)
    ben.write(f"The grey boat leads #{tag}")
    ada.comes_to_see("/", "The grey boat leads")
    card = ada.page.locator(":not(#meanwhile) > article.post", has=ada.page.get_by_text("The grey boat leads"))
    expect(card).to_contain_text(f"because you follow #{tag}")
    look(ada.page)
    ada.go("/settings/tags")
    look(ada.page)
    ada.press("Unfollow")
    expect(ada.page.get_by_text("You do not follow this hashtag any more.")).to_be_visible()
    ada.go("/")
    assert ada.page.locator("#feed").get_by_text("The grey boat leads").count() == 0
