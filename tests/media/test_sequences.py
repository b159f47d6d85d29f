"""Moving PNG and AVIF, and JPEG that says more than it has, as the child opens them (here without its walls)."""

import io

import pytest
from PIL import Image

from folkmoot.media.workshop import child, opening, sequences
from folkmoot.media.workshop.opening import Refused
from tests.media import pictures as made

KINDS = ("png", "avif")


@pytest.fixture(autouse=True, scope="module")
def loaded() -> None:
    for kind in (*KINDS, "jpeg"):
        opening.load(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_every_frame_and_its_time(kind: str) -> None:
    found = child.make(kind, made.moving(kind, 5, (300, 200)))
    assert (found.moving, found.width, found.height, found.widths) == (True, 300, 200, [300])
    image = Image.open(io.BytesIO(found.files["300"]))
    assert (image.n_frames, image.info["loop"]) == (5, 0)
    image.seek(2)
    image.load()
    assert image.info["duration"] == 100


@pytest.mark.parametrize(("frames", "files"), [(1, {"128"}), (3, {"128", "still"})])
def test_what_stands_in_a_line_of_text_is_one_small_file(frames: int, files: set[str]) -> None:
    found = child.make_small(
        "png", made.moving("png", frames, (600, 300)) if frames > 1 else made.saved(made.halves(600, 300), "png")
    )
    assert (found.moving, found.widths, set(found.files)) == (frames > 1, [128], files)


@pytest.mark.parametrize(
    ("kind", "frames", "size", "width"),
    [("png", 4, (640, 480), 640), ("png", 150, (640, 480), 377), ("avif", 500, (900, 100), 619)],
)
def test_all_frames_together_stay_small(kind: str, frames: int, size: tuple[int, int], width: int) -> None:
    mode = "RGBA" if kind == "png" else "RGB"
    widest = sequences.widest(sequences.Sequence(None, *size, frames, mode), 640)
    assert widest == width
    assert len(mode) * frames * widest * widest * size[1] / size[0] <= sequences.LARGEST_ROLL


@pytest.mark.parametrize("kind", KINDS)
def test_a_still_picture_says_so(kind: str) -> None:
    assert not sequences.moves(kind, made.GOOD[kind]())
    assert sequences.moves(kind, made.moving(kind))


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n", b"\x89PNG\r\n\x1a\n\0\0\0", b"\x89PNG\r\n\x1a\n" + b"\xff" * 40]
)
def test_a_png_without_parts_does_not_move(data: bytes) -> None:
    assert not sequences.moves("png", data)


def test_other_kinds_are_not_asked() -> None:
    assert not sequences.moves("gif", made.moving("gif"))


def test_too_large_a_frame_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(Refused, match="pixels"):
        opening.opened("png", made.apng_that_says(3, (3_500, 2_000)))


def test_transparency_stays_and_colours_are_turned() -> None:
    frames = [Image.new("RGBA", (40, 40), (10, 200, 10, alpha)) for alpha in (0, 255)]
    data = made.saved(frames[0], "png", save_all=True, append_images=frames[1:], duration=100)
    image = Image.open(io.BytesIO(child.make("png", data).files["40"])).convert("RGBA")
    assert image.getpixel((20, 20))[3] == 0


def test_a_profile_is_applied_to_every_frame() -> None:
    frames = [Image.new("RGB", (40, 40), colour) for colour in (made.RED, made.BLUE)]
    icc = Image.open(io.BytesIO(made.with_everything("png"))).info["icc_profile"]
    data = made.saved(frames[0], "png", save_all=True, append_images=frames[1:], duration=100, icc_profile=icc)
    still = Image.open(io.BytesIO(child.make("png", data).files["still"])).convert("RGB")
    assert still.getpixel((20, 20))[0] > made.RED[0], "the same number is a stronger red in P3"


@pytest.mark.parametrize("progressive", [False, True])
def test_a_jpeg_that_says_more_than_it_has_is_damaged(progressive: bool) -> None:
    for data in (
        made.jpeg_that_says(900, 700, progressive=progressive),
        made.jpeg_that_ends_early(0.5, progressive=progressive),
    ):
        with pytest.raises(Refused, match="damaged"):
            child.make("jpeg", data)


def test_what_decoders_warn_of_is_not_minded() -> None:
    assert child.make("jpeg", made.jpeg_with_something_in_between()).widths[-1] == 900
