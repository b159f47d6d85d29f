"""Every kind of picture becomes WebP in the widths it is shown in, upright, in sRGB, and nothing but pixels."""

import io
import re
from typing import Any

import pytest
import pyvips
from PIL import Image

from folkmoot.media.addresses import folder
from folkmoot.media.models import Picture
from folkmoot.media.queries import pictures
from folkmoot.media.workshop import sequences
from tests.media import pictures as made
from tests.media.conftest import Take, on_disk

OWNER = 4711


def _files(picture_id: int) -> dict[str, bytes]:
    picture = Picture.objects.get(id=picture_id)
    return {path.stem: path.read_bytes() for path in folder(picture.id, picture.name).iterdir()}


def _opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def _near(one: Any, other: tuple[int, int, int], by: int = 12) -> bool:
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=False))


@pytest.mark.parametrize("kind", made.GOOD)
def test_every_format_becomes_webp(take: Take, kind: str) -> None:
    picture_id = take(OWNER, made.GOOD[kind](), "Two fields")
    view = pictures([picture_id])[picture_id]
    files = _files(picture_id)
    assert (view.width, view.height, view.widths, view.moving) == (900, 600, (320, 640, 900), False)
    assert (view.alt, view.focus) == ("Two fields", (0.0, 0.0))
    assert re.fullmatch(r"[\w-]{22}", view.name)
    assert sorted(files) == ["320", "640", "900"]
    for name, data in files.items():
        image = _opened(data)
        assert (image.format, image.width, image.height) == ("WEBP", int(name), round(int(name) * 2 / 3))
        assert _near(image.convert("RGB").getpixel((10, 10)), made.RED)
        assert _near(image.convert("RGB").getpixel((image.width - 10, 10)), made.BLUE)
    assert Picture.objects.get(id=picture_id).bytes == sum(map(len, files.values()))


@pytest.mark.parametrize("kind", ["gif", "webp", "png", "avif"])
def test_moving_pictures_go_on_moving_and_have_a_still(take: Take, kind: str) -> None:
    picture_id = take(OWNER, made.moving(kind, 6))
    view = pictures([picture_id])[picture_id]
    files = _files(picture_id)
    assert (view.moving, view.widths, view.width, view.height) == (True, (320, 400), 400, 300)
    assert sorted(files) == ["320", "400", "still"]
    for name in ("320", "400"):
        image = _opened(files[name])
        assert (image.n_frames, image.size) == (6, (int(name), int(name) * 3 // 4))
        image.seek(3)
        image.load()
        assert image.info["duration"] == 100
        assert _near(image.convert("RGB").getpixel((5, 5)), (150, 80, 120))
    assert getattr(_opened(files["still"]), "n_frames", 1) == 1


@pytest.mark.parametrize("kind", ["gif", "png", "avif"])
def test_a_moving_picture_is_at_most_as_wide_as_a_column(take: Take, kind: str) -> None:
    picture_id = take(OWNER, made.moving(kind, 3, (1000, 500)))
    assert sorted(_files(picture_id)) == ["320", "640", "still"]


@pytest.mark.parametrize("kind", ["png", "avif"])
def test_what_moves_for_long_is_made_less_wide(take: Take, kind: str) -> None:
    """All frames are held together, so that many of them have to be smaller."""
    picture_id = take(OWNER, made.moving(kind, 150, (640, 480)))
    widths = pictures([picture_id])[picture_id].widths
    assert widths[0] == 320
    assert widths[-1] in range(360, 640)
    assert _opened(_files(picture_id)[str(widths[-1])]).n_frames == 150


@pytest.mark.parametrize("kind", ["png", "avif"])
def test_transparency_and_colours_of_what_moves(take: Take, kind: str) -> None:
    """A hole stays a hole, and a profile is applied and gone."""
    profile = pyvips.Image.black(8, 8, bands=3).copy(interpretation="srgb").icc_transform("p3", input_profile="srgb")
    frames = [Image.new("RGBA", (64, 64), (200, 30, 30, alpha)) for alpha in (0, 255, 128)]
    icc = profile.get("icc-profile-data")
    more = {"save_all": True, "append_images": frames[1:], "duration": 100, "icc_profile": icc}
    data = _files(take(OWNER, made.saved(frames[0], kind, **more)))["64"]
    assert b"ICCP" not in data
    image = _opened(data)
    image.seek(0)
    assert image.convert("RGBA").getpixel((9, 9))[3] == 0
    image.seek(1)
    red = image.convert("RGBA").getpixel((9, 9))
    assert red[3] == 255
    assert red[0] > 210, "the same numbers are a stronger red in P3"


def test_a_sequence_of_one_stands_still(take: Take) -> None:
    data = made.sequence_of_one()
    assert sequences.moves("png", data)
    view = next(iter(pictures([take(OWNER, data)]).values()))
    assert (view.moving, view.widths) == (False, (64,))


@pytest.mark.parametrize(
    ("size", "widths"),
    [
        ((4000, 3000), [320, 640, 1280, 2048]),
        ((2048, 100), [320, 640, 1280, 2048]),
        ((641, 480), [320, 640, 641]),
        ((200, 150), [200]),
        ((1, 1), [1]),
        ((3, 900), [3]),
        ((1200, 12000), [320, 640, 774]),
        ((16384, 20), [320, 640, 1280, 2048]),
    ],
)
def test_widths_never_enlarge_and_stay_within_reason(take: Take, size: tuple[int, int], widths: list[int]) -> None:
    picture_id = take(OWNER, made.saved(Image.new("RGB", size, made.RED), "png"))
    assert list(pictures([picture_id])[picture_id].widths) == widths
    for name, data in _files(picture_id).items():
        assert _opened(data).width == int(name)


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "avif", "heic"])
def test_nothing_but_pixels_stays(take: Take, kind: str) -> None:
    source = made.with_everything(kind)
    assert made.CANARY.encode() in source, "the test would prove nothing"
    for data in _files(take(OWNER, source)).values():
        for trace in (
            made.CANARY.encode(),
            b"EXIF",
            b"Exif",
            b"XMP ",
            b"xmpmeta",
            b"ICCP",
            b"P3",
            b"Photoshop",
            b"GPS",
        ):
            assert trace not in data
        assert {
            key for key in _opened(data).info if key not in {"loop", "background", "timestamp", "duration"}
        } == set()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright(take: Take, orientation: int) -> None:
    """Each of the eight ways a camera can be held, undone: what was red on the left is red on the left."""
    turns: dict[int, list[Any]] = {
        1: [],
        2: [Image.Transpose.FLIP_LEFT_RIGHT],
        3: [Image.Transpose.ROTATE_180],
        4: [Image.Transpose.FLIP_TOP_BOTTOM],
        5: [Image.Transpose.TRANSPOSE],
        6: [Image.Transpose.ROTATE_90],
        7: [Image.Transpose.TRANSVERSE],
        8: [Image.Transpose.ROTATE_270],
    }
    image = made.halves(600, 400)
    image.paste((255, 255, 255), (0, 0, 300, 200))  # the corner at the top left is white
    for turn in turns[orientation]:
        image = image.transpose(turn)
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture_id = take(OWNER, made.saved(image, "jpeg", exif=exif.tobytes(), quality=95))
    view = pictures([picture_id])[picture_id]
    assert (view.width, view.height, view.widths) == (600, 400, (320, 600))
    shown = _opened(_files(picture_id)["600"]).convert("RGB")
    assert _near(shown.getpixel((20, 20)), (255, 255, 255))
    assert _near(shown.getpixel((20, 380)), made.RED)
    assert _near(shown.getpixel((580, 20)), made.BLUE)


