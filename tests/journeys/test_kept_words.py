"""What was typed is never lost: not to a refusal, not to a reload, not to a session that ended meanwhile."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Way, ways
from tests.journeys.town import PASSWORD, Somebody, Town

LONG = "All about the tides. " * 240


@ways(Way(False, PHONE, "light"), Way(True, PHONE, "dark"))
def test_a_refused_post_is_still_there_to_be_mended(
    town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None]
) -> None:
    ada = somebody(*town.people(1))
    text = ada.page.locator(".composer textarea[name=text]")
    text.fill(LONG)
    ada.page.locator(".composer select[name=scope]").select_option("community")
    ada.page.locator(".composer .send").click()
    expect(ada.page.locator(".composer .error").first).to_contain_text("5,000")
    expect(text).to_have_value(LONG)
    expect(ada.page.locator(".composer select[name=scope]")).to_have_value("community")
    look(ada.page)
    ada.say("The short of it")
    ada.comes_to_see(f"/@{ada.name}", "The short of it")
    expect(ada.page.locator("article.post")).to_have_count(1)


@ways(Way(False, PHONE, "dark"))
def test_an_ended_session_costs_no_words(
    town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None]
) -> None:
    ada = somebody(*town.people(1))
    ada.go("/")
    ada.page.locator(".composer textarea[name=text]").fill("Written while the session ended")
    ada.page.context.clear_cookies(name="session")
    ada.page.locator(".composer .send").click()
    expect(ada.page.get_by_role("heading", name="Sign in")).to_be_visible()
    look(ada.page)
    ada.give(login=ada.name, password=PASSWORD)
    ada.press("Sign in")
    expect(ada.page.locator(".composer textarea[name=text]")).to_have_value("Written while the session ended")
    look(ada.page)
    ada.page.locator(".composer .send").click()
    expect(ada.page.get_by_text("Your post is published.")).to_be_visible()
    ada.comes_to_see(f"/@{ada.name}", "Written while the session ended")
    expect(ada.page.locator("article.post")).to_have_count(1)
    ada.go("/write")
    expect(ada.page.locator(".composer textarea[name=text]")).to_have_value("")


@ways()
def test_a_reload_keeps_what_was_not_sent_yet(town: Town, somebody: Callable[..., Somebody]) -> None:
    """This is the browser's part, so it needs JavaScript."""
    ada, ben = town.people(2)
    page = somebody(ada).page
    text = page.locator(".composer textarea[name=text]")
    text.press_sequentially("Half a thought")
    page.locator(".composer select[name=scope]").select_option("followers")
    page.reload()
    expect(text).to_have_value("Half a thought")
    expect(page.locator(".composer select[name=scope]")).to_have_value("followers")
    page.locator(".sign-out button").click()
    expect(page.locator(".sign-out button")).to_have_count(0)
    Somebody(town, page, ben).sign_in()
    expect(text).to_have_value("")
    page.locator(".sign-out button").click()
    expect(page.locator(".sign-out button")).to_have_count(0)
    Somebody(town, page, ada).sign_in()
    expect(text).to_have_value("Half a thought")
    page.locator(".composer .send").click()
    expect(page.locator("article.post", has_text="Half a thought")).to_have_count(1)
    page.reload()
    expect(text).to_have_value("")
