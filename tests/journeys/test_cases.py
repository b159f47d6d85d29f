"""Cases: through the queue with the keyboard, a question that is answered, and the figures."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Way, ways
from tests.journeys.town import Somebody, Town


def reported(town: Town, somebody: Callable[..., Somebody]) -> tuple[Somebody, Somebody, str]:
    """Whoever wrote something, whoever reported it, and what it says."""
    seller, ada = (somebody(name) for name in town.people(2))
    text = f"Cheap oars, ask {seller.name}"
    path = str(seller.write(text).locator("a", has=seller.page.locator("time")).get_attribute("href"))
    ada.go(path)
    ada.menu(ada.page.locator("article.post.large"), "Report …")
    ada.give(comment="This is an advertisement.")
    ada.press("Send the report")
    expect(ada.page.get_by_role("heading", name="Thank you")).to_be_visible()
    return seller, ada, text


@ways()
def test_with_the_keyboard_alone(town: Town, somebody: Callable[..., Somebody]) -> None:
    _seller, _ada, text = reported(town, somebody)
    mayor = somebody("mayor")
    page = mayor.go("/staff/cases")
    row = page.locator("main ul.rows > li").filter(has_text=text)
    expect(row).to_be_visible()
    for _press in range(page.locator("main ul.rows > li").count()):
        page.keyboard.press("j")
        if row.evaluate("(row) => row === document.activeElement"):
            break
    expect(row).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What was reported")).to_be_visible()
    page.wait_for_load_state()  # keys are heard once the page is whole
    page.keyboard.press("c")
    expect(page.get_by_text("You have this case until")).to_be_visible()
    page.wait_for_load_state()
    page.keyboard.press("i")
    expect(page.locator("#note")).to_be_focused()
    page.keyboard.type("Seen before")
    page.locator("#note").evaluate("(area) => area.form.requestSubmit()")
    expect(page.locator("#notes .said")).to_contain_text("Seen before")
    page.wait_for_load_state()
    page.keyboard.press("z")
    nothing = page.get_by_role("button", name="Nothing to do")
    expect(nothing).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("The case is closed; nothing was changed.")).to_be_visible()


@ways(Way(False, PHONE, "light"))
def test_a_question_is_asked_and_answered(
    town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None]
) -> None:
    seller, _ada, text = reported(town, somebody)
    mayor = somebody("mayor")
    mayor.go("/staff/cases")
    mayor.page.locator("main ul.rows > li").filter(has_text=text).locator("a.case-link").click()
    case = mayor.page.url
    mayor.page.get_by_role("link", name="Ask how they see it").click()
    mayor.page.locator("#say").get_by_role("button", name="Send").click()
    expect(mayor.page.get_by_text("It is sent. The case waits for an answer.")).to_be_visible()
    look(mayor.page)
    seller.go("/notifications")
    seller.page.get_by_role("link", name="Somebody who runs this community wrote to you.").click()
    look(seller.page)
    seller.page.get_by_role("link", name="About something of yours that was reported").click()
    look(seller.page)
    seller.give(text="They were my grandfather's.")
    seller.press("Send")
    expect(seller.page.get_by_text("Your answer is with them.")).to_be_visible()
    mayor.page.goto(case)
    expect(mayor.page.locator("#say .said")).to_contain_text("They were my grandfather's.")
    mayor.go("/staff/figures")
    expect(mayor.page.get_by_role("heading", name="Who has how much")).to_be_visible()
    look(mayor.page)
