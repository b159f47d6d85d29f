"""Links: a preview comes below the post, leads where the link leads, and goes when its author wants it to."""

from collections.abc import Callable, Generator

import pytest
from playwright.sync_api import expect

from tests.core.strange_server import StrangeServer, answer
from tests.journeys.conftest import PHONE, Way, ways
from tests.journeys.town import Somebody, Town
from tests.pictures import drawn
from tests.servers import eventually

type Arrive = Callable[..., Somebody]
HEAD = """<title>The heron</title><meta property="og:description" content="It stands by the water and waits.">
<meta property="og:image" content="/heron.jpg"><meta name="twitter:player" content="https://play.test/heron">"""


@pytest.fixture
def other_site() -> Generator[StrangeServer]:
    """Another site, with one page and its picture."""
    with StrangeServer() as server:
        page = f'<html lang="en"><head>{HEAD}</head></html>'.encode()
        server.answers["/heron"] = answer(page, Content_Type="text/html; charset=utf-8")
        server.answers["/heron.jpg"] = answer(drawn(1200, 630), Content_Type="image/jpeg")
        yield server


def arrives(town: Town, other_site: StrangeServer) -> None:
    """The worker looks at the page (another site on this machine is one that it would never ask)."""
    eventually(lambda: town.seed(site=other_site.port) or any("GET /heron.jpg" in asked for asked in other_site.asked))


@ways(Way(javascript=False), Way(viewport=PHONE, color_scheme="dark"))
def test_a_preview_from_the_link_to_its_removal(
    somebody: Arrive, town: Town, other_site: StrangeServer, look: Callable[..., None]
) -> None:
    address = other_site.url("/heron", "news.test")
    ada = somebody(town.people(1)[0])
    ada.write(f"Seen today: {address}")
    arrives(town, other_site)
    asked = len(other_site.asked)
    elsewhere: list[str] = []
    ada.page.on("request", lambda request: elsewhere.append(request.url))
    ada.go(f"/@{ada.name}")
    card = ada.page.locator(".link-card").first
    expect(card.get_by_text("The heron")).to_be_visible()
    expect(card.get_by_text("It stands by the water and waits.")).to_be_visible()
    expect(card.get_by_text(f"news.test:{other_site.port}")).to_be_visible()
    expect(card.locator("a").first).to_have_attribute("href", address)
    picture = card.locator("img")
    picture.scroll_into_view_if_needed()
    eventually(lambda: picture.evaluate("image => image.complete && image.naturalWidth > 0"))
    look(ada.page, "link-preview")
    assert [url for url in elsewhere if ".test" in url] == []
    assert len(other_site.asked) == asked, "no browser asked the other site"
    ada.menu(ada.page.locator("article.post", has=card), "Remove the preview")
    expect(ada.page.get_by_text("The preview is removed.")).to_be_visible()
    expect(ada.page.locator(".link-card")).to_have_count(0)


@ways(Way(javascript=False))
def test_a_player_is_opened_only_after_a_question(
    somebody: Arrive, town: Town, other_site: StrangeServer, look: Callable[..., None], strange: list[str]
) -> None:
    ben = somebody(town.people(1)[0])
    ben.write(f"Listen: {other_site.url('/heron', 'news.test')}")
    arrives(town, other_site)
    town.seed(settings={"players": "play.test"})
    try:
        asked: list[str] = []
        ben.page.on("request", lambda request: asked.append(request.url))
        play = ben.page.get_by_role("link", name="Play from play.test …")
        eventually(lambda: ben.go(f"/@{ben.name}") and play.count())
        play.click()
        expect(ben.page.get_by_text("your browser asks that site directly")).to_be_visible()
        look(ben.page, "player-question")
        assert not [url for url in asked if "play.test" in url]
        with ben.page.expect_request("https://play.test/heron"):
            ben.press("Play it")
        expect(ben.page.locator("iframe")).to_have_attribute("src", "https://play.test/heron")
        assert "https://play.test/heron" in strange
        strange[:] = [url for url in strange if not url.startswith("https://play.test/")]  # as it was asked to
        ben.page.get_by_role("link", name="Back to the post").click()
        expect(ben.page.locator("iframe")).to_have_count(0)
    finally:
        town.seed(settings={"players": ""})
