"""What a member is told, and how much of it is new."""

from folkmoot.notifications.queries.marks import read_marker
from folkmoot.notifications.queries.pages import UNREAD_MOST, NotificationGroup, Unread, grouped, unread, unread_count
from folkmoot.notifications.queries.single import (
    KINDS,
    SPAN,
    Key,
    Told,
    Wanted,
    count_unread,
    key_of,
    told,
    told_once,
    told_under,
)

__all__ = [
    "KINDS",
    "SPAN",
    "UNREAD_MOST",
    "Key",
    "NotificationGroup",
    "Told",
    "Unread",
    "Wanted",
    "count_unread",
    "grouped",
    "key_of",
    "read_marker",
    "told",
    "told_once",
    "told_under",
    "unread",
    "unread_count",
]
