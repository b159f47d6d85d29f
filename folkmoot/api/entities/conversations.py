"""Conversations in Mastodon's shape."""

from typing import Any

from folkmoot.api.entities.accounts import account
from folkmoot.api.entities.statuses import status
from folkmoot.conversations.queries import ConversationView


def conversation(view: ConversationView) -> dict[str, Any]:
    """A Conversation; who talks to nobody else talks to themselves."""
    return {
        "id": str(view.id),
        "unread": view.unread,
        "accounts": [account(each) for each in view.others or (view.me,)],
        "last_status": status(view.newest),
    }
