"""P10: five thousand programs listen; what memory they cost, and how long after its answer a post has reached them."""

import asyncio
import re
import resource
import time
import urllib.parse
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field

import psutil

from bench.figures import Figure
from bench.server import Server
from bench.stage import Stage

LINES = 5_000
_EACH = 8  # lines that one account may open
_AT_ONCE = 50  # lines that are being opened
_EVERY = 1.0  # seconds between two posts
_PATIENCE = 30.0  # seconds for the last to arrive
_MB = 1_000_000
_NUMBER = re.compile(rb"bench-post-(\d+)")
_EXTENDED, _LONG = 126, 127  # what a frame says instead of its length


def streaming(played: Stage) -> list[Figure]:
    """All listen to the community's feed, so that each post goes to all of them, while posts leave at a set rate."""
    tokens = [token for _, token in played.ground.world.tokens]
    lines = min(LINES, _EACH * len(tokens))
    _allow(lines + 500)
    posts = max(2, int(played.pace.seconds * 2))
    held, found = asyncio.run(_Crowd(played.site, tokens).run(lines, posts))
    delays = sorted(found)
    p50, p99 = (delays[int(len(delays) * part)] for part in (0.5, 0.99))
    words = f"{held / _MB:.0f} MB, p50 {p50:.2f} s, p99 {p99:.2f} s"
    numbers = {"mb": held / _MB, "p50": p50, "p99": p99, "lines": lines, "posts": posts}
    met = held <= 250 * _MB and p99 <= 1
    work = f"{lines:,} streams, {posts} posts, {played.ground.database}"
    return [Figure("P10", work, words, "", "≤ 250 MB, p99 ≤ 1 s", met, numbers)]


@dataclass
class _Crowd:
    """All who listen, and who speaks to them."""

    site: Server
    tokens: Sequence[str]
    arrived: list[tuple[int, float]] = field(default_factory=list)
    answered: dict[int, float] = field(default_factory=dict)

    async def run(self, lines: int, posts: int) -> tuple[int, list[float]]:
        """What the service holds while all listen, and how long after its answer each post reached each of them."""
        listeners = [_Listener(self.tokens[number % len(self.tokens)], self.arrived) for number in range(lines)]
        for start in range(0, lines, _AT_ONCE):
            await asyncio.gather(*(self._open(each) for each in listeners[start : start + _AT_ONCE]))
        speaking = []
        for number in range(posts):
            speaking.append(asyncio.create_task(asyncio.to_thread(self._speak, number)))
            await asyncio.sleep(_EVERY)
        await asyncio.gather(*speaking)
        await self._wait(lines * posts)
        held = _service(self.site).memory_full_info().pss
        for each in listeners:
            each.transport.abort()
        return held, [max(0.0, at - self.answered[number]) for number, at in self.arrived]

    async def _open(self, listener: "_Listener") -> None:
        loop = asyncio.get_running_loop()
        await loop.create_connection(lambda: listener, "127.0.0.1", self.site.stream_port)
        await asyncio.wait_for(listener.opened.wait(), _PATIENCE)

    def _speak(self, number: int) -> None:
        sent = urllib.parse.urlencode({"status": f"bench-post-{number}", "visibility": "public"}).encode()
        headers = {"Authorization": f"Bearer {self.tokens[0]}"}
        request = urllib.request.Request(f"{self.site.origin}/api/v1/statuses", data=sent, headers=headers)
        with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:
            answer.read()
        self.answered[number] = time.perf_counter()

    async def _wait(self, wanted: int) -> None:
        """Until all have heard everything: those whom a block or a mute parts from whoever speaks never do."""
        until, before = time.perf_counter() + _PATIENCE, -1
        while len(self.arrived) < wanted and time.perf_counter() < until and len(self.arrived) != before:
            before = len(self.arrived)
            await asyncio.sleep(5)
        if len(self.arrived) < wanted * 0.9:
            raise TimeoutError(f"{len(self.arrived)} of {wanted} messages arrived")


class _Listener(asyncio.Protocol):
    """One WebSocket that does nothing but note when posts arrive."""

    transport: asyncio.Transport

    def __init__(self, token: str, arrived: list[tuple[int, float]]) -> None:
        self.token, self.arrived = token, arrived
        self.opened = asyncio.Event()
        self.waiting = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - asyncio's word for what it always is here
        self.transport = transport
        transport.write(
            b"GET /api/v1/streaming?stream=public HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            b"Authorization: Bearer " + self.token.encode() + b"\r\n\r\n"
        )

    def data_received(self, data: bytes) -> None:
        self.waiting += data
        if not self.opened.is_set():
            head, end, self.waiting = self.waiting.partition(b"\r\n\r\n")
            if not end:
                self.waiting = head
            elif b" 101 " in head:
                self.opened.set()
        while self.opened.is_set() and (length := _whole(self.waiting)):
            if told := _NUMBER.search(self.waiting, 0, length):
                self.arrived.append((int(told[1]), time.perf_counter()))
            elif self.waiting[0] == 0x89:  # a ping
                self.transport.write(b"\x8a\x80\0\0\0\0")
            del self.waiting[:length]


def _whole(data: bytearray) -> int:
    """The length of the first frame, if all of it is there."""
    if len(data) < 2:
        return 0
    size, start = data[1], 2
    if size == _EXTENDED:
        size, start = int.from_bytes(data[2:4]), 4
    elif size == _LONG:
        size, start = int.from_bytes(data[2:10]), 10
    return start + size if len(data) >= start + size else 0


def _service(site: Server) -> psutil.Process:
    """The process that the log says it is."""
    found = re.findall(r"streams runs as process (\d+)", site.log.read_text())
    return psutil.Process(int(found[-1]))


def _allow(files: int) -> None:
    """As many open files as it takes, where the system lets us."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < files:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(files, hard), hard))
