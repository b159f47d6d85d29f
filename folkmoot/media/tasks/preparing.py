"""Making recordings ready: long work in the lane *media*, begun anew when it was cut short."""

import logging
import os
import time
from typing import IO

from folkmoot.core.events import hold_on
from folkmoot.media.actions.making import Made, add_rendition, begin_making, fail_making, finish_making, note_progress
from folkmoot.media.addresses import place, workpiece
from folkmoot.media.events import RecordingReady, RecordingTaken
from folkmoot.media.models import Recording
from folkmoot.media.storage import spool, store
from folkmoot.media.studio import order
from folkmoot.media.studio.limits import working_seconds
from folkmoot.media.workshop.seats import workbench

logger = logging.getLogger(__name__)

SMALL_SIDE = 480  # pixels of the shorter side: what is larger gets a second rendition
_TOLD_EVERY, _HELD_EVERY = 1.0, 60.0  # seconds
_PIECE = 4 << 20  # bytes


class _LetGo(Exception):  # noqa: N818 - not a mistake
    """Nobody waits for this recording any more."""


def prepare_recording(event: RecordingTaken) -> None:
    """Make a recording ready to be played, or say why it never will be."""
    with workbench(hold_on):
        recording = begin_making(event.recording_id)
        if recording is None:
            return
        try:
            _first(recording)
        except (_LetGo, FileNotFoundError):
            _require_gone(recording)


def add_smaller(event: RecordingReady) -> None:
    """Make a second, smaller rendition of a video that is large: it could be played meanwhile."""
    recording = Recording.objects.filter(id=event.recording_id, state=Recording.State.READY).first()
    if recording is None or min(recording.width, recording.height) <= SMALL_SIDE or " " in recording.heights:
        return
    with workbench(hold_on):
        try:
            _second(recording)
        except FileNotFoundError:
            _require_gone(recording)


def _first(recording: Recording) -> None:
    """What makes it ready, with the progress told on the way."""
    seconds = working_seconds(recording.seconds)
    with workpiece(recording.id, recording.name).open("rb") as source, spool() as large, spool() as still:
        task = order.Task(recording.kind, recording.source, seconds, source, large=large, still=still)
        answer = order.carry_out(task, _Told(recording.id).hear)
        if made := _read(recording, answer, large):
            finish_making(recording, made, large, still)
        else:
            fail_making(recording, answer.refused or "damaged")


def _second(recording: Recording) -> None:
    """The smaller rendition, from the first one: what was uploaded is gone."""
    seconds = working_seconds(recording.seconds)
    with _kept(recording, f"{recording.height}.mp4") as source, spool() as small:
        answer = order.carry_out(order.Task("small", "mov", seconds, source, large=small), _Told(None).hear)
        if made := _read(recording, answer, small):
            add_rendition(recording, made, small)


def _read(recording: Recording, answer: order.Answer, file: IO[bytes]) -> Made | None:
    """What was made; nothing when it was refused or makes no sense."""
    try:
        return None if answer.refused else Made.read(answer.made, os.fstat(file.fileno()).st_size)
    except (KeyError, TypeError, ValueError):
        logger.warning("what was made of recording %s makes no sense", recording.id)
        return None


def _kept(recording: Recording, name: str) -> IO[bytes]:
    """A kept file on this machine."""
    where = place(recording.id, recording.name)
    found = store().find(where, name)
    if found is None:
        raise FileNotFoundError(name)
    if found.path:
        return found.path.open("rb")
    file = spool()
    for first in range(0, found.size, _PIECE):
        file.write(store().read(where, name, first, min(first + _PIECE, found.size) - 1))
    file.flush()
    return file


def _require_gone(recording: Recording) -> None:
    """Files that are missing are nothing to wonder about where the recording is gone."""
    if Recording.objects.filter(id=recording.id).exists():
        raise FileNotFoundError(f"files of recording {recording.id} are missing")


class _Told:
    """Progress on its way into the table: once a second at most; the event is held as long as there is some."""

    def __init__(self, recording_id: int | None) -> None:
        self.recording_id = recording_id
        self.percent, self.told, self.held = 0, 0.0, time.monotonic()

    def hear(self, percent: int) -> None:
        """The child says how far it has come, or (0) nothing new."""
        now = time.monotonic()
        if now - self.held >= _HELD_EVERY:
            self.held = now
            hold_on()
        if self.recording_id and percent > self.percent and now - self.told >= _TOLD_EVERY:
            self.percent, self.told = percent, now
            if not note_progress(self.recording_id, percent):
                raise _LetGo
