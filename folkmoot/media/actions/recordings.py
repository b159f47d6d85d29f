"""The one way in for a video, a sound or a loop, whatever door it comes through."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.core import limits
from folkmoot.core.errors import Invalid
from folkmoot.core.events import publish
from folkmoot.core.html import clean
from folkmoot.core.ids import new_id
from folkmoot.core.limits.rules import UPLOADS
from folkmoot.media.actions.room import require_room
from folkmoot.media.addresses import workpiece
from folkmoot.media.events import RecordingTaken
from folkmoot.media.models import Recording, Upload, new_name
from folkmoot.media.queries import problem_sentence
from folkmoot.media.studio import kinds, order
from folkmoot.media.studio.limits import PROBE_SECONDS
from folkmoot.media.workshop.seats import seat

TITLE_MOST = 200  # characters
_MB = 1_000_000
_AT_ONCE = 1 << 16  # bytes
_NAMED_FORMATS = frozenset({"mp3", "flac"})  # music, whose files are named after it


class TooLarge(Invalid):
    """More bytes than a file may have."""

    def __init__(self, most: int) -> None:
        super().__init__("recordings", _("This file is too large: %(most)s MB is the most.") % {"most": most})


class Sent(Protocol):
    """What a form or a program sent."""

    def read(self, size: int, /) -> bytes:
        """The next bytes; none at the end."""


class Rewindable(Sent, Protocol):
    """What can be looked at before it is taken."""

    def seek(self, offset: int, /) -> object:
        """Go on from there."""


def take_recording(actor_id: int, file: Sent, file_name: str) -> int:
    """Keep a recording of a member's own for a day, until it is used; the id. The worker makes it ready.

    ``Invalid`` says in a sentence why a file is not taken, ``TooMany`` that others are being looked at.
    """
    limits.count(UPLOADS, actor_id)
    require_room(actor_id, 0, "recordings")
    recording = Recording(id=new_id(), owner_id=actor_id, name=new_name())
    with _workpiece(recording) as path:
        _copy(file, path)
        return _take(recording, path, file_name, None)


def take_upload(upload: Upload, path: Path) -> int:
    """The same with a file that came in pieces; from now on the upload says what became of it."""
    recording = Recording(id=new_id(), owner_id=upload.owner_id, name=new_name())
    with _workpiece(recording) as place:
        os.link(path, place)
        return _take(recording, place, upload.file_name, upload)


def is_recording(file: Rewindable) -> bool:
    """Whether this is for ``take_recording`` and not for ``take_picture``, by its first bytes; a GIF is a picture."""
    head = file.read(kinds.HEAD)
    file.seek(0)
    return kinds.format_of(head) not in {"", "gif"}


def most_bytes() -> int:
    """The largest file that may be sent, whatever is in it."""
    return max(settings.FOLKMOOT.video_mb, settings.FOLKMOOT.sound_mb) * _MB


def tidy(text: str) -> str:
    """A title or a name on one line, as long as it may be."""
    return " ".join(clean(text).split())[:TITLE_MOST]


@contextmanager
def _workpiece(recording: Recording) -> Generator[Path]:
    """Where the file lies until the worker comes; nothing stays of one that is not taken."""
    path = workpiece(recording.id, recording.name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        yield path
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _copy(file: Sent, path: Path) -> None:
    with path.open("xb") as out:
        while piece := file.read(_AT_ONCE):
            out.write(piece)
            if out.tell() > most_bytes():
                raise TooLarge(most_bytes() // _MB)
        out.flush()
        os.fsync(out.fileno())


def _take(recording: Recording, path: Path, file_name: str, upload: Upload | None) -> int:
    """Look into the file, then write the row: a row without a file would be a hole in a post."""
    size = path.stat().st_size
    found = _looked_into(path, size)
    recording.kind, recording.source = found["kind"], found["format"]
    recording.seconds, recording.width, recording.height = found["seconds"], found["width"], found["height"]
    recording.title, recording.artist, recording.album = (tidy(found[name]) for name in ("title", "artist", "album"))
    if not recording.title and recording.source in _NAMED_FORMATS:
        recording.title = tidy(Path(file_name).stem)
    recording.bytes = size
    require_room(recording.owner_id, 0 if upload else size, "recordings")
    with transaction.atomic():
        recording.save(force_insert=True)
        if upload:
            Upload.objects.filter(id=upload.id).update(recording_id=recording.id)
        publish(RecordingTaken(recording.id))
    return recording.id


def _looked_into(path: Path, size: int) -> dict[str, Any]:
    """What a child finds out about the file at a glance; ``Invalid`` when it is none we play."""
    with path.open("rb") as file:
        format_ = _format(file.read(kinds.HEAD), size)
        _within("sound" if format_ in kinds.SOUNDS else "video", size)
        with seat():
            answer = order.carry_out(order.Task("probe", format_, PROBE_SECONDS, file), lambda _percent: None)
    if answer.refused:
        raise Invalid("recordings", problem_sentence(answer.refused))
    found = _read(answer.made)
    _within(found["kind"], size)
    return {**found, "format": format_}


def _format(head: bytes, size: int) -> str:
    if not size:
        raise Invalid("recordings", _("This file is empty."))
    format_ = kinds.format_of(head)
    if not format_:
        message = _("This is not a file we can play. MP4, MOV, WebM, MKV, MP3, M4A, FLAC, Ogg and WAV will do.")
        raise Invalid("recordings", message)
    return format_


def _within(kind: str, size: int) -> None:
    most = settings.FOLKMOOT.sound_mb if kind == "sound" else settings.FOLKMOOT.video_mb
    if size > most * _MB:
        raise TooLarge(most)


def _read(made: dict[str, Any]) -> dict[str, Any]:
    """What a child said, as far as it makes sense: it may have been taken over by what it read."""
    try:
        numbers = {"seconds": float(made["seconds"]), "width": int(made["width"]), "height": int(made["height"])}
        words = {name: str(made.get(name, "")) for name in ("title", "artist", "album")}
        return {"kind": Recording.Kind(made["kind"]).value, **numbers, **words}
    except (KeyError, TypeError, ValueError) as nonsense:
        raise Invalid("recordings", problem_sentence("damaged")) from nonsense
