"""The child that opens recordings: its program as it is, and what it could reach from behind its walls. Nothing."""

import json
import os
import runpy
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import pytest
from django.conf import settings

from folkmoot.media.storage import spool
from folkmoot.media.studio import files, limits, order, program, source, still, target, video
from folkmoot.media.studio.limits import Refused
from folkmoot.media.workshop import walls
from tests.media import recordings as made
from tests.media.recordings import Film, film, song
from tests.media.test_hostile_recordings import _flac_that_says, _mp4
from tests.media.test_walls import BURGLAR

_CHANGES = {
    "def work(kind, data):": "def work(order):",
    'child.main(["child", "png"], work)': "program.main(['program', sys.argv[1]], work)",
    "from folkmoot.media.workshop import child": (
        "from folkmoot.media.studio import program\nfrom folkmoot.media.workshop import child, spending"
    ),
    "child._status()": "spending.status()",
    '"300 MB", lambda: len(bytearray(300 << 20))': '"400 MB", lambda: len(bytearray(400 << 20))',
    "os.fstat(fd) if os.lseek(fd, 0, 1) >= 0 else None": "os.lseek(fd, 0, 1)",
}


def _here(text: str) -> str:
    for old, new in _CHANGES.items():
        assert old in text, "the burglar has other tools now"
        text = text.replace(old, new)
    return text


BURGLAR_HERE = _here(BURGLAR)


def test_a_burglar_finds_nothing_here_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same attempts, from inside the program that opens recordings."""
    (settings.DATA_DIR / "folkmoot.sqlite3").touch()
    (tmp_path / "outside.there").write_text("stays")
    monkeypatch.setenv("FOLKMOOT_TEST_SECRET", "hunter2")
    with socket.create_server(("127.0.0.1", 0)) as server, spool() as file, spool() as large:
        known = {
            "PORT": server.getsockname()[1],
            "DATABASE": str(settings.DATA_DIR / "folkmoot.sqlite3"),
            "KEY": str(settings.DATA_DIR / "secret.key"),
            "OUTSIDE": str(tmp_path / "outside"),
            "TEMPORARY": str(tmp_path / "temporary"),
        }
        text = "\n".join(f"{name} = {value!r}" for name, value in known.items()) + BURGLAR_HERE
        monkeypatch.setattr(order, "CHILD", ("-I", "-c", text))
        heard: list[Any] = []
        monkeypatch.setattr(order, "_words", lambda line: heard.append(line) or {"refused": "damaged"})
        order.carry_out(order.Task("video", "mov", 20, file, large=large), lambda _percent: None)
        stolen = dict(json.loads(next(line for line in heard if line)))
        assert stolen.pop("descriptors") == [large.fileno()], "what it is to write to, and nothing else"
    assert len(stolen) >= 22
    assert {name: loot for name, loot in stolen.items() if loot is not None} == {}
    assert not (tmp_path / "outside").exists()
    assert (tmp_path / "outside.there").exists()
    assert not (tmp_path / "temporary").exists()


def test_its_limits_are_wider_where_it_computes_and_no_wider_elsewhere() -> None:
    wider = limits.walls(77)
    differ = {what for what in walls.LIMITS if wider[what] != walls.LIMITS[what]}
    import resource

    assert differ == {resource.RLIMIT_DATA, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE}
    assert set(wider) == set(walls.LIMITS)
    assert wider[resource.RLIMIT_CPU] == 77
    assert wider[resource.RLIMIT_DATA] <= 400 << 20


class Bench:
    """The program run in this very process, without its walls, with files for its descriptors."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.patch = monkeypatch
        self.large, self.still = spool(), spool()
        self.said: list[dict[str, Any]] = []

    def run(self, task: str, format_: str, data: bytes) -> dict[str, Any]:
        self.said.clear()
        with spool() as file:
            file.write(data)
            file.flush()
            self.patch.setattr(program, "_SOURCE", file.fileno())
            self.patch.setattr(program, "say", self.said.append)
            given = {"task": task, "format": format_, "seconds": 60}
            given |= {"large": self.large.fileno(), "still": self.still.fileno()}
            return program.answer(given, program.do)

    def made(self, size: int) -> bytes:
        self.large.seek(0)
        return self.large.read(size)


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Bench:
    source.load()
    return Bench(monkeypatch)


