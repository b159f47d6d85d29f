"""What one wants of somebody one follows: told of each new post, and no boosts at home."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, UPGRADED, Way, ways
from tests.journeys.town import Somebody, Town

WORDS = "The ferry leaves at nine"


@ways(Way(False, PHONE, "light"), UPGRADED)
def test_the_bell_and_the_boosts_of_somebody(
    town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None]
) -> None:
    ada, ben = (somebody(name) for name in town.people(2))
    ada.follow(ben.name)
    _choose(ada, ben, "Tell me of new posts")
    expect(ada.page.get_by_text("You will be told of each new post.")).to_be_visible()
    expect(ada.page.get_by_text("You are told of new posts")).to_be_visible()
    look(ada.page)
    ben.write(WORDS)
    ada.comes_to_see("/notifications", WORDS)
    expect(ada.page.get_by_text("wrote something new").first).to_be_visible()
    _choose(ada, ben, "Hide their boosts at home")
    expect(ada.page.get_by_text("Their boosts stay out of your home feed.")).to_be_visible()
    _choose(ada, ben, "Do not tell me of new posts")
    expect(ada.page.get_by_text("You are told of new posts", exact=True)).to_have_count(0)


def _choose(ada: Somebody, ben: Somebody, what: str) -> None:
    ada.go(f"/@{ben.name}")
    ada.page.locator(".profile-actions details.menu > summary").click()
    ada.page.get_by_role("button", name=what).click()
