"""Files that lie, break off, swell or ask for too much: a sentence for whoever sent them, and no harm done."""

import io
import json
import struct
import subprocess
import sys
import time
from collections.abc import Callable

import pytest
from django.conf import settings

from folkmoot.core.errors import Invalid, TooMany
from folkmoot.core.events import drain
from folkmoot.media import queries
from folkmoot.media.actions import TooLarge, take_recording
from folkmoot.media.models import Recording
from folkmoot.media.studio import kinds, limits, order
from folkmoot.media.studio.target import target
from tests.media import recordings as made
from tests.media.conftest import on_disk
from tests.media.recordings import Film, film, song, wav
from tests.media.test_recordings import OWNER, REALTIME, taken

pytestmark = pytest.mark.django_db


def _mp4(*boxes: tuple[bytes, bytes]) -> bytes:
    head = b"isom\0\0\2\0isomiso2mp41"
    return b"".join(struct.pack(">I", len(body) + 8) + kind + body for kind, body in ((b"ftyp", head), *boxes))


def _flac_that_says(samples: int) -> bytes:
    """The same FLAC with another number of samples in its head."""
    data = bytearray(song("flac", "flac"))
    data[21] = data[21] & 0xF0 | samples >> 32
    data[22:26] = struct.pack(">I", samples & 0xFFFFFFFF)
    return bytes(data)


def _with(data: bytes, old: bytes, new: bytes) -> bytes:
    assert data.count(old) >= 1
    return data.replace(old, new)


def _bigger_track(data: bytes, width: int, height: int) -> bytes:
    """The same MP4 with other sides in its sample entry."""
    place = data.index(b"avc1", data.index(b"stsd")) + 28
    return data[:place] + struct.pack(">HH", width, height) + data[place + 4 :]


AT_ONCE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "is empty"),
    "a text": (lambda: b"WEBVTT\n\n00:00.000 --> 00:01.000\nHello", "not a file we can play"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(500), "not a file we can play"),
    "a HEIC": (lambda: b"\0\0\0\x18ftypheic" + bytes(500), "not a file we can play"),
    "a list of files": (lambda: b"#EXTM3U\n#EXTINF:1,\n/etc/passwd\n", "not a file we can play"),
    "ffconcat": (lambda: b"ffconcat version 1.0\nfile /etc/passwd\n", "not a file we can play"),
    "AVI": (lambda: b"RIFF\x00\x00\x00\x00AVI LIST" + bytes(300), "not a file we can play"),
    "only a head": (_mp4, "damaged"),
    "a head and nothing": (lambda: _mp4((b"moov", b""), (b"mdat", bytes(90))), "neither a picture"),
    "noise after a head": (lambda: _mp4((b"moov", bytes(range(256)) * 40)), "neither a picture|damaged"),
    "noise after an MKV head": (lambda: b"\x1aE\xdf\xa3" + bytes(range(256)) * 9, "damaged"),
    "noise after ID3": (lambda: b"ID3\4\0\0\0\0\0\0" + bytes(range(256)) * 9, "damaged"),
    "noise after fLaC": (lambda: b"fLaC" + bytes(range(256)) * 9, "damaged"),
    "no index": (lambda: film(Film())[: len(film(Film())) // 2], "damaged"),
    "ten hours": (lambda: _flac_that_says(10 * 60 * 60 * 44_100), "three hours"),
    "no time at all": (lambda: wav(seconds=0.0), "no time at all|damaged"),
    "a hundred channels": (lambda: wav(channels=100), "cannot read the sound|damaged"),
    "a million samples a second": (lambda: wav(rate=1_000_000), "cannot read the sound"),
    "ten samples a second": (lambda: wav(rate=10, seconds=10), "cannot read the sound"),
    "a kind of video unknown here": (
        lambda: film(Film("matroska", "mpeg2video", sound="")),
        "kind of video or sound",
    ),
    "wider than it may be": (
        lambda: film(Film(codec="mpeg4", size=(5_120, 64), seconds=0.2, sound="")),
        "too large",
    ),
    "more pixels than it may have": (
        lambda: film(Film(codec="mpeg4", size=(4_096, 2_400), seconds=0.1, sound="")),
        "too large",
    ),
}


@pytest.mark.parametrize(("data", "sentence"), AT_ONCE.values(), ids=AT_ONCE)
def test_refused_at_once(data: Callable[[], bytes], sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence) as refusal:
        take_recording(OWNER, io.BytesIO(data()), "x")
    assert refusal.value.field == "recordings"
    assert not Recording.objects.exists()
    assert on_disk() == []


def _cut(data: bytes, part: float) -> bytes:
    return data[: int(len(data) * part)]


def _quick(data: bytes) -> bytes:
    """The same with its index in front, so that a part of it can be opened."""
    with open_file(b"") as out:
        with made.opened(data) as file, target(out.fileno()) as (copy, _):
            pairs = {stream.index: copy.add_stream_from_template(stream) for stream in file.streams}
            for packet in file.demux():
                if packet.dts is not None:
                    packet.stream = pairs[packet.stream.index]
                    copy.mux(packet)
        out.seek(0)
        return out.read()


LATER: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "a video cut in the middle": (lambda: _cut(_quick(film(Film(seconds=6.0))), 0.5), {"cut", "damaged"}),
    "a FLAC cut in the middle": (lambda: _cut(song("flac", "flac", seconds=8.0), 0.5), {"cut"}),
    "a video whose pictures are noise": (
        lambda: _noisy(_quick(film(Film("mp4", "mpeg4", seconds=6.0)))),
        {"damaged", "cut"},
    ),
}


