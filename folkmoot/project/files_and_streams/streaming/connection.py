"""One line to a program: it costs a few kilobytes, and never holds up another."""

import asyncio
from collections import deque
from typing import TYPE_CHECKING

from folkmoot.accounts.queries import Bearer
from folkmoot.api.streaming.streams import Channel, Refused, Stream
from folkmoot.core.ids import new_id
from folkmoot.project.files_and_streams.streaming import requests
from folkmoot.project.files_and_streams.streaming.frames import Frames
from folkmoot.project.files_and_streams.streaming.lines import NO_BYTES, NOT_ALLOWED, Line

if TYPE_CHECKING:
    from folkmoot.project.files_and_streams.streaming.house import House

WAITING_MOST = 256 * 1024  # bytes that may wait for a reader before it is let go
ASKED_MOST = 128  # things a program may ask for before the first is done
FIRST_WAIT = 15.0  # seconds until it has said what it wants
LAST_WAIT = 5.0  # seconds that the last words may take
_NOBODY = Bearer(0, None, frozenset())


class Connection(asyncio.Protocol):
    """From the first byte to the last."""

    __slots__ = (
        *("house", "transport", "line", "head", "since", "heard_at", "streams", "bearer"),
        *("asked", "work", "patience"),
    )

    def __init__(self, house: "House") -> None:
        self.house = house
        self.line: Line | None = None
        self.head: bytearray | None = bytearray()
        self.streams: dict[Stream, tuple[Stream, tuple[Channel, ...]]] = {}  # by their keys
        self.bearer = _NOBODY
        self.since = 0
        self.asked: deque[bytes] = deque()
        self.work: asyncio.Task[None] | None = None  # what is being done for it; one thing at a time

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody is there: they have a moment to say what they want."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - asyncio's word for what it always is here
        self.transport = transport
        self.heard_at = self.house.loop.time()
        self.patience = self.house.loop.call_later(FIRST_WAIT, transport.abort)
        self.house.welcome(self)

    def data_received(self, data: bytes) -> None:
        """Something arrived: the request first, then what is said on a line that goes both ways."""
        self.heard_at = self.house.loop.time()
        if self.line is not None:
            self._hear(self.line, data)
        elif self.head is not None:
            self._read(self.head, data)

    def connection_lost(self, exc: Exception | None) -> None:
        """They are gone."""
        del exc
        self.patience.cancel()
        if self.work is not None:
            self.work.cancel()
        self.house.part(self)

    def rest(self, done: asyncio.Task[None]) -> None:
        """Something was done for it; what was asked meanwhile is next."""
        del done
        self.work = None
        if self.asked and not self.transport.is_closing():
            self.house.obey(self)

    def open(self, line: Line) -> None:
        """Let it begin."""
        self.line, self.since = line, new_id()
        self.patience.cancel()
        self.write(line.greeting)

    @property
    def viewer(self) -> int | None:
        """The account that looks; an app by itself sees what visitors do."""
        return self.bearer.account_id

    @property
    def token_id(self) -> int:
        """The token it was opened with; 0 before it was."""
        return self.bearer.token_id

    @property
    def holder(self) -> int:
        """Whose line it is: an account's, or an app's by itself, however many tokens it has."""
        return self.bearer.account_id or -(self.bearer.app_id or 0)

    def news(self, frames: Frames, stream: Stream) -> None:
        """Send a piece of news."""
        if self.line is not None:
            self.write(self.line.news(frames, stream))

    def write(self, data: bytes) -> None:
        """Send bytes; a reader that does not take them is let go, so that nothing grows."""
        if self.transport.is_closing():
            return
        self.transport.write(data)
        if self.transport.get_write_buffer_size() > WAITING_MOST:
            self.transport.abort()

    def beat(self, longest: float) -> None:
        """Show that we are there, and let go whoever has not shown it for long."""
        if self.line is None:
            return
        if self.line.answers and self.house.loop.time() - self.heard_at > longest:
            self.transport.abort()
        else:
            self.write(self.line.beat)

    def refuse(self, refused: Refused) -> None:
        """Say why not, and hang up."""
        self.finish(requests.refusal(refused))

    def end(self, code: int = NOT_ALLOWED) -> None:
        """Say goodbye, and hang up."""
        if self.transport.is_closing():
            return
        if self.line is None:
            self.transport.abort()
        else:
            self.finish(self.line.goodbye(code))

    def finish(self, last: bytes) -> None:
        """Send the last words; whoever does not take them soon does not get them."""
        self.write(last)
        self.transport.close()
        self.patience.cancel()
        self.patience = self.house.loop.call_later(LAST_WAIT, self.transport.abort)

    def _read(self, head: bytearray, data: bytes) -> None:
        head += data
        end = head.find(b"\r\n\r\n")
        if end < 0 and len(head) <= requests.HEAD_MOST:
            return
        self.head = None
        try:
            self.house.answer(self, requests.read(bytes(head), end))
        except Refused as refused:
            self.refuse(refused)

    def _hear(self, line: Line, data: bytes) -> None:
        for said in line.hear(data):
            if said is None:
                self.end(NO_BYTES)
            elif len(self.asked) >= ASKED_MOST:
                self.end()
            else:
                self.asked.append(said)
        for reply in line.replies():
            if reply:
                self.write(reply)
            else:
                self.finish(b"")
        if self.asked and self.work is None:
            self.house.obey(self)
