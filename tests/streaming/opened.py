"""A house by itself, open on loopback, where a token is the number of an account."""

import asyncio
import socket
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from folkmoot.accounts.queries import Bearer
from folkmoot.api.streaming.deliveries import Delivery
from folkmoot.project.files_and_streams.streaming import asking, house
from folkmoot.project.files_and_streams.streaming.house import House

WEBSOCKET = (
    b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
)
type Reader = asyncio.StreamReader
type Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@pytest.fixture
def whoever(monkeypatch: pytest.MonkeyPatch) -> None:
    """A token is the number of an account, and good for everything: no database is asked."""
    monkeypatch.setattr(house, "enter", lambda token: Bearer(int(token), int(token), frozenset({"read"})))
    monkeypatch.setattr(asking, "admit", lambda _holder, stream: stream.channels(with_notifications=True))
    monkeypatch.setattr(house, "close_old_connections", lambda: None)


class Open:
    """A house that is open."""

    def __init__(self) -> None:
        self.house = House()
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]

    async def line(self, account: int = 1, *, websocket: bool = True, stream: str = "user") -> Line:
        """Somebody who listens."""
        before = set(self.house.hall.lines)
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 22)
        path = f"?stream={stream}" if websocket else f"/{stream}"
        head = f"GET /api/v1/streaming{path} HTTP/1.1\r\nAuthorization: Bearer {account}\r\n".encode()
        writer.write(head + (WEBSOCKET if websocket else b"") + b"\r\n")
        await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 10)
        await eventually(lambda: any(line.streams for line in self.house.hall.lines - before))
        return reader, writer

    async def refusal(self, token: int) -> bytes:
        """All that somebody hears who is not let in."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(f"GET /api/v1/streaming/public HTTP/1.1\r\nAuthorization: Bearer {token}\r\n\r\n".encode())
        return await asyncio.wait_for(reader.read(), 10)


@asynccontextmanager
async def opened() -> AsyncGenerator[Open]:
    made = Open()
    made.house.open(asyncio.get_running_loop(), [made.door])
    yield made
    made.house.close()
    await asyncio.sleep(0)


async def eventually(is_so: Callable[[], object]) -> None:
    until = asyncio.get_running_loop().time() + 20
    while not is_so():
        assert asyncio.get_running_loop().time() < until, "it never came about"
        await asyncio.sleep(0.005)


def run(work: Callable[[Open], Awaitable[None]]) -> None:
    async def all_of_it() -> None:
        async with opened() as made:
            await work(made)

    asyncio.run(all_of_it())


async def through(reader: Reader, mark: bytes) -> bytes:
    return await asyncio.wait_for(reader.readuntil(mark), 10)


def says(monkeypatch: pytest.MonkeyPatch, *found: Delivery) -> None:
    monkeypatch.setattr(house, "deliveries", lambda _message, _listening, _memory: iter(found))
