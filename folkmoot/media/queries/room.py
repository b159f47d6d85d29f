"""How much room files take: a member's, and everybody's."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.core.cache import cache

from folkmoot.core.rows import select

COMMUNITY = 0  # the owner of what is nobody's own
_MB, _GB = 1_000_000, 1_000_000_000
_KEPT = 10  # seconds for which it is remembered how much all files take


@dataclass(frozen=True, slots=True)
class Usage:
    """How many bytes a member's pictures and recordings take, uploads under way included, and how many they may."""

    bytes: int
    most: int


class Shares(NamedTuple):
    """What the owners of the community decided; 0 is nothing."""

    mb_each: int
    gb_together: int


class Taken(NamedTuple):
    """How many bytes each kind of file takes."""

    pictures: int
    recordings: int
    previews: int
    uploads: int

    @property
    def together(self) -> int:
        """All of it."""
        return sum(self)


def decided_by(say: Callable[[], Shares]) -> None:
    """Say once who knows what the owners decided: a package above this one."""
    _sayers[:] = [say]


def usage(owner_id: int) -> Usage:
    """What a member's files take of their share; an upload counts whole from its first byte."""
    each = _shares().mb_each or settings.FOLKMOOT.pictures_mb_each
    return Usage(int(select(_TAKEN, {"owner": owner_id})[0][0]), each * _MB)


def usage_together() -> Usage | None:
    """What all files take of what they may; ``None`` where there is no limit. It may be some seconds old."""
    most = _shares().gb_together * _GB
    if not most:
        return None
    return Usage(cache.get_or_set("media.together", lambda: taken().together, _KEPT) or 0, most)


def taken() -> Taken:
    """What each kind of file takes, just now."""
    return Taken(*map(int, select(_BY_KIND, {"community": COMMUNITY})[0]))


def biggest(most: int) -> list[tuple[int, int]]:
    """The accounts whose files take most, with how many bytes."""
    return [(owner_id, int(size)) for owner_id, size in select(_BIGGEST, {"community": COMMUNITY, "most": most})]


def _shares() -> Shares:
    return _sayers[0]() if _sayers else Shares(0, 0)


_sayers: list[Callable[[], Shares]] = []
_TAKEN = """SELECT (SELECT COALESCE(SUM(bytes), 0) FROM media_picture WHERE owner_id = %(owner)s)
  + (SELECT COALESCE(SUM(bytes), 0) FROM media_recording WHERE owner_id = %(owner)s)
  + (SELECT COALESCE(SUM(length), 0) FROM media_upload WHERE owner_id = %(owner)s AND recording_id IS NULL)"""
_BY_KIND = """SELECT
  (SELECT COALESCE(SUM(bytes), 0) FROM media_picture WHERE owner_id <> %(community)s),
  (SELECT COALESCE(SUM(bytes), 0) FROM media_recording),
  (SELECT COALESCE(SUM(bytes), 0) FROM media_picture WHERE owner_id = %(community)s),
  (SELECT COALESCE(SUM(length), 0) FROM media_upload WHERE recording_id IS NULL)"""
_BIGGEST = """SELECT owner_id, SUM(size) AS total FROM (
    SELECT owner_id, bytes AS size FROM media_picture WHERE owner_id <> %(community)s
    UNION ALL SELECT owner_id, bytes FROM media_recording
    UNION ALL SELECT owner_id, length FROM media_upload WHERE recording_id IS NULL
  ) each_file GROUP BY owner_id HAVING SUM(size) > 0 ORDER BY total DESC, owner_id LIMIT %(most)s"""
