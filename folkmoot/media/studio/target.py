"""The file that is made: MP4 that begins to play at once and tells nothing of where it came from."""

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from itertools import pairwise
from typing import Any

import av

from folkmoot.media.studio.files import Reader, Writer

TICKS = 90_000  # a second, in which pictures are timed
_OPTIONS = {"movflags": "+faststart", "fflags": "+bitexact"}
_SOUND_RATES = frozenset({32_000, 44_100, 48_000})
_BEST_RATE = 48_000
_AT_ONCE = 1_024  # samples: a frame of AAC
_TELLING = "filter_units=remove_types=6"  # what cameras and encoders write between the pictures of H.264


@contextmanager
def target(descriptor: int) -> Iterator[tuple[Any, Writer]]:
    """A fresh MP4 over this descriptor, whole when the block ends."""
    written = Writer(descriptor)
    file = av.open(written, "w", format="mp4", options=dict(_OPTIONS), io_open=lambda *_: Reader(descriptor))
    file.metadata.clear()
    with file:
        yield file, written


class Copied:
    """A stream whose packets go over as they are, timed from the start of the recording."""

    def __init__(self, file: Any, stream: Any, start: float) -> None:
        self.file, self.start, self.begun = file, start, False
        self.early: list[Any] = []
        rate = stream.average_rate if stream.type == "video" else None
        self.step = round(1 / (rate * stream.time_base)) if rate else 1
        self.out = file.add_stream_from_template(stream, opaque=True)
        self.out.metadata.clear()
        self.sieve = av.bitstream.BitStreamFilterContext(_TELLING, stream, self.out) if stream.type == "video" else None

    def take(self, packet: Any) -> None:
        """Hand one packet on; ``ValueError`` when the first is none to begin with."""
        if not (self.begun or packet.is_keyframe):
            raise ValueError("it does not begin with a whole picture")
        self.begun = True
        self.early.append(packet)
        if packet.dts is None:
            return
        for place, each in enumerate(reversed(self.early)):  # MKV does not say in which order the first ones come
            each.dts = packet.dts - place * self.step
        for each in self.early:
            self._hand_on(each)
        self.early.clear()

    def _hand_on(self, packet: Any) -> None:
        back = round(self.start / packet.time_base)
        packet.pts, packet.dts = packet.pts - back, packet.dts - back
        for each in self.sieve.filter(packet) if self.sieve else [packet]:
            each.stream = self.out
            self.file.mux(each)

    def end(self) -> None:
        """Hand on what was held back."""
        if self.early:
            raise ValueError("nobody knows in which order its pictures come")
        for each in self.sieve.filter(None) if self.sieve else []:
            each.stream = self.out
            self.file.mux(each)


class Pictures:
    """H.264 that every browser plays."""

    def __init__(self, file: Any, shape: tuple[int, int], rate: float, bits: int) -> None:
        self.file = file
        options = {
            "preset": "superfast",
            "profile": "high",
            "crf": "23",
            "maxrate": str(bits),
            "bufsize": str(2 * bits),
            "g": "120",
            "bf": "1",
            "threads": "1",
        }
        self.out = file.add_stream("libx264", rate=Fraction(max(1, round(rate))), options=options)
        self.out.width, self.out.height = shape
        self.out.pix_fmt = "yuv420p"
        self.out.codec_context.time_base = Fraction(1, TICKS)
        self.out.codec_context.thread_count = 1
        self.sieve: Any = None
        self.begun = False

    def take(self, frame: Any, time: float) -> None:
        """Encode one picture that comes at this second."""
        if not self.begun:
            self.begun = True
            _colour(self.out.codec_context, frame)
        frame.pts, frame.time_base = round(time * TICKS), Fraction(1, TICKS)
        frame.pict_type = 0
        self._mux(self.out.encode(frame))

    def end(self) -> None:
        """Encode what was held back."""
        self._mux(self.out.encode(None))
        for each in self.sieve.filter(None) if self.sieve else []:
            self._hand_on(each)

    def _mux(self, packets: list[Any]) -> None:
        for packet in packets:
            self.sieve = self.sieve or av.bitstream.BitStreamFilterContext(_TELLING, self.out)
            for each in self.sieve.filter(packet):
                self._hand_on(each)

    def _hand_on(self, packet: Any) -> None:
        packet.stream = self.out
        self.file.mux(packet)


class Sounds:
    """AAC, one or two channels; ``changes`` are filters it passes on its way."""

    def __init__(self, file: Any, stream: Any, bits: int, changes: tuple[tuple[str, str], ...] = ()) -> None:
        self.file, self.changes = file, changes
        context = stream.codec_context
        self.rate = context.sample_rate if context.sample_rate in _SOUND_RATES else _BEST_RATE
        self.layout = "mono" if context.channels == 1 else "stereo"
        self.out = file.add_stream("aac", rate=self.rate, layout=self.layout, options={"flags": "+bitexact"})
        self.out.bit_rate = bits // (2 if self.layout == "mono" else 1)
        self.graph: Any = None

    def take(self, frame: Any, time: float | None) -> None:
        """Encode one piece of sound that comes at this second."""
        if self.graph is None:
            self.graph = self._graph(frame)
        frame.pts = None if time is None else round(time / frame.time_base)
        self.graph.push(frame)
        self._pull()

    def end(self) -> None:
        """Encode what was held back."""
        if self.graph:
            self.graph.push(None)
            self._pull()
        self.file.mux(self.out.encode(None))

    def _graph(self, frame: Any) -> Any:
        shape = f"sample_rates={self.rate}:channel_layouts={self.layout}:sample_fmts=fltp"
        steps = [("aresample", "async=1000"), *self.changes, ("aformat", shape), ("asetnsamples", f"{_AT_ONCE}:p=0")]
        return sound_chain(frame, steps)

    def _pull(self) -> None:
        for frame in pulled(self.graph):
            self.file.mux(self.out.encode(frame))


def _colour(context: Any, frame: Any) -> None:
    """How its numbers are meant: without it, pictures of a bright day in HDR look as if there was fog."""
    context.color_primaries, context.color_trc = frame.color_primaries, frame.color_trc
    context.colorspace, context.color_range = frame.colorspace, frame.color_range


def sound_chain(frame: Any, steps: list[tuple[str, str]]) -> Any:
    """A graph for sound like this frame, through these filters."""
    graph = av.filter.Graph()
    graph.threads = 1
    source = graph.add_abuffer(
        sample_rate=frame.sample_rate, format=frame.format.name, layout=frame.layout.name, time_base=frame.time_base
    )
    nodes = [source, *(graph.add(*step) for step in steps), graph.add("abuffersink")]
    for one, next_ in pairwise(nodes):
        one.link_to(next_)
    graph.configure()
    return graph


def pulled(graph: Any) -> Iterator[Any]:
    """All that is ready at the end of a graph."""
    while True:
        try:
            yield graph.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return
