"""Pictures on cards: a grid of links to the large files, with addresses that are each reader's own."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from folkmoot.instance.actions import change_settings
from folkmoot.media import addresses
from folkmoot.media.models import Picture
from folkmoot.media.queries import PictureView
from folkmoot.web import pictures as showing
from tests.moderation.removing import remove_post
from tests.pictures import BLURHASH, lay
from tests.web.social.reading import Node, once, post

type Clients = Callable[..., Client]

VIEW = PictureView(7, "n" * 22, 640, 480, (320, 640), "A boat", (0.0, 0.0), BLURHASH, moving=False)


class TestOnACard:
    def shown(self, viewer: Any, post_id: int, client_of: Clients) -> Node:
        return post(once(client_of(viewer), "/community" if viewer is None else f"/@alice/{post_id}"), post_id)

    def test_a_picture_is_a_link_to_its_large_file(self, cast: Any, say: Any, client_of: Clients) -> None:
        picture = lay(cast.alice.id, alt="A boat at dusk", focus_x=-1, focus_y=0.6)
        card = self.shown(cast.bob, say(cast.alice, "Look", "followers", pictures=(picture.id,)), client_of)
        link, image = card.one("a.pic-link"), card.one(".pics").one("img")
        path, _, query = link.attrs["href"].removeprefix(addresses.origin()).partition("?")
        assert path == addresses.path(picture, 640)
        assert f"v={cast.bob.id}&" in query
        assert [each.split()[1] for each in image.attrs["srcset"].split(", ")] == ["320w", "640w"]
        assert (image.attrs["alt"], image.attrs["class"]) == ("A boat at dusk", "fx-0 fy-2")
        assert (image.attrs["width"], image.attrs["height"], image.attrs["loading"]) == ("640", "480", "eager")
        assert card.one("details.pic-alt").text == "ALT Description of picture 1A boat at dusk"

    @pytest.mark.parametrize("number", [1, 2, 3, 4])
    def test_every_number_has_a_grid_of_its_own(self, cast: Any, say: Any, client_of: Clients, number: int) -> None:
        laid = [lay(cast.alice.id, alt=f"Number {n}") for n in range(number)]
        card = self.shown(cast.bob, say(cast.alice, "", pictures=tuple(each.id for each in laid)), client_of)
        assert f"pics-{number}" in card.one(".pics").classes
        assert [image.attrs["alt"] for image in card.one(".pics").all("img")] == [f"Number {n}" for n in range(number)]
        assert not card.has(".post-words")

    def test_without_a_description_it_says_so(self, cast: Any, say: Any, client_of: Clients) -> None:
        card = self.shown(cast.bob, say(cast.alice, "Look", pictures=(lay(cast.alice.id).id,)), client_of)
        assert card.one(".pics").one("img").attrs["alt"] == "A picture without a description"
        assert not card.has("details.pic-alt")

    def test_a_warning_hides_the_pictures_too(self, cast: Any, say: Any, client_of: Clients) -> None:
        post_id = say(cast.alice, "Look", warning="Spiders", pictures=(lay(cast.alice.id).id,))
        assert self.shown(cast.bob, post_id, client_of).one("details.post-warning").has(".pics")

    def test_nothing_moves_by_itself(self, cast: Any, say: Any, client_of: Clients) -> None:
        picture = lay(cast.alice.id, moving=True)
        card = self.shown(cast.bob, say(cast.alice, "Look", pictures=(picture.id,)), client_of)
        image = card.one(".pics").one("img")
        assert "/still.webp" in image.attrs["src"]
        assert "srcset" not in image.attrs
        assert "/640.webp" in card.one("a.pic-link").attrs["href"]
        play = card.one("button.pic-play")
        assert "/640.webp" in play.attrs["data-play"]
        assert "hidden" in play.attrs

    def test_visitors_and_members_share_the_files_of_public_posts(
        self, cast: Any, say: Any, client_of: Clients, open_house: None
    ) -> None:
        picture = lay(cast.alice.id)
        post_id = say(cast.alice, "Look", pictures=(picture.id,))
        for viewer in (None, cast.bob):
            source = self.shown(viewer, post_id, client_of).one(".pics").one("img").attrs["src"]
            assert source == addresses.origin() + addresses.path(picture, 640)

    def test_where_visitors_read_nothing_members_have_their_own(
        self, cast: Any, say: Any, client_of: Clients, open_house: None
    ) -> None:
        change_settings(None, {"visitors": "nothing"})
        cache.clear()
        post_id = say(cast.alice, "Look", pictures=(lay(cast.alice.id).id,))
        assert f"v={cast.bob.id}&" in self.shown(cast.bob, post_id, client_of).one(".pics").one("img").attrs["src"]

    def test_ones_own_are_signed_for_they_may_be_removed(
        self, cast: Any, say: Any, client_of: Clients, open_house: None
    ) -> None:
        post_id = say(cast.alice, "Look", pictures=(lay(cast.alice.id).id,))
        remove_post(cast.frank, post_id, "Not here")
        assert f"v={cast.alice.id}&" in self.shown(cast.alice, post_id, client_of).one(".pics").one("img").attrs["src"]

    def test_no_mark_is_left_and_none_can_be_forged(self, cast: Any, say: Any, client_of: Clients) -> None:
        """What looks like an address to be signed stays what it is: words."""
        picture = lay(cast.alice.id)
        say(cast.alice, "Look", "followers", pictures=(picture.id,))
        path = addresses.path(picture, 640)
        for bait in (path, f"{path}?~", f"{path}?o", f"{path}?0000000000000000c", f"http://evil.example{path}?c"):
            say(cast.alice, f"See {bait} here", "followers")
        page = client_of(cast.bob).get("/@alice").content.decode()
        assert not addresses.is_marked(page)
        signed = re.findall(r"(\S*?)/media/[^\s\"<]+\?v=", page)
        assert signed
        assert {each.rpartition('"')[2] for each in signed} == {addresses.origin()}

    def test_a_page_without_pictures_asks_nothing_more(self, cast: Any, say: Any, client_of: Clients) -> None:
        text = "words"
        assert showing.finish(text, cast.bob.id, is_own=False) is text


class TestSizes:
    @pytest.mark.parametrize(
        ("point", "classes"),
        [((0, 0), ""), ((-1, 1), "fx-0 fy-0"), ((1, -1), "fx-10 fy-10"), ((0.04, 0), ""), ((0.2, 0), "fx-6 fy-5")],
    )
    def test_the_point_in_view_is_a_class(self, point: tuple[float, float], classes: str) -> None:
        assert showing.focus(point) == classes

    def test_every_class_is_in_the_stylesheet(self) -> None:
        path = finders.find("folkmoot/css/pictures.css")
        assert isinstance(path, str)
        css = Path(path).read_text()
        assert [n for n in range(11) if f".fx-{n} " not in css or f".fy-{n} " not in css] == []

    @pytest.mark.parametrize(
        ("blurhash", "colour"), [(BLURHASH, "#9b9b9b"), ("", "#000000"), ("L", "#000000"), ("L    ", "#000000")]
    )
    def test_the_ground_is_the_average_colour(self, blurhash: str, colour: str) -> None:
        assert re.fullmatch(r"#[0-9a-f]{6}", showing.tint(blurhash))
        if blurhash != BLURHASH:
            assert showing.tint(blurhash) == colour

    def test_a_red_picture_has_a_red_ground(self, cast: Any, client_of: Clients) -> None:
        client_of(cast.bob).post("/pictures", {"file": SimpleUploadedFile("red.png", _plain("#ff0000"), "image/png")})
        red, green, blue = (int(showing.tint(Picture.objects.get().blurhash)[n : n + 2], 16) for n in (1, 3, 5))
        assert red > 240
        assert green + blue < 40

    def test_faces_are_small_and_stand_still(self) -> None:
        assert showing.face(VIEW).endswith("/320.webp")
        assert showing.face(VIEW, 1280).endswith("/640.webp")
        assert showing.face(replace(VIEW, moving=True)).endswith("/still.webp")
        assert showing.choices(VIEW).count("w, ") == 1
        assert showing.choices(replace(VIEW, moving=True)) == ""

    def test_one_picture_is_as_wide_as_the_column(self) -> None:
        assert showing.sizes(1) != showing.sizes(2) == showing.sizes(10)


def _plain(colour: str) -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (64, 64), colour).save(held, "PNG")
    return held.getvalue()
