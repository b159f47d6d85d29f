"""Who listens, and what each has still to hear; memory stays bounded however slowly somebody reads."""

import asyncio
import contextlib
from collections import defaultdict
from typing import Protocol, get_args

from folkmoot.core.push import Message, News

MOST = 8000  # listeners together
MOST_EACH = 8  # listeners of one account: tabs and devices
KEEP_ALIVE = 25.0  # seconds of silence after which a comment shows that we are still there
LIFE = 15 * 60.0  # seconds after which a page must show a new ticket
SLOWEST = 20.0  # seconds a reader may take for one line
_FOR_PAGES = frozenset(get_args(News.__value__))


class Line(Protocol):
    """The way to one listener."""

    async def send_str(self, data: str) -> None:
        """Send, and wait while the listener's buffer is full."""


class Listener:
    """One open page. News that come faster than it reads are told once."""

    def __init__(self, account_id: int) -> None:
        self.account_id = account_id
        self.news: set[str] = set()
        self.bell = asyncio.Event()
        self.gone = False

    def tell(self, what: str) -> None:
        """Note that there is something of this kind."""
        self.news.add(what)
        self.bell.set()

    def leave(self) -> None:
        """End the connection at the next chance."""
        self.gone = True
        self.bell.set()

    async def speak(self, line: Line) -> None:
        """Send what there is to say, until the listener leaves, stalls, or its time is up."""
        ends = asyncio.get_running_loop().time() + LIFE
        await _say(line, "retry: 5000\n\n")
        while not self.gone and asyncio.get_running_loop().time() < ends:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.bell.wait(), KEEP_ALIVE)
            self.bell.clear()
            news, self.news = sorted(self.news), set()
            await _say(line, "".join(f"event: {what}\ndata:\n\n" for what in news) or ":\n\n")


class Listeners:
    """All open pages by account."""

    def __init__(self) -> None:
        self.by_account: defaultdict[int, list[Listener]] = defaultdict(list)
        self.count = 0

    def join(self, account_id: int) -> Listener | None:
        """A place for one more page; the account's oldest makes room, and ``None`` means that the house is full."""
        if self.count >= MOST:
            return None
        mine = self.by_account[account_id]
        if len(mine) >= MOST_EACH:
            mine[0].leave()
        listener = Listener(account_id)
        mine.append(listener)
        self.count += 1
        return listener

    def part(self, listener: Listener) -> None:
        """Give the place back."""
        mine = self.by_account[listener.account_id]
        mine.remove(listener)
        self.count -= 1
        if not mine:
            del self.by_account[listener.account_id]

    def hear(self, message: Message) -> None:
        """Pass on what is news for pages."""
        if message.what not in _FOR_PAGES:
            return
        for account_id in message.accounts:
            for listener in self.by_account.get(account_id, ()):
                listener.tell(message.what)

    def close(self) -> None:
        """Send everybody away: the service ends."""
        for mine in self.by_account.values():
            for listener in mine:
                listener.leave()


async def _say(line: Line, text: str) -> None:
    await asyncio.wait_for(line.send_str(text), SLOWEST)
