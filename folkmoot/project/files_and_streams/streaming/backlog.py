"""News that wait to be brought: in order, with a bound, and what comes to the same once."""

import asyncio
import logging
from collections import deque

from folkmoot.core.push import Message

log = logging.getLogger(__name__)

MOST = 10_000  # pieces of news


class Backlog:
    """What happened and was not brought yet. Notifications are looked up anyway: one look for all that wait."""

    def __init__(self) -> None:
        self.messages: deque[Message] = deque()
        self.notified: dict[int, None] = {}  # the accounts of the one message of notifications that waits
        self._is_some = asyncio.Event()
        self._is_dropping = False

    def add(self, message: Message) -> None:
        """Something happened; of a deletion everybody hears, however much there is to do."""
        if message.what == "notifications" and self.notified:
            self.notified.update(dict.fromkeys(message.accounts))
        elif len(self.messages) >= MOST and message.what != "gone":
            self._drop()
        else:
            self._append(message)

    async def next(self) -> Message:
        """What came first."""
        await self._is_some.wait()
        message = self.messages.popleft()
        if message.what == "notifications":
            message, self.notified = Message("notifications", tuple(self.notified)), {}
        if not self.messages:
            self._is_some.clear()
            self._is_dropping = False
        return message

    def _append(self, message: Message) -> None:
        if message.what == "notifications":
            self.notified = dict.fromkeys(message.accounts)
        self.messages.append(message)
        self._is_some.set()

    def _drop(self) -> None:
        if not self._is_dropping:
            log.warning("more happens than can be brought to those who listen: some of it they will not hear")
        self._is_dropping = True
