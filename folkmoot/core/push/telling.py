"""Saying it: heard once what is being written is committed, and not at all if that is not.

Where PostgreSQL carries the news, saying it is a statement of that transaction; other carriers wait for its end.
"""

from collections.abc import Collection

from folkmoot.core.push.carriers import carrier
from folkmoot.core.push.messages import Change, Message, News


def tell(account_ids: Collection[int], what: News, about: int = 0) -> None:
    """Have the open pages of these accounts look for news, and bring programs the post that it is ``about``."""
    if ids := tuple(account_ids):
        carrier().carry(Message(what, ids, about))


def say(
    what: Change, about: int = 0, accounts: Collection[int] = (), tags: Collection[int] = (), word: str = ""
) -> None:
    """Let programs that listen hear of a change; who may see it is asked when it is brought to them."""
    carrier().carry(Message(what, tuple(accounts), about, tuple(tags), word))
