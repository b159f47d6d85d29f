"""How recordings stand on pages: what to play in which size, captions, the waveform, or how far they are."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from time import time
from typing import NamedTuple

from folkmoot.media import addresses
from folkmoot.media.queries import RecordingView, problem_sentence
from folkmoot.web import pictures
from folkmoot.web.social.languages import LANGUAGES

type Address = Callable[[str], str]

SMALL_SCREEN = "(max-width: 40rem)"  # gets the smallest rendition
_PEAK = 255
_HALF = 50  # the waveform's middle line, of a height of 100
_LEAST = 3


class Source(NamedTuple):
    """One file to play, and the screens that it is for (all of them where that is empty)."""

    src: str
    media: str = ""


class Track(NamedTuple):
    """Captions in one language."""

    src: str
    language: str
    label: str


class Player(NamedTuple):
    """One recording as a page shows it."""

    recording: RecordingView
    name: str  # its title, or what it shows; empty where nobody said
    by: str
    length: str
    sources: tuple[Source, ...]
    tracks: tuple[Track, ...]
    poster: str
    tint: str
    problem: str

    @property
    def is_ready(self) -> bool:
        """Whether there is anything to play."""
        return self.recording.state == "ready"

    @property
    def is_failed(self) -> bool:
        """Whether there never will be."""
        return self.recording.state == "failed"

    @property
    def wave(self) -> str:
        """The waveform as a path, one line a peak."""
        return waveform(self.recording.waveform)


def shown(recording: RecordingView, *, for_visitors: bool) -> Player:
    """A recording of a post, with marked addresses: ``pictures.finish`` makes them the reader's own."""
    mark = addresses.opened if for_visitors else addresses.closed
    return _player(recording, lambda path: mark(addresses.origin() + path))


def own(recording: RecordingView, viewer: int) -> Player:
    """A recording for its owner alone."""
    now = time()
    return _player(recording, lambda path: addresses.origin() + addresses.signed(path, viewer, now))


def clock(seconds: float) -> str:
    """A length as clocks tell it: 3:07, 1:02:03."""
    whole = round(seconds)
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


@lru_cache(maxsize=500)
def waveform(peaks: tuple[int, ...]) -> str:
    """Peaks from 0 to 255 as the path of an SVG that is as wide as there are peaks, and 100 high."""
    heights = [max(_LEAST, peak * _HALF // _PEAK) for peak in peaks]
    return "".join(f"M{place}.5 {_HALF - high}v{2 * high}" for place, high in enumerate(heights))


def _player(recording: RecordingView, address: Address) -> Player:
    ready = recording.state == "ready"
    by = " · ".join(filter(None, (recording.artist, recording.album)))
    return Player(
        recording,
        name=recording.title or recording.alt,
        by=by,
        length=clock(recording.seconds),
        sources=_sources(recording, address) if ready else (),
        tracks=tuple(_tracks(recording, address)) if ready else (),
        poster=address(addresses.path(recording, "still")) if recording.still and ready else "",
        tint=pictures.tint(recording.blurhash),
        problem=problem_sentence(recording.problem) if recording.state == "failed" else "",
    )


def _sources(recording: RecordingView, address: Address) -> tuple[Source, ...]:
    """The smallest for small screens, the largest for all others."""
    if recording.kind == "sound":
        return (Source(address(addresses.sound_path(recording))),)
    small, *_between, large = (recording.heights[0], *recording.heights)
    best = Source(address(addresses.video_path(recording, large)))
    return (best,) if small == large else (Source(address(addresses.video_path(recording, small)), SMALL_SCREEN), best)


def _tracks(recording: RecordingView, address: Address) -> Iterator[Track]:
    for language in recording.captions:
        yield Track(address(addresses.caption_path(recording, language)), language, LANGUAGES.get(language, language))
