"""Keeping somebody away: a block hides each from the other, a mute only quietens, and both can be lifted."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, UPGRADED, Way, ways
from tests.journeys.town import Somebody, Town


@ways(Way(False, PHONE, "dark"), UPGRADED)
def test_a_block_hides_both_from_each_other(
    town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None]
) -> None:
    ada, ben, carl = (somebody(name) for name in town.people(3))
    ben.follow(ada.name)
    ada.follow(ben.name)
    path = _path(ada.write(f"From {ada.name} to everybody"))
    ben.comes_to_see("/", f"From {ada.name} to everybody")
    ben.write(f"Good morning @{ada.name} from {ben.name}")
    ada.comes_to_see("/notifications", "mentions you")
    expect(ada.page.locator("main")).to_contain_text("Good morning")
    _block(ada, ben, look)
    _see_nothing_of_each_other(ada, ben, path)
    _is_not_heard(ada, ben, carl)
    _lift(ada, ben, look)


def _block(ada: Somebody, ben: Somebody, look: Callable[[Page], None]) -> None:
    ada.go(f"/@{ben.name}")
    look(ada.page)
    ada.menu(ada.page.locator(".profile-actions"), "Block …")
    expect(ada.page.get_by_role("heading", name="Block this account?")).to_be_visible()
    look(ada.page)
    ada.press(f"Block @{ben.name}")
    expect(ada.page.get_by_text("You do not see each other any more.")).to_be_visible()
    expect(ada.page.get_by_role("button", name="Unblock")).to_be_visible()
    look(ada.page)


def _see_nothing_of_each_other(ada: Somebody, ben: Somebody, path: str) -> None:
    """Feeds, profiles, the post's own page, notifications, lists of members: nothing is left, either way."""
    for one, other in ((ada, f"from {ben.name}"), (ben, f"From {ada.name} to everybody")):
        for place in ("/", "/community", "/notifications"):
            one.go(place)
            expect(one.page.locator("main")).to_be_visible()
            assert one.page.get_by_text(other).count() == 0, f"{one.name} still sees it at {place}"
    ben.finds_nothing(path)
    ben.go(f"/@{ada.name}")
    expect(ben.page.get_by_text("You cannot see the posts of this account")).to_be_visible()
    assert ben.page.locator("article.post").count() == 0
    assert ben.page.locator(".profile-actions").get_by_role("button", name="Follow").count() == 0
    ada.go(f"/@{ben.name}")
    assert ada.page.locator("article.post").count() == 0
    ada.go(f"/@{ada.name}/followers")
    assert ada.page.locator("main").get_by_text(f"@{ben.name}").count() == 0


def _is_not_heard(ada: Somebody, ben: Somebody, carl: Somebody) -> None:
    """What ben says about ada reaches her no more, though what carl says later does."""
    ben.write(f"Is anybody there, @{ada.name}?")
    carl.write(f"Good evening @{ada.name}")
    ada.comes_to_see("/notifications", "Good evening")
    assert ada.page.get_by_text("Is anybody there").count() == 0


def _lift(ada: Somebody, ben: Somebody, look: Callable[[Page], None]) -> None:
    ada.go("/settings/blocks")
    look(ada.page)
    ada.press("Unblock")
    expect(ada.page.get_by_text("The block is lifted.")).to_be_visible()
    ada.go(f"/@{ben.name}")
    expect(ada.page.get_by_text("Good morning")).to_be_visible()
    expect(ada.page.locator(".profile-actions").get_by_role("button", name="Follow", exact=True)).to_be_visible()
    ben.go(f"/@{ada.name}")
    expect(ben.page.get_by_text(f"From {ada.name} to everybody")).to_be_visible()


@ways(Way(True, PHONE, "dark"))
def test_a_mute_quietens_without_hiding(
    town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None]
) -> None:
    ada, ben = (somebody(name) for name in town.people(2))
    ada.follow(ben.name)
    words = f"One of the many words of {ben.name}"
    ben.write(words)
    ada.comes_to_see("/", words)
    ada.menu(ada.post(words), f"Mute @{ben.name} …")
    expect(ada.page.get_by_role("heading", name="Mute this account")).to_be_visible()
    look(ada.page)
    ada.page.get_by_role("radio", name="1 day").check()
    ada.press(f"Mute @{ben.name}")
    expect(ada.page.get_by_text("Muted. They are not told.")).to_be_visible()
    ada.go("/")
    assert ada.page.get_by_text(words).count() == 0
    ada.go(f"/@{ben.name}")
    expect(ada.page.get_by_text("Muted until")).to_be_visible()
    expect(ada.page.get_by_text(words)).to_be_visible()
    look(ada.page)
    ada.go("/settings/mutes")
    look(ada.page)
    ada.press("Unmute")
    expect(ada.page.get_by_text("You hear of them again.")).to_be_visible()
    ada.comes_to_see("/", words)


def _path(post: Page) -> str:
    return str(post.locator("a", has=post.page.locator("time")).get_attribute("href"))
