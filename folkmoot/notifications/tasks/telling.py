"""One row for whom it concerns, once, and a word to their open pages."""

from folkmoot.core import push
from folkmoot.core.ids import new_id
from folkmoot.core.rows import Parameters, insert_once, select
from folkmoot.notifications.models import Notification
from folkmoot.posts.queries import thread_muted_sql
from folkmoot.relations.queries import silencing_sql
from folkmoot.relations.visibility import unblocked_sql

Kind = Notification.Kind


def tell_author(kind: Kind, actor_id: int, post_id: int) -> None:
    """Tell the author what somebody did with a post, unless a block or a mute stands between them, or on the thread."""
    _insert(_AUTHOR, kind, {"actor": actor_id, "post": post_id})


def tell_person(kind: Kind, account_id: int, actor_id: int) -> None:
    """Tell somebody what somebody else did, unless there is a block or a mute between them."""
    _insert(_PERSON, kind, {"account": account_id, "actor": actor_id})


def tell_of_post(kind: str, account_id: int, actor_id: int, post_id: int) -> None:
    """Tell somebody of a post that ``visibility`` was asked about before."""
    if insert_once(Notification, account_id=account_id, kind=kind, actor_id=actor_id, post_id=post_id):
        push.tell([account_id], "notifications")


def forget(**which: object) -> None:
    """Take these notifications away: what they told of is no news any more."""
    Notification.objects.filter(**which).delete()


_AUTHOR = f"""INSERT INTO notifications_notification (id, account_id, kind, actor_id, post_id)
  SELECT %(id)s, v.id, %(kind)s, %(actor)s, p.id FROM post p JOIN accounts_account v ON v.id = p.account_id
  WHERE p.id = %(post)s AND p.deleted_at IS NULL AND v.id <> %(actor)s AND v.domain = ''
    AND {unblocked_sql("v.id", "%(actor)s")} AND NOT {silencing_sql("v.id", "%(actor)s")}
    AND NOT {thread_muted_sql("v.id", "p")}
  ON CONFLICT DO NOTHING RETURNING account_id"""
_PERSON = f"""INSERT INTO notifications_notification (id, account_id, kind, actor_id)
  SELECT %(id)s, v.id, %(kind)s, %(actor)s FROM accounts_account v
  WHERE v.id = %(account)s AND v.domain = '' AND {unblocked_sql("v.id", "%(actor)s")}
    AND NOT {silencing_sql("v.id", "%(actor)s")}
  ON CONFLICT DO NOTHING RETURNING account_id"""


def _insert(text: str, kind: Kind, parameters: Parameters) -> None:
    told = select(text, {"id": new_id(), "kind": str(kind), **parameters})
    push.tell([row[0] for row in told], "notifications")
