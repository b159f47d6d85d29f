"""How far an upload has come."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from folkmoot.core.errors import NotFound
from folkmoot.media.models import Upload

UPLOAD_KEPT = timedelta(hours=24)  # after its last piece


@dataclass(frozen=True, slots=True)
class UploadView:
    """A file on its way; once all of it is there, ``recording_id`` is what became of it."""

    id: int
    name: str  # of the file, as it was sent
    length: int
    received: int
    recording_id: int | None
    expires: datetime


def upload_state(actor_id: int, upload_id: int) -> UploadView:
    """An upload of one's own; ``NotFound`` when it is not theirs, was given up or has expired."""
    found = Upload.objects.filter(id=upload_id, owner_id=actor_id).first()
    if found is None:
        raise NotFound
    expires = found.changed_at + UPLOAD_KEPT
    return UploadView(found.id, found.file_name, found.length, found.received, found.recording_id, expires)
