"""Reading on: older posts come by themselves or by a link, newer ones never push the page away."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, UPGRADED, Way, ways
from tests.journeys.town import GAZETTE, Somebody, Town

WHERE = """() => {
  const shown = (post) => post.getBoundingClientRect().top > 0;
  const first = [...document.querySelectorAll("#feed > .post")].find(shown);
  return [first.id, Math.round(first.getBoundingClientRect().top), Math.round(scrollY)];
}"""

# To the end of the feed, below which other things stand on a phone, until more posts are there
READ_ON = """(before) => {
  document.querySelector("#more")?.scrollIntoView();
  return document.querySelectorAll("#feed > .post").length > before;
}"""


@ways(Way(True, PHONE, "light"), UPGRADED)
def test_older_posts_come_while_scrolling(town: Town, somebody: Callable[..., Somebody]) -> None:
    ada = somebody(*town.people(1))
    ada.follow("gazette")
    ada.comes_to_see("/", f"Tide table {GAZETTE}")
    posts = ada.page.locator("#feed > .post")
    first = ada.page.get_by_text("Tide table 1", exact=True)
    while (before := posts.count()) and not first.count():
        ada.page.wait_for_function(READ_ON, arg=before)
    ids = posts.evaluate_all("posts => posts.map((post) => post.id)")
    assert len(ids) == len(set(ids)) == GAZETTE
    expect(ada.page.locator("#more")).to_have_count(0)


@ways(Way(False, PHONE, "dark"))
def test_every_page_of_a_feed_has_a_link(
    town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None]
) -> None:
    """With or without JavaScript: an address for each part, and the way back."""
    ada = somebody(*town.people(1))
    ada.go("/@gazette")
    look(ada.page)
    seen = _texts(ada)
    while (older := ada.page.locator("a[rel=next]")).count():
        ada.go("/@gazette" + str(older.get_attribute("href")))
        seen += _texts(ada)
    assert seen == [f"Tide table {number}" for number in range(GAZETTE, 0, -1)]
    ada.page.locator("a[rel=prev]").click()
    expect(ada.page.get_by_text("Tide table 1", exact=True)).to_have_count(0)
    expect(ada.page.locator("article.post").first).to_be_visible()
    assert "Tide table 1" not in _texts(ada)


@ways(Way(True, PHONE, "dark"))
def test_new_posts_are_announced_without_a_jump(
    town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None]
) -> None:
    ada, ben = (somebody(name) for name in town.people(2))
    ada.follow("gazette")
    ada.follow(ben.name)
    ada.comes_to_see("/", f"Tide table {GAZETTE}")
    ada.page.locator("#feed > .post").nth(8).scroll_into_view_if_needed()
    before = ada.page.evaluate(WHERE)
    ben.write("Fresh from the quay")
    pill = ada.page.locator("[data-news] a")
    expect(pill).to_be_visible(timeout=45_000)
    expect(pill).to_contain_text("1 new post")
    assert ada.page.evaluate(WHERE) == before
    look(ada.page)
    pill.click()
    expect(ada.page.locator("#feed > .post").first).to_contain_text("Fresh from the quay")
    expect(pill).to_be_hidden()


def _texts(ada: Somebody) -> list[str]:
    return [text.strip() for text in ada.page.locator("#feed > .post .post-words").all_inner_texts()]
