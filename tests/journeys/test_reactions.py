"""Answering with an emoji: chosen from a page or over it, pressed again, and one of the community's own."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, UPGRADED, Way, ways
from tests.journeys.town import Somebody, Town, fresh_name
from tests.pictures import drawn


@ways(Way(True, PHONE, "dark"), UPGRADED)
def test_over_the_page(town: Town, somebody: Callable[..., Somebody], look: Callable[..., None]) -> None:
    ada, ben = (somebody(name) for name in town.people(2))
    ada.write(f"The sails of {ada.name}")
    ben.go(f"/@{ada.name}")
    post = ben.post(f"The sails of {ada.name}")
    post.get_by_role("link", name="React", exact=True).click()
    dialog = ben.page.locator("dialog.picker")
    expect(dialog.get_by_role("heading", name="React to a post")).to_be_visible()
    look(ben.page, "picker")
    dialog.get_by_label("Search emoji by name").fill("sailboat")
    dialog.get_by_role("button", name="sailboat").click()
    expect(dialog).to_be_hidden()
    mine = post.locator(".reaction")
    expect(mine).to_have_attribute("aria-pressed", "true")
    expect(mine).to_have_text("⛵sailboat 1")
    post.get_by_role("link", name="React", exact=True).click()
    dialog.get_by_role("button", name="red heart").click()
    expect(post.locator(".reaction")).to_have_count(2)
    look(ben.page, "reactions")
    post.locator(".reaction").first.click()
    expect(post.locator(".reaction")).to_have_count(1)
    post.locator(".reaction").click()
    expect(post.locator(".reactions")).to_have_count(0)
    post.get_by_role("link", name="React", exact=True).click()
    expect(dialog).to_be_visible()
    ben.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(post.get_by_role("link", name="React", exact=True)).to_be_focused()


@ways(Way(False, PHONE), Way(False))
def test_on_a_page_of_its_own(town: Town, somebody: Callable[..., Somebody], look: Callable[..., None]) -> None:
    ada, ben, carl = (somebody(name) for name in town.people(3))
    ada.write(f"The ropes of {ada.name}")
    ben.go(f"/@{ada.name}")
    ben.go(str(ben.post(f"The ropes of {ada.name}").locator(".react").get_attribute("href")))
    look(ben.page)
    ben.page.get_by_label("Search emoji by name").fill("party popper")
    ben.page.get_by_label("Search emoji by name").press("Enter")
    ben.page.get_by_role("button", name="party popper").click()
    carl.comes_to_see(f"/@{ada.name}", "party popper 1")
    carl.page.locator(".reaction").click()
    expect(carl.page.locator(".reaction")).to_contain_text("party popper 2")
    carl.page.get_by_role("link", name="Who reacted?").click()
    expect(carl.page.locator(".person-name")).to_have_count(2)
    look(carl.page)
    ada.comes_to_see("/notifications", "reacted to your post")


@ways(Way(False))
def test_the_community_s_own(
    town: Town, somebody: Callable[..., Somebody], look: Callable[..., None], tmp_path: Path
) -> None:
    mayor, ada, ben = somebody("mayor"), *(somebody(name) for name in town.people(2))
    name = fresh_name("boat")
    picture = tmp_path / "boat.png"
    picture.write_bytes(drawn(200, 200, kind="PNG"))
    mayor.go("/staff/emoji")
    mayor.page.locator("[name=name]").fill(name)
    mayor.page.locator("[name=picture]").set_input_files(picture)
    mayor.press("Add the emoji")
    expect(mayor.page.locator(".own-emoji img").first).to_be_visible()
    look(mayor.page)
    ada.write(f"Ahoy :{name}: of {ada.name}")
    ben.go(f"/@{ada.name}")
    shown = ben.page.locator(f"article.post img[alt=':{name}:']")
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 128
    ben.go(str(ben.page.locator(".react").first.get_attribute("href")))
    with ben.page.expect_response(lambda answer: answer.request.method == "POST"):
        ben.page.get_by_role("button", name=f":{name}:").click()
    ben.go(f"/@{ada.name}")
    expect(ben.page.locator(".reaction img")).to_be_visible()
    mayor.page.locator(".own-emoji", has_text=f":{name}:").get_by_role("button", name="Hide").click()
    expect(mayor.page.locator(".own-emoji", has_text=f":{name}:")).to_contain_text("not offered")


@ways()
def test_written_from_the_choice(town: Town, somebody: Callable[..., Somebody], look: Callable[..., None]) -> None:
    (ada,) = (somebody(name) for name in town.people(1))
    ada.go("/")
    text = ada.page.locator(".composer textarea[name=text]")
    text.fill("Ahoy")
    ada.page.locator(".composer").get_by_role("button", name="Emoji").click()
    dialog = ada.page.locator("dialog.picker")
    look(ada.page, "emoji")
    dialog.get_by_label("Search emoji by name").fill("anchor")
    dialog.get_by_role("button", name="anchor", exact=True).click()
    expect(dialog).to_be_hidden()
    expect(text).to_have_value("Ahoy⚓")
    expect(text).to_be_focused()
