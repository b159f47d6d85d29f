"""What the worker makes of a recording, as the table and the disk see it."""

from dataclasses import dataclass
from typing import IO, Any

from django.db import transaction
from django.db.models import F

from folkmoot.core.events import publish
from folkmoot.media.addresses import place, workpiece
from folkmoot.media.events import RecordingChanged, RecordingFailed, RecordingReady
from folkmoot.media.models import Recording
from folkmoot.media.storage import store
from folkmoot.media.studio.limits import LONGEST

MOST_TRIES = 5
_UNDER_WAY = (Recording.State.WAITING, Recording.State.WORKING)
_SIDES = range(1, 4_097)
_WAVEFORM_MOST = 400  # hexadecimal digits


@dataclass(frozen=True)
class Made:
    """What a child says that it made, as far as it makes sense: it may have been taken over by what it read."""

    seconds: float
    width: int
    height: int
    rate: float
    size: int  # bytes
    still: int  # bytes
    blurhash: str
    waveform: str

    @classmethod
    def read(cls, said: dict[str, Any], most: int) -> "Made":
        """``ValueError`` when this cannot be; ``most`` is how many bytes there are."""
        made = cls(
            seconds=float(said["seconds"]),
            width=int(said.get("width", 0)),
            height=int(said.get("height", 0)),
            rate=float(said.get("rate", 0)),
            size=int(said["bytes"]),
            still=int(said.get("still", 0)),
            blurhash=str(said.get("blurhash", "")),
            waveform=str(said.get("waveform", "")),
        )
        made.check(most)
        return made

    def check(self, most: int) -> None:
        """``ValueError`` when this cannot be."""
        shaped = (self.width, self.height) == (0, 0) or (self.width in _SIDES and self.height in _SIDES)
        timed = 0 < self.seconds <= LONGEST + 1 and 0 <= self.rate <= 1_000  # noqa: PLR2004 - frames a second
        texts = len(self.blurhash) <= 100 and len(bytes.fromhex(self.waveform)) <= _WAVEFORM_MOST // 2  # noqa: PLR2004 - as the tables hold
        if not (shaped and timed and texts and 0 < self.size <= most and self.still >= 0):
            raise ValueError("what the child said cannot be")


def begin_making(recording_id: int) -> Recording | None:
    """The recording, if it is still to be made ready; once it was begun too often, it has failed."""
    found = Recording.objects.filter(id=recording_id).first()
    if found is None or found.state not in _UNDER_WAY:
        if found:
            _clear(found)
        return None
    if found.tries >= MOST_TRIES:
        fail_making(found, "trouble")
        return None
    mine = Recording.objects.filter(id=recording_id, state__in=_UNDER_WAY)
    mine.update(state=Recording.State.WORKING, progress=0, tries=F("tries") + 1)
    return found


def note_progress(recording_id: int, percent: int) -> bool:
    """Write down how far the making has come; whether anybody still waits for it."""
    return bool(Recording.objects.filter(id=recording_id).update(progress=min(99, max(0, percent))))


def finish_making(recording: Recording, made: Made, large: IO[bytes], still: IO[bytes]) -> None:
    """Keep the files, then say that it is ready; nothing stays when it was let go meanwhile."""
    sound = recording.kind == Recording.Kind.SOUND
    files = {"sound.m4a" if sound else f"{made.height}.mp4": _cut(large, made.size)}
    if made.still:
        files["still.webp"] = _cut(still, made.still)
    store().keep(place(recording.id, recording.name), files)
    with transaction.atomic():
        found = Recording.objects.filter(id=recording.id, state__in=_UNDER_WAY).update(
            state=Recording.State.READY,
            progress=100,
            seconds=made.seconds,
            width=made.width,
            height=made.height,
            heights="" if sound else str(made.height),
            rate=made.rate,
            still=made.still > 0,
            blurhash=made.blurhash,
            waveform=made.waveform,
            bytes=made.size + made.still,
        )
        if found:
            publish(RecordingReady(recording.id))
    _clear(recording)


def add_rendition(recording: Recording, made: Made, file: IO[bytes]) -> None:
    """Keep a smaller rendition beside the first."""
    store().keep(place(recording.id, recording.name), {f"{made.height}.mp4": _cut(file, made.size)})
    heights = " ".join(map(str, sorted({made.height, recording.height})))
    with transaction.atomic():
        mine = Recording.objects.filter(id=recording.id, heights=recording.heights)
        if mine.update(heights=heights, bytes=F("bytes") + made.size):
            publish(RecordingChanged(recording.id))


def fail_making(recording: Recording, problem: str) -> None:
    """Say that it will never be played, and why."""
    with transaction.atomic():
        mine = Recording.objects.filter(id=recording.id, state__in=_UNDER_WAY)
        if mine.update(state=Recording.State.FAILED, problem=problem, bytes=0):
            publish(RecordingFailed(recording.id))
    _clear(recording)


def _cut(file: IO[bytes], size: int) -> IO[bytes]:
    """What was written last may be shorter than what was tried before."""
    file.truncate(size)
    return file


def _clear(recording: Recording) -> None:
    """Remove what was uploaded; and what was made, where the recording was let go meanwhile."""
    workpiece(recording.id, recording.name).unlink(missing_ok=True)
    if not Recording.objects.filter(id=recording.id).exists():
        store().remove(place(recording.id, recording.name))
