"""What a member is told, a page at a time, and how much of it is new."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.utils.timezone import now

from folkmoot.accounts.hydrate import AccountView, views
from folkmoot.conversations.queries import unread_sql
from folkmoot.core.cursors import Page, Slice
from folkmoot.core.ids import made_at
from folkmoot.core.rows import select
from folkmoot.notifications.models import Notification
from folkmoot.posts.hydrate import PostView, posts
from folkmoot.posts.visibility import VIEWER, visible_sql
from folkmoot.relations.queries import CollectionView, collections_by_id, silencing_sql
from folkmoot.relations.visibility import unblocked_sql

UNREAD_MOST = 20  # more is shown as "20+": counting is what every page pays for
GROUPED = frozenset(
    {Notification.Kind.LIKE, Notification.Kind.BOOST, Notification.Kind.REACTION, Notification.Kind.FOLLOW}
)


class Unread(NamedTuple):
    """How much is new: notifications, and conversations of direct posts."""

    notifications: int
    direct: int


@dataclass(frozen=True)
class NotificationGroup:
    """The same thing done by one or more people, the newest first."""

    id: int
    kind: str
    actors: tuple[AccountView, ...]
    post: PostView | None
    at: datetime
    unread: bool
    collection: CollectionView | None = None


@dataclass
class _Row:
    id: int
    kind: str
    post_id: int | None
    collection_id: int | None
    actors: list[int] = field(default_factory=list)


def grouped(viewer: int, page: Page) -> Slice[NotificationGroup]:
    """One page of what happened to the viewer; likes, boosts and follows of the same thing stand together."""
    return _grouped(TOLD, viewer, page)


def grouped_of(viewer: int, actor_id: int, page: Page) -> Slice[NotificationGroup]:
    """One page of what somebody did that is kept apart from the rest."""
    return _grouped(f"{APART} AND n.actor_id = %(actor)s", viewer, page, actor=actor_id)


def unread_count(viewer: int) -> int:
    """How many notifications are newer than the read mark, counted up to one more than ``UNREAD_MOST``."""
    return unread(viewer).notifications


def unread(viewer: int) -> Unread:
    """What is new to the viewer, each up to one more than ``UNREAD_MOST``, in one statement: every page asks."""
    parameters = {"viewer": viewer, "above": 0, "below": 2**63 - 1, "now": now()}
    return Unread(*map(int, select(_UNREAD, parameters)[0]))


EVERYTHING = f"""FROM notifications_notification n
  JOIN accounts_account a ON a.id = n.actor_id
  LEFT JOIN notifications_readmark r ON r.account_id = n.account_id
  WHERE n.account_id = %(viewer)s AND a.active AND n.id > %(above)s AND n.id < %(below)s
    AND {unblocked_sql("n.actor_id", VIEWER)} AND NOT {silencing_sql(VIEWER, "n.actor_id")}
    AND (n.post_id IS NULL OR EXISTS (SELECT 1 FROM post p WHERE p.id = n.post_id AND {visible_sql("p", VIEWER)}))"""
TOLD = f"{EVERYTHING} AND NOT n.apart"
APART = f"{EVERYTHING} AND n.apart"
_UNREAD = f"""SELECT
  (SELECT COUNT(*) FROM (SELECT 1 {TOLD} AND n.id > COALESCE(r.notification_id, 0) LIMIT {UNREAD_MOST + 1}) x),
  ({unread_sql()})"""
_TEXT = "SELECT n.id, n.kind, n.post_id, n.actor_id, r.notification_id, n.collection_id"
_ORDER = {
    False: "ORDER BY n.id DESC LIMIT %(limit)s",
    True: "ORDER BY n.id LIMIT %(limit)s",
}


def _grouped(source: str, viewer: int, page: Page, **more: int) -> Slice[NotificationGroup]:
    bounds = {"above": page.above, "below": page.below, "limit": page.limit + 1}
    parameters = {"viewer": viewer, "now": now(), **bounds, **more}
    text = f"{_TEXT} {source} {_ORDER[page.ascending]}"
    cut = Slice.cut(select(text, parameters), page, lambda row: int(row[0]))
    rows = _gather(cut.items)
    people = views({actor for row in rows for actor in row.actors})
    shown = {post.id: post for post in posts(viewer, [row.post_id for row in rows if row.post_id])}
    named = collections_by_id(viewer, [row.collection_id for row in rows if row.collection_id])
    read_id = (cut.items[0][4] or 0) if cut.items else 0
    return cut.filled(
        NotificationGroup(
            id=row.id,
            kind=row.kind,
            actors=tuple(people[actor] for actor in row.actors),
            post=shown.get(row.post_id or 0),
            at=made_at(row.id),
            unread=row.id > read_id,
            collection=named.get(row.collection_id or 0),
        )
        for row in rows
        if row.post_id is None or row.post_id in shown
    )


def _gather(rows: Sequence[tuple[int, str, int | None, int, int | None, int | None]]) -> list[_Row]:
    groups: dict[tuple[object, ...], _Row] = {}
    for row_id, kind, post_id, actor, _read, collection_id in rows:
        key = (kind, post_id) if kind in GROUPED else (row_id,)
        groups.setdefault(key, _Row(row_id, kind, post_id, collection_id)).actors.append(actor)
    return list(groups.values())
