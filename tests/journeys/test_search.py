"""Searching: in the field or by a key, offered while one types, found and marked, gone at once."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Way, ways
from tests.journeys.test_arabic import ar
from tests.journeys.town import Somebody, Town

BOTH_WAYS = ways(Way(False, PHONE, "dark"), Way(True, PHONE, "light"))
HONEY, SECRET, TEA = (
    "Lavender honey, crème brûlée and bread #HoneyDay",
    "Lavender for the few who know",
    "都庁でお茶を飲む",
)


@BOTH_WAYS
def test_from_a_word_to_a_post(town: Town, somebody: Callable[..., Somebody], look: Callable[..., None]) -> None:
    ada, ben = (somebody(*town.people(1)) for _ in range(2))
    for text, scope in ((HONEY, "public"), (SECRET, "followers"), (TEA, "community")):
        ada.write(text, scope)
    _arrive(ben)
    look(ben.page)
    _find(ben, f"creme BRULEE from:{ada.name}", [HONEY])
    look(ben.page)
    assert ben.page.locator("mark").all_inner_texts() == ["crème", "brûlée"]
    _find(ben, f"お茶 from:{ada.name}", [TEA])
    _find(ben, f"lavender from:{ada.name}", [HONEY])
    _find(ben, f"lavender -honey from:{ada.name}", [])
    expect(ben.page.locator(".empty")).to_contain_text("Nothing found")
    _find(ada, "lavender in:followers from:me", [SECRET])
    _tabs(ben, ada, look)
    _is_gone(ada, ben)


@ways()
def test_what_is_offered_while_one_types(
    town: Town, somebody: Callable[..., Somebody], look: Callable[..., None]
) -> None:
    ada, ben = (somebody(*town.people(1)) for _ in range(2))
    ada.write("We meet at the #PlumTree")
    ben.go("/notifications")
    ben.page.keyboard.press("/")
    expect(ben.page.locator("#find")).to_be_focused()
    ben.go("/search")
    ben.page.keyboard.press("/")
    field = ben.page.locator("#search")
    expect(field).to_be_focused()
    field.press_sequentially("plumtr")
    offered = ben.page.locator(".suggestions")
    expect(offered.get_by_role("link", name="PlumTree")).to_be_visible()
    look(ben.page, "suggestions")
    field.fill(ada.name)
    expect(offered.get_by_role("link", name=f"@{ada.name}", exact=False).first).to_be_visible()
    offered.get_by_role("link", name="Posts with").click()
    expect(ben.page.locator(".tabs [aria-current]")).to_have_text("Posts")


@ways(Way(True, PHONE, "dark"))
def test_in_arabic(town: Town, person: Callable[..., Page], way: Way, look: Callable[..., None]) -> None:
    page = person(javascript=way.javascript, viewport=way.viewport, color_scheme=way.color_scheme, locale="ar")
    nura = Somebody(town, page, *town.people(1)).sign_in(ar("Sign in"))
    nura.write("أحبُّ الكتـــابَ القديمَ")
    nura.go("/search")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    _find(nura, "احب الكتاب from:me", ["أحبُّ الكتـــابَ القديمَ"])
    assert page.locator("mark").all_inner_texts() == ["أحبُّ", "الكتـــابَ"]
    look(page)


def _arrive(ben: Somebody) -> None:
    """By the navigation: on a phone it is behind *More*."""
    ben.go("/")
    link = ben.page.locator('.side a[href="/search"], .bottom a[href="/search"]').locator("visible=true")
    if not link.count():
        ben.page.locator(".bottom details > summary").click()
    link.first.click()
    expect(ben.page.locator(".search-help")).to_have_attribute("open", "")


def _find(who: Somebody, typed: str, texts: list[str]) -> None:
    """Search until the worker has taken in what was written a moment ago; the results are what was meant."""
    who.go("/search")
    who.page.locator("#search").fill(typed)
    who.page.locator("#search").press("Enter")
    if texts:
        who.comes_to_see(who.page.url.removeprefix(who.town.url), texts[0])
    assert who.page.locator("article.post .post-words").all_inner_texts() == texts


def _tabs(ben: Somebody, ada: Somebody, look: Callable[..., None]) -> None:
    ben.go(f"/search?q={ada.name}")
    tabs = ben.page.locator(".tabs")
    tabs.get_by_role("link", name="People").click()
    expect(ben.page.locator("main .person-acct").first).to_have_text(f"@{ada.name}")
    ben.go("/search?q=honeyday")
    tabs.get_by_role("link", name="Hashtags").click()
    expect(ben.page.locator(".found-tags a")).to_have_text(["#HoneyDay"])
    look(ben.page, "tags")
    ben.page.locator(".found-tags a").first.click()
    expect(ben.page.get_by_text(HONEY).first).to_be_visible()


def _is_gone(ada: Somebody, ben: Somebody) -> None:
    """A block takes both out of each other's results with the next search."""
    ada.go(f"/@{ben.name}")
    ada.menu(ada.page.locator(".profile-actions"), "Block …")
    ada.press(f"Block @{ben.name}")
    ben.go(f"/search?q=lavender from:{ada.name}")
    expect(ben.page.locator("article.post", has_text=HONEY)).to_have_count(0)
