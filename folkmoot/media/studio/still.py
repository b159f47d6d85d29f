"""One picture out of a recording: the poster of a video, the cover of a sound, as WebP and nothing but pixels."""

from itertools import pairwise
from typing import Any, NamedTuple

import av

from folkmoot.media.studio.files import Writer
from folkmoot.media.studio.source import Source, check_size, frames, moment
from folkmoot.media.workshop import blurhash

_POSTER_SIDE, _COVER_SIDE, _TINY = 1_280, 640, 32  # pixels
_LATE, _LATEST = 0.1, 3.0  # the part of a video, and the seconds, after which a poster is looked for
_QUALITY = "80"
_TURNS = {90: ("transpose", "clock"), 180: ("rotate", "PI"), 270: ("transpose", "cclock")}


class Still(NamedTuple):
    """What was written: its blurhash and its bytes."""

    blurhash: str
    size: int


_NONE = Still("", 0)


def poster(source: Source, descriptor: int) -> Still:
    """Write a picture from near the start of a video."""
    wanted = min(_LATE * source.seconds, _LATEST)
    chosen = None
    for _, frame in frames(source, source.video):
        chosen = frame
        time = moment(source, frame)
        if time is None or time >= wanted:
            break
    shape = fitted(source.width, source.height, _POSTER_SIDE, _POSTER_SIDE)
    return _written(reshaped(chosen, source.turned, shape), descriptor)


def cover(source: Source, descriptor: int) -> Still:
    """Write the picture that a sound brings along; nothing when it has none that can be read."""
    if source.cover is None:
        return _NONE
    try:
        frame = next((frame for _, frame in frames(source, source.cover)), None)
        if frame is None:
            return _NONE
        check_size(frame.width, frame.height)
        return _written(reshaped(frame, 0, fitted(frame.width, frame.height, _COVER_SIDE, _COVER_SIDE)), descriptor)
    except av.error.FFmpegError:
        return _NONE


def fitted(width: int, height: int, short: int, long: int) -> tuple[int, int]:
    """The size that fits, never enlarged, in whole pairs of pixels."""
    scale = min(1.0, short / min(width, height), long / max(width, height))
    return max(2, round(width * scale / 2) * 2), max(2, round(height * scale / 2) * 2)


def reshaped(frame: Any, turned: int, shape: tuple[int, int]) -> Any:
    """A picture upright in this size."""
    graph = chain(frame, turned, shape, "yuv420p")
    graph.push(frame)
    return graph.pull()


def chain(frame: Any, turned: int, shape: tuple[int, int], pixels: str) -> Any:
    """What brings frames like this one upright and into a size."""
    graph = av.filter.Graph()
    graph.threads = 1
    steps = [graph.add_buffer(width=frame.width, height=frame.height, format=frame.format, time_base=frame.time_base)]
    if turned in _TURNS:
        steps.append(graph.add(*_TURNS[turned]))
    steps.append(graph.add("scale", f"{shape[0]}:{shape[1]}:out_range=tv"))
    steps += [graph.add("setsar", "1"), graph.add("format", pixels), graph.add("buffersink")]
    for one, next_ in pairwise(steps):
        one.link_to(next_)
    graph.configure()
    return graph


def _written(frame: Any, descriptor: int) -> Still:
    encoder = av.CodecContext.create("libwebp", "w")
    encoder.width, encoder.height, encoder.pix_fmt = frame.width, frame.height, "yuv420p"
    encoder.time_base = frame.time_base or 1
    encoder.options = {"quality": _QUALITY}
    frame.pts = 0
    file = Writer(descriptor)
    for packet in [*encoder.encode(frame), *encoder.encode(None)]:
        file.write(bytes(packet))
    small = frame.reformat(*fitted(frame.width, frame.height, _TINY, _TINY), format="rgb24")
    return Still(blurhash.encode(_rows(small), small.width, small.height), file.end)


def _rows(frame: Any) -> bytes:
    """The pixels without what stands between the rows."""
    plane, length = frame.planes[0], frame.width * 3
    data = bytes(plane)
    return b"".join(data[y * plane.line_size : y * plane.line_size + length] for y in range(frame.height))
