"""Videos and sounds on their whole way: taken in, made ready by a real child, kept, shown to those who may."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from folkmoot.core.errors import Invalid
from folkmoot.core.events import drain
from folkmoot.media import queries
from folkmoot.media.actions import take_recording
from folkmoot.media.addresses import folder, workpiece
from folkmoot.media.models import Recording
from folkmoot.media.studio import order
from tests.media import recordings as made
from tests.media.conftest import on_disk
from tests.media.recordings import Film, film, song

pytestmark = pytest.mark.django_db
OWNER, OTHER = 4711, 4712
REALTIME = (("deadline", "realtime"), ("cpu-used", "8"))
VIDEOS = {
    "mp4, as it is": (Film(), True),
    "mov of a camera": (Film("mov", "mpeg4", sound="pcm_s16le"), False),
    "webm": (Film("webm", "libvpx", (160, 90), 1.0, sound="libopus", options=REALTIME), False),
    "mkv, its pictures as they are": (Film("matroska", sound="libopus"), True),
    "silent": (Film(sound=""), True),
    "ten bits": (Film(pixels="yuv420p10le"), False),
    "colours in full": (Film(pixels="yuv444p"), False),
    "hevc": (Film(codec="libx265", size=(160, 90), seconds=1.0), False),
    "odd sides": (Film("mov", "mjpeg", (161, 91), 1.0, pixels="yuvj444p"), False),
}


def taken(data: bytes, owner: int = OWNER, name: str = "") -> queries.RecordingView:
    """What became of a file, once the worker has come."""
    some_id = take_recording(owner, io.BytesIO(data), name)
    drain()
    return queries.own_recording(owner, some_id)


def file_of(view: queries.RecordingView, name: str) -> bytes:
    return (folder(view.id, view.name) / name).read_bytes()


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[order.Answer]:
    """What the children of this test answered."""
    heard: list[order.Answer] = []
    real = order._answer

    def answer(*arguments: Any) -> order.Answer:
        heard.append(real(*arguments))
        return heard[-1]

    monkeypatch.setattr(order, "_answer", answer)
    return heard


@pytest.mark.parametrize(("wanted", "kept"), VIDEOS.values(), ids=VIDEOS)
def test_a_video(wanted: Film, kept: bool, answers: list[order.Answer]) -> None:
    view = taken(film(wanted))
    assert (view.kind, view.state, view.progress, view.problem) == ("video", "ready", 100, "")
    assert view.seconds == pytest.approx(wanted.seconds, abs=0.1)
    assert view.heights == (view.height,)
    assert view.still
    assert len(view.blurhash) == 28
    found = made.looks(data := file_of(view, f"{view.height}.mp4"))
    assert (found["codec"], found["pixels"], found["quick"]) == ("h264", "yuv420p", True)
    assert found["streams"] == (["video", "audio"] if wanted.sound else ["video"])
    assert found.get("sound", "aac") == "aac"
    assert found["size"] == (view.width, view.height)
    assert abs(view.width - wanted.size[0]) <= 1
    assert found["frames"] == pytest.approx(wanted.rate * wanted.seconds, abs=2)
    assert found["seconds"] == pytest.approx(wanted.seconds, abs=0.15)
    assert (len(data) < 1.1 * len(film(wanted)) + 10_000) or not kept
    assert view.bytes == sum(path.stat().st_size for path in on_disk())
    assert [path.name for path in sorted(on_disk())] == [f"{view.height}.mp4", "still.webp"]
    assert all(answer.landlock == answers[0].landlock and not answer.refused for answer in answers)
    assert max(answer.memory for answer in answers) < 400 << 20


def test_pictures_that_suit_are_handed_on_untouched() -> None:
    wanted = Film(tags=True)
    with made.opened(film(wanted)) as file:
        before = [bytes(packet) for packet in file.demux(video=0) if packet.size]
    view = taken(film(wanted))
    with made.opened(file_of(view, "180.mp4")) as file:
        after = [bytes(packet) for packet in file.demux(video=0) if packet.size]
    assert len(after) == len(before) == 50
    assert after[1:] == before[1:]
    assert before[0].endswith(after[0]), "but for what the encoder says of itself at the start"


SOUNDS = {
    "mp3": song,
    "flac": lambda: song("flac", "flac"),
    "opus": lambda: song("ogg", "libopus", rate=48_000, layout="mono"),
    "opus of a browser": lambda: song("webm", "libopus", rate=48_000, layout="mono"),
    "wav": lambda: song("wav", "pcm_s16le", rate=96_000),
    "m4a": lambda: song("mp4", "aac"),
    "five channels": lambda: song("flac", "flac", layout="5.1"),
    "slow": lambda: song("wav", "pcm_s16le", rate=11_025, layout="mono"),
}


@pytest.mark.parametrize("data", SOUNDS.values(), ids=SOUNDS)
def test_a_sound(data: Callable[[], bytes]) -> None:
    view = taken(data())
    assert (view.kind, view.state, view.progress) == ("sound", "ready", 100)
    assert view.seconds == pytest.approx(2.0, abs=0.1)
    assert (view.width, view.height, view.heights, view.still) == (0, 0, (), False)
    found = made.looks(file_of(view, "sound.m4a"))
    assert (found["streams"], found["sound"], found["quick"]) == (["audio"], "aac", True)
    assert found["channels"] in {1, 2}
    assert found["sound_rate"] in {32_000, 44_100, 48_000}
    assert found["seconds"] == pytest.approx(2.0, abs=0.15)
    assert 90 <= len(view.waveform) <= 200
    assert max(view.waveform) == 255
    assert min(view.waveform[2:-2]) > 200, "a tone is as loud at the end as at the start"


def test_what_music_says_of_itself_is_read() -> None:
    for format_, codec in (("mp3", "libmp3lame"), ("flac", "flac"), ("mp4", "aac")):
        view = taken(song(format_, codec, tags=True))
        assert (view.title, view.artist, view.album) == ("Harbour lights", "The Herons", "Tides")


def test_its_cover_is_kept_as_a_picture() -> None:
    view = taken(song(tags=True, cover=True))
    assert view.still
    assert file_of(view, "still.webp").startswith(b"RIFF")
    assert len(view.blurhash) == 28


def test_music_without_a_title_is_called_as_its_file() -> None:
    assert taken(song(), name="/home/me/Night on the quay.mp3").title == "Night on the quay"
    voice = song("ogg", "libopus", rate=48_000, layout="mono")
    assert taken(voice, name="me at home.ogg").title == "", "a voice is not named after a file"


def loudness(data: bytes) -> float:
    """What EBU R 128 measures."""
    import av

    level = -70.0
    with made.opened(data) as file:
        graph = None
        for frame in file.decode(audio=0):
            if graph is None:
                graph = av.filter.Graph()
                nodes = [graph.add_abuffer(template=file.streams.audio[0])]
                nodes += [graph.add("ebur128", "metadata=1"), graph.add("abuffersink")]
                nodes[0].link_to(nodes[1])
                nodes[1].link_to(nodes[2])
                graph.configure()
            graph.push(frame)
            for each in made._pulled(graph):
                level = float(each.metadata.get("lavfi.r128.I", level))
    return level


@pytest.mark.parametrize(
    ("volume", "level"), [("8", -16), ("0.9", -16), ("0.05", -36)], ids=["loud", "middling", "faint"]
)
def test_sounds_are_about_as_loud_as_each_other(volume: str, level: float) -> None:
    data = song("wav", "pcm_s16le", volume=volume, seconds=3.0)
    found = loudness(file_of(taken(data), "sound.m4a"))
    assert found == pytest.approx(level, abs=1.5), f"it was {loudness(data)}"


def test_silence_stays_silent() -> None:
    view = taken(song("wav", "pcm_s16le", volume="0"))
    assert set(view.waveform) == {0}
    assert loudness(file_of(view, "sound.m4a")) <= -60


def test_aac_of_the_right_loudness_is_handed_on() -> None:
    data = song("mp4", "aac", volume="1.9", seconds=3.0)
    assert abs(loudness(data) + 16) < 3
    with made.opened(data) as file:
        before = [bytes(packet) for packet in file.demux(audio=0) if packet.size]
    with made.opened(file_of(taken(data), "sound.m4a")) as file:
        assert [bytes(packet) for packet in file.demux(audio=0) if packet.size] == before


def test_a_moving_gif_becomes_a_loop() -> None:
    view = taken(made.gif())
    assert (view.kind, view.state, view.width, view.height) == ("loop", "ready", 120, 80)
    found = made.looks(file_of(view, "80.mp4"))
    assert (found["streams"], found["frames"]) == (["video"], 8)
    assert found["seconds"] == pytest.approx(0.8, abs=0.11)


def test_a_large_video_gets_a_second_smaller_rendition() -> None:
    view = taken(film(Film(size=(1280, 720), seconds=1.0)))
    assert view.heights == (480, 720)
    assert made.looks(file_of(view, "480.mp4"))["size"] == (854, 480)
    assert made.looks(file_of(view, "720.mp4"))["size"] == (1280, 720)
    assert view.bytes == sum(path.stat().st_size for path in on_disk())
    tall = taken(film(Film(size=(720, 1280), seconds=1.0)))
    assert tall.heights == (854, 1280)


def test_a_very_large_video_is_made_smaller() -> None:
    view = taken(film(Film(codec="mpeg4", size=(2560, 1440), seconds=0.4)))
    assert (view.width, view.height) == (1920, 1080)


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_video_is_upright(turned: int) -> None:
    view = taken(film(Film(turned=turned)))
    upright = (320, 180) if turned == 180 else (180, 320)
    assert (view.width, view.height) == upright
    found = made.looks(data := file_of(view, f"{view.height}.mp4"))
    assert found["size"] == upright
    with made.opened(data) as file:
        assert next(file.decode(video=0)).rotation == 0


def test_pictures_come_at_most_sixty_times_a_second() -> None:
    view = taken(film(Film(rate=120, seconds=1.0, size=(160, 90))))
    found = made.looks(file_of(view, "90.mp4"))
    assert found["frames"] <= 61
    assert view.rate == 60


CARRIERS = {
    "mp4": Film(tags=True),
    "mov": Film("mov", "mpeg4", tags=True),
    "mkv": Film("matroska", tags=True),
}


@pytest.mark.parametrize("wanted", CARRIERS.values(), ids=CARRIERS)
def test_nothing_tells_where_a_video_came_from(wanted: Film) -> None:
    assert made.CANARY.encode() in film(wanted)
    view = taken(film(wanted))
    for path in on_disk():
        data = path.read_bytes()
        for word in (made.CANARY, "+52.52", "x264 - core", "Lavf"):
            assert word.encode() not in data, path.name
    assert set(made.looks(file_of(view, "180.mp4"))["tags"]) <= {"major_brand", "minor_version", "compatible_brands"}


def test_nor_a_sound() -> None:
    data = song(tags=True, cover=True)
    assert made.CANARY.encode() in data
    taken(data)
    for path in on_disk():
        assert made.CANARY.encode() not in path.read_bytes()
        assert b"Herons" not in path.read_bytes(), "what is said of it is in the table"


def test_what_was_uploaded_goes_when_it_is_ready() -> None:
    some_id = take_recording(OWNER, io.BytesIO(film(Film())), "")
    row = Recording.objects.get(id=some_id)
    assert (row.state, row.source, row.bytes) == ("waiting", "mov", len(film(Film())))
    assert workpiece(row.id, row.name).exists()
    drain()
    assert not workpiece(row.id, row.name).exists()


def test_it_counts_towards_ones_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "FOLKMOOT", settings.FOLKMOOT.model_copy(update={"pictures_mb_each": 1}))
    assert queries.usage(OWNER).bytes == 0
    view = taken(song())
    assert queries.usage(OWNER).bytes == view.bytes > 0
    Recording.objects.create(owner_id=OWNER, kind="sound", bytes=970_000)
    with pytest.raises(Invalid, match="all the room"):
        taken(song())
    assert Recording.objects.count() == 2
    assert not list(workpiece(1, "x").parent.iterdir())
    assert taken(song(), OTHER).state == "ready"


def test_views_in_a_fixed_number_of_statements(queries: Any) -> None:
    from folkmoot.media.queries import recordings, recordings_among, unused_recordings

    ids = [Recording.objects.create(owner_id=OWNER, kind="sound", title=str(n), waveform="00ff").id for n in range(3)]
    for some in (ids[:1], ids):
        with queries(2):
            assert set(recordings([*some, 5])) == set(some)
    assert recordings(ids)[ids[0]].waveform == (0, 255)
    with queries(0):
        assert recordings([]) == {}
        assert unused_recordings(OWNER, []) == []
        assert recordings_among([]) == frozenset()
    with queries(2):
        found = unused_recordings(OWNER, [ids[2], ids[0], 5, ids[2]])
    assert [view.id for view in found] == [ids[2], ids[0]]
    assert unused_recordings(OTHER, ids) == []
    assert recordings_among([*ids[:1], 5]) == {ids[0]}


def test_the_parents_never_load_the_decoders() -> None:
    """What opens strangers' files is in the child alone: also for the memory of those who stay."""
    import subprocess
    import sys

    program = """
import json, sys
from tests import ground
import django
django.setup()
import folkmoot.project.urls, folkmoot.project.wiring
print(json.dumps([name for name in sys.modules if name.split(".")[0] == "av"]))
"""
    found = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, cwd=Path(__file__).parents[2]
    )
    assert json.loads(found.stdout.splitlines()[-1]) == []
