"""Making a sound: as loud as the others, never too loud, with a drawing of its course.

Loudness is measured as EBU R 128 does; the whole recording is then moved by one gain towards −16 LUFS, and a limiter
keeps what would stick out below −1.5 dB. Nothing is pumped up and down inside a piece.
"""

from collections.abc import Callable
from typing import Any

from folkmoot.media.studio.limits import Refused
from folkmoot.media.studio.source import Source, again, frames, moment
from folkmoot.media.studio.target import Copied, Sounds, pulled, sound_chain, target

PEAKS = 200
_BITS = 160_000
_MOST_KEPT_BITS = 256_000
_WANTED, _MOST_UP, _MOST_DOWN, _NEAR = -16.0, 12.0, -24.0, 3.0  # LUFS and dB
_SILENCE = -70.0
_LIMIT = "limit=0.84:level=0:attack=5:release=50"
_DRAWN_RATE, _DRAWN_PIECE = 8_000, 160  # samples a second, and in a piece of the drawing
_FAINT = 256  # of 32,768: what is never louder is drawn as faint as it is
_EXACT = frozenset({"flac", "wav", "mov", "matroska"})  # formats that know how long they are
_CUT = 0.85


class Heard:
    """What listening to all of it tells."""

    def __init__(self) -> None:
        self.loudness = _SILENCE
        self.peaks: list[int] = []
        self.last = 0.0


def make(source: Source, format_: str, size: int, descriptor: int, tell: Callable[[float], None]) -> dict[str, Any]:
    """The file that is played; what there is to know of it."""
    heard = _listened(source, lambda time: tell(time / 2))
    if not heard.peaks:
        raise Refused("damaged")
    if format_ in _EXACT and heard.last < _CUT * source.seconds - 1:
        raise Refused("cut")
    source = again(source)
    gain = _gain(heard.loudness)
    kept = abs(gain) <= _NEAR and _is_kept(source, size)
    with target(descriptor) as (file, written):
        way = Copied(file, source.sound, source.start) if kept else Sounds(file, source.sound, _BITS, _changes(gain))
        _run(source, way, lambda time: tell((source.seconds + time) / 2))
    drawn = _drawn(heard.peaks)
    return {"seconds": heard.last, "waveform": drawn, "bytes": written.end, "loudness": round(heard.loudness, 1)}


def _listened(source: Source, tell: Callable[[float], None]) -> Heard:
    heard, meter, brush = Heard(), None, None
    for _, frame in frames(source, source.sound):
        if meter is None:
            meter = sound_chain(frame, [("ebur128", "metadata=1")])
            brush = sound_chain(frame, [_MONO, ("asetnsamples", f"{_DRAWN_PIECE}:p=0")])
        time = moment(source, frame)
        heard.last = max(heard.last, (time or heard.last) + frame.samples / frame.sample_rate)
        tell(heard.last)
        _measure(meter, frame, heard)
        _draw(brush, frame, heard)
    if brush:
        _draw(brush, None, heard)
    return heard


_MONO = ("aformat", f"sample_rates={_DRAWN_RATE}:channel_layouts=mono:sample_fmts=s16")


def _measure(meter: Any, frame: Any, heard: Heard) -> None:
    meter.push(frame)
    for each in pulled(meter):
        found = each.metadata.get("lavfi.r128.I")
        heard.loudness = float(found) if found else heard.loudness


def _draw(brush: Any, frame: Any, heard: Heard) -> None:
    brush.push(frame)
    for each in pulled(brush):
        samples = memoryview(bytes(each.planes[0])[: 2 * each.samples]).cast("h")
        highest, lowest = max(samples), min(samples)
        heard.peaks.append(max(highest, -lowest))


def _drawn(peaks: list[int]) -> str:
    """Two hexadecimal digits for each of at most two hundred parts, as high as the loudest of them."""
    count = min(PEAKS, len(peaks))
    parts = [max(peaks[len(peaks) * n // count : len(peaks) * (n + 1) // count]) for n in range(count)]
    loudest = max(_FAINT, *parts)
    return bytes(part * 255 // loudest for part in parts).hex()


def _gain(loudness: float) -> float:
    """By how much it is made louder, in dB; what is silent stays so."""
    return 0.0 if loudness <= _SILENCE else min(_MOST_UP, max(_MOST_DOWN, _WANTED - loudness))


def _changes(gain: float) -> tuple[tuple[str, str], ...]:
    return (("volume", f"{gain:.2f}dB"), ("alimiter", _LIMIT))


def _is_kept(source: Source, size: int) -> bool:
    """Whether it is AAC already, as every browser plays it."""
    context = source.sound.codec_context
    low = context.name == "aac" and context.profile == "LC" and 8 * size / source.seconds <= _MOST_KEPT_BITS
    return bool(low and context.channels <= 2 and context.sample_rate <= 48_000)  # noqa: PLR2004 - what devices play


def _run(source: Source, way: Copied | Sounds, tell: Callable[[float], None]) -> None:
    if isinstance(way, Sounds):
        for _, frame in frames(source, source.sound):
            time = moment(source, frame)
            way.take(frame, time)
            tell(time or 0.0)
    else:
        for packet in source.file.demux(source.sound):
            if packet.size:
                way.take(packet)
                tell(moment(source, packet) or 0.0)
    way.end()


def tags(source: Source) -> dict[str, str]:
    """Who made it and what it is called, as the file says."""
    found = {name.lower(): text for name, text in {**source.sound.metadata, **source.file.metadata}.items()}
    return {name: _plain(found.get(name, "")) for name in ("title", "artist", "album")}


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:200]
