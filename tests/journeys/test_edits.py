"""Changing one's posts, gone through by hand: what it says, what it said, and writing it again."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, UPGRADED, Way, ways
from tests.journeys.town import Somebody, Town
from tests.pictures import drawn

type Arrive = Callable[..., Somebody]
type Look = Callable[..., None]


@ways(Way(javascript=False), Way(viewport=PHONE), Way(javascript=False, viewport=PHONE, color_scheme="dark"), UPGRADED)
def test_a_post_is_changed_and_what_it_said_can_be_read(
    somebody: Arrive, town: Town, look: Look, tmp_path: Path
) -> None:
    names = town.people(2)
    ada, ben = (somebody(name) for name in names)
    ada.write(f"We meet at seven, {names[1]}")
    ben.go(f"/@{names[0]}")
    boost = ben.post(f"We meet at seven, {names[1]}").locator("button.boost")
    boost.click()
    expect(boost).to_have_attribute("aria-pressed", "true")
    ben.comes_to_see(f"/@{names[1]}", f"We meet at seven, {names[1]}")
    ada.go(f"/@{names[0]}")
    ada.menu(ada.post(f"We meet at seven, {names[1]}"), "Edit")
    text = ada.page.get_by_label("What the post says")
    expect(text).to_have_value(f"We meet at seven, {names[1]}")
    picture = tmp_path / "hall.jpg"
    picture.write_bytes(drawn(800, 600))
    ada.page.locator("input[name=picture]").set_input_files(picture)
    text.fill(f"We meet at eight, {names[1]}")
    ada.page.locator(".composer .send").click()
    expect(ada.page.locator(".draft-pic")).to_have_count(1)
    expect(text).to_have_value(f"We meet at eight, {names[1]}")
    look(ada.page, "with a picture")
    ada.page.locator(".draft-pic textarea").fill("The hall")
    ada.page.locator(".composer .send").click()
    expect(ada.page.locator(".notice.success").first).to_be_visible()
    expect(ada.page.locator("article.large img[alt='The hall']")).to_have_count(1)
    look(ada.page, "edited")
    ben.comes_to_see("/notifications", "edited a post that you boosted or answered")
    ben.go(f"/@{names[0]}")
    ben.post(f"We meet at eight, {names[1]}").locator("a.post-edited").click()
    expect(ben.page.locator("ol.edit-steps ins").first).to_contain_text("eight,")
    expect(ben.page.locator("ol.edit-steps del").first).to_contain_text("seven,")
    expect(ben.page.locator(".edit-notes")).to_contain_text("The hall")
    look(ben.page)
    ben.page.get_by_label("Back to the post").click()
    expect(ben.page.locator("article.large")).to_be_visible()


@ways(Way(javascript=False))
def test_an_edit_from_two_places_loses_neither(somebody: Arrive, town: Town) -> None:
    (name,) = town.people(1)
    here, there = somebody(name), somebody(name)
    here.write("One place")
    for person in (here, there):
        person.go(f"/@{name}")
        person.menu(person.post("One place"), "Edit")
        expect(person.page.get_by_label("What the post says")).to_be_visible()
    there.page.get_by_label("What the post says").fill("From there")
    there.page.locator(".composer .send").click()
    expect(there.page.locator(".notice.success").first).to_be_visible()
    here.page.get_by_label("What the post says").fill("From here")
    here.page.locator(".composer .send").click()
    expect(here.page.locator("blockquote")).to_have_text("From there")
    expect(here.page.get_by_label("What the post says")).to_have_value("From here")
    here.page.locator(".composer .send").click()
    expect(here.page.locator("article.large")).to_contain_text("From here")


@ways(Way(javascript=False), Way(viewport=PHONE))
def test_a_post_is_deleted_and_written_again(somebody: Arrive, town: Town, look: Look) -> None:
    (name,) = town.people(1)
    ada = somebody(name)
    ada.write("Tpyed badly", "followers")
    ada.go(f"/@{name}")
    ada.menu(ada.post("Tpyed badly"), "Delete and write again")
    expect(ada.page.get_by_role("heading", name=re.compile("write it again"))).to_be_visible()
    look(ada.page)
    ada.press("Delete and write again")
    text = ada.page.locator(".composer textarea[name=text]")
    expect(text).to_have_value("Tpyed badly")
    expect(ada.page.locator(".composer select[name=scope]")).to_have_value("followers")
    ada.say("Typed well")
    ada.go(f"/@{name}")
    expect(ada.post("Typed well")).to_have_count(1)
    expect(ada.post("Tpyed badly")).to_have_count(0)
