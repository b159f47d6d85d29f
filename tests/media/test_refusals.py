"""What is not a picture, or too much of one, is refused in a sentence, quickly, and leaves nothing."""

import contextlib
import io
import os
import random
import re
import signal
import subprocess
import threading
import time
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from PIL import Image

from folkmoot.core.errors import Busy, Invalid
from folkmoot.media.actions import take_picture
from folkmoot.media.models import Picture
from folkmoot.media.workshop import order
from folkmoot.media.workshop.kinds import kind_of
from tests.media import pictures as made
from tests.media.conftest import Take, on_disk
from tests.servers import eventually

OWNER = 4711
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "a PNG that says it is huge": (lambda: made.png(50_000, 50_000, bytes(10_000_000)), "16,384"),
    "a PNG with too many pixels": (lambda: made.png(16_000, 16_000, bytes(100)), "pixels"),
    "a PNG that says more than it has": (lambda: made.png(8_000, 8_000, bytes(1_000)), "damaged"),
    "an interlaced PNG of 31 megapixels": (lambda: made.png(6_200, 5_000, bytes(9), interlaced=True), "pixels"),
    "a JPEG that says it is huge": (lambda: made.jpeg_that_says(65_000, 65_000), "16,384"),
    "a JPEG with too many pixels": (lambda: made.jpeg_that_says(16_000, 16_000), "pixels"),
    "a JPEG that says more than it has": (lambda: made.jpeg_that_says(900, 700), "damaged"),
    "a progressive JPEG that says more": (lambda: made.jpeg_that_says(900, 700, progressive=True), "damaged"),
    "a JPEG that ends early and says it is whole": (lambda: made.jpeg_that_ends_early(0.5), "damaged"),
    "a progressive JPEG that ends early": (lambda: made.jpeg_that_ends_early(0.5, progressive=True), "damaged"),
    "a moving PNG of 100,000 frames": (lambda: made.apng_that_says(100_000), "moves for too long"),
    "a moving PNG that has fewer frames than it says": (lambda: made.apng_that_says(9), "damaged"),
    "a moving PNG of seven megapixels": (lambda: made.apng_that_says(3, (3_500, 2_000)), "pixels"),
    "half a moving PNG": (lambda: (data := made.moving("png"))[: len(data) // 2], "damaged"),
    "half a moving AVIF": (lambda: (data := made.moving("avif"))[: len(data) // 2], "damaged"),
    "a GIF of 100,000 frames": (lambda: made.gif_of(100_000), "moves for too long"),
    "a GIF of 501 frames": (lambda: made.gif_of(501), "moves for too long"),
    **{f"half a {kind}": (lambda kind=kind: made.truncated(kind), "damaged") for kind in made.GOOD},
    **{f"the first bytes of a {kind}": (lambda kind=kind: made.GOOD[kind]()[:40], "damaged") for kind in made.GOOD},
    "an SVG": (lambda: SVG, "JPEG, PNG"),
    "an SVG with a declaration": (lambda: b"\xef\xbb\xbf<?xml version='1.0'?>" + SVG, "JPEG, PNG"),
    "a page": (lambda: b"<!doctype html><script>alert(1)</script>", "JPEG, PNG"),
    "a text": (lambda: b"Dear diary", "JPEG, PNG"),
    "a TIFF": (lambda: made.saved(made.halves(), "tiff"), "JPEG, PNG"),
    "a BMP": (lambda: made.saved(made.halves(), "bmp"), "JPEG, PNG"),
    "a PDF": (lambda: b"%PDF-1.7\n", "JPEG, PNG"),
    "a film": (lambda: b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(400), "JPEG, PNG"),
    "nothing": (lambda: b"", "empty"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_in_a_sentence(take: Take, said: list[dict[str, Any]], what: str) -> None:
    make, words = REFUSED[what]
    data = make()
    with pytest.raises(Invalid) as refusal:
        take(OWNER, data)
    assert refusal.value.field == "pictures"
    assert words in refusal.value.message
    assert re.match(r"[A-Z].*[.]$", refusal.value.message)
    assert not Picture.objects.exists()
    assert on_disk() == []
    for child in said:
        assert child["seconds"] < 1, "of processor time, its start included"
        assert child["memory"] < 256_000_000


@pytest.mark.parametrize("tail", ["archive", "page"])
@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
def test_what_hides_behind_a_picture_does_not_come_along(take: Take, kind: str, tail: str) -> None:
    """Files that are two things at once: what is kept is made anew from the pixels."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("secret.txt", made.CANARY)
    hidden = archive.getvalue() if tail == "archive" else f"<script>{made.CANARY}</script>".encode()
    take(OWNER, made.GOOD[kind]() + hidden)
    for path in on_disk():
        data = path.read_bytes()
        assert made.CANARY.encode() not in data
        assert b"PK\x03\x04" not in data
        assert data[:4] + data[8:12] == b"RIFFWEBP"
        assert int.from_bytes(data[4:8], "little") + 8 == len(data), "nothing stands behind the picture"


def test_bytes_at_random_never_get_further_than_a_refusal(take: Take) -> None:
    chance = random.Random(20_261_122)
    for make in made.GOOD.values():
        data = bytearray(make())
        for place in chance.sample(range(12, len(data)), min(40, len(data) // 4)):
            data[place] = chance.randrange(256)
        with contextlib.suppress(Invalid):
            take(OWNER, bytes(data))
    assert len(on_disk()) == sum(len(picture.widths.split()) for picture in Picture.objects.all())


def test_limits_in_bytes(take: Take, monkeypatch: pytest.MonkeyPatch) -> None:
    small = settings.FOLKMOOT.model_copy(update={"picture_mb": 1, "moving_picture_mb": 2})
    monkeypatch.setattr(settings, "FOLKMOOT", small)
    with pytest.raises(Invalid, match="at most 1 MB"):
        take(OWNER, made.GOOD["jpeg"]() + bytes(1_000_000))
    with pytest.raises(Invalid, match="at most 2 MB"):
        take(OWNER, made.moving("gif") + bytes(2_000_000))
    assert take(OWNER, made.moving("gif") + bytes(1_500_000)), "zeros behind a GIF are harmless"
    assert len(on_disk()) == 3


def test_an_endless_upload_ends(db: None) -> None:
    class Endless:
        sent = 0

        def read(self, size: int, /) -> bytes:
            self.sent += size
            return b"\xff\xd8\xff".ljust(size, b"x")

    upload = Endless()
    with pytest.raises(Invalid, match="at most 16 MB"):
        take_picture(OWNER, upload, "")
    assert upload.sent < 17_000_000
    assert on_disk() == []


def test_a_long_description_is_refused_before_any_work(take: Take, said: list[dict[str, Any]]) -> None:
    with pytest.raises(Invalid) as refusal:
        take(OWNER, made.GOOD["png"](), "x" * 1_501)
    assert refusal.value.field == "alt"
    assert said == []


@pytest.mark.parametrize("name", [signal.SIGKILL, signal.SIGSEGV])
def test_a_child_killed_half_way_leaves_nothing(
    take: Take, monkeypatch: pytest.MonkeyPatch, name: signal.Signals
) -> None:
    """Somebody else (the system, short of memory) ends it in the middle."""
    monkeypatch.setattr(order, "CHILD", ("-I", "-c", "import sys,time; sys.stdout.write('{\"half'); time.sleep(60)"))
    started: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def popen(*arguments: Any, **options: Any) -> subprocess.Popen[bytes]:
        started.append(real(*arguments, **options))
        return started[-1]

    monkeypatch.setattr(order.subprocess, "Popen", popen)

    def kill() -> None:
        while not started:
            time.sleep(0.01)
        started[0].send_signal(name)

    killer = threading.Thread(target=kill)
    killer.start()
    with pytest.raises(Invalid, match="Please save it smaller"):
        take(OWNER, made.GOOD["png"]())
    killer.join()
    assert not Picture.objects.exists()
    assert on_disk() == []
    monkeypatch.undo()
    assert take(OWNER, made.GOOD["png"]()), "its place is free again"


def test_who_takes_too_long_is_ended_with_all_its_own(take: Take, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order, "PATIENCE", 0.5)
    number = f"333.25{os.getpid()}"  # another run may be at it as well
    sleeping = f"[sys.executable, '-c', 'import time; time.sleep({number})']"
    grandchild = f"import subprocess, sys, time; subprocess.Popen({sleeping}); time.sleep(60)"
    monkeypatch.setattr(order, "CHILD", ("-I", "-c", grandchild))
    with pytest.raises(Invalid):
        take(OWNER, made.GOOD["png"]())
    look = ["pgrep", "-f", f"sleep.{number}"]
    eventually(lambda: subprocess.run(look, capture_output=True, check=False).stdout == b"")
    assert on_disk() == []


@pytest.mark.parametrize("program", ["raise SystemExit(3)", "pass", "print('{', end='')"])
def test_a_workshop_that_does_not_work_is_not_the_members_fault(
    take: Take, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, program: str
) -> None:
    monkeypatch.setattr(order, "CHILD", ("-I", "-c", f"import sys; sys.stderr.write('libvips is gone'); {program}"))
    with pytest.raises(Busy, match="cannot be prepared right now"):
        take(OWNER, made.GOOD["png"]())
    assert "libvips is gone" in caplog.text
    assert on_disk() == []


def test_a_disk_that_fails_leaves_nothing(take: Take, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        take(OWNER, made.GOOD["png"]())
    assert not Picture.objects.exists()
    assert on_disk() == []


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\xff\xd8\xff\xe0", "jpeg"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"\x89PNG\n\x1a\n", ""),
        (b"GIF87a", "gif"),
        (b"GIF90a", ""),
        (b"RIFF\0\0\0\0WEBPVP8 ", "webp"),
        (b"RIFF\0\0\0\0WAVE", ""),
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avif", "avif"),
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1heic", "heic"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "heic"),
        (b"\0\0\0\x14ftypmif1\0\0\0\0mif1", ""),
        (b"\0\0\0\x10ftypqt  \0\0\0\0" + b"heic", ""),  # outside of the box
        (b"", ""),
    ],
)
def test_what_the_first_bytes_say(head: bytes, kind: str) -> None:
    assert kind_of(head) == kind


LARGE: dict[str, dict[str, object]] = {
    "jpeg": {"progressive": True, "subsampling": 0},
    "heif": {},
    "avif": {"speed": 10},
    "webp": {"method": 0},
}


@pytest.mark.parametrize("kind", LARGE)
def test_twelve_megapixels_of_every_kind_are_taken(take: Take, said: list[dict[str, Any]], kind: str) -> None:
    """Also where the decoder has to hold the whole picture at once."""
    image = Image.linear_gradient("L").resize((4_000, 3_000)).convert("RGB")
    assert take(OWNER, made.saved(image, kind, quality=60, **LARGE[kind]))
    assert said[0]["memory"] < 268_435_456
