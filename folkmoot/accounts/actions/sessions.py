"""Where a login is signed in: how many such places there may be, and how they come to an end."""

from django.db import transaction
from django.utils import timezone

from folkmoot.core.rows import execute

MOST = 50  # places where one login is signed in; whoever comes in once more ends the one that was not used for longest

_ENDED = "DELETE FROM django_session WHERE session_key IN ({keys})"
_LEFT = "DELETE FROM usersessions_usersession WHERE user_id = %(login)s"
_OF = "SELECT session_key FROM usersessions_usersession WHERE user_id = %(login)s"
_OTHERS = " AND session_key <> %(kept)s"
_OLDEST = f"{_OF} ORDER BY last_seen_at DESC, id DESC LIMIT 1000000 OFFSET %(most)s"
_DEAD = """DELETE FROM usersessions_usersession WHERE session_key NOT IN (
  SELECT session_key FROM django_session WHERE expire_date > %(now)s)"""


@transaction.atomic
def end_sessions(login_id: int) -> None:
    """Sign a login out everywhere."""
    execute(_ENDED.format(keys=_OF), {"login": login_id})
    execute(_LEFT, {"login": login_id})


@transaction.atomic
def end_other_sessions(login_id: int, kept: str | None) -> None:
    """Sign a login out everywhere but in one session."""
    values = {"login": login_id, "kept": kept or ""}
    execute(_ENDED.format(keys=_OF + _OTHERS), values)
    execute(_LEFT + _OTHERS, values)


@transaction.atomic
def end_oldest_sessions(login_id: int) -> None:
    """Leave a login no more than ``MOST`` places where it is signed in."""
    values = {"login": login_id, "most": MOST}
    execute(_ENDED.format(keys=_OLDEST), values)
    execute(f"{_LEFT} AND session_key IN ({_OLDEST})", values)


def forget_dead_sessions() -> None:
    """What is said of sessions goes when they have run out."""
    execute(_DEAD, {"now": timezone.now()})
