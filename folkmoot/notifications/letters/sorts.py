"""The sorts of news among which members choose: kinds of notifications, as they would be told apart in words."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from folkmoot.notifications.models import Notification
from folkmoot.notifications.queries import Told, Wanted
from folkmoot.posts.hydrate import PostView
from folkmoot.posts.models import Scope

Kind = Notification.Kind
DIRECT = "direct"  # what mentions or answers somebody in a post for those alone whom it names
SORTS: dict[str, frozenset[str]] = {
    DIRECT: frozenset({Kind.MENTION, Kind.REPLY}),
    "mention": frozenset({Kind.MENTION}),
    "reply": frozenset({Kind.REPLY}),
    "request": frozenset({Kind.REQUEST}),
    "follow": frozenset({Kind.FOLLOW}),
    "like": frozenset({Kind.LIKE}),
    "boost": frozenset({Kind.BOOST}),
    "reaction": frozenset({Kind.REACTION}),
    "quote": frozenset({Kind.QUOTE, Kind.ASK}),
    "poll": frozenset({Kind.POLL}),
    "post": frozenset({Kind.POST}),
    "edit": frozenset({Kind.EDIT}),
    "collection": frozenset({Kind.COLLECTED, Kind.COLLECTION}),
    "plan": frozenset({Kind.PLAN}),
    "report": frozenset({Kind.REPORT}),
    "decision": frozenset({Kind.DECISION, Kind.APPEAL}),
}
ANYWAY = frozenset({"decision"})  # staff write a letter about these to everybody whom they concern
MAILED = tuple(sort for sort in SORTS if sort not in ANYWAY)
AT_FIRST = frozenset({DIRECT, "request"})  # what new members get by mail: somebody waits for an answer
LABELS = {
    DIRECT: _("Private posts to you"),
    "mention": _("Posts that mention you"),
    "reply": _("Answers to you"),
    "request": _("Requests to follow you"),
    "follow": _("New followers"),
    "like": _("Likes of your posts"),
    "boost": _("Boosts of your posts"),
    "reaction": _("Reactions to your posts"),
    "quote": _("Quotes of your posts, and requests to quote them"),
    "poll": _("Polls that have ended"),
    "post": _("New posts of people of whose posts you want to be told"),
    "edit": _("Edits of posts that you boosted or answered"),
    "collection": _("Collections that you are in"),
    "plan": _("Planned posts that could not be published"),
    "report": _("Answers to what you reported"),
    "decision": _("Decisions about you, and answers to your objections"),
}


def sort_of(kind: str, *, is_direct: bool) -> str:
    """Which sort a notification is of; ``is_direct``: its post is for those alone whom it names."""
    if is_direct and kind in SORTS[DIRECT]:
        return DIRECT
    return next(sort for sort, kinds in SORTS.items() if sort != DIRECT and kind in kinds)


def sort_told(told: Told, post: PostView | None) -> str:
    """The sort of something that was told, with the post that it is about."""
    return sort_of(told.kind, is_direct=post is not None and post.body.scope == Scope.DIRECT)


def sorts_of(kind: str) -> list[str]:
    """The sorts that notifications of a kind can be of."""
    return [sort for sort, kinds in SORTS.items() if kind in kinds]


def wanted_of(sorts: Collection[str]) -> Wanted:
    """Which notifications are of these sorts."""
    public = frozenset[str]().union(*(SORTS[sort] for sort in sorts if sort != DIRECT))
    if DIRECT in sorts:
        return Wanted(public | SORTS[DIRECT], private=SORTS[DIRECT] - public)
    return Wanted(public, open=public & SORTS[DIRECT])


def written(sorts: Collection[str]) -> str:
    """Sorts as they lie in a column: in their order, with blanks around each, so that one is found in it."""
    chosen = [sort for sort in SORTS if sort in sorts]
    return f" {' '.join(chosen)} " if chosen else ""


def read(column: str) -> frozenset[str]:
    """The sorts in a column."""
    return frozenset(column.split()) & frozenset(SORTS)
