"""Files that come in pieces, over lines that break: each piece is on the disk before the next is asked for."""

import contextlib
import errno
import os
import time
from collections.abc import Generator
from pathlib import Path
from typing import IO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.core import limits
from folkmoot.core.errors import Busy, FolkmootError, Invalid, NotFound
from folkmoot.core.limits.rules import UPLOADS
from folkmoot.core.locks import taken
from folkmoot.core.storage import FULL
from folkmoot.media.actions.recordings import Sent, TooLarge, most_bytes, take_upload
from folkmoot.media.actions.room import require_room
from folkmoot.media.addresses import root
from folkmoot.media.models import Upload
from folkmoot.media.queries import UploadView, upload_state

UNFINISHED_MOST = 10  # of one member
_MB = 1_000_000
_AT_ONCE = 1 << 16  # bytes
_PATIENCE, _PAUSE = 1.0, 0.02  # seconds: a program that is just being started may hold what we just let go of


class Conflict(FolkmootError):  # noqa: N818 - named for what the member meets
    """The piece does not follow what is there already, or another one is just being written."""

    def __init__(self, received: int) -> None:
        super().__init__(_("This part of the file does not follow what has arrived so far."))
        self.received = received


def begin_upload(actor_id: int, file_name: str, length: int) -> UploadView:
    """Make room for a file that is going to come in pieces; ``Invalid`` when it may not come at all."""
    if length < 1:
        raise Invalid("recordings", _("This file is empty."))
    if length > most_bytes():
        raise TooLarge(most_bytes() // _MB)
    limits.count(UPLOADS, actor_id)
    with transaction.atomic():
        if Upload.objects.filter(owner_id=actor_id, recording_id=None).count() >= UNFINISHED_MOST:
            raise Invalid("recordings", _("Ten files are on their way already. Wait until one has arrived."))
        require_room(actor_id, length, "recordings")
        name = Path(file_name.replace("\\", "/")).name[:255]
        upload = Upload.objects.create(owner_id=actor_id, file_name=name, length=length, changed_at=timezone.now())
        place = path_of(upload.id, upload.name)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        place.touch(mode=0o600)
    return upload_state(actor_id, upload.id)


def append(actor_id: int, upload_id: int, offset: int, stream: Sent) -> int:
    """Write the next piece; how far the upload has come. With its last byte it becomes a recording.

    What arrived of a piece before the line broke is kept. ``Conflict`` when the piece does not begin where the
    last one ended; ``Invalid`` when the whole file turns out to be nothing we play, and is gone.
    """
    upload = _own(actor_id, upload_id)
    if upload.recording_id is not None:
        return _ended(upload, offset)
    with _locked(upload) as file:
        upload = _own(actor_id, upload_id)
        if offset != upload.received:
            raise Conflict(upload.received)
        _write(upload, file, stream)
        if upload.received == upload.length and upload.recording_id is None:
            _finish(upload)
    return upload.received


def abandon(actor_id: int, upload_id: int) -> None:
    """Give an upload of one's own up."""
    forget_upload(_own(actor_id, upload_id))


def forget_upload(upload: Upload) -> None:
    """Remove what has arrived of a file."""
    path = path_of(upload.id, upload.name)
    upload.delete()
    path.unlink(missing_ok=True)


def path_of(upload_id: int, name: str) -> Path:
    """Where the pieces are gathered."""
    return root() / "uploads" / f"{upload_id}-{name}"


def _own(actor_id: int, upload_id: int) -> Upload:
    found = Upload.objects.filter(id=upload_id, owner_id=actor_id).first()
    if found is None:
        raise NotFound
    return found


def _ended(upload: Upload, offset: int) -> int:
    if offset != upload.length:
        raise Conflict(upload.length)
    return offset


@contextlib.contextmanager
def _locked(upload: Upload) -> Generator[IO[bytes]]:
    """The file, for one writer at a time; the system opens the lock when its holder dies."""
    try:
        file = path_of(upload.id, upload.name).open("r+b", buffering=0)
    except FileNotFoundError as gone:
        raise NotFound from gone
    with file:
        until = time.monotonic() + _PATIENCE
        while not taken(file.fileno()):
            if time.monotonic() > until:
                raise Conflict(upload.received)
            time.sleep(_PAUSE)
        yield file


def _write(upload: Upload, file: IO[bytes], stream: Sent) -> None:
    """All that comes goes to the disk before the table says that it is there."""
    file.seek(upload.received)
    try:
        while piece := stream.read(_AT_ONCE):
            if file.tell() + len(piece) > upload.length:
                raise Invalid("recordings", _("More arrived than was announced."))
            _write_all(file, piece)
    except OSError as trouble:
        if trouble.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise Busy(str(FULL)) from trouble
        # else the line broke, and what came before counts
    finally:
        os.fsync(file.fileno())
        upload.received, upload.changed_at = file.tell(), timezone.now()
        Upload.objects.filter(id=upload.id).update(received=upload.received, changed_at=upload.changed_at)


def _write_all(file: IO[bytes], piece: bytes) -> None:
    left = memoryview(piece)
    while left:
        left = left[file.write(left) :]


def _finish(upload: Upload) -> None:
    path = path_of(upload.id, upload.name)
    try:
        upload.recording_id = take_upload(upload, path)
    except Invalid:
        forget_upload(upload)
        raise
    path.unlink(missing_ok=True)