def _noisy(data: bytes) -> bytes:
    place = data.index(b"mdat") + 30_000
    return data[:place] + bytes((7 * n) % 251 for n in range(len(data) - place))


@pytest.mark.parametrize(("data", "problems"), LATER.values(), ids=LATER)
def test_failed_in_words(data: Callable[[], bytes], problems: set[str]) -> None:
    view = taken(data())
    assert (view.state, view.bytes) == ("failed", 0)
    assert view.problem in problems
    assert queries.problem_sentence(view.problem).endswith(".")
    assert on_disk() == []


def test_a_size_that_grows_in_the_middle_is_no_way_around_the_limit() -> None:
    """What the head says is small, what the pictures are is large: the pictures have the last word."""
    small = film(Film("matroska", "mpeg4", (320, 180), 0.4, sound=""))
    lying = film(Film("matroska", "mpeg4", (5_120, 64), 0.2, sound=""))
    with pytest.raises(Invalid):
        take_recording(OWNER, io.BytesIO(_with(lying, struct.pack(">H", 5_120), struct.pack(">H", 320))), "x")
    assert taken(small).state == "ready"


def test_mp4_that_says_it_is_gigantic() -> None:
    view = taken(_bigger_track(film(Film()), 65_000, 65_000))
    assert view.state == "ready"
    assert (view.width <= 1_080, view.height) == (True, 180), "it is what its pictures are"


def test_too_many_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    small = settings.FOLKMOOT.model_copy(update={"video_mb": 2, "sound_mb": 1})
    monkeypatch.setattr(settings, "FOLKMOOT", small)
    for data, sentence in (
        (film(Film()) + bytes(2_000_000), "2 MB is the most"),
        (song("wav", "pcm_s16le", seconds=7.0), "1 MB is the most"),
        (song("mp4", "aac", seconds=1.0) + b"\0\0\0\x08free" + bytes(1_000_000), "1 MB is the most"),
    ):
        with pytest.raises(TooLarge, match=sentence):
            take_recording(OWNER, io.BytesIO(data), "x")
    assert on_disk() == []


