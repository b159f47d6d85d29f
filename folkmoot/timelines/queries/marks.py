"""How far a member has read a feed."""

from datetime import datetime
from typing import NamedTuple

from folkmoot.timelines.models import HomeMark


class Marker(NamedTuple):
    """How far something was read, how often that moved, and when it did last."""

    last_id: int
    version: int
    moved_at: datetime


def home_marker(viewer: int) -> Marker | None:
    """How far the viewer has read the home feed in programs; None where none of them said so yet."""
    row = HomeMark.objects.filter(account=viewer).first()
    return Marker(row.post_id, row.version, row.moved_at) if row else None
