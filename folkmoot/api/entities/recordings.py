"""Videos, sounds and loops as Mastodon's media attachments; a loop is a ``gifv``."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from folkmoot.media import addresses
from folkmoot.media.queries import RecordingView
from folkmoot.posts.visibility import open_to_visitors

_TYPES = {"video": "video", "sound": "audio", "loop": "gifv"}
_LARGEST_FRACTION = 1_001  # 24000/1001 is how film says 23.976
_STILL = 1_280  # pixels of the longer side of a poster, at most


def attachments_of(recordings: Iterable[RecordingView], scope: str) -> list[dict[str, Any]]:
    """Those of a post's recordings that can be played: programs expect an address of each attachment they are given."""
    return [attachment_of_recording(each, scope) for each in recordings if each.state == "ready"]


def attachment_of_recording(recording: RecordingView, scope: str) -> dict[str, Any]:
    """A MediaAttachment of a post for ``scope``; its ``url`` is null while the recording is made ready."""
    marked = addresses.opened if open_to_visitors(scope) else addresses.closed
    still = addresses.origin() + marked(addresses.path(recording, "still")) if recording.still else None
    return {
        "id": str(recording.id),
        "type": _TYPES[recording.kind],
        "url": addresses.origin() + marked(_path(recording)) if recording.state == "ready" else None,
        "preview_url": still,
        "remote_url": None,
        "meta": _meta(recording) if recording.state == "ready" else {},
        "description": _description(recording),
        "blurhash": recording.blurhash or None,
    }


def _path(recording: RecordingView) -> str:
    if recording.kind == "sound":
        return addresses.sound_path(recording)
    return addresses.video_path(recording, recording.height)


def _description(recording: RecordingView) -> str | None:
    """What it lets see or hear; of music without a word on that, what it is called."""
    named = " – ".join(word for word in (recording.artist, recording.title) if word)
    return recording.alt or named or None


def _meta(recording: RecordingView) -> dict[str, Any]:
    bits = round(8 * recording.bytes / recording.seconds) if recording.seconds else 0
    timed = {"duration": round(recording.seconds, 3), "bitrate": bits}
    length = {"length": _length(recording.seconds), "duration": timed["duration"]}
    if recording.kind == "sound":
        return {**length, "original": timed}
    width, height = recording.width, recording.height
    size = {"width": width, "height": height}
    rate = Fraction(recording.rate).limit_denominator(_LARGEST_FRACTION)
    shape = {"size": f"{width}x{height}", "aspect": width / height}
    original = {**size, "frame_rate": f"{rate.numerator}/{rate.denominator}", **timed}
    return {**length, "fps": round(recording.rate), **size, **shape, "original": original, "small": _small(size)}


def _small(size: dict[str, int]) -> dict[str, Any]:
    scale = min(1.0, _STILL / max(size.values()))
    width, height = (max(1, round(side * scale)) for side in size.values())
    return {"width": width, "height": height, "aspect": width / height}


def _length(seconds: float) -> str:
    """``0:01:28.65``."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(int(minutes), 60)
    return f"{hours}:{minutes:02}:{rest:05.2f}"