def test_a_codec_bomb_is_ended_by_its_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """What would compute on and on is ended by the system after the seconds it was given."""
    data = film(Film(codec="mpeg4", size=(1_920, 1_080), seconds=8.0, rate=60, sound=""))
    monkeypatch.setattr("folkmoot.media.tasks.preparing.working_seconds", lambda _length: 1)
    started = time.monotonic()
    view = taken(data)
    assert (view.state, view.problem) == ("failed", "time")
    assert "too long to prepare" in queries.problem_sentence(view.problem)
    assert time.monotonic() - started < 60
    assert on_disk() == []


def test_want_of_memory_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """A child with hardly any memory left says so, or is ended; either way there is a word for it."""
    starving = "import sys; from folkmoot.media.studio import limits, program; limits.MEMORY = 48 << 20; "
    monkeypatch.setattr(order, "CHILD", ("-I", "-c", starving + "program.main(['x', sys.argv[1]], program.do)"))
    data = film(Film(codec="mpeg4", size=(1_920, 1_080), seconds=0.4, sound=""))
    with open_file(data) as file, open_file(b"") as large, open_file(b"") as still:
        answer = order.carry_out(order.Task("video", "mov", 20, file, large, still), lambda _percent: None)
    assert answer.refused in {"memory", "damaged"}


def open_file(data: bytes) -> io.FileIO:
    from folkmoot.media.storage import spool

    file = spool()
    file.write(data)
    file.flush()
    return file


def test_every_problem_has_a_sentence_of_its_own() -> None:
    from folkmoot.media.queries import problems

    sentences = {queries.problem_sentence(word) for word in problems._SENTENCES}
    assert len(sentences) == len(problems._SENTENCES)
    assert all(sentence.endswith(".") for sentence in sentences)
    assert queries.problem_sentence("never heard of") == queries.problem_sentence("damaged")


def test_length_decides_how_long_may_be_computed() -> None:
    assert limits.working_seconds(0) == 60
    assert limits.working_seconds(30) == 150
    assert limits.working_seconds(10 * 60 * 60) == 7_200
    assert max(limits.walls(5).values()) <= 800 << 20


@pytest.mark.parametrize(
    "said",
    [
        b"nonsense\n",
        b"[1]\n",
        b'{"made": {"kind": "cinema", "seconds": 1, "width": 1, "height": 1}}\n',
        b'{"made": {"kind": "video", "seconds": "x"}}\n',
        b'{"made": {}}\n',
    ],
)
def test_a_child_that_was_taken_over_is_not_believed(monkeypatch: pytest.MonkeyPatch, said: bytes) -> None:
    monkeypatch.setattr(order, "CHILD", ("-I", "-c", f"import os; os.write(1, {said!r})"))
    with pytest.raises(Invalid, match="damaged"):
        take_recording(OWNER, io.BytesIO(film(Film())), "x")


GOOD = {"seconds": 2.0, "width": 320, "height": 180, "rate": 25.0, "bytes": 10, "still": 0, "blurhash": ""}
LIES = {
    "width": 10**9,
    "height": -3,
    "seconds": float("nan"),
    "rate": 10**6,
    "bytes": 10**12,
    "still": -1,
    "waveform": "zz",
    "blurhash": "x" * 101,
}


@pytest.mark.parametrize("lie", LIES)
def test_nor_when_it_has_made_something(lie: str, monkeypatch: pytest.MonkeyPatch) -> None:
    some_id = take_recording(OWNER, io.BytesIO(film(Film())), "x")
    said = json.dumps({"made": {**GOOD, lie: LIES[lie]}, "landlock": 7, "seconds": 1.0, "memory": 1})
    program = f"import os, json, sys; os.write(json.loads(sys.argv[1])['large'], b'x' * 10); print({said!r})"
    monkeypatch.setattr(order, "CHILD", ("-I", "-c", program))
    drain()
    view = queries.own_recording(OWNER, some_id)
    assert (view.state, view.problem) == ("failed", "damaged")
    assert on_disk() == []


