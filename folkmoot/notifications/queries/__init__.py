"""What a member is told, and how much of it is new."""

from folkmoot.notifications.queries.filtered import folds, hides
from folkmoot.notifications.queries.live import told_lately
from folkmoot.notifications.queries.marks import read_marker
from folkmoot.notifications.queries.missed import unread_by_kind
from folkmoot.notifications.queries.pages import (
    UNREAD_MOST,
    NotificationGroup,
    Unread,
    grouped,
    grouped_of,
    unread,
    unread_count,
)
from folkmoot.notifications.queries.sentences import sentence_of
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
from folkmoot.notifications.queries.strangers import (
    Choice,
    Stranger,
    Waiting,
    policy_of,
    stranger,
    strangers,
    waiting,
)

__all__ = [
    "KINDS",
    "SPAN",
    "UNREAD_MOST",
    "Choice",
    "Key",
    "NotificationGroup",
    "Stranger",
    "Told",
    "Unread",
    "Waiting",
    "Wanted",
    "count_unread",
    "folds",
    "grouped",
    "grouped_of",
    "hides",
    "key_of",
    "policy_of",
    "read_marker",
    "sentence_of",
    "stranger",
    "strangers",
    "told",
    "told_lately",
    "told_once",
    "told_under",
    "unread",
    "unread_by_kind",
    "unread_count",
    "waiting",
]
