"""The files of what was reported, as it stood: for those who decide about it."""

from typing import NamedTuple

from folkmoot.core.errors import NotFound
from folkmoot.core.rows import select
from folkmoot.media.queries import PictureView, RecordingView, pictures, recordings
from folkmoot.moderation.visibility import kept_from


class EvidenceView(NamedTuple):
    """One file: a picture or a recording."""

    picture: PictureView | None
    recording: RecordingView | None


def evidence_visible(viewer: int | None, file_id: int) -> bool:
    """Whether a file belongs to a report that the viewer may decide on."""
    owners = [row[0] for row in select(_OWNER, {"file": file_id})] if viewer else []
    try:
        return bool(viewer and owners) and not kept_from(viewer or 0).intersection(owners)
    except NotFound:
        return False


def evidence(viewer: int, file_id: int) -> EvidenceView:
    """A file that belongs to a report; ``NotFound`` for whoever may not decide on it."""
    if not evidence_visible(viewer, file_id):
        raise NotFound
    return EvidenceView(pictures([file_id]).get(file_id), recordings([file_id]).get(file_id))


_OWNER = """SELECT COALESCE(p.owner_id, r.owner_id) FROM media_hold h
  LEFT JOIN media_picture p ON p.id = h.file_id LEFT JOIN media_recording r ON r.id = h.file_id
  WHERE h.file_id = %(file)s AND COALESCE(p.owner_id, r.owner_id) IS NOT NULL LIMIT 1"""
