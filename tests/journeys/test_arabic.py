"""The main road in Arabic: somebody signs up, writes, follows, answers, and reads from right to left."""

from collections.abc import Callable

from django.utils.translation import gettext, override
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import PHONE, UPGRADED, Way, ways
from tests.journeys.town import PASSWORD, Somebody, Town, fresh_name

BOTH_WAYS = ways(Way(False, PHONE, "dark"), UPGRADED)


def ar(text: str, **values: str) -> str:
    """A text of the program in Arabic."""
    with override("ar"):
        return gettext(text) % values if values else gettext(text)


@BOTH_WAYS
def test_from_signing_up_to_an_answer_in_arabic(
    town: Town, person: Callable[..., Page], way: Way, look: Callable[[Page], None]
) -> None:
    page = person(javascript=way.javascript, viewport=way.viewport, color_scheme=way.color_scheme, locale="ar")
    nura = Somebody(town, page, fresh_name("nura"))
    _sign_up(nura, look)
    nura.write("صباح الخير يا أهل الميناء! #شباك")
    look(nura.page)
    ben = Somebody(town, person(viewport=way.viewport), town.people(1)[0]).sign_in()
    ben.write("متى يأتي القارب؟")
    _meet(nura, ben, look)
    _read_on(nura, look)
    _is_told_in_english(ben, nura)


def _sign_up(nura: Somebody, look: Callable[[Page], None]) -> None:
    """The browser asks for Arabic; the letter comes in it too."""
    nura.go("/sign-up")
    _is_turned(nura.page)
    look(nura.page)
    address = f"{nura.name}@example.org"
    nura.give(username=nura.name, email=address, password1="short")
    nura.page.locator("[name=agree]").check()
    nura.press(ar("Sign up"))
    expect(nura.page.locator(".field .error")).to_contain_text("كلمة المرور")
    nura.give(password1=PASSWORD)
    nura.press(ar("Sign up"))
    expect(nura.page.get_by_role("heading", name=ar("Look into your mail"))).to_be_visible()
    assert ar("Hello,") in nura.town.letter(address)
    nura.page.goto(nura.town.link(address))
    nura.press(ar("Yes, confirm it"))
    expect(nura.page).to_have_url(f"{nura.town.url}/welcome")


def _meet(nura: Somebody, ben: Somebody, look: Callable[[Page], None]) -> None:
    """Found, followed, answered; the answer begins with a name in Latin letters and still runs from the right."""
    nura.go(f"/@{ben.name}")
    look(nura.page)
    nura.page.locator(".profile-actions").get_by_role("button", name=ar("Follow"), exact=True).click()
    expect(nura.page.get_by_role("button", name=ar("Unfollow"))).to_be_visible()
    nura.page.locator("article.post time").first.click()
    expect(nura.page.get_by_role("heading", name=ar("Thread"), exact=True)).to_be_visible()
    look(nura.page)
    nura.page.locator(".composer textarea[name=text]").fill(f"@{ben.name} بعد صلاة العصر إن شاء الله.")
    nura.page.locator(".composer .send").click()
    answer = nura.page.locator("#replies .post-words p", has_text="بعد صلاة العصر")
    expect(answer).to_be_visible()
    if nura.page.evaluate("() => Boolean(window.htmx)"):
        assert _direction(answer) == "rtl"
        assert _direction(nura.page.locator("#replies .post-acct").first) == "ltr"


def _read_on(nura: Somebody, look: Callable[[Page], None]) -> None:
    """Every kind of page is whole in Arabic, and another language is two presses away."""
    for path in ("/notifications", "/members", "/settings/profile"):
        nura.go(path)
        _is_turned(nura.page)
        look(nura.page)
    nura.go("/settings/language")
    look(nura.page)
    nura.page.locator("[name=language]").select_option("en")
    nura.press(ar("Save"))
    expect(nura.page.get_by_role("heading", name="Settings")).to_be_visible()
    nura.page.locator("[name=language]").select_option("ar")
    nura.press("Save")
    _is_turned(nura.page)


def _is_told_in_english(ben: Somebody, nura: Somebody) -> None:
    ben.comes_to_see("/notifications", "answers you")
    expect(ben.page.locator(".told").filter(has_text=f"{nura.name} follows you")).to_have_count(1)


@BOTH_WAYS
def test_a_visitor_chooses_another_language(town: Town, person: Callable[..., Page], way: Way) -> None:
    page = person(javascript=way.javascript, viewport=way.viewport, color_scheme=way.color_scheme)
    page.goto(f"{town.url}/sign-in")
    page.get_by_role("button", name="العربية").click()
    expect(page.get_by_role("heading", name=ar("Sign in"))).to_be_visible()
    assert page.url == f"{town.url}/sign-in"
    page.goto(f"{town.url}/")
    _is_turned(page)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()


def _is_turned(page: Page) -> None:
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")


def _direction(found: Locator) -> str:
    return str(found.evaluate("(element) => getComputedStyle(element).direction"))
