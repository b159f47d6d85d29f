"""Polls, gone through by hand: asking one, voting, and seeing how it stands."""

from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.journeys.conftest import PHONE, UPGRADED, Way, ways
from tests.journeys.town import Somebody, Town

type Arrive = Callable[..., Somebody]
type Look = Callable[..., None]


def begin(person: Somebody, text: str, *options: str) -> Locator:
    """Open the poll in the form of the home page and type into it."""
    person.go("/")
    person.page.locator(".composer textarea[name=text]").fill(text)
    part = person.page.locator(".composer-poll")
    part.locator("summary").click()
    for field, option in zip(part.locator("input[name=poll_option]").all(), options, strict=False):
        field.fill(option)
    return part


def publish(person: Somebody, text: str) -> Locator:
    person.page.locator(".composer .send").click()
    expect(person.page.locator(".notice.success").first).to_be_visible()
    return person.post(text)


@ways(Way(javascript=False), Way(viewport=PHONE), Way(javascript=False, viewport=PHONE, color_scheme="dark"), UPGRADED)
def test_a_poll_is_asked_and_voted_in(somebody: Arrive, town: Town, look: Look) -> None:
    names = town.people(2)
    ada, ben = (somebody(name) for name in names)
    question = f"What shall we sing, {names[1]}?"
    begin(ada, question, "Shanties", "Hymns", "Rounds")
    look(ada.page, "a poll in the form")
    card = publish(ada, question)
    expect(card.locator(".poll-lines > li")).to_have_count(3)
    ben.go(f"/@{names[0]}")
    poll = ben.post(question).locator(".poll")
    expect(poll.get_by_role("radio")).to_have_count(3)
    look(ben.page, "a poll to vote in")
    poll.get_by_role("radio", name="Hymns").check()
    poll.get_by_role("button", name="Vote").click()
    expect(poll.locator("li", has_text="Hymns")).to_contain_text("your choice")
    expect(poll.locator("li", has_text="Hymns")).to_contain_text("100 %")
    expect(poll).to_contain_text("1 person voted")
    look(ben.page, "a poll as it stands")
    ben.post(question).locator("time").first.click()
    expect(ben.page.locator("article.large .poll-own")).to_be_visible()
    look(ben.page, "a poll as it stands")


@ways(Way(javascript=False))
def test_more_options_and_several_to_choose(somebody: Arrive, town: Town) -> None:
    names = town.people(2)
    ada, ben = (somebody(name) for name in names)
    question = f"Which evenings suit you, {names[1]}?"
    part = begin(ada, question, "Monday", "Tuesday", "Wednesday", "Thursday")
    part.get_by_role("button", name="More options").click()
    expect(part.locator("input[name=poll_option]").nth(4)).to_be_visible()
    part.locator("input[name=poll_option]").nth(4).fill("Friday")
    part.get_by_label("Several can be chosen").check()
    expect(ada.page.locator(".composer textarea[name=text]")).to_have_value(question)
    expect(publish(ada, question).locator(".poll-lines > li")).to_have_count(5)
    ben.go(f"/@{names[0]}")
    poll = ben.post(question).locator(".poll")
    for day in ("Monday", "Friday"):
        poll.get_by_role("checkbox", name=day).check()
    poll.get_by_role("button", name="Vote").click()
    expect(poll.locator(".poll-own")).to_have_count(2)


@ways(Way(javascript=False))
def test_a_poll_that_will_not_do_loses_nothing(somebody: Arrive, town: Town) -> None:
    ada = somebody(town.people(1)[0])
    part = begin(ada, "Words that stay", "Only one")
    ada.page.locator(".composer .send").click()
    expect(part.locator("p.error")).to_contain_text("two options at least")
    expect(part.locator("input[name=poll_option]").first).to_have_value("Only one")
    expect(ada.page.locator(".composer textarea[name=text]")).to_have_value("Words that stay")


@ways(Way(viewport=PHONE))
def test_options_by_the_keyboard(somebody: Arrive, town: Town) -> None:
    """Enter goes on to the next option and makes one at the end; each can be taken out; a poll needs no words."""
    ada = somebody(town.people(1)[0])
    part = begin(ada, "", "First", "Second", "Third", "Fourth")
    fields = part.locator("input[name=poll_option]")
    expect(part.locator("[data-poll-remove]").first).to_be_visible()
    fields.nth(0).press("Enter")
    expect(fields.nth(1)).to_be_focused()
    fields.nth(3).press("Enter")
    expect(fields).to_have_count(5)
    expect(fields.nth(4)).to_be_focused()
    expect(fields.nth(4)).to_have_attribute("aria-label", "Option 5")
    part.locator("[data-poll-remove]").nth(1).click()
    expect(fields).to_have_count(4)
    expect(fields.nth(1)).to_have_value("Third")
    ada.page.locator(".composer .send").click()
    expect(ada.page.locator(".notice.success").first).to_be_visible()
    expect(ada.page.locator("article.post").first.locator(".poll-lines > li")).to_have_count(3)
    part = begin(ada, "On second thoughts", "A", "B")
    part.get_by_role("button", name="More options").click()
    expect(part.locator("input[name=poll_option]")).to_have_count(5)
