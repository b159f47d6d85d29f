"""Making a video: handed on as it is where every browser plays it, else encoded anew."""

from collections.abc import Callable
from typing import Any

import av

from folkmoot.media.studio import still
from folkmoot.media.studio.limits import MOST_RATE, Refused
from folkmoot.media.studio.source import Source, again, check_size, frames, moment
from folkmoot.media.studio.target import Copied, Pictures, Sounds, target

type Tell = Callable[[float], None]

_SHORT, _LONG = 1_080, 1_920  # pixels of the sides of the large rendition
_SMALL_SHORT, _SMALL_LONG = 480, 854
_MOST_BITS, _SMALL_BITS, _FEWEST_BITS = 6_000_000, 1_200_000, 300_000  # a second
_SUITABLE_BITS = 25_000_000  # a second: more does not stream
_SOUND_BITS = 128_000
_PROFILES = frozenset({"Baseline", "Constrained Baseline", "Main", "High", "Constrained High"})
_RGB, _UNSAID = 0, 2  # how a frame says what its numbers mean
_CUT = 0.85  # of the length it claims; what ends before was cut off


def large(source: Source, size: int, descriptor: int, tell: Tell) -> dict[str, Any]:
    """The rendition that is played by default; what there is to know of it."""
    bits = 8 * size / source.seconds
    if _is_suitable(source) and bits <= _SUITABLE_BITS:
        try:
            return _handed_on(source, descriptor, tell)
        except (av.error.FFmpegError, TypeError, ValueError):  # it is not as tidy as it looks: made anew, it will be
            source = again(source)
    shape = still.fitted(source.width, source.height, _SHORT, _LONG)
    return _encoded(source, shape, _bits(bits, _MOST_BITS), descriptor, tell)


def small(source: Source, size: int, descriptor: int, tell: Tell) -> dict[str, Any]:
    """The rendition for small screens and slow lines."""
    shape = still.fitted(source.width, source.height, _SMALL_SHORT, _SMALL_LONG)
    return _encoded(source, shape, _bits(8 * size / source.seconds, _SMALL_BITS), descriptor, tell)


def _bits(source: float, most: int) -> int:
    """No more than twice what the source has, so that nothing grows beyond measure."""
    return int(min(most, max(_FEWEST_BITS, 2 * source)))


def _is_suitable(source: Source) -> bool:
    context = source.video.codec_context
    fits = still.fitted(source.width, source.height, _SHORT, _LONG) == (source.width, source.height)
    plain = context.name == "h264" and context.pix_fmt == "yuv420p" and context.profile in _PROFILES
    return bool(fits and plain and source.turned == 0 and 0 < source.rate <= MOST_RATE + 1)


def _is_aac(stream: Any) -> bool:
    context = stream.codec_context
    low = context.name == "aac" and context.profile == "LC"
    return bool(low and context.channels <= 2 and context.sample_rate <= 48_000)  # noqa: PLR2004 - what devices play


def _handed_on(source: Source, descriptor: int, tell: Tell) -> dict[str, Any]:
    """The pictures as they are; the sound too if it is AAC."""
    last = 0.0
    with target(descriptor) as (file, written):
        streams: dict[int, Any] = {source.video.index: Copied(file, source.video, source.start)}
        if source.sound:
            aac = _is_aac(source.sound)
            streams[source.sound.index] = (
                Copied(file, source.sound, source.start) if aac else Sounds(file, source.sound, _SOUND_BITS)
            )
        for packet in source.file.demux(*filter(None, (source.video, source.sound))):
            out = streams[packet.stream.index]
            if isinstance(out, Sounds):
                for frame in packet.decode():
                    out.take(frame, moment(source, frame))
            elif packet.size:
                last = max(last, moment(source, packet) or 0.0)
                tell(last)
                out.take(packet)
        for out in streams.values():
            out.end()
    return {**_checked(source, last), "width": source.width, "height": source.height, "bytes": written.end}


def _encoded(source: Source, shape: tuple[int, int], bits: int, descriptor: int, tell: Tell) -> dict[str, Any]:
    with target(descriptor) as (file, written):
        eye = _Eye(source, Pictures(file, shape, min(source.rate or MOST_RATE / 2, MOST_RATE), bits), shape)
        ear = Sounds(file, source.sound, _SOUND_BITS) if source.sound else None
        for stream, frame in frames(source, *filter(None, (source.video, source.sound))):
            time = moment(source, frame)
            if stream is source.video:
                eye.see(frame, time)
                tell(eye.last)
            elif ear:
                ear.take(frame, time)
        eye.out.end()
        if ear:
            ear.end()
    facts = _checked(source, eye.last if eye.seen else None)
    return {**facts, "width": shape[0], "height": shape[1], "bytes": written.end}


def _checked(source: Source, last: float | None) -> dict[str, Any]:
    """What is known of a rendition that ends at ``last``; None when there is no picture in it at all."""
    if last is None:
        raise Refused("damaged")
    if last < _CUT * source.seconds - 1:
        raise Refused("cut")
    return {"seconds": max(last, source.seconds), "rate": round(min(source.rate or MOST_RATE, MOST_RATE), 3)}


class _Eye:
    """Pictures on their way: upright, in their size, at most sixty a second."""

    def __init__(self, source: Source, out: Pictures, shape: tuple[int, int]) -> None:
        self.source, self.out, self.shape = source, out, shape
        self.seen, self.last = 0, 0.0
        self.chain: Any = None
        self.looks: tuple[int, int, str] = (0, 0, "")

    def see(self, frame: Any, time: float | None) -> None:
        """Take a picture, unless it comes too soon after the last."""
        soonest = self.last + 0.95 / MOST_RATE if self.seen else 0.0
        now = self.last + 1 / (self.source.rate or MOST_RATE) if time is None else time
        if now < soonest:
            return
        looks = (frame.width, frame.height, frame.format.name)
        if looks != self.looks:
            check_size(frame.width, frame.height)
            self.chain, self.looks = still.chain(frame, self.source.turned, self.shape, "yuv420p"), looks
        self.chain.push(frame)
        picture = self.chain.pull()
        if picture.colorspace == _UNSAID and frame.colorspace != _RGB:
            picture.colorspace = frame.colorspace
        self.out.take(picture, now)
        self.seen, self.last = self.seen + 1, now
