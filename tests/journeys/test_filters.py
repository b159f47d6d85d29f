"""Not wanting to read of something: a filter folds or hides it, and a thread can be muted."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, UPGRADED, Way, ways
from tests.journeys.town import Somebody, Town

WORDS = "The zeppelins are coming"


@ways(Way(False, PHONE, "light"), UPGRADED)
def test_a_filter_folds_then_hides_then_goes(
    town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None]
) -> None:
    ada, ben = (somebody(name) for name in town.people(2))
    ada.follow(ben.name)
    ben.write(WORDS)
    ada.comes_to_see("/", WORDS)
    ada.go("/settings/filters")
    look(ada.page)
    ada.page.get_by_role("link", name="Make a filter").click()
    look(ada.page)
    ada.give(word_0="Zeppelins", title="No airships")
    ada.press("Save the filter")
    expect(ada.page.get_by_text("Your filter is saved.")).to_be_visible()
    look(ada.page)
    _is_folded(ada, look)
    ada.go("/settings/filters")
    ada.page.get_by_role("link", name="Change").click()
    ada.page.get_by_role("radio", name="Leave them out").check()
    ada.press("Save the filter")
    expect(ada.page.get_by_text("Your filter is saved.")).to_be_visible()
    for place in ("/", "/community", f"/@{ben.name}"):
        ada.go(place)
        assert ada.page.get_by_text(WORDS).count() == 0, place
    ada.go("/settings/filters")
    ada.press("Remove")
    expect(ada.page.get_by_text("The filter is gone.")).to_be_visible()
    ada.go("/")
    expect(ada.page.get_by_text(WORDS)).to_be_visible()


def _is_folded(ada: Somebody, look: Callable[[Page], None]) -> None:
    ada.go("/")
    folded = ada.page.locator("details.post-filtered", has_text="Filtered: No airships").first
    expect(folded).to_be_visible()
    expect(folded.get_by_text(WORDS)).not_to_be_visible()
    look(ada.page)
    folded.locator("> summary").click()
    expect(folded.get_by_text(WORDS)).to_be_visible()


@ways(Way(False, PHONE, "dark"), UPGRADED)
def test_one_post_is_folded_from_its_menu(
    town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None]
) -> None:
    ada, ben = (somebody(name) for name in town.people(2))
    ada.follow(ben.name)
    ben.write(WORDS)
    ada.comes_to_see("/", WORDS)
    ada.page.locator("article", has_text=WORDS).locator("details.menu > summary").click()
    ada.page.get_by_role("link", name="Filter this post").click()
    look(ada.page)
    ada.press("Filter this post")
    expect(ada.page.locator("details.post-filtered", has_text="Filtered: Single posts")).to_be_visible()
    ada.go("/settings/filters")
    ada.page.get_by_role("link", name="Change").click()
    look(ada.page)
    ada.press("Take it out")
    expect(ada.page.get_by_text("This post is not filtered any more.")).to_be_visible()
    ada.go("/")
    expect(ada.page.get_by_text(WORDS)).to_be_visible()


@ways(Way(False, PHONE, "dark"))
def test_a_muted_thread_is_not_heard_of(
    town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None]
) -> None:
    ada, ben = (somebody(name) for name in town.people(2))
    post = ada.write("Which boat is the fastest?")
    path = str(post.locator("a", has=ada.page.locator("time")).get_attribute("href"))
    ada.menu(post, "Mute this thread")
    expect(ada.page.get_by_text("You hear no more of this thread.")).to_be_visible()
    ben.go(path)
    ben.say("Mine, of course")
    ben.write(f"A word for @{ada.name}")
    ada.comes_to_see("/notifications", f"A word for @{ada.name}")
    assert ada.page.get_by_text("Mine, of course").count() == 0
    ada.go("/settings/mutes")
    expect(ada.page.get_by_text("Which boat is the fastest?")).to_be_visible()
    look(ada.page)
    ada.press("Hear of it again")
    expect(ada.page.get_by_text("You hear of this thread again.")).to_be_visible()
    ben.go(path)
    ben.say("Or is it yours?")
    ada.comes_to_see("/notifications", "Or is it yours?")
