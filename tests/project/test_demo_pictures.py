"""The demo's pictures: whose they are, how large, and laid down as an upload would be."""

import io
import json
import re
import shutil
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from folkmoot.media.actions import take_picture, use
from folkmoot.media.addresses import folder, root
from folkmoot.media.models import Picture
from folkmoot.media.queries import pictures
from folkmoot.project.demo.album import PICTURES, hand_in, known
from folkmoot.project.demo.storybook import read

NAMES = sorted(known())
FREE = {"CC0-1.0", "CC-BY-2.0", "CC-BY-4.0", "CC-BY-SA-3.0", "CC-BY-SA-4.0", "GPL-2+", "LGPL-2.1+", "LGPL-3"}
MOST_PIXELS, MOST_BYTES = 2_000_000, 6_000_000
COMMON = ("width", "height", "widths", "moving", "focus_x", "focus_y", "use", "used_at", "owner_id")


@pytest.fixture(autouse=True)
def swept() -> Generator[None]:
    yield
    shutil.rmtree(root(), ignore_errors=True)


@pytest.fixture(scope="module")
def sources() -> dict[str, Any]:
    parts = json.loads((PICTURES / "sources.json").read_text(encoding="utf-8"))
    return {name: source for part in parts.values() for name, source in part.items()}


def test_all_files_together_are_small() -> None:
    assert sum(path.stat().st_size for path in PICTURES.rglob("*") if path.is_file()) < MOST_BYTES
    assert {path.name for path in PICTURES.iterdir() if path.is_dir()} == set(NAMES)


def test_every_picture_is_needed() -> None:
    shown = {name for line in read().lines() for name in line.pictures}
    faces = {name for person in read().people for name in (person.avatar, person.header)}
    assert set(NAMES) - shown - faces == set()


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_what_is_said_of_it(name: str) -> None:
    facts = known()[name]
    files = {path.name for path in (PICTURES / name).iterdir()}
    assert files == {f"{width}.webp" for width in facts["widths"]}
    assert facts["widths"][-1] == facts["width"]
    for width in facts["widths"]:
        with Image.open(PICTURES / name / f"{width}.webp") as image:
            assert image.format == "WEBP"
            assert image.width == width
            assert abs(image.height - width * facts["height"] / facts["width"]) <= 1
            assert image.width * image.height <= MOST_PIXELS
            assert not {"exif", "xmp", "icc_profile"} & image.info.keys()


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_described_for_those_who_cannot_see_it(name: str) -> None:
    assert 8 < len(known()[name]["alt"]) <= 200
    assert known()[name]["alt"].endswith(".")
    assert not re.match(r"(?i)(a )?(photo|picture|image) of", known()[name]["alt"])


def test_every_picture_names_its_package_its_author_and_a_free_licence(sources: dict[str, Any]) -> None:
    assert sorted(sources) == NAMES
    for name, source in sources.items():
        assert source["licence"] in FREE, name
        assert source["author"]
        assert source["package"]


def test_the_licences_say_the_same(sources: dict[str, Any]) -> None:
    text = (PICTURES / "LICENCES").read_text(encoding="utf-8")
    for name, source in sources.items():
        entry = f"{name}\n  from {source['package']}: {source['file']}\n  by {source['author']}, {source['licence']}\n"
        assert entry in text


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["dahlia", "dogs", "boats", "badger"])
def test_a_picture_is_laid_down_as_an_upload_is(cast: Any, name: str) -> None:
    """The largest file, handed in by a member, becomes the same rows and files as the demo makes of it."""
    whole = (PICTURES / name / f"{known()[name]['width']}.webp").read_bytes()
    taken = Picture.objects.get(id=take_picture(cast.alice.id, io.BytesIO(whole), known()[name]["alt"]))
    laid = Picture.objects.get(id=hand_in(cast.alice.id, name))
    assert [getattr(laid, field) for field in COMMON] == [getattr(taken, field) for field in COMMON]
    assert laid.alt == taken.alt
    assert len(laid.blurhash) == len(taken.blurhash)
    assert re.fullmatch(r"[\w-]{22}", laid.name)
    assert _shape(laid) == _shape(taken)
    assert laid.bytes == sum(path.stat().st_size for path in folder(laid.id, laid.name).iterdir())


@pytest.mark.django_db
def test_handing_in_twice_makes_two_pictures_and_each_is_used_once(cast: Any) -> None:
    first, second = hand_in(cast.alice.id, "fig"), hand_in(cast.alice.id, "fig")
    assert first != second
    use(cast.alice.id, [first, second], "post")
    assert {view.alt for view in pictures([first, second]).values()} == {known()["fig"]["alt"]}
    assert set(Picture.objects.values_list("use", flat=True)) == {"post"}


@pytest.mark.django_db
def test_a_picture_nobody_made_ready_is_an_error_and_leaves_nothing(cast: Any) -> None:
    with pytest.raises(KeyError):
        hand_in(cast.alice.id, "unicorn")
    assert not Picture.objects.exists()
    assert not list(root().glob("*/*"))


def _shape(picture: Picture) -> set[tuple[str, tuple[int, int], int]]:
    """Names, sizes and rights of a picture's files and of their folder."""
    place = folder(picture.id, picture.name)
    assert place.stat().st_mode & 0o077 == 0
    return {(path.name, _size(path), path.stat().st_mode & 0o111) for path in place.iterdir()}


def _size(path: Path) -> tuple[int, int]:
    with Image.open(path) as image:
        return image.size
