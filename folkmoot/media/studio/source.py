"""Opening a recording: what it claims is held against the limits before much of it is decoded."""

import importlib
import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import av

from folkmoot.media.studio.files import Reader
from folkmoot.media.studio.limits import (
    COVER_CODECS,
    LONGEST,
    LONGEST_SIDE,
    MOST_CHANNELS,
    MOST_ERRORS,
    MOST_PIXELS,
    SHORTEST,
    SOUND_CODECS,
    SOUND_RATES,
    VIDEO_CODECS,
    Refused,
)

_MOVING = frozenset({"mov", "matroska", "gif"})  # formats whose pictures move; in others they are covers
_ALL_CODECS = ",".join(sorted(VIDEO_CODECS | SOUND_CODECS | COVER_CODECS))
_MICROSECONDS = 1_000_000
_QUARTER = 90


@dataclass(frozen=True)
class Source:
    """An opened recording; ``width`` and ``height`` are upright, with square pixels."""

    descriptor: int
    format: str
    file: Any
    video: Any
    sound: Any
    cover: Any
    start: float
    seconds: float
    width: int = 0
    height: int = 0
    turned: int = 0  # degrees clockwise that make it upright
    rate: float = 0.0  # frames a second, 0 when nobody knows


def load() -> None:
    """Have all of PyAV in memory: behind the walls nothing can be loaded."""
    av.logging.set_level(None)
    for module in pkgutil.walk_packages(av.__path__, "av."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


@contextmanager
def opened(format_: str, descriptor: int) -> Iterator[Source]:
    """The recording in this file; ``Refused`` when it asks for too much."""
    yield again(_source(descriptor, format_))


def again(source: Source) -> Source:
    """The same recording from its very start: going back by seeking loses what stands before the first sign-post."""
    file = _open(source.descriptor, source.format)
    streams = {each.index: each for each in file.streams}
    video, sound, cover = (
        streams.get(each.index) if each else None for each in (source.video, source.sound, source.cover)
    )
    if video:
        video.codec_context.thread_count = 1
        video.codec_context.options = {"max_pixels": str(MOST_PIXELS)}
    return replace(source, file=file, video=video, sound=sound, cover=cover)


def _open(descriptor: int, format_: str) -> Any:
    options = {"codec_whitelist": _ALL_CODECS, "max_streams": "32"}
    return av.open(Reader(descriptor), "r", format=format_, options=options)


def _source(descriptor: int, format_: str) -> Source:
    file = _open(descriptor, format_)
    pictures = [each for each in file.streams.video if format_ in _MOVING and not _is_cover(each)]
    covers = [each for each in file.streams.video if each not in pictures and _name(each) in COVER_CODECS]
    video = pictures[0] if pictures else None
    sound = file.streams.audio[0] if file.streams.audio else None
    if video is None and sound is None:
        raise Refused("nothing")
    _check_codec(video, VIDEO_CODECS)
    _check_codec(sound, SOUND_CODECS)
    start = file.start_time / _MICROSECONDS if file.start_time else 0.0
    streams = (file, video, sound, covers[0] if covers else None)
    source = Source(descriptor, format_, *streams, start, _seconds(file, video or sound, start))
    if sound:
        _check_sound(sound.codec_context)
    if video:
        check_size(video.codec_context.width, video.codec_context.height)
        return _measured(again(source))
    return source


def frames(source: Source, *streams: Any) -> Iterator[tuple[Any, Any]]:
    """Each frame with its stream; what is damaged is stepped over, as long as it is little."""
    errors = 0
    for packet in source.file.demux(*streams):
        try:
            found = packet.decode()
        except av.error.InvalidDataError as damage:
            errors += 1
            if errors > MOST_ERRORS:
                raise Refused("damaged") from damage
            continue
        for frame in found:
            yield packet.stream, frame


def moment(source: Source, frame: Any) -> float | None:
    """When a frame or packet comes, in seconds from the start."""
    if frame.pts is None:
        return None
    time = float(frame.pts * frame.time_base) - source.start
    if time > LONGEST:
        raise Refused("long")
    return time


def _is_cover(stream: Any) -> bool:
    return bool(stream.disposition & av.stream.Disposition.attached_pic)


def _name(stream: Any) -> str:
    return str(stream.codec_context.name) if stream.codec_context else ""


def _check_codec(stream: Any, known: frozenset[str]) -> None:
    if stream and _name(stream) not in known:
        raise Refused("codec")


def _seconds(file: Any, stream: Any, start: float) -> float:
    """As long as it says it is; where it does not say, as long as its packets are."""
    found = file.duration / _MICROSECONDS if file.duration else _walked(file, stream, start)
    if found > LONGEST:
        raise Refused("long")
    if found < SHORTEST:
        raise Refused("short")
    return float(found)


def _walked(file: Any, stream: Any, start: float) -> float:
    last = 0.0
    for packet in file.demux(stream):
        if packet.pts is not None:
            last = max(last, float((packet.pts + (packet.duration or 0)) * packet.time_base) - start)
    return last


def _check_sound(context: Any) -> None:
    if not 0 < context.channels <= MOST_CHANNELS or context.sample_rate not in SOUND_RATES:
        raise Refused("sound")


def _measured(source: Source) -> Source:
    """With what the first picture says: it has the last word on size and turn."""
    frame = next((frame for _, frame in frames(source, source.video)), None)
    if frame is None:
        raise Refused("damaged")
    check_size(frame.width, frame.height)
    width, height = _square(frame, source.video)
    turned = -frame.rotation % 360
    if turned % (2 * _QUARTER):
        width, height = height, width
    rate = float(source.video.average_rate or 0)
    return replace(source, width=width, height=height, turned=turned, rate=rate)


def check_size(width: int, height: int) -> None:
    """No picture is larger than this, in the middle neither."""
    if max(width, height) > LONGEST_SIDE or width * height > MOST_PIXELS or min(width, height) < 1:
        raise Refused("pixels")


def _square(frame: Any, video: Any) -> tuple[int, int]:
    shape = video.sample_aspect_ratio
    if not shape or shape == 1 or not 1 / 8 < shape < 8:  # noqa: PLR2004 - no lens is like that
        return frame.width, frame.height
    return max(1, round(frame.width * shape)), frame.height