def test_what_it_says_at_a_glance(bench: Bench) -> None:
    found = bench.run("probe", "mov", film(Film()))["made"]
    assert found == {"kind": "video", "seconds": 2.0, "width": 320, "height": 180}
    found = bench.run("probe", "mp3", song(tags=True))["made"]
    assert (found["kind"], found["title"], found["width"]) == ("sound", "Harbour lights", 0)
    assert bench.run("probe", "gif", made.gif())["made"]["kind"] == "loop"
    assert bench.run("probe", "mov", b"nothing")["refused"] == "damaged"


@pytest.mark.parametrize(
    ("task", "format_", "data"),
    [
        ("video", "mov", lambda: film(Film())),
        ("video", "matroska", lambda: film(Film("matroska", sound="libopus"))),
        ("video", "mov", lambda: film(Film("mov", "mpeg4", turned=90))),
        ("video", "mov", lambda: film(Film(rate=100, seconds=0.5, sound=""))),
        ("loop", "gif", made.gif),
        ("small", "mov", lambda: film(Film(size=(1_280, 720), seconds=0.4))),
        ("sound", "mp3", lambda: song(cover=True, tags=True)),
        ("sound", "mov", lambda: song("mp4", "aac", volume="1.9", seconds=3.0)),
    ],
)
def test_what_it_makes(bench: Bench, task: str, format_: str, data: Callable[[], bytes]) -> None:
    found = bench.run(task, format_, data())["made"]
    looks = made.looks(bench.made(found["bytes"]))
    assert looks["quick"]
    assert looks["seconds"] == pytest.approx(found["seconds"], abs=0.2)
    steps = [words["progress"] for words in bench.said]
    assert steps == sorted(set(steps))
    assert steps[-1] > 60


def _unsaid() -> bytes:
    """A WebM of a browser, which does not say how long it is."""
    data = song("webm", "libopus", rate=48_000, layout="mono")
    place = data.index(b"\x44\x89\x88")
    return data[:place] + b"\xec\x89" + b"\0" * 9 + data[place + 11 :]


REFUSALS = {
    "nothing": ("probe", "mov", lambda: _mp4((b"moov", b""), (b"mdat", bytes(90)))),
    "codec": ("probe", "matroska", lambda: film(Film("matroska", "mpeg2video", sound=""))),
    "long": ("probe", "flac", lambda: _flac_that_says(10 * 60 * 60 * 44_100)),
    "sound": ("probe", "wav", lambda: made.wav(rate=1_000_000)),
    "cut": ("sound", "flac", lambda: song("flac", "flac", seconds=8.0)[:60_000]),
    "pixels": ("probe", "mov", lambda: film(Film(codec="mpeg4", size=(5_120, 64), seconds=0.2, sound=""))),
}


@pytest.mark.parametrize("why", REFUSALS)
def test_what_it_refuses(bench: Bench, why: str) -> None:
    task, format_, data = REFUSALS[why]
    assert bench.run(task, format_, data())["refused"] == why


