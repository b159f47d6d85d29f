"""Albums: many pictures in one post, looked at large and closer, and all that somebody has shown in one grid."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.conftest import PHONE, Way, ways
from tests.journeys.test_pictures import is_scripted, write
from tests.journeys.town import Somebody, Town
from tests.pictures import drawn
from tests.servers import eventually

type Arrive = Callable[..., Somebody]


@pytest.fixture(scope="module")
def album(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Seven pictures on somebody's disk."""
    folder = tmp_path_factory.mktemp("album")
    colours = ("#4a7a5c", "#6b4a7a", "#7a5c4a", "#4a5c7a", "#7a4a5c", "#5c7a4a", "#2f4858")
    for number, colour in enumerate(colours):
        (folder / f"{number}.jpg").write_bytes(drawn(800, 600, colour))
    return sorted(folder.iterdir())


@ways(Way(javascript=False), Way(viewport=PHONE))
def test_an_album(somebody: Arrive, town: Town, album: list[Path], look: Any) -> None:
    """Four in the list, all on the post's page, one square in the grid of the profile."""
    ada = somebody(town.people(1)[0])
    card = write(ada, "A day at sea", "public", *album)
    expect(card.locator(".pics img")).to_have_count(4)
    expect(card.locator(".pic-more")).to_contain_text("+3")
    ada.go(f"/@{ada.name}/media")
    expect(ada.page.locator(".tile")).to_have_count(1)
    assert seen(ada.page.locator(".tile img"))
    look(ada.page)
    ada.page.locator(".tile a").click()
    expect(ada.page.locator("article.large .pics img")).to_have_count(7)
    look(ada.page)
    if is_scripted(ada.page):
        return
    ada.go(f"/@{ada.name}")
    ada.post("A day at sea").locator("a.pic-link").nth(3).click()
    expect(ada.page.locator("article.large .pics img")).to_have_count(7)


def seen(image: Locator) -> bool:
    eventually(lambda: image.evaluate("each => each.complete"))
    return bool(image.evaluate("each => each.naturalWidth"))


@ways(Way(viewport=PHONE))
def test_it_is_leafed_through_and_looked_at_closer(somebody: Arrive, town: Town, album: list[Path], axe: Any) -> None:
    ada = somebody(town.people(1)[0])
    card = write(ada, "Leaf through me", "public", *album)
    box, count = ada.page.locator("#lightbox"), ada.page.locator(".lightbox-count")
    image = box.locator("img")
    card.locator("a.pic-link").nth(3).click()
    expect(count).to_have_text("4 / 7")
    ada.page.keyboard.press("ArrowRight")
    expect(count).to_have_text("5 / 7")
    expect(box.locator(".lightbox-words")).to_have_text("Picture 5 of the harbour")
    assert seen(image)
    ada.page.keyboard.press("End")
    expect(count).to_have_text("7 / 7")
    ada.page.keyboard.press("Home")
    expect(count).to_have_text("1 / 7")
    closer = box.get_by_role("button", name="Look closer")
    ada.page.keyboard.press("+")
    expect(closer).to_have_attribute("aria-pressed", "true")
    assert wide(image) > 1.4
    axe(ada.page)
    ada.page.keyboard.press("ArrowRight")
    expect(count).to_have_text("1 / 7")
    ada.page.keyboard.press("0")
    assert wide(image) == 1
    image.dblclick()
    assert wide(image) == pytest.approx(2.5)
    closer.click()
    assert wide(image) == 1
    swipe(image, -120, 0)
    expect(count).to_have_text("2 / 7")
    pinch(image)
    assert wide(image) == pytest.approx(2)
    ada.page.keyboard.press("0")
    swipe(image, 0, 150)
    expect(box).to_be_hidden()
    expect(card.locator("a.pic-link").nth(3)).to_be_focused()


def wide(image: Locator) -> float:
    """How many times as large as it stands."""
    scale: float = image.evaluate("each => each.getBoundingClientRect().width / each.offsetWidth")
    return scale


_TOUCH = """(image, steps) => {
  image.setPointerCapture = () => {};
  for (const [kind, id, x, y] of steps)
    image.dispatchEvent(new PointerEvent(kind, {pointerId: id, clientX: x, clientY: y, bubbles: true}));
}"""


def swipe(image: Locator, across: int, down: int) -> None:
    """One finger."""
    image.evaluate(_TOUCH, [["pointerdown", 1, 200, 300], ["pointerup", 1, 200 + across, 300 + down]])


def pinch(image: Locator) -> None:
    """Two fingers that go apart to twice as far."""
    apart = [["pointerdown", 1, 150, 300], ["pointerdown", 2, 250, 300], ["pointermove", 2, 350, 300]]
    image.evaluate(_TOUCH, [*apart, ["pointerup", 1, 150, 300], ["pointerup", 2, 350, 300]])
