"""What a member keeps in mind about another, whom they recommend, and what they say they write about."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Way, ways
from tests.journeys.town import Somebody, Town


@ways(Way(False, PHONE, "dark"))
def test_a_note_a_recommendation_and_a_hashtag(
    town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None]
) -> None:
    ada, ben = (somebody(name) for name in town.people(2))
    ada.follow(ben.name)
    _remember(ada, ben, look)
    _recommend(ada, ben, look)
    _show_a_hashtag(ada, ben, look)


def _remember(ada: Somebody, ben: Somebody, look: Callable[[Page], None]) -> None:
    ada.go(f"/@{ben.name}")
    ada.menu(ada.page.locator(".profile-actions"), "Your note …")
    look(ada.page)
    ada.page.get_by_label("Your note").fill("Met at the harbour")
    ada.press("Save")
    expect(ada.page.locator("header.profile")).to_contain_text("Met at the harbour")
    look(ada.page)
    ben.go(f"/@{ben.name}")
    assert "harbour" not in ben.page.content()


def _recommend(ada: Somebody, ben: Somebody, look: Callable[[Page], None]) -> None:
    ada.go(f"/@{ben.name}")
    ada.menu(ada.page.locator(".profile-actions"), "Recommend on your profile")
    expect(ada.page.get_by_text("Your profile recommends them now.")).to_be_visible()
    ben.go(f"/@{ada.name}")
    expect(ben.page.locator("header.profile")).to_contain_text("Recommends:")
    look(ben.page)
    ada.go(f"/@{ben.name}")
    ada.menu(ada.page.locator(".profile-actions"), "Recommend no longer")
    expect(ada.page.get_by_text("Your profile does not recommend them any more.")).to_be_visible()
    ben.go(f"/@{ada.name}")
    expect(ben.page.locator("header.profile")).not_to_contain_text("Recommends:")


def _show_a_hashtag(ada: Somebody, ben: Somebody, look: Callable[[Page], None]) -> None:
    ada.go("/settings/tags")
    look(ada.page)
    ada.page.get_by_label("What do you often write about?").fill("#Boats")
    ada.press("Show on my profile")
    expect(ada.page.get_by_role("link", name="#Boats")).to_be_visible()
    look(ada.page)
    ben.go(f"/@{ada.name}")
    expect(ben.page.locator("header.profile")).to_contain_text("#Boats")
    ada.press("Take away")
    expect(ada.page.get_by_role("link", name="#Boats")).to_have_count(0)