def test_how_long_it_is_where_nobody_says(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    assert bench.run("probe", "matroska", _unsaid())["made"]["seconds"] == pytest.approx(2.0, abs=0.05)
    monkeypatch.setattr(source, "_walked", lambda *_: 0.0)
    assert bench.run("probe", "matroska", _unsaid())["refused"] == "short"
    monkeypatch.setattr(source, "frames", lambda *_: iter(()))
    assert bench.run("probe", "mov", film(Film()))["refused"] == "damaged"


def test_a_sound_in_which_nothing_is_heard(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    from folkmoot.media.studio import sound

    monkeypatch.setattr(sound, "frames", lambda *_: iter(()))
    assert bench.run("sound", "mp3", song())["refused"] == "damaged"


def test_bright_colours_stay_what_they_mean(bench: Bench) -> None:
    """A telephone's video in HDR: ten bits become eight, and what they stand for is still said."""
    options = (("x265-params", "log-level=none:colorprim=bt2020:transfer=arib-std-b67:colormatrix=bt2020nc"),)
    data = film(Film(codec="libx265", size=(160, 90), seconds=0.2, pixels="yuv420p10le", sound="", options=options))
    found = bench.run("video", "mov", data)["made"]
    with made.opened(bench.made(found["bytes"])) as file:
        frame = next(file.decode(video=0))
    assert frame.format.name == "yuv420p"
    assert (frame.color_primaries, frame.color_trc, frame.colorspace) == (9, 18, 9)


def test_a_rendition_begun_twice_is_as_long_as_the_second(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Handing on fails in the middle, so that it is encoded: nothing of the first try stays."""
    real = target.Copied.take
    taken: list[int] = []

    def take(self: target.Copied, packet: Any) -> None:
        taken.append(1)
        if len(taken) == 60:
            raise av.error.InvalidDataError(1, "not as tidy as it looks")
        real(self, packet)

    monkeypatch.setattr(target.Copied, "take", take)
    answer = bench.run("video", "mov", film(Film()))
    assert "made" in answer, answer
    assert made.looks(bench.made(answer["made"]["bytes"]))["frames"] == 50
    assert len(taken) == 60


@pytest.mark.parametrize(
    ("trouble", "why"),
    [
        (Refused("cut"), "cut"),
        (MemoryError(), "memory"),
        (av.error.MemoryError(12, "no room"), "memory"),
        (av.error.ExternalError(1, "no"), "memory"),
        (av.error.InvalidDataError(1, "no"), "damaged"),
        (av.error.PermissionError(1, "no"), "damaged"),
        (OSError(28, "No space left on device"), "large"),
        (OSError(27, "File too large"), "large"),
        (KeyError("x"), "damaged"),
    ],
)
def test_each_trouble_has_a_word(trouble: Exception, why: str) -> None:
    def work(_order: dict[str, Any]) -> dict[str, Any]:
        raise trouble

    assert program.answer({}, work)["refused"] == why


def test_its_program_from_the_first_line_to_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[bytes] = []
    ends: list[int] = []
    monkeypatch.setattr(walls, "put_up", lambda _kernel, _machine, _limits: 7)
    monkeypatch.setattr(os, "nice", lambda more: more)
    monkeypatch.setattr(os, "_exit", ends.append)
    monkeypatch.setattr(os, "write", lambda _file, line: said.append(line))
    words = {"task": "video", "format": "mov", "seconds": 9, "large": 1, "still": 1}
    monkeypatch.setattr(sys, "argv", ["program", json.dumps(words)])
    monkeypatch.delitem(sys.modules, "folkmoot.media.studio.program", raising=False)
    monkeypatch.setattr(source, "opened", _nothing)
    runpy.run_module("folkmoot.media.studio.program", run_name="__main__")
    (line,) = map(json.loads, said)
    assert (line["refused"], line["landlock"], ends) == ("nothing", 7, [0])
    assert line["seconds"] > 0
    assert line["memory"] > 1 << 20


def _nothing(_format: str, _descriptor: int) -> Any:
    raise Refused("nothing")


class TestPieces:
    """The small parts that no whole file reaches."""

    def test_reading_from_anywhere(self) -> None:
        with spool() as file:
            file.write(b"0123456789")
            file.flush()
            reader = files.Reader(file.fileno())
            assert (reader.read(3), reader.tell()) == (b"012", 3)
            assert (reader.seek(2, 1), reader.read(2)) == (5, b"56")
            assert (reader.seek(-1, 2), reader.read(9)) == (9, b"9")
            assert reader.seek(-5) == 0
            reader.close()
            assert files.size(file.fileno()) == 10

    def test_writing_anywhere(self) -> None:
        with spool() as file:
            writer = files.Writer(file.fileno())
            writer.write(b"hello")
            writer.seek(1)
            assert writer.write(b"a") == 1
            assert writer.end == 5
            file.seek(0)
            assert file.read() == b"hallo"

    @pytest.mark.parametrize(
        ("size", "into", "found"),
        [
            ((1_920, 1_080), (1_080, 1_920), (1_920, 1_080)),
            ((3_840, 2_160), (1_080, 1_920), (1_920, 1_080)),
            ((2_160, 3_840), (1_080, 1_920), (1_080, 1_920)),
            ((161, 91), (1_080, 1_920), (160, 92)),
            ((4_096, 2), (1_080, 1_920), (1_920, 2)),
            ((1, 1), (480, 854), (2, 2)),
            ((1_280, 720), (480, 854), (854, 480)),
        ],
    )
    def test_sizes(self, size: tuple[int, int], into: tuple[int, int], found: tuple[int, int]) -> None:
        assert still.fitted(*size, *into) == found

    def test_no_picture_is_larger_than_it_may_be(self) -> None:
        for size in ((4_097, 10), (10, 4_097), (4_096, 2_400), (0, 5)):
            with pytest.raises(Refused):
                source.check_size(*size)
        source.check_size(4_096, 2_160)

    def test_how_many_bits(self) -> None:
        assert video._bits(100, 6_000_000) == 300_000
        assert video._bits(1_000_000, 6_000_000) == 2_000_000
        assert video._bits(50_000_000, 6_000_000) == 6_000_000

    def test_damage_is_stepped_over_but_not_for_ever(self) -> None:
        class Packet:
            stream = "v"

            def decode(self) -> list[str]:
                raise av.error.InvalidDataError(1, "no")

        class Demuxer:
            def __init__(self, count: int) -> None:
                self.count = count

            def demux(self, *_streams: Any) -> list[Packet]:
                return [Packet()] * self.count

        def opened(count: int) -> source.Source:
            return source.Source(0, "mov", Demuxer(count), "v", None, None, 0.0, 1.0)

        assert list(source.frames(opened(limits.MOST_ERRORS), "v")) == []
        with pytest.raises(Refused, match="damaged"):
            list(source.frames(opened(limits.MOST_ERRORS + 1), "v"))

    def test_what_comes_after_three_hours_is_too_late(self) -> None:
        from fractions import Fraction
        from types import SimpleNamespace

        whole = source.Source(0, "mov", None, None, None, None, 0.0, 1.0)
        assert source.moment(whole, SimpleNamespace(pts=None)) is None
        assert source.moment(whole, SimpleNamespace(pts=90, time_base=Fraction(1, 90))) == 1.0
        with pytest.raises(Refused, match="long"):
            source.moment(whole, SimpleNamespace(pts=90 * 20_000, time_base=Fraction(1, 90)))

    def test_pixels_that_are_not_square(self) -> None:
        from fractions import Fraction
        from types import SimpleNamespace

        frame = SimpleNamespace(width=720, height=576)
        shapes = {Fraction(16, 15): 768, Fraction(1): 720, None: 720, Fraction(100): 720}
        for shape, width in shapes.items():
            assert source._square(frame, SimpleNamespace(sample_aspect_ratio=shape)) == (width, 576)

    def test_what_does_not_begin_with_a_whole_picture_is_not_handed_on(self) -> None:
        from types import SimpleNamespace

        way = object.__new__(target.Copied)
        way.begun = False
        with pytest.raises(ValueError, match="whole picture"):
            way.take(SimpleNamespace(is_keyframe=False))

    def test_nor_what_never_says_in_which_order_it_comes(self) -> None:
        from types import SimpleNamespace

        way = object.__new__(target.Copied)
        way.begun, way.early = True, []
        way.take(SimpleNamespace(dts=None))
        with pytest.raises(ValueError, match="which order"):
            way.end()

    def test_a_cover_that_cannot_be_read_is_none(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(*_arguments: Any) -> Any:
            raise av.error.InvalidDataError(1, "no")

        monkeypatch.setattr(still, "frames", broken)
        sounds = source.Source(0, "mov", None, None, "a", "c", 0.0, 1.0)
        assert still.cover(sounds, 0) == ("", 0)
        monkeypatch.setattr(still, "frames", lambda *_: iter(()))
        assert still.cover(sounds, 0) == ("", 0)

    def test_the_end_of_what_the_child_says_may_come_late(self) -> None:
        assert order._words(b"") == {}
        assert order._words(b"[]") == {"refused": "damaged"}
