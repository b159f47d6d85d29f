"""How far a member has read what they were told."""

from folkmoot.notifications.models import ReadMark
from folkmoot.timelines.queries import Marker


def read_marker(viewer: int) -> Marker | None:
    """How far the viewer has read, on pages and in programs alike; None where nothing was read yet."""
    row = ReadMark.objects.filter(account=viewer).first()
    return Marker(row.notification_id, row.version, row.moved_at) if row else None
