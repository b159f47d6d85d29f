"""Whose doings are kept apart from the viewer's notifications, and how the viewer wants it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.forms.models import model_to_dict
from django.utils.timezone import now

from folkmoot.accounts.hydrate import AccountView, views
from folkmoot.core.cursors import Page, Slice
from folkmoot.core.errors import NotFound
from folkmoot.core.ids import LARGEST_ID, made_at
from folkmoot.core.rows import among, id_list, select
from folkmoot.notifications.interaction import CHOOSY
from folkmoot.notifications.models import Policy
from folkmoot.notifications.queries.pages import APART
from folkmoot.posts.hydrate import Mark, marks_of

COUNTED_MOST = 100  # people


class Choice(NamedTuple):
    """What becomes of what is done by whom the member hardly knows: ``accept``, ``filter`` or ``drop`` for each."""

    not_following: str = "accept"
    not_followers: str = "accept"
    new_accounts: str = "accept"
    private_mentions: str = "accept"
    limited_accounts: str = "accept"


class Waiting(NamedTuple):
    """How much is kept apart."""

    people: int
    notifications: int


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody whose doings are kept apart; ``id`` is that of the first of them."""

    id: int
    latest_id: int
    count: int
    account: AccountView
    mark: Mark | None  # the last of their posts among what is kept apart

    @property
    def since(self) -> datetime:
        """When the first thing was kept apart."""
        return made_at(self.id)

    @property
    def latest_at(self) -> datetime:
        """When the last thing was kept apart."""
        return made_at(self.latest_id)


def policy_of(viewer: int) -> Choice:
    """How the viewer wants it."""
    row = Policy.objects.filter(account=viewer).first() if CHOOSY.has(viewer) else None
    return Choice(**model_to_dict(row, Choice._fields)) if row else Choice()


def waiting(viewer: int) -> Waiting:
    """How many people, up to a hundred, wait to be let through, and with how much; no statement for most viewers."""
    if not CHOOSY.has(viewer):
        return Waiting(0, 0)
    return Waiting(*map(int, select(_WAITING, _whole(viewer))[0]))


def strangers(viewer: int, page: Page) -> Slice[Stranger]:
    """One page of those who wait to be let through, the last to come first."""
    order = "ORDER BY MIN(n.id)" if page.ascending else "ORDER BY MIN(n.id) DESC"
    bounds = {"from": page.above, "to": page.below, "limit": page.limit + 1}
    rows = select(f"{_STRANGERS} {_BETWEEN} {order} LIMIT %(limit)s", {**_whole(viewer), **bounds})
    cut = Slice.cut(rows, page, lambda row: int(row[0]))
    return cut.filled(_shown(viewer, cut.items))


def stranger(viewer: int, notification_id: int) -> Stranger:
    """Who did what is kept apart under this id, with all else they did."""
    people = named(viewer, [notification_id])
    rows = select(f"{_STRANGERS} AND {among('n.actor_id', 'people')} {_GROUP}", _of(viewer, people)) if people else []
    if not rows:
        raise NotFound
    return _shown(viewer, rows)[0]


def named(viewer: int, notification_ids: Collection[int]) -> list[int]:
    """The accounts behind some of what is kept apart for the viewer."""
    text = f"""SELECT DISTINCT n.actor_id FROM notifications_notification n
      WHERE n.account_id = %(viewer)s AND n.apart AND {among("n.id", "ids")} ORDER BY n.actor_id"""
    return [row[0] for row in select(text, {"viewer": viewer, "ids": id_list(notification_ids)})]


_STRANGERS = f"""SELECT MIN(n.id), MAX(n.id), COUNT(*), n.actor_id,
    MAX(CASE WHEN n.kind IN ('mention', 'reply', 'quote', 'ask') THEN n.post_id END) {APART}"""
_GROUP = "GROUP BY n.actor_id"
_BETWEEN = f"{_GROUP} HAVING MIN(n.id) > %(from)s AND MIN(n.id) < %(to)s"
_WAITING = f"""SELECT COUNT(*), COALESCE(SUM(x.times), 0) FROM
  (SELECT COUNT(*) AS times {APART} {_GROUP} LIMIT {COUNTED_MOST}) x"""


def _whole(viewer: int) -> dict[str, object]:
    return {"viewer": viewer, "above": 0, "below": LARGEST_ID, "now": now()}


def _of(viewer: int, people: Collection[int]) -> dict[str, object]:
    return {**_whole(viewer), "people": id_list(people)}


def _shown(viewer: int, rows: Collection[tuple[int, int, int, int, int | None]]) -> list[Stranger]:
    people = views({row[3] for row in rows})
    marks = {mark.id: mark for mark in marks_of(viewer, {row[4] for row in rows if row[4]})}
    return [Stranger(*row[:3], people[row[3]], marks.get(row[4] or 0)) for row in rows]
