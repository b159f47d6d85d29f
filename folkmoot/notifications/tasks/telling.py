"""One row for whom it concerns, once, and a word to their open pages."""

from folkmoot.core.ids import new_id
from folkmoot.core.rows import insert_once, select
from folkmoot.notifications.interaction import Deed, way_of
from folkmoot.notifications.models import Notification, Way
from folkmoot.notifications.tasks.ringing import ring
from folkmoot.posts.queries import thread_muted_sql
from folkmoot.relations.queries import silencing_sql
from folkmoot.relations.visibility import unblocked_sql

Kind = Notification.Kind


def tell_author(kind: Kind, actor_id: int, post_id: int) -> None:
    """Tell the author what somebody did with a post, unless a block or a mute stands between them, or on the thread.

    Who that is, is asked first, for the way that their policy says.
    """
    for (author_id,) in select("SELECT account_id FROM post WHERE id = %(post)s", {"post": post_id}):
        _insert(_AUTHOR, Deed(str(kind), author_id, actor_id, post_id))


def tell_person(kind: Kind, account_id: int, actor_id: int) -> None:
    """Tell somebody what somebody else did, unless there is a block or a mute between them."""
    _insert(_PERSON, Deed(str(kind), account_id, actor_id, None))


def tell_of_post(kind: str, account_id: int, actor_id: int, post_id: int) -> None:
    """Tell somebody of a post that ``visibility`` was asked about before."""
    way = way_of(Deed(kind, account_id, actor_id, post_id))
    values = {"account_id": account_id, "kind": kind, "actor_id": actor_id, "post_id": post_id}
    if way is not Way.DROP and insert_once(Notification, **values, apart=way is Way.FILTER):
        _tell(account_id, kind, way)


def tell_of_collection(kind: Kind, account_id: int, actor_id: int, collection_id: int) -> None:
    """Tell somebody of a collection that they are in, unless there is a block or a mute between the two."""
    _insert(_PERSON, Deed(str(kind), account_id, actor_id, None, collection_id))


def forget(**which: object) -> None:
    """Take these notifications away: what they told of is no news any more."""
    Notification.objects.filter(**which).delete()


_AUTHOR = f"""INSERT INTO notifications_notification (id, account_id, kind, actor_id, post_id, apart)
  SELECT %(id)s, v.id, %(kind)s, %(actor)s, p.id, %(apart)s FROM post p JOIN accounts_account v ON v.id = p.account_id
  WHERE p.id = %(post)s AND p.deleted_at IS NULL AND v.id <> %(actor)s AND v.domain = ''
    AND {unblocked_sql("v.id", "%(actor)s")} AND NOT {silencing_sql("v.id", "%(actor)s")}
    AND NOT {thread_muted_sql("v.id", "p")}
  ON CONFLICT DO NOTHING RETURNING account_id"""
_PERSON = f"""INSERT INTO notifications_notification (id, account_id, kind, actor_id, collection_id, apart)
  SELECT %(id)s, v.id, %(kind)s, %(actor)s, CAST(%(collection)s AS bigint), %(apart)s FROM accounts_account v
  WHERE v.id = %(account)s AND v.domain = '' AND {unblocked_sql("v.id", "%(actor)s")}
    AND NOT {silencing_sql("v.id", "%(actor)s")}
  ON CONFLICT DO NOTHING RETURNING account_id"""


def _insert(text: str, deed: Deed) -> None:
    way = way_of(deed)
    if way is Way.DROP:
        return
    named = {"kind": deed.kind, "account": deed.account_id, "actor": deed.actor_id, "post": deed.post_id}
    named["collection"] = deed.collection_id
    for (account_id,) in select(text, {"id": new_id(), **named, "apart": way is Way.FILTER}):
        _tell(account_id, deed.kind, way)


def _tell(account_id: int, kind: str, way: Way) -> None:
    """A word to their open pages, unless it is kept apart."""
    if way is Way.ACCEPT:
        ring([account_id], kind)
