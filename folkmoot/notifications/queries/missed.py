"""What a member was told and has not read, in numbers."""

from django.utils.timezone import now

from folkmoot.core.ids import LARGEST_ID
from folkmoot.core.rows import select
from folkmoot.notifications.queries.pages import TOLD

COUNTED_MOST = 1_000  # the newest; more is not counted


def unread_by_kind(viewer: int, since_id: int) -> list[tuple[str, bool, int]]:
    """How often what was told since an id and is unread: the kind, whether it is of a direct post, and the number."""
    given = {"viewer": viewer, "above": since_id, "below": LARGEST_ID, "now": now(), "most": COUNTED_MOST}
    return [(kind, bool(is_direct), count) for kind, is_direct, count in select(_COUNTED, given)]


_COUNTED = f"""SELECT x.kind, COALESCE(d.scope, '') = 'direct', COUNT(*)
  FROM (SELECT n.kind, n.post_id {TOLD} AND n.id > COALESCE(r.notification_id, 0) ORDER BY n.id DESC LIMIT %(most)s) x
  LEFT JOIN post d ON d.id = x.post_id GROUP BY 1, 2"""
