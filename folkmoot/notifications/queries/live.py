"""What was just told to those who listen: one statement for all of them, the same rule as for pages."""

from collections.abc import Collection, Container, Iterable
from functools import cache
from typing import Any

from django.utils.timezone import now

from folkmoot.accounts.hydrate import views
from folkmoot.core.ids import LARGEST_ID
from folkmoot.core.rows import among, id_list, respelled, select
from folkmoot.notifications.queries.pages import TOLD
from folkmoot.notifications.queries.single import Told
from folkmoot.posts.hydrate import marks, marks_sql
from folkmoot.posts.visibility import VIEWER, Sight
from folkmoot.relations.queries import CollectionView, collections_by_id


def told_lately(
    viewers: Collection[int], kinds: Collection[str], above: int, known: Container[int]
) -> list[tuple[int, Told]]:
    """What these viewers were told since an id and is not ``known``, the oldest first, each with whom it concerns."""
    given = {"of": id_list(viewers), "above": above, "below": LARGEST_ID, "now": now()}
    found = select(_lately(), given) if viewers else []
    rows = [row for row in found if row[2] in kinds and row[0] not in known]
    people = views({row[4] for row in rows})
    about = [row[0] for row in rows if row[3] is not None]
    named = _collections(rows)
    seen = {mark.cursor: mark for mark in marks(_posts(), {"ids": id_list(about)})} if about else {}
    return [
        (viewer, Told(some_id, kind, people[actor], seen.get(some_id), named.get((viewer, collection_id))))
        for some_id, viewer, kind, post_id, actor, collection_id in rows
        if post_id is None or some_id in seen
    ]


def _collections(rows: Iterable[tuple[Any, ...]]) -> dict[tuple[int, int], CollectionView]:
    """Those that are told of, as each viewer sees them."""
    told = [(viewer, collection_id) for _id, viewer, _kind, _post, _actor, collection_id in rows if collection_id]
    return {
        (viewer, some_id): view
        for viewer, wanted in told
        for some_id, view in collections_by_id(viewer, [wanted]).items()
    }


@cache
def _lately() -> str:
    told = respelled(TOLD, f"WHERE n.account_id = {VIEWER}", f"WHERE {among('n.account_id', 'of')}")
    told = respelled(told, VIEWER, "n.account_id")
    return f"SELECT n.id, n.account_id, n.kind, n.post_id, n.actor_id, n.collection_id {told} ORDER BY n.id"


@cache
def _posts() -> str:
    source = """notifications_notification n JOIN accounts_account v ON v.id = n.account_id
      JOIN post p ON p.id = n.post_id"""
    return respelled(marks_sql(Sight.MEMBER, source, "n.id", among("n.id", "ids")), VIEWER, "v.id")
