"""What a recording may ask for, in one place, and how the answer “no” travels."""

import resource

from folkmoot.media.workshop.walls import LIMITS

LONGEST = 3 * 60 * 60.0  # seconds
SHORTEST = 0.04  # seconds: one frame
LONGEST_SIDE = 4_096  # pixels
MOST_PIXELS = 4_096 * 2_304
MOST_CHANNELS = 8
SOUND_RATES = range(8_000, 192_001)  # samples a second
MOST_RATE = 60  # frames a second that are kept
MOST_ERRORS = 100  # damaged pieces that are stepped over

MEMORY = 350 << 20  # bytes of data; with the code of the libraries the child stays below 400 MB
OUTPUT = 700 << 20  # bytes of one file
PROBE_SECONDS = 20  # of processor time
_BASE_SECONDS, _LONGEST_WORK = 60, 2 * 60 * 60

FORMATS = frozenset({"mov", "matroska", "mp3", "flac", "ogg", "wav", "gif"})
VIDEO_CODECS = frozenset({"h264", "hevc", "vp8", "vp9", "av1", "libdav1d", "mpeg4", "mjpeg", "prores", "gif"})
SOUND_CODECS = frozenset(
    {"aac", "mp3", "mp3float", "flac", "opus", "vorbis", "alac"}
    | {f"pcm_{kind}" for kind in ("u8", "s16le", "s16be", "s24le", "s24be", "s32le", "f32le", "mulaw", "alaw")}
)
COVER_CODECS = frozenset({"mjpeg", "png"})


class Refused(Exception):  # noqa: N818 - an answer, not a mistake
    """The recording is not taken; ``why`` is one of the words that ``queries.problem_sentence`` knows."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def working_seconds(length: float) -> int:
    """Seconds of processor time that the making of a recording of this length may take."""
    return min(_LONGEST_WORK, int(_BASE_SECONDS + 3 * length))


def walls(seconds: int) -> dict[int, int]:
    """The limits of a child that may compute for so long: all others of a picture's child stay."""
    wider = {resource.RLIMIT_DATA: MEMORY, resource.RLIMIT_CPU: seconds, resource.RLIMIT_FSIZE: OUTPUT}
    return {**LIMITS, **wider}
