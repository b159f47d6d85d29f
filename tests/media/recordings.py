"""Videos and sounds that the tests make themselves, with real encoders: good ones and bad ones."""

import io
import struct
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Any

import av
from PIL import Image

CANARY = "CANARY-7c1f"


@dataclass(frozen=True)
class Film:
    """A video to be made."""

    format: str = "mp4"
    codec: str = "libx264"
    size: tuple[int, int] = (320, 180)
    seconds: float = 2.0
    rate: int = 25
    pixels: str = "yuv420p"
    sound: str = "aac"
    sound_rate: int = 48_000
    layout: str = "stereo"
    turned: int = 0
    tags: bool = False
    options: tuple[tuple[str, str], ...] = ()


@cache
def film(wanted: Film) -> bytes:
    """A moving picture with a tone."""
    out = io.BytesIO()
    with av.open(out, "w", format=wanted.format) as file:
        if wanted.tags:
            file.metadata.update(
                {"title": CANARY, "comment": CANARY, "location": "+52.5200+013.4050/", "artist": CANARY}
            )
            if wanted.format in {"matroska", "mov", "mp4"}:
                file.set_chapters(
                    [{"id": 1, "start": 0, "end": 1, "time_base": Fraction(1, 1), "metadata": {"title": CANARY}}]
                )
        pictures = file.add_stream(wanted.codec, rate=wanted.rate, options=dict(wanted.options))
        pictures.width, pictures.height = wanted.size
        pictures.pix_fmt = wanted.pixels
        if wanted.turned:
            pictures.set_display_rotation(wanted.turned) if hasattr(pictures, "set_display_rotation") else None
        sounds = None
        if wanted.sound:
            sounds = file.add_stream(wanted.sound, rate=wanted.sound_rate, layout=wanted.layout)
            if wanted.tags:
                sounds.metadata["handler_name"] = CANARY
        for frame in _pictures(wanted):
            file.mux(pictures.encode(frame))
        file.mux(pictures.encode(None))
        if sounds:
            _play(file, sounds, wanted.seconds)
    return out.getvalue()


@cache
def song(
    format_: str = "mp3",
    codec: str = "libmp3lame",
    *,
    seconds: float = 2.0,
    rate: int = 44_100,
    layout: str = "stereo",
    volume: str = "0.5",
    tags: bool = False,
    cover: bool = False,
    bits: int = 0,
) -> bytes:
    """A tone."""
    out = io.BytesIO()
    with av.open(out, "w", format=format_) as file:
        if tags:
            file.metadata.update(
                {"title": "Harbour\nlights", "artist": "The Herons", "album": "Tides", "comment": CANARY}
            )
        stream = file.add_stream(codec, rate=rate, layout=layout)
        if bits:
            stream.bit_rate = bits
        picture = None
        if cover:
            picture = file.add_stream("mjpeg", rate=1)
            picture.width, picture.height, picture.pix_fmt = 300, 300, "yuvj420p"
            picture.disposition = av.stream.Disposition.attached_pic
        _play(file, stream, seconds, volume, picture)
    return out.getvalue()


@cache
def gif(frames: int = 8, size: tuple[int, int] = (120, 80)) -> bytes:
    pictures = [Image.new("RGB", size, (n * 30 % 256, 80, 120)) for n in range(frames)]
    out = io.BytesIO()
    pictures[0].save(out, "gif", save_all=True, append_images=pictures[1:], duration=100, loop=0)
    return out.getvalue()


def _pictures(wanted: Film) -> Any:
    graph = av.filter.Graph()
    width, height = wanted.size
    source = graph.add("testsrc2", f"size={width}x{height}:rate={wanted.rate}:duration={wanted.seconds}")
    steps = [source, graph.add("format", wanted.pixels), graph.add("buffersink")]
    for one, other in pairwise(steps):
        one.link_to(other)
    graph.configure()
    for frame in _pulled(graph):
        frame.pict_type = 0
        yield frame


def _play(file: Any, stream: Any, seconds: float, volume: str = "0.5", picture: Any = None) -> None:
    context = stream.codec_context
    graph = av.filter.Graph()
    steps = [
        graph.add("sine", f"frequency=440:sample_rate={context.sample_rate}:duration={seconds}"),
        graph.add("volume", volume),
        graph.add("aformat", f"sample_fmts={context.format.name}:channel_layouts={context.layout.name}"),
        graph.add("asetnsamples", f"{context.frame_size or 1024}:p=0"),
        graph.add("abuffersink"),
    ]
    for one, other in pairwise(steps):
        one.link_to(other)
    graph.configure()
    for frame in _pulled(graph):
        file.mux(stream.encode(frame))
        if picture:
            colour = av.VideoFrame.from_image(Image.new("RGB", (300, 300), (200, 30, 30))).reformat(format="yuvj420p")
            file.mux(picture.encode(colour))
            file.mux(picture.encode(None))
            picture = None
    file.mux(stream.encode(None))


def _pulled(graph: Any) -> Any:
    while True:
        try:
            yield graph.pull()
        except (av.error.EOFError, av.error.BlockingIOError):
            return


def wav(*, rate: int = 8_000, channels: int = 1, seconds: float = 1.0, says: int | None = None) -> bytes:
    """A WAV whose head says whatever it is told to; ``says`` is the length of its data."""
    data = bytes(int(min(rate, 48_000) * seconds) * 2 * min(channels, 8))
    shape = struct.pack("<HHIIHH", 1, channels, rate, rate * channels * 2 & 0xFFFFFFFF, channels * 2 & 0xFFFF, 16)
    body = b"WAVEfmt " + struct.pack("<I", len(shape)) + shape + b"data" + struct.pack("<I", says or len(data)) + data
    return b"RIFF" + struct.pack("<I", len(body)) + body


def opened(data: bytes) -> Any:
    """A finished file."""
    return av.open(io.BytesIO(data))


def looks(data: bytes) -> dict[str, Any]:
    """What a finished MP4 or M4A is, as its own tables say."""
    with opened(data) as file:
        kinds = [stream.type for stream in file.streams]
        found: dict[str, Any] = {"streams": kinds, "seconds": file.duration / 1_000_000, "tags": dict(file.metadata)}
        if file.streams.video:
            video = file.streams.video[0]
            context = video.codec_context
            found |= {"codec": context.name, "size": (context.width, context.height), "pixels": context.pix_fmt}
            found |= {"rate": float(video.average_rate), "frames": sum(1 for _ in file.decode(video))}
        if file.streams.audio:
            sound = file.streams.audio[0].codec_context
            found |= {"sound": sound.name, "channels": sound.channels, "sound_rate": sound.sample_rate}
    return {**found, "quick": 0 < data.find(b"moov") < data.find(b"mdat")}
