"""P13: half a minute of video in full HD, from what a telephone sends to what every browser plays."""

import contextlib
import tempfile
import time
from collections.abc import Iterator
from fractions import Fraction
from typing import IO, Any, NamedTuple

import av
import pyvips

from bench.figures import Figure
from bench.load import LoadError
from bench.pictures import Making
from folkmoot.media.studio.order import Task, carry_out

_WIDTH, _HEIGHT, _RATE = 1_920, 1_080, 30
_DRIFT = 3  # pixels from one picture to the next
_SOUND_RATE = 48_000
_MB = 1_000_000


class Kind(NamedTuple):
    """One way in which a video comes, and what its making may cost."""

    work: str
    codec: str
    options: dict[str, str]
    share: float  # of its length
    floor: float  # seconds, however short it is


_KINDS = (
    Kind("to be encoded anew", "libx265", {"preset": "ultrafast", "x265-params": "log-level=none"}, 1.0, 0.0),
    Kind("handed on as it is", "libx264", {"preset": "ultrafast"}, 0.0, 2.0),
)


def filming(seconds: int) -> list[Figure]:
    """P13: the whole child for each kind, its start and its walls included."""
    return [_figure(kind, seconds) for kind in _KINDS]


def _figure(kind: Kind, seconds: int) -> Figure:
    with tempfile.TemporaryFile() as film:
        _film(film, kind, seconds)
        made = _make(film)
    most, memory = kind.share * seconds + kind.floor, made.memory / _MB
    words = f"{made.processor:.1f} s CPU ({made.wall:.1f} s), {memory:.0f} MB"
    numbers = {"seconds": made.wall, "cpu": made.processor, "mb": memory}
    met = made.processor <= most and memory <= 400
    work, wanted = f"{seconds} s of {_HEIGHT}p, {kind.work}", f"≤ {most:.0f} s on one core, ≤ 400 MB"
    return Figure("P13", work, words, "", wanted, met, numbers)


def _make(film: IO[bytes]) -> Making:
    with tempfile.TemporaryFile() as large, tempfile.TemporaryFile() as still:
        started = time.perf_counter()
        answer = carry_out(Task("video", "mov", 600, film, large=large, still=still), lambda _percent: None)
        wall = time.perf_counter() - started
    if answer.refused:
        raise LoadError(f"the video was not prepared: {answer.refused}")
    return Making(wall, answer.seconds, answer.memory)


def _film(out: IO[bytes], kind: Kind, seconds: int) -> None:
    """Clouds that drift, with the grain of a small lens, and a tone."""
    with av.open(out, "w", format="mp4") as file:
        pictures: Any = file.add_stream(kind.codec, rate=_RATE, options=kind.options)
        pictures.width, pictures.height, pictures.pix_fmt = _WIDTH, _HEIGHT, "yuv420p"
        sounds: Any = file.add_stream("aac", rate=_SOUND_RATE, layout="stereo")
        for frame in _frames(seconds):
            file.mux(pictures.encode(frame))
        file.mux(pictures.encode(None))
        for piece in _pulled(_tone(seconds)):
            file.mux(sounds.encode(piece))
        file.mux(sounds.encode(None))


def _frames(seconds: int) -> Iterator[av.VideoFrame]:
    wide = _clouds()
    for number in range(seconds * _RATE):
        left = number * _DRIFT % (wide.width - _WIDTH)
        frame = av.VideoFrame(_WIDTH, _HEIGHT, "rgb24")
        frame.planes[0].update(bytes(wide.crop(left, 0, _WIDTH, _HEIGHT).write_to_memory()))
        frame.pts, frame.time_base = number, Fraction(1, _RATE)
        yield frame


def _clouds() -> pyvips.Image:
    """Three colours of clouds, wider than the picture that drifts over them."""
    colours = [pyvips.Image.perlin(2 * _WIDTH, _HEIGHT, cell_size=200, seed=seed) * 80 + 128 for seed in range(3)]
    grain = pyvips.Image.gaussnoise(2 * _WIDTH, _HEIGHT, sigma=3, seed=1)
    return (colours[0].bandjoin(colours[1:]) + grain).cast("uchar").copy_memory()


def _tone(seconds: int) -> Any:
    graph = av.filter.Graph()
    source = graph.add("sine", f"frequency=330:sample_rate={_SOUND_RATE}:duration={seconds}")
    shape = graph.add("aformat", "sample_fmts=fltp:channel_layouts=stereo")
    pieces, end = graph.add("asetnsamples", "1024:p=0"), graph.add("abuffersink")
    for one, other in ((source, shape), (shape, pieces), (pieces, end)):
        one.link_to(other)
    graph.configure()
    return graph


def _pulled(graph: Any) -> Iterator[Any]:
    with contextlib.suppress(av.error.EOFError, av.error.BlockingIOError):
        while True:
            yield graph.pull()
