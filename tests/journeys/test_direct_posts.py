"""Between two people: a direct post is found, answered and seen by them alone."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, UPGRADED, Way, ways
from tests.journeys.town import Somebody, Town


@ways(Way(False, PHONE, "light"), UPGRADED)
def test_a_conversation_between_two(
    town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None]
) -> None:
    ada, ben, carl = (somebody(name) for name in town.people(3))
    _write_to(ada, ben, look)
    ben.comes_to_see("/direct", "A word between us")
    expect(ben.page.locator(".conversation.unread")).to_have_count(1)
    look(ben.page)
    ben.page.locator(".conversation a").click()
    expect(ben.page.locator("h1")).to_contain_text(ada.name)
    look(ben.page)
    conversation = ben.page.url.removeprefix(town.url)
    answer = ben.say("And back to you #hush")
    path = str(answer.locator("a", has=ben.page.locator("time")).get_attribute("href"))
    ada.comes_to_see("/direct", "And back to you")
    ada.page.locator(".conversation a").click()
    expect(ada.page.locator("article.post")).to_have_count(2)
    ada.say("Till tomorrow")
    expect(ada.page.locator("article.post")).to_have_count(3)
    _learns_nothing(carl, ben, path, conversation)


def _write_to(ada: Somebody, ben: Somebody, look: Callable[[Page], None]) -> None:
    ada.go(f"/@{ben.name}")
    ada.menu(ada.page.locator(".profile-actions"), "Write a direct post")
    look(ada.page)
    text = ada.page.locator(".composer textarea[name=text]")
    expect(text).to_have_value(f"@{ben.name} ")
    expect(ada.page.locator(".composer select[name=scope]")).to_have_value("direct")
    text.fill(f"@{ben.name} A word between us")
    ada.page.locator(".composer .send").click()
    expect(ada.page.get_by_text("You find it under Direct posts.")).to_be_visible()


def _learns_nothing(carl: Somebody, ben: Somebody, path: str, conversation: str) -> None:
    """A third member finds it by none of the ways in, and no count gives it away."""
    carl.finds_nothing(path)
    carl.finds_nothing(f"{path}/likes")
    carl.finds_nothing(conversation)
    for place in (
        "/",
        "/community",
        "/direct",
        "/notifications",
        "/tags/hush",
        f"/@{ben.name}",
        f"/@{ben.name}/replies",
    ):
        carl.go(place)
        expect(carl.page.locator("main")).to_be_visible()
        assert carl.page.get_by_text("to you").count() == 0, place
    carl.go(f"/@{ben.name}")
    expect(carl.page.locator(".profile-counts li").first).to_contain_text("0")
