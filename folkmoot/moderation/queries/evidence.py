"""The files of what was reported, as it stood: for those who decide about it."""

from typing import NamedTuple

from folkmoot.core.errors import NotFound
from folkmoot.core.rows import select
from folkmoot.media.queries import PictureView, RecordingView, pictures, recordings
from folkmoot.moderation.visibility import about_children, roster


class EvidenceView(NamedTuple):
    """One file: a picture or a recording."""

    picture: PictureView | None
    recording: RecordingView | None


def evidence_visible(viewer: int | None, file_id: int) -> bool:
    """Whether a file belongs to a report that the viewer may decide on; one about a child closes it for others."""
    found = select(_HELD, {"file": file_id}) if viewer else []
    seen = roster().sight(viewer or 0) if found else None
    if seen is None:
        return False
    harmed = bool(about_children(case_id for _owner, case_id in found if case_id)) if not seen.is_whole else False
    return all(seen.allows(owner, of_children=harmed) for owner, _case in found)


def evidence(viewer: int, file_id: int) -> EvidenceView:
    """A file that belongs to a report; ``NotFound`` for whoever may not decide on it."""
    if not evidence_visible(viewer, file_id):
        raise NotFound
    return EvidenceView(pictures([file_id]).get(file_id), recordings([file_id]).get(file_id))


_HELD = """SELECT COALESCE(p.owner_id, r.owner_id), m.case_id FROM media_hold h
  LEFT JOIN media_picture p ON p.id = h.file_id LEFT JOIN media_recording r ON r.id = h.file_id
  LEFT JOIN moderation_report m ON m.id = h.holder_id
  WHERE h.file_id = %(file)s AND COALESCE(p.owner_id, r.owner_id) IS NOT NULL"""
