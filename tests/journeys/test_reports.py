"""Something is wrong: a member says so, the owner finds it in the queue, takes the post away, and can bring it back."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, UPGRADED, Way, ways
from tests.journeys.town import Somebody, Town


@ways(Way(False, PHONE, "dark"), UPGRADED)
def test_from_a_report_to_a_decision_and_back(
    town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None]
) -> None:
    ada, seller = (somebody(name) for name in town.people(2))
    mayor = somebody("mayor")
    text = f"Cheap nets, ask {seller.name}"
    post = seller.write(text)
    path = str(post.locator("a", has=seller.page.locator("time")).get_attribute("href"))
    _report(ada, path, look)
    _remove(mayor, text, look)
    ada.finds_nothing(path)
    look(ada.page)
    seller.go(path)
    expect(seller.page.get_by_text(text)).to_be_visible()
    _bring_back(mayor, seller, look)
    ada.go(path)
    expect(ada.page.get_by_text(text)).to_be_visible()


def _report(ada: Somebody, path: str, look: Callable[[Page], None]) -> None:
    ada.go(path)
    ada.menu(ada.page.locator("article.post.large"), "Report …")
    look(ada.page)
    ada.give(comment="This is an advertisement.")
    ada.press("Send the report")
    expect(ada.page.get_by_role("heading", name="Thank you")).to_be_visible()
    look(ada.page)
    ada.finds_nothing("/staff/cases")


def _remove(mayor: Somebody, text: str, look: Callable[[Page], None]) -> None:
    mayor.go("/staff/cases")
    look(mayor.page)
    row = mayor.page.locator("main ul.rows > li").filter(has_text=text)
    expect(row).to_contain_text("This is an advertisement.")
    row.locator("a.case-link").click()
    look(mayor.page)
    mayor.page.locator("select[name=post_action]").select_option("remove")
    mayor.give(reason="We sell nothing here.")
    mayor.press("Decide")
    expect(mayor.page.get_by_text("It is decided, and the reasons are with the member.")).to_be_visible()
    mayor.go("/staff/cases")
    expect(row).to_have_count(0)


def _bring_back(mayor: Somebody, seller: Somebody, look: Callable[[Page], None]) -> None:
    mayor.go("/staff/restrictions")
    look(mayor.page)
    decision = mayor.page.locator("main ul.rows > li").filter(has_text=seller.name)
    expect(decision).to_contain_text("We sell nothing here.")
    decision.get_by_role("button", name="Lift it").click()
    expect(mayor.page.get_by_text("Lifted. What was hidden is back.")).to_be_visible()
    mayor.go("/staff/audit")
    expect(mayor.page.get_by_text("brought a post back").first).to_be_visible()
    look(mayor.page)
