"""The main road: somebody signs up, says who they are, writes, is found, and hears about it."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, PHONE, Way, ways
from tests.journeys.town import PASSWORD, Somebody, Town, fresh_name

ALL_WAYS = ways(Way(False, PHONE, "dark"), Way(True, PHONE, "light"), Way(False, DESK, "light"))


@ALL_WAYS
def test_from_signing_up_to_a_conversation(
    town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None]
) -> None:
    nina = somebody()
    nina.name = fresh_name("nina")
    _sign_up(nina, look)
    _introduce(nina, look)
    nina.write("Does anybody mend nets? #nets")
    look(nina.page)
    ben = somebody(*town.people(1))
    _meet(ben, nina, look)
    _hear(nina, ben, look)


def _sign_up(nina: Somebody, look: Callable[[Page], None]) -> None:
    nina.go("/")
    look(nina.page)
    nina.page.get_by_role("link", name="Sign up").first.click()
    look(nina.page)
    address = f"{nina.name}@example.org"
    nina.give(username=nina.name, email=address, password1=PASSWORD)
    nina.page.locator("[name=agree]").check()
    nina.press("Sign up")
    expect(nina.page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    look(nina.page)
    nina.page.goto(nina.town.link(address))
    look(nina.page)
    nina.press("Yes, confirm it")
    expect(nina.page).to_have_url(f"{nina.town.url}/welcome")
    nina.go("/")
    expect(nina.page.locator(".composer")).to_be_visible()
    look(nina.page)


def _introduce(nina: Somebody, look: Callable[[Page], None]) -> None:
    nina.go("/settings/profile")
    look(nina.page)
    nina.give(name="Nina Netto", bio="I sail a small boat.", name_0="Boat", value_0="Grey")
    nina.press("Save")
    expect(nina.page.get_by_text("Your profile is saved.")).to_be_visible()
    nina.page.get_by_role("link", name="Look at it").click()
    expect(nina.page.get_by_role("heading", name="Nina Netto")).to_be_visible()
    expect(nina.page.get_by_text("I sail a small boat.")).to_be_visible()
    look(nina.page)


def _meet(ben: Somebody, nina: Somebody, look: Callable[[Page], None]) -> None:
    """Found in the list of members, followed, liked, answered."""
    ben.go("/members")
    look(ben.page)
    search = ben.page.locator("main [name=q]")
    search.fill(nina.name)
    search.press("Enter")
    expect(ben.page.locator("main .person-acct")).to_have_text([f"@{nina.name}"])
    ben.page.locator("main").get_by_role("link", name="Nina Netto").click()
    ben.page.locator(".profile-actions").get_by_role("button", name="Follow", exact=True).click()
    expect(ben.page.get_by_role("button", name="Unfollow")).to_be_visible()
    post = ben.page.locator("article.post").first
    ben.like(post)
    post.locator("time").click()
    expect(ben.page.get_by_role("heading", name="Thread")).to_be_visible()
    look(ben.page)
    ben.page.locator(".composer textarea[name=text]").fill(f"@{nina.name} My aunt does.")
    ben.page.locator(".composer .send").click()
    expect(ben.page.locator("#replies").get_by_text("My aunt does.")).to_be_visible()
    ben.comes_to_see("/", "Does anybody mend nets?")


def _hear(nina: Somebody, ben: Somebody, look: Callable[[Page], None]) -> None:
    """Three things happened, each told once; from the answer the way leads to the thread."""
    nina.comes_to_see("/notifications", "answers you")
    told = nina.page.locator(".told")
    expect(told).to_have_count(3)
    for words in ("follows you", "likes your post", "answers you"):
        expect(told.filter(has_text=f"{ben.name} {words}")).to_have_count(1)
    look(nina.page)
    answer = nina.page.locator("article.post", has_text="My aunt does.")
    nina.like(answer)
    answer.locator("time").click()
    expect(nina.page.locator(".above").get_by_text("Does anybody mend nets?")).to_be_visible()
    expect(nina.page.locator("article.post.large")).to_contain_text("My aunt does.")
    nina.go("/community")
    look(nina.page)
    nina.page.get_by_role("link", name="#nets").first.click()
    expect(nina.page.get_by_text("Does anybody mend nets?").first).to_be_visible()
    look(nina.page)