@pytest.mark.parametrize("kind", ["jpeg", "png", "heic"])
def test_colours_come_out_as_they_were_meant(take: Take, kind: str) -> None:
    """A photograph in Display P3 has other numbers for the same colours."""
    meant = (200, 100, 50)
    flat = pyvips.Image.black(64, 64).new_from_image(list(meant)).copy(interpretation="srgb").cast("uchar")
    wide = flat.icc_transform("p3", input_profile="srgb")
    numbers = tuple(int(value) for value in wide.getpoint(0, 0))
    assert not _near(numbers, meant, 6), "the test would prove nothing"
    image = Image.new("RGB", (64, 64), numbers)
    data = made.saved(image, "heif" if kind == "heic" else kind, icc_profile=wide.get("icc-profile-data"), quality=99)
    shown = _opened(_files(take(OWNER, data))["64"]).convert("RGB")
    assert _near(shown.getpixel((32, 32)), meant, 6)


def test_a_broken_profile_is_as_good_as_none(take: Take) -> None:
    data = made.saved(made.halves(64, 64), "jpeg", icc_profile=b"nothing that is a profile" * 8)
    assert _near(_opened(_files(take(OWNER, data))["64"]).convert("RGB").getpixel((5, 5)), made.RED)


def test_what_does_no_harm_is_not_minded(take: Take) -> None:
    """A decoder warns of bytes between the parts; the picture is whole."""
    data = made.jpeg_with_something_in_between()
    assert _near(_opened(_files(take(OWNER, data))["320"]).convert("RGB").getpixel((5, 5)), made.RED)


def test_inks_become_light(take: Take) -> None:
    data = made.saved(Image.new("CMYK", (64, 64), (0, 255, 255, 0)), "jpeg", quality=95)
    red, green, blue = _opened(_files(take(OWNER, data))["64"]).convert("RGB").getpixel((32, 32))
    assert red > 180
    assert max(green, blue) < 90


def test_what_is_clear_stays_clear(take: Take) -> None:
    data = made.saved(Image.new("RGBA", (64, 64), (10, 200, 10, 0)), "png")
    assert _opened(_files(take(OWNER, data))["64"]).convert("RGBA").getpixel((32, 32))[3] == 0


@pytest.mark.parametrize("mode", ["L", "LA", "P", "1", "I;16"])
def test_few_colours_and_deep_ones_are_pictures_too(take: Take, mode: str) -> None:
    picture_id = take(OWNER, made.saved(Image.new(mode, (40, 30)), "png"))
    assert _opened(_files(picture_id)["40"]).size == (40, 30)


def test_heic_with_clear_parts_and_odd_widths(take: Take) -> None:
    image = Image.new("RGBA", (333, 101), (10, 200, 10, 128))
    shown = _opened(_files(take(OWNER, made.saved(image, "heif")))["333"]).convert("RGBA")
    assert _near(shown.getpixel((150, 50)), (10, 200, 10), 8)


def test_names_and_claims_mean_nothing(take: Take) -> None:
    """A PNG that is called holiday.jpg is a PNG."""

    class Named(io.BytesIO):
        name, content_type = "holiday.jpg", "image/jpeg"

    from folkmoot.media.actions import take_picture

    assert take_picture(OWNER, Named(made.GOOD["png"]()), "") in pictures(Picture.objects.values_list("id", flat=True))


def test_an_upload_may_trickle(db: None) -> None:
    class Slow(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(size or 0, 7))

    from folkmoot.media.actions import take_picture

    assert take_picture(OWNER, Slow(made.saved(made.halves(60, 40), "png")), "")


def test_only_the_files_that_are_shown_are_kept(take: Take) -> None:
    take(OWNER, made.GOOD["jpeg"]())
    assert {path.suffix for path in on_disk()} == {".webp"}
    assert len(on_disk()) == 3
