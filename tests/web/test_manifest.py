"""A community on a home screen: its name, its colour, its mark, and where it opens."""

import io
import json
import re
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image

from folkmoot.web import theme
from folkmoot.web.colour import DEFAULT, LIGHT, accent

VIOLET = "#8a3fa0"


def manifest(client: Client, **headers: str) -> dict[str, Any]:
    (address,) = re.findall(r'<link rel="manifest" href="([^"]+)"', client.get("/sign-in").content.decode())
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/manifest+json"
    found: dict[str, Any] = json.loads(answer.content)
    return found


def touch(client: Client) -> str:
    (address,) = re.findall(r'<link rel="apple-touch-icon" href="([^"]+)"', client.get("/sign-in").content.decode())
    return str(address)


def test_it_says_who_and_where(settle: Any, client: Client) -> None:
    settle(name="Hillside Choir", description="We sing.", colour=VIOLET)
    found = manifest(client)
    assert (found["name"], found["short_name"]) == ("Hillside Choir", "Hillside")
    assert (found["start_url"], found["scope"], found["display"]) == ("/", "/", "standalone")
    assert found["theme_color"] == VIOLET
    assert {(each["sizes"], each["purpose"]) for each in found["icons"]} == {
        (f"{size}x{size}", purpose) for size in (192, 512) for purpose in ("any", "maskable")
    }


def test_a_short_name_stays_whole(settle: Any, client: Client) -> None:
    settle(name="Our Street")
    assert manifest(client)["short_name"] == "Our Street"


def test_it_turns_with_the_language(community: None, client: Client) -> None:
    found = manifest(client, accept_language="ar")
    assert (found["lang"], found["dir"]) == ("ar", "rtl")


def test_the_pictures_have_the_colour(settle: Any, client: Client) -> None:
    settle(colour=VIOLET)
    for address in {each["src"] for each in manifest(client)["icons"]} | {touch(client)}:
        answer = client.get(address)
        assert answer["Content-Type"] == "image/png"
        assert "immutable" in answer["Cache-Control"]
        image = Image.open(io.BytesIO(answer.content))
        image.verify()
        size = int(address.rpartition(".png")[0].rpartition(".")[2])
        image = Image.open(io.BytesIO(answer.content)).convert("RGB")
        assert image.size == (size, size)
        assert image.getpixel((1, 1)) == tuple(bytes.fromhex(VIOLET[1:])), "edge to edge"
        assert (255, 255, 255) in {colour for _count, colour in image.getcolors()}


def test_ours_are_files(community: None, client: Client) -> None:
    assert touch(client).startswith("/static/folkmoot/touch-180")
    for size in theme.SIZES:
        found = finders.find(f"folkmoot/touch-{size}.png")
        assert isinstance(found, str)
        image = Image.open(found)
        assert image.size == (size, size)
        assert image.convert("RGB").getpixel((1, 1)) == tuple(bytes.fromhex(accent(DEFAULT, LIGHT).accent[1:]))


@pytest.mark.parametrize("size", theme.SIZES)
def test_a_round_mask_leaves_the_people_whole(size: int) -> None:
    """Nothing of the drawing stands outside the circle that every mask leaves."""
    image = Image.open(io.BytesIO(theme.png(VIOLET, size))).convert("RGB")
    ground, middle = image.getpixel((0, 0)), (size - 1) / 2
    drawn = [(x, y) for x in range(0, size, 3) for y in range(0, size, 3) if image.getpixel((x, y)) != ground]
    assert drawn
    assert max(((x - middle) ** 2 + (y - middle) ** 2) ** 0.5 for x, y in drawn) <= 0.4 * size


def test_a_size_that_is_not_made_is_not_there(community: None, client: Client) -> None:
    assert client.get(theme.address(VIOLET, "192.png").replace("192", "193")).status_code == 404


def test_it_is_only_read(community: None, client: Client) -> None:
    assert client.post("/manifest.webmanifest").status_code == 405