def test_one_that_talks_for_ever_is_heard_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order, "CHILD", ("-I", "-c", "import os\nwhile True: os.write(1, b'x' * 60000)"))
    monkeypatch.setattr(order, "_LEAST_WALL", 3.0)
    with open_file(b"x") as file:
        started = time.monotonic()
        with pytest.raises((subprocess.TimeoutExpired, Exception)):
            order.carry_out(order.Task("probe", "mov", 0, file), lambda _percent: None)
    assert time.monotonic() - started < 30


def test_one_that_falls_silent_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order, "CHILD", ("-I", "-c", "import time; time.sleep(60)"))
    monkeypatch.setattr(order, "_LEAST_WALL", 1.5)
    heard: list[int] = []
    with open_file(b"x") as file:
        assert order.carry_out(order.Task("probe", "mov", 0, file), heard.append).refused == "time"
    assert heard
    assert set(heard) == {0}


@pytest.mark.parametrize(
    ("program", "why"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "memory"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSYS)", "damaged"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", "time"),
    ],
)
def test_how_a_child_ends(monkeypatch: pytest.MonkeyPatch, program: str, why: str) -> None:
    monkeypatch.setattr(order, "CHILD", ("-I", "-c", program))
    with open_file(b"x") as file:
        assert order.carry_out(order.Task("probe", "mov", 5, file), lambda _percent: None).refused == why


def test_a_crowd_is_asked_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    from folkmoot.media.workshop import seats

    seats._places.cache_clear()
    with seats.seat(), pytest.raises(TooMany):
        take_recording(OWNER, io.BytesIO(film(Film())), "x")
    assert not Recording.objects.exists()


@pytest.mark.parametrize(
    ("head", "format_"),
    [
        (b"\0\0\0\x20ftypisom", "mov"),
        (b"\0\0\0\x14ftypqt  ", "mov"),
        (b"\0\0\0\x08wide\0\0\0\0mdat", "mov"),
        (b"\0\0\0\x20ftypavif", ""),
        (b"\x1aE\xdf\xa3", "matroska"),
        (b"ID3\x04", "mp3"),
        (b"\xff\xfb\x90", "mp3"),
        (b"\xff\xf1\x50", ""),
        (b"\xff\xd8\xff", ""),
        (b"\xff", ""),
        (b"fLaC", "flac"),
        (b"OggS", "ogg"),
        (b"RIFF\0\0\0\0WAVE", "wav"),
        (b"RIFF\0\0\0\0WEBP", ""),
        (b"GIF89a", "gif"),
        (b"", ""),
    ],
)
def test_what_it_is_by_its_first_bytes(head: bytes, format_: str) -> None:
    assert kinds.format_of(head) == format_
    assert not format_ or format_ in limits.FORMATS


def test_a_webm_that_does_not_say_how_long_it_is() -> None:
    """As browsers record it: they cannot know before the end."""
    data = song("webm", "libopus", rate=48_000, layout="mono")
    place = data.index(b"\x44\x89\x88")  # the element that says it
    unsaid = data[:place] + b"\xec\x89" + data[place + 2 : place + 2] + b"\0" * 9 + data[place + 11 :]
    view = taken(unsaid)
    assert view.state == "ready"
    assert view.seconds == pytest.approx(2.0, abs=0.1)


def test_a_video_of_a_browser() -> None:
    data = film(Film("webm", "libvpx", (160, 90), 1.0, sound="libopus", options=REALTIME))
    place = data.index(b"\x44\x89\x88")
    view = taken(data[:place] + b"\xec\x89" + b"\0" * 9 + data[place + 11 :])
    assert view.state == "ready"
    assert view.seconds == pytest.approx(1.0, abs=0.1)


def test_no_python_of_ours_is_run_by_the_child_but_its_own() -> None:
    """Isolated: neither the current folder nor the environment decides what it imports."""
    assert order.CHILD[0] == "-I"
    assert sys.executable
