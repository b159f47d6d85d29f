"""Letters about what happened and what was missed, the way out of them, and what stands at home for who comes back."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import PHONE, Way, ways
from tests.journeys.test_arabic import ar
from tests.journeys.town import Somebody, Town
from tests.servers import eventually

BOTH_WAYS = ways(Way(False, PHONE, "dark"))


@BOTH_WAYS
def test_from_a_choice_to_a_letter_and_out_again(
    town: Town, somebody: Callable[..., Somebody], look: Callable[..., None]
) -> None:
    ada, ben = (somebody(*town.people(1)) for _ in range(2))
    ada.go("/settings/notifications")
    ada.page.locator("main").get_by_role("link", name="under Mail and devices").click()
    look(ada.page)
    _switch(ada, "mail_mention").check()
    _switch(ada, "push_like").uncheck()
    ada.page.locator("[name=digest][value=weekly]").check()
    ada.page.locator("[name=hour]").select_option("7")
    ada.give(quiet_from="22:00")
    ada.press("Save")
    expect(ada.page.locator(".error").filter(has_text="Please give both times")).to_be_visible()
    expect(_switch(ada, "mail_mention")).to_be_checked()
    look(ada.page, "refused")
    ada.give(quiet_from="")
    ada.press("Save")
    expect(ada.page.get_by_text("That holds from now on.")).to_be_visible()
    expect(_switch(ada, "push_like")).not_to_be_checked()
    expect(ada.page.get_by_text("The next one is due on")).to_be_visible()
    ben.write(f"@{ada.name} The nets are mended")
    link = _way_out(town, ada)
    _leave(town, somebody(), link, look)
    ada.go("/settings/letters")
    expect(_switch(ada, "mail_mention")).not_to_be_checked()
    expect(ada.page.locator("[name=digest][value=weekly]")).to_be_checked()


@BOTH_WAYS
def test_home_says_what_was_missed(town: Town, somebody: Callable[..., Somebody], look: Callable[..., None]) -> None:
    ada, ben = town.people(1)[0], somebody(*town.people(1))
    town.seed(away={ada: ben.name})
    ben.write("The swans have come back")
    back = somebody(ada)
    card = _missed(back, "The swans have come back")
    expect(card.get_by_role("heading", name="While you were away")).to_be_visible()
    look(back.page, "away")
    card.get_by_role("button", name="I have seen it").click()
    expect(card).to_have_count(0)
    back.go("/")
    expect(card).to_have_count(0)


@ways(Way(True, PHONE, "light"))
def test_in_arabic(town: Town, person: Callable[..., Page], way: Way, look: Callable[..., None]) -> None:
    name, ben = town.people(2)
    town.seed(away={name: ben})
    writer = Somebody(town, person(viewport=way.viewport), ben).sign_in()
    writer.write(f"@{name} عاد البجع إلى الميناء")
    page = person(javascript=way.javascript, viewport=way.viewport, color_scheme=way.color_scheme, locale="ar")
    nura = Somebody(town, page, name)
    nura.go("/sign-in")
    nura.give(login=nura.name, password=nura.password)
    nura.press(ar("Sign in"))
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    card = _missed(nura, "عاد البجع")
    look(page, "away")
    card.get_by_role("button", name=ar("I have seen it")).click()
    expect(card).to_have_count(0)
    nura.go("/settings/letters")
    look(page)
    _switch(nura, "mail_mention").check()
    nura.press(ar("Save"))
    expect(page.get_by_text(ar("That holds from now on."))).to_be_visible()


def _switch(who: Somebody, name: str) -> Locator:
    return who.page.locator(f"[name={name}]")


def _way_out(town: Town, ada: Somebody) -> str:
    """The link at the end of the letter, as soon as there is one: the page of notifications is not looked at before."""
    address = f"{ada.name}@example.org"
    eventually(lambda: town.seed(letters_to=ada.name) or town.letters(address))
    found = re.search(rf"{re.escape(town.url)}(/unsubscribe/\S+)", town.letters(address)[-1])
    assert found
    return found.group(1)


def _leave(town: Town, stranger: Somebody, link: str, look: Callable[..., None]) -> None:
    """Somebody who is not signed in has the letter."""
    stranger.go(link)
    look(stranger.page)
    stranger.press("Send me no more of them")
    expect(stranger.page.get_by_text("You get no letters about what happens to you.")).to_be_visible()
    stranger.go("/settings/letters")
    expect(stranger.page).to_have_url(re.compile("/sign-in"))


def _missed(who: Somebody, words: str) -> Locator:
    """The card at the top of home, once what was written has arrived."""
    card = who.page.locator("#away")
    eventually(lambda: who.go("/") and card.get_by_text(words).count())
    return card
