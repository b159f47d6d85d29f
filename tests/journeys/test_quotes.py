"""Quoting somebody: with their consent, seen by others, and taken back by them."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, UPGRADED, Way, ways
from tests.journeys.town import Somebody, Town

GONE = "The author does not want to be quoted here"


@ways(Way(False, PHONE, "dark"), UPGRADED)
def test_a_quote_and_the_author_s_say_in_it(
    town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None]
) -> None:
    ada, ben, carl = (somebody(name) for name in town.people(3))
    words = f"The lighthouse of {ada.name}"
    ada.write(words)
    _quotes(ben, ada, words, look)
    carl.go(f"/@{ben.name}")
    place = carl.post(f"{ben.name} looks up").locator(".quotation")
    expect(place).to_contain_text(words)
    place.locator(".quote-when").click()
    expect(carl.page.locator("article.large")).to_contain_text(words)
    carl.menu(carl.page.locator("article.large"), "1 quote")
    expect(carl.page.locator("article.post .quotation")).to_contain_text(words)
    look(carl.page)
    ada.comes_to_see("/notifications", f"{ben.name} looks up")
    look(ada.page)
    ada.press("Take my words out of this post")
    expect(ada.page.locator(".quotation")).to_contain_text("You do not want to be quoted here")
    carl.go(f"/@{ben.name}")
    expect(carl.page.locator(".quotation")).to_contain_text(GONE)
    assert carl.page.get_by_text(words).count() == 0


@ways(Way(False), Way(True, PHONE))
def test_whoever_wants_to_be_asked_is_asked(
    town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None]
) -> None:
    ada, ben, carl = (somebody(name) for name in town.people(3))
    words = f"The harbour of {ada.name}"
    post = ada.write(words)
    ada.menu(post, "Who may quote …")
    look(ada.page)
    ada.page.get_by_label("Whoever asks you first").check()
    ada.press("Save")
    expect(ada.page.locator(".notice.success")).to_be_visible()
    _quotes(ben, ada, words, look)
    ben.go(f"/@{ben.name}")
    expect(ben.page.locator(".quotation")).to_contain_text("Waiting for the author's agreement")
    carl.go(f"/@{ben.name}")
    expect(carl.page.locator(".quotation")).to_contain_text("A quote that waits for its author's agreement")
    assert carl.page.get_by_text(words).count() == 0
    ada.comes_to_see("/notifications", "asks to quote you")
    ada.press("Allow the quote")
    expect(ada.page.get_by_role("button", name="Take my words out of this post")).to_be_visible()
    carl.go(f"/@{ben.name}")
    expect(carl.page.locator(".quotation")).to_contain_text(words)


@ways()
def test_the_settings_hold_for_all_posts(
    town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None]
) -> None:
    ada, ben = (somebody(name) for name in town.people(2))
    ada.go("/settings/posting")
    look(ada.page)
    ada.page.get_by_label("Nobody but you").check()
    ada.press("Save")
    expect(ada.page.locator(".notice.success")).to_be_visible()
    ada.write(f"The pier of {ada.name}")
    ben.go(f"/@{ada.name}")
    post = ben.post(f"The pier of {ada.name}")
    post.locator("details.menu > summary").click()
    expect(post.locator(".menu-list").get_by_text("Copy the link")).to_be_visible()
    assert post.locator(".menu-list").get_by_text("Quote", exact=True).count() == 0


def _quotes(ben: Somebody, ada: Somebody, words: str, look: Callable[[Page], None]) -> None:
    ben.go(f"/@{ada.name}")
    ben.menu(ben.post(words), "Quote")
    expect(ben.page.locator(".quoting")).to_contain_text(words)
    look(ben.page)
    ben.page.locator(".composer textarea[name=text]").fill(f"{ben.name} looks up")
    ben.page.locator(".composer .send").click()
    expect(ben.page.locator(".notice.success").first).to_be_visible()
