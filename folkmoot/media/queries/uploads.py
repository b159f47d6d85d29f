"""How far an upload has come."""

from dataclasses import dataclass

from folkmoot.core.errors import NotFound
from folkmoot.core.rows import select


@dataclass(frozen=True, slots=True)
class UploadView:
    """A file on its way; once all of it is there, ``recording_id`` is what became of it."""

    id: int
    name: str  # of the file, as it was sent
    length: int
    received: int
    recording_id: int | None


def upload_state(actor_id: int, upload_id: int) -> UploadView:
    """An upload of one's own; ``NotFound`` when it is not theirs, was given up or has expired."""
    rows = select(_OWN, {"id": upload_id, "actor": actor_id})
    if not rows:
        raise NotFound
    return UploadView(*rows[0])


_OWN = """SELECT id, file_name, length, received, recording_id FROM media_upload
  WHERE id = %(id)s AND owner_id = %(actor)s"""
