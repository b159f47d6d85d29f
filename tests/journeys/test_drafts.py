"""What is not published yet: drafts as one types, on another device, plans for later, and who may answer."""

from collections.abc import Callable
from datetime import datetime, timedelta

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import PHONE, Way, ways
from tests.journeys.town import Somebody, Town
from tests.servers import eventually

NO_SCRIPT = Way(False, PHONE, "light")


def text_of(page: Page) -> Locator:
    return page.locator(".composer textarea[name=text]")


def later(page: Page) -> None:
    """Open the part of the form that is about later."""
    page.locator(".composer-later > summary").click()


@ways(Way(True, PHONE, "dark"))
def test_a_draft_is_saved_as_one_types_and_found_on_another_device(
    town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None]
) -> None:
    """This is the script's part."""
    name = town.people(1)[0]
    desk, phone = somebody(name), somebody(name)
    text_of(desk.page).press_sequentially("Begun at the desk")
    expect(desk.page.locator(".draft-state")).to_have_text("Saved as a draft.")
    phone.go("/drafts")
    expect(phone.page.locator(".drafts")).to_contain_text("Begun at the desk")
    look(phone.page)
    phone.page.get_by_role("link", name="Go on writing").click()
    expect(text_of(phone.page)).to_have_value("Begun at the desk")
    look(phone.page)
    text_of(phone.page).fill("Gone on with on the phone")
    expect(phone.page.locator(".draft-state")).to_have_text("Saved as a draft.")
    text_of(desk.page).press_sequentially(", and there")
    expect(desk.page.locator(".draft-state")).to_contain_text("Both are kept")
    desk.go("/drafts")
    expect(desk.page.locator(".drafts > li")).to_have_count(2)
    phone.page.locator(".composer .send").click()
    expect(phone.page.get_by_text("Your post is published.")).to_be_visible()
    phone.go("/drafts")
    expect(phone.page.locator(".drafts > li")).to_have_count(1)
    expect(phone.page.locator(".drafts")).to_contain_text("Begun at the desk, and there")


@ways()
def test_what_is_published_is_no_draft_any_more(town: Town, somebody: Callable[..., Somebody]) -> None:
    """Neither on the server nor in the browser, from whichever form it went."""
    ada = somebody(*town.people(1))
    text_of(ada.page).press_sequentially("One thought")
    expect(ada.page.locator(".draft-state")).to_have_text("Saved as a draft.")
    ada.page.reload()
    expect(text_of(ada.page)).to_have_value("One thought")
    text_of(ada.page).press_sequentially(", finished")
    expect(ada.page.locator(".draft-state")).to_have_text("Saved as a draft.")
    ada.go("/drafts")
    expect(ada.page.locator(".drafts > li")).to_have_count(1)
    ada.page.get_by_role("link", name="Go on writing").click()
    expect(text_of(ada.page)).to_have_value("One thought, finished")
    ada.page.locator(".composer .send").click()
    expect(ada.post("One thought, finished")).to_be_visible()
    expect(text_of(ada.page)).to_have_value("")
    ada.go("/drafts")
    expect(ada.page.get_by_text("No drafts")).to_be_visible()
    ada.go("/")
    text_of(ada.page).press_sequentially("Another, sent at once")
    expect(ada.page.locator(".draft-state")).to_have_text("Saved as a draft.")
    ada.page.locator(".composer .send").click()
    expect(ada.post("Another, sent at once")).to_be_visible()
    ada.page.wait_for_timeout(3_000)  # longer than the pause after which a form is saved
    ada.go("/drafts")
    expect(ada.page.get_by_text("No drafts")).to_be_visible()


@ways()
def test_leaving_the_page_keeps_the_last_words(town: Town, somebody: Callable[..., Somebody]) -> None:
    ada = somebody(*town.people(1))
    text_of(ada.page).press_sequentially("In a hurry")
    ada.go("/members")
    ada.comes_to_see("/drafts", "In a hurry")


@ways()
def test_typing_goes_on_whatever_the_server_says(town: Town, somebody: Callable[..., Somebody]) -> None:
    ada = somebody(*town.people(1))
    ada.page.route("**/drafts", lambda route: route.abort())
    text_of(ada.page).press_sequentially("Out of reach")
    ada.page.wait_for_timeout(3_500)
    expect(text_of(ada.page)).to_be_editable()
    ada.page.unroute("**/drafts")
    ada.page.reload()
    expect(text_of(ada.page)).to_have_value("Out of reach")


