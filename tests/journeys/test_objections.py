"""A decision, its reasons, what is said against it, and a second look by somebody else; and danger to a life."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, UPGRADED, Way, ways
from tests.journeys.town import PASSWORD, Somebody, Town, fresh_name

type Look = Callable[[Page], None]
REASONS = "We read it again: these are nets for fishing, and the rules allow to give things away."


@ways(Way(False, PHONE, "dark"), UPGRADED)
def test_from_a_report_over_a_decision_to_a_second_look(
    town: Town, somebody: Callable[..., Somebody], look: Look
) -> None:
    ada, fisher = (somebody(name) for name in town.people(2))
    warden, mayor = _warden(town, somebody), somebody("mayor")
    text = f"Old nets to give away, ask {fisher.name}"
    post = fisher.write(text)
    path = str(post.locator("a", has=fisher.page.locator("time")).get_attribute("href"))
    ada.go(path)
    ada.like(ada.page.locator("article.post.large"))
    _report(ada, path)
    _remove(warden, fisher, look)
    ada.finds_nothing(path)
    _object(fisher, town, look)
    _second_look(warden, mayor, fisher, look)
    ada.comes_to_see(path, text)
    liked = ada.page.locator("article.post.large").get_by_role("button", name="Like", exact=True)
    expect(liked).to_have_attribute("aria-pressed", "true")
    fisher.comes_to_see("/decisions", "It was taken back.")
    fisher.page.get_by_role("link", name="Your post was removed").click()
    expect(fisher.page.get_by_text(REASONS)).to_be_visible()
    look(fisher.page)


@ways(Way(False, PHONE))
def test_whoever_is_suspended_can_say_that_it_was_wrong(
    town: Town, somebody: Callable[..., Somebody], look: Look
) -> None:
    (name,) = town.people(1)
    warden, mayor = _warden(town, somebody), somebody("mayor")
    _suspend(warden, name)
    lost = somebody()
    lost.name = name
    lost.go("/sign-in")
    lost.give(login=name, password=PASSWORD)
    lost.press("Sign in")
    expect(lost.page.get_by_role("heading", name="Your account is suspended")).to_be_visible()
    lost.page.get_by_role("link", name="Read why, and what you can do").click()
    expect(lost.page.get_by_text("We sell nothing here.")).to_be_visible()
    look(lost.page)
    lost.give(text="I never sold anything here.")
    lost.press("Ask for another look")
    expect(lost.page.get_by_text("You get an answer by")).to_be_visible()
    _lighten(mayor, name, look)
    lost.sign_in()
    lost.comes_to_see("/decisions", "You were warned")


@ways(Way(False, PHONE, "dark"))
def test_a_life_may_be_in_danger(town: Town, somebody: Callable[..., Somebody], look: Look) -> None:
    ada, other = (somebody(name) for name in town.people(2))
    warden = _warden(town, somebody)
    words = f"Nobody will find {other.name} tonight"
    path = str(other.write(words).locator("a", has=other.page.locator("time")).get_attribute("href"))
    _report(ada, path)
    _open_case(warden, other.name)
    warden.page.get_by_role("link", name="A life may be in danger …").click()
    look(warden.page)
    warden.page.locator("main select[name=country]").select_option("PT")
    warden.press("A life is in danger")
    expect(warden.page.get_by_text("Not sent yet.")).to_be_visible()
    expect(warden.page.locator("main textarea[name=text]")).to_contain_text(words)
    expect(warden.page.get_by_role("link", name="112")).to_be_visible()
    look(warden.page)
    warden.go("/staff/threats")
    look(warden.page)
    warden.page.locator("main .rows").get_by_role("link", name=other.name).click()
    warden.give(how="By phone to the police, number 4711")
    warden.press("It is sent")
    expect(warden.page.get_by_text("By phone to the police, number 4711")).to_be_visible()


def _warden(town: Town, somebody: Callable[..., Somebody]) -> Somebody:
    """Somebody who moderates, at night on a phone."""
    name = fresh_name("warden")
    town.seed(people={name: "moderator"}, password=PASSWORD)
    warden = somebody(name)
    warden.page.set_viewport_size(PHONE)
    return warden


def _report(ada: Somebody, path: str) -> None:
    ada.go(path)
    ada.menu(ada.page.locator("article.post.large"), "Report …")
    ada.give(comment="This is an advertisement.")
    ada.press("Send the report")
    expect(ada.page.get_by_role("heading", name="Thank you")).to_be_visible()


def _open_case(warden: Somebody, name: str) -> None:
    warden.go("/staff/reports")
    warden.page.locator("main .case-row").get_by_role("link", name=name, exact=True).click()


def _remove(warden: Somebody, fisher: Somebody, look: Look) -> None:
    _open_case(warden, fisher.name)
    look(warden.page)
    warden.press("Take it")
    warden.page.locator("main input[name=posts]").check()
    warden.page.locator("main select[name=post_action]").select_option("remove")
    warden.give(reason="We sell nothing here.")
    warden.page.locator("#decide").get_by_role("button", name="Decide", exact=True).click()
    expect(warden.page.locator(".notice.success").first).to_be_visible()


def _object(fisher: Somebody, town: Town, look: Look) -> None:
    assert "We sell nothing here." in town.letter(f"{fisher.name}@example.org")
    told = "decided something about you or a post of yours"
    fisher.comes_to_see("/notifications", told)
    fisher.page.get_by_role("link", name="Read what was decided and why").click()
    look(fisher.page)
    fisher.page.get_by_role("link", name="Your post was removed").click()
    expect(fisher.page.get_by_text("We sell nothing here.")).to_be_visible()
    look(fisher.page)
    fisher.give(text="I sell nothing. I give old nets away.")
    fisher.press("Ask for another look")
    expect(fisher.page.get_by_text("You get an answer by")).to_be_visible()


def _second_look(warden: Somebody, mayor: Somebody, fisher: Somebody, look: Look) -> None:
    warden.go("/staff/appeals").get_by_role("link", name=fisher.name).click()
    expect(warden.page.get_by_text("Somebody else who runs this community has to look at it again.")).to_be_visible()
    mayor.go("/staff/appeals")
    look(mayor.page)
    mayor.page.get_by_role("link", name=fisher.name).click()
    expect(mayor.page.get_by_text("I sell nothing. I give old nets away.")).to_be_visible()
    look(mayor.page)
    mayor.page.get_by_role("radio", name="The decision is taken back").check()
    mayor.give(reasons=REASONS)
    mayor.press("Decide")
    expect(mayor.page.get_by_text("It is decided, and whoever asked is told.")).to_be_visible()


def _suspend(warden: Somebody, name: str) -> None:
    warden.go(f"/@{name}")
    address = warden.page.locator("main a[href^='/staff/accounts/'], main a[href*='/report?account=']").first
    account_id = "".join(filter(str.isdigit, str(address.get_attribute("href"))))
    warden.go(f"/staff/accounts/{account_id}/decide")
    warden.page.locator("main select[name=account_action]").select_option("suspend")
    warden.give(reason="We sell nothing here.")
    warden.press("Look at it first")
    warden.press("Decide")
    expect(warden.page.locator(".notice.success").first).to_be_visible()


def _lighten(mayor: Somebody, name: str, look: Look) -> None:
    mayor.go("/staff/appeals").get_by_role("link", name=name).click()
    mayor.page.get_by_role("radio", name="It went too far").check()
    mayor.page.locator("main select[name=instead]").select_option("warn")
    mayor.give(reasons=REASONS)
    mayor.press("Decide")
    expect(mayor.page.get_by_text("It is decided, and whoever asked is told.")).to_be_visible()
    look(mayor.page)
