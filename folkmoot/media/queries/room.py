"""How much room a member's files take."""

from dataclasses import dataclass

from django.conf import settings

from folkmoot.core.rows import select

_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Usage:
    """How many bytes a member's pictures and recordings take, uploads under way included, and how many they may."""

    bytes: int
    most: int


def usage(owner_id: int) -> Usage:
    """What a member's files take of their share; an upload counts whole from its first byte."""
    taken = select(_TAKEN, {"owner": owner_id})
    return Usage(int(taken[0][0]), settings.FOLKMOOT.pictures_mb_each * _MB)


_TAKEN = """SELECT (SELECT COALESCE(SUM(bytes), 0) FROM media_picture WHERE owner_id = %(owner)s)
  + (SELECT COALESCE(SUM(bytes), 0) FROM media_recording WHERE owner_id = %(owner)s)
  + (SELECT COALESCE(SUM(length), 0) FROM media_upload WHERE owner_id = %(owner)s AND recording_id IS NULL)"""
