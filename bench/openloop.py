"""An open-loop client: requests leave at a set rate whatever the answers do; latency counts from when each was due."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Latencies:
    """How long answers took, in milliseconds from when their request was due."""

    milliseconds: tuple[float, ...]

    def percentile(self, part: float) -> float:
        """The latency that this part of the answers did not exceed."""
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * part / 100))]


class Request:
    """Something to be sent, and the answers that are none of an error."""

    fine = frozenset({200})

    def head(self, host: str) -> bytes:
        """As it goes over the wire."""
        raise NotImplementedError


@dataclass(frozen=True)
class Post(Request):
    """One request to write a post."""

    token: str
    text: str

    def head(self, host: str) -> bytes:
        """As it goes over the wire."""
        body = f"visibility=public&language=en&status={self.text.replace(' ', '+')}".encode()
        lines = (
            "POST /api/v1/statuses HTTP/1.1",
            f"Host: {host}",
            f"Authorization: Bearer {self.token}",
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}",
        )
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def send_at_rate(origin: str, posts: Callable[[int], Request], rate: float, seconds: float) -> Latencies:
    """Send ``rate`` requests a second for so long; answers that are not fine are an error."""
    return asyncio.run(_Client(origin).run(posts, rate, int(rate * seconds)))


class _Client:
    """Connections that are kept and taken by whoever has a request due."""

    def __init__(self, origin: str) -> None:
        parts = urlsplit(origin)
        self.host, self.port = parts.hostname or "127.0.0.1", parts.port or 80
        self.idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def run(self, posts: Callable[[int], Request], rate: float, count: int) -> Latencies:
        self.idle = [await asyncio.open_connection(self.host, self.port) for _ in range(16)]
        began = time.perf_counter() + 0.1
        tasks = []
        for number in range(count):
            due = began + number / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            tasks.append(asyncio.create_task(self._send(posts(number), due)))
        latencies = await asyncio.gather(*tasks)
        for _, writer in self.idle:
            writer.close()
        return Latencies(tuple(latencies))

    async def _send(self, post: Request, due: float) -> float:
        line = self.idle.pop() if self.idle else await asyncio.open_connection(self.host, self.port)
        reader, writer = line
        writer.write(post.head(f"{self.host}:{self.port}"))
        status = await _answer(reader)
        took = (time.perf_counter() - due) * 1000
        self.idle.append(line)
        if status not in post.fine:
            raise RuntimeError(f"{type(post).__name__} was answered with {status}")
        return took


async def _answer(reader: asyncio.StreamReader) -> int:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = head.partition("content-length: ")[2].partition("\r\n")[0]
    await reader.readexactly(int(length))
    return int(head.split()[1])
