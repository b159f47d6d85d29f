"""What a member's files are, and how much room each kind of them takes."""

from typing import NamedTuple

from folkmoot.core.rows import select


class Share(NamedTuple):
    """The files of one kind: ``pictures``, ``videos``, ``sounds`` or ``coming``."""

    kind: str
    number: int
    bytes: int


def shares(owner_id: int) -> list[Share]:
    """What takes a member's room, in one statement; kinds of which there is nothing are left out."""
    found = [Share(kind, number, int(size)) for kind, number, size in select(_SHARES, {"owner": owner_id})]
    return [share for share in found if share.number]


_SHARES = """SELECT 'pictures', COUNT(*), COALESCE(SUM(bytes), 0) FROM media_picture WHERE owner_id = %(owner)s
  UNION ALL SELECT 'videos', COUNT(*), COALESCE(SUM(bytes), 0) FROM media_recording
    WHERE owner_id = %(owner)s AND kind <> 'sound'
  UNION ALL SELECT 'sounds', COUNT(*), COALESCE(SUM(bytes), 0) FROM media_recording
    WHERE owner_id = %(owner)s AND kind = 'sound'
  UNION ALL SELECT 'coming', COUNT(*), COALESCE(SUM(length), 0) FROM media_upload
    WHERE owner_id = %(owner)s AND recording_id IS NULL"""
