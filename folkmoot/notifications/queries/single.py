"""What happened to a member, one thing after the other, as programs read it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import NamedTuple

from django.utils.timezone import now

from folkmoot.accounts.hydrate import AccountView, views
from folkmoot.core.cursors import Page, Slice
from folkmoot.core.errors import NotFound
from folkmoot.core.ids import LARGEST_ID, made_at
from folkmoot.core.rows import Parameters, select
from folkmoot.notifications.models import Notification
from folkmoot.notifications.queries.pages import EVERYTHING, GROUPED, TOLD
from folkmoot.posts.hydrate import Mark, marks_of
from folkmoot.relations.queries import CollectionView, collections_by_id

KINDS = frozenset(map(str, Notification.Kind))
SPAN = 12 * 60 * 60 * 1000 << 16  # what stands together in a group for programs: twelve hours, as a distance of ids


class Key(NamedTuple):
    """What stands together: the same kind about the same post in the same span; or one notification by its id."""

    kind: str  # empty for one alone
    post_id: int | None
    number: int  # of the span, or the id


@dataclass(frozen=True)
class Wanted:
    """Which notifications are asked for."""

    kinds: frozenset[str]
    actor: int | None = None  # of one person: with what is kept apart
    whole: bool = False  # with all that is kept apart
    private: frozenset[str] = frozenset()  # of these kinds, only what is about posts for those alone whom they name
    open: frozenset[str] = frozenset()  # of these, only what is not


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened to the viewer; the post it is about as a mark, for doors that keep rendered bodies."""

    id: int
    kind: str
    actor: AccountView
    mark: Mark | None
    collection: CollectionView | None = None

    @property
    def at(self) -> datetime:
        """When it was told."""
        return made_at(self.id)

    @property
    def post_id(self) -> int | None:
        """The post it is about, if there is one."""
        return self.mark.id if self.mark else None


def told(viewer: int, wanted: Wanted, page: Page) -> Slice[Told]:
    """One page of what happened to the viewer, the newest first, each thing for itself."""
    order = "ORDER BY n.id LIMIT %(limit)s" if page.ascending else "ORDER BY n.id DESC LIMIT %(limit)s"
    bounds = {"above": page.above, "below": page.below, "limit": page.limit + 1}
    rows = select(f"{_text(wanted)} {order}", {**_asked(viewer, wanted), **bounds})
    cut = Slice.cut(rows, page, lambda row: int(row[0]))
    return cut.filled(_shown(viewer, cut.items))


def told_once(viewer: int, notification_id: int) -> Told:
    """One of the viewer's notifications."""
    found = told_under(viewer, Key("", None, notification_id), 1)
    if not found:
        raise NotFound
    return found[0]


def told_under(viewer: int, key: Key, most: int) -> list[Told]:
    """What stands together under a key, the newest first."""
    above, below = bounds_of(key)
    wanted = Wanted(frozenset({key.kind})) if key.kind else Wanted(KINDS, whole=True)
    given = {**_asked(viewer, wanted), "above": above, "below": below, "limit": most, "post": key.post_id}
    about = "AND n.post_id IS NULL" if key.post_id is None else "AND n.post_id = %(post)s"
    text = f"{_text(wanted)} {about if key.kind else ''} ORDER BY n.id DESC LIMIT %(limit)s"
    return _shown(viewer, select(text, given))


def count_unread(viewer: int, wanted: Wanted, grouped: Collection[str], most: int) -> int:
    """How much of this the viewer has not seen, counted up to ``most``; what stands together counts once."""
    unread = "AND n.id > COALESCE(r.notification_id, 0) ORDER BY n.id DESC LIMIT %(limit)s"
    bounds = {"above": 0, "below": LARGEST_ID, "limit": most}
    rows = select(f"{_text(wanted)} {unread}", {**_asked(viewer, wanted), **bounds})
    return len({key_of(kind, post_id, some_id, grouped) for some_id, kind, post_id, *_rest in rows})


def key_of(kind: str, post_id: int | None, some_id: int, grouped: Collection[str]) -> Key:
    """Under which key something stands, when things of these kinds may stand together."""
    return Key(kind, post_id, some_id // SPAN) if kind in GROUPED and kind in grouped else Key("", None, some_id)


def bounds_of(key: Key) -> tuple[int, int]:
    """The ids between which everything lies that stands under this key."""
    first, last = (key.number * SPAN, (key.number + 1) * SPAN) if key.kind else (key.number, key.number + 1)
    return min(first, LARGEST_ID) - 1, min(last, LARGEST_ID)


def _text(wanted: Wanted) -> str:
    text = _text_of(wanted.kinds, whole=wanted.whole or wanted.actor is not None)
    text += _scoped(wanted.private, "") + _scoped(wanted.open, "NOT ")
    return text + (" AND n.actor_id = %(actor)s" if wanted.actor is not None else "")


@cache
def _text_of(kinds: frozenset[str], *, whole: bool) -> str:
    """The kinds are words of our own; what asks for all of them asks nothing."""
    these = "" if kinds >= KINDS else f" AND n.kind IN ({_words(kinds)})"
    return f"SELECT n.id, n.kind, n.post_id, n.actor_id, n.collection_id {EVERYTHING if whole else TOLD}{these}"


def _scoped(kinds: frozenset[str], negation: str) -> str:
    direct = "EXISTS (SELECT 1 FROM post d WHERE d.id = n.post_id AND d.scope = 'direct')"
    return f" AND (n.kind NOT IN ({_words(kinds)}) OR {negation}{direct})" if kinds else ""


def _words(kinds: frozenset[str]) -> str:
    return ", ".join(f"'{kind}'" for kind in sorted(kinds & KINDS)) or "NULL"


def _asked(viewer: int, wanted: Wanted) -> Parameters:
    return {"viewer": viewer, "actor": wanted.actor, "now": now()}


def _shown(viewer: int, rows: Sequence[tuple[int, str, int | None, int, int | None]]) -> list[Told]:
    people = views({row[3] for row in rows})
    marks = {mark.id: mark for mark in marks_of(viewer, {row[2] for row in rows if row[2]})}
    named = collections_by_id(viewer, {row[4] for row in rows if row[4]})
    return [
        Told(some_id, kind, people[actor], marks.get(post_id or 0), named.get(collection_id or 0))
        for some_id, kind, post_id, actor, collection_id in rows
        if post_id is None or post_id in marks
    ]
