"""What leaving means: what is lost, what stays, and when."""

from datetime import datetime
from typing import NamedTuple

from folkmoot.core.rows import select
from folkmoot.privacy.models import Departure

_LOSSES = """SELECT
  (SELECT COUNT(*) FROM post WHERE account_id = %(account)s AND deleted_at IS NULL),
  (SELECT COUNT(*) FROM media_picture WHERE owner_id = %(account)s AND use NOT IN ('card', 'emoji', 'logo'))
    + (SELECT COUNT(*) FROM media_recording WHERE owner_id = %(account)s),
  (SELECT COUNT(*) FROM relations_follow WHERE followed_id = %(account)s),
  (SELECT COUNT(*) FROM relations_follow WHERE follower_id = %(account)s),
  (SELECT COUNT(*) FROM moderation_report WHERE account_id = %(account)s)
    + (SELECT COUNT(*) FROM moderation_restriction WHERE kind = 'account' AND object_id = %(account)s)"""


class Loss(NamedTuple):
    """What goes with an account, in numbers, and how many reports and decisions leave a check sum behind."""

    posts: int
    files: int
    followers: int
    following: int
    held: int


class Leaving(NamedTuple):
    """A departure that is under way."""

    due_at: datetime
    inactive: bool  # nobody asked for it, but for that the account was not used


def losses(viewer: int) -> Loss:
    """What the member would lose."""
    return Loss(*select(_LOSSES, {"account": viewer})[0])


def departure_of(account_id: int) -> Leaving | None:
    """When a member who is leaving is erased; ``None`` when they are not."""
    row = Departure.objects.filter(account=account_id).first()
    return Leaving(row.due_at, row.cause == Departure.Cause.INACTIVE) if row else None