@ways(NO_SCRIPT)
def test_a_button_keeps_a_draft(town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None]) -> None:
    ada = somebody(*town.people(1))
    text_of(ada.page).fill("For another day")
    ada.page.locator(".composer select[name=scope]").select_option("community")
    later(ada.page)
    look(ada.page)
    ada.press("Save as draft")
    expect(ada.page.locator(".notice.success")).to_contain_text("Saved as a draft.")
    ada.page.get_by_role("link", name="Go on writing").click()
    expect(ada.page.locator(".composer select[name=scope]")).to_have_value("community")
    ada.go("/")
    expect(text_of(ada.page)).to_have_value("")
    ada.go("/drafts")
    ada.page.get_by_role("link", name="Throw away …").click()
    expect(ada.page.locator("blockquote")).to_have_text("For another day")
    look(ada.page)
    ada.press("Throw it away")
    expect(ada.page.get_by_text("No drafts")).to_be_visible()
    look(ada.page)


def tomorrow(page: Page, hour: int) -> None:
    day = datetime.now() + timedelta(days=1)  # noqa: DTZ005 - as the member's clock has it
    page.locator("[name=due_day]").first.fill(f"{day:%Y-%m-%d}")
    page.locator("[name=due_time]").first.fill(f"{hour:02}:30")


@ways(NO_SCRIPT, Way(True, PHONE, "dark"))
def test_a_post_is_planned_moved_and_called_back(
    town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None]
) -> None:
    ada = somebody(*town.people(1))
    text_of(ada.page).fill("See you at the harbour")
    later(ada.page)
    tomorrow(ada.page, 9)
    ada.page.locator(".composer .send").click()
    expect(ada.page.locator(".notice.success")).to_contain_text("09:30")
    look(ada.page)
    tomorrow(ada.page, 17)
    ada.press("Change the time")
    expect(ada.page.locator(".notice.success")).to_contain_text("17:30")
    ada.press("Do not publish, make it a draft")
    expect(ada.page.locator(".drafts")).to_contain_text("See you at the harbour")
    ada.page.get_by_role("link", name="Go on writing").click()
    tomorrow(ada.page, 8)
    ada.page.locator(".composer .send").click()
    ada.press("Publish now")
    expect(ada.post("See you at the harbour")).to_be_visible()
    ada.go("/scheduled")
    expect(ada.page.get_by_text("Nothing is scheduled")).to_be_visible()
    look(ada.page)


@ways()
def test_a_plan_comes_true_by_itself(town: Town, somebody: Callable[..., Somebody]) -> None:
    """The worker publishes it; five minutes are made to pass."""
    ada, ben = (somebody(name) for name in town.people(2))
    text_of(ada.page).fill("Good morning, harbour")
    later(ada.page)
    tomorrow(ada.page, 9)
    ada.page.locator(".composer .send").click()
    expect(ada.page.locator(".drafts > li")).to_have_count(1)
    town.seed(due_now=ada.name)
    eventually(lambda: ben.go(f"/@{ada.name}") and ben.post("Good morning, harbour").count() == 1, patience=60)
    ada.go("/scheduled")
    expect(ada.page.get_by_text("Nothing is scheduled")).to_be_visible()


@ways(NO_SCRIPT)
def test_who_may_answer(town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None]) -> None:
    ada, ben, carl = (somebody(name) for name in town.people(3))
    ben.follow(ada.name)
    ada.page.locator(".composer-wishes > summary").click()
    ada.page.locator("[name=reply_policy]").select_option("followers")
    look(ada.page)
    post = ada.say("For friends to answer")
    path = str(post.locator("a", has=ada.page.locator("time")).first.get_attribute("href"))
    ben.go(path)
    ben.say("I am one")
    carl.go(path)
    expect(carl.page.locator(".closed")).to_contain_text(f"Only followers of {ada.name}")
    expect(carl.page.locator(".composer")).to_have_count(0)
    look(carl.page)
    carl.follow(ada.name)
    carl.go(path)
    carl.say("Now I am one too")


@ways(NO_SCRIPT)
def test_old_posts_go_after_a_yes(town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None]) -> None:
    ada = somebody(*town.people(1))
    ada.write("Here today")
    ada.go("/settings/old-posts")
    look(ada.page)
    ada.page.locator("[name=days]").select_option("30")
    ada.press("Go on")
    expect(ada.page.locator("main")).to_contain_text("0 posts would go now")
    look(ada.page)
    ada.press("Yes, delete them")
    expect(ada.page.locator("main")).to_contain_text("go by themselves at the moment")
    ada.press("Keep all my posts from now on")
    expect(ada.page.locator(".notice.success")).to_contain_text("all your posts stay")
    ada.go(f"/@{ada.name}")
    expect(ada.post("Here today")).to_be_visible()
