"""What programs may say to the house and what not, and how the service begins and ends."""

import asyncio
import socket
import threading
from typing import Any

import pytest
from websockets.frames import Frame, Opcode

from folkmoot.accounts.queries import Bearer
from folkmoot.api.streaming.deliveries import Delivery
from folkmoot.api.streaming.streams import HOME
from folkmoot.core.push import Message
from folkmoot.project.files_and_streams import ear
from folkmoot.project.files_and_streams.service import Service
from folkmoot.project.files_and_streams.streaming import asking, house
from folkmoot.project.files_and_streams.streaming.requests import Request
from folkmoot.project.serve import sockets
from tests.streaming.opened import WEBSOCKET, Open, eventually, run, says, through, whoever

__all__ = ["whoever"]
pytestmark = pytest.mark.usefixtures("whoever")


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (b"nonsense\r\n\r\n", 400),
        (b"GET /api/v1/streaming/user?" + b"a=b&" * 65 + b" HTTP/1.1\r\n\r\n", 400),
        (b"GET /" + b"x" * 9_000, 431),
        (b"GET /elsewhere HTTP/1.1\r\n\r\n", 404),
        (b"GET /api/v1/streaming/nonsense HTTP/1.1\r\n\r\n", 400),
        (b"GET /api/v1/streaming HTTP/1.1\r\nUpgrade: websocket\r\n\r\n", 400),
        (b"OPTIONS /api/v1/streaming/user HTTP/1.1\r\n\r\n", 204),
        (b"GET /api/v1/streaming/health HTTP/1.1\r\n\r\n", 200),
    ],
)
def test_what_is_answered_at_once(said: bytes, status: int) -> None:
    async def work(made: Open) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", made.port)
        writer.write(said[:5])
        await asyncio.sleep(0.01)
        writer.write(said[5:])
        assert (await asyncio.wait_for(reader.read(), 10)).startswith(f"HTTP/1.1 {status} ".encode())

    run(work)


@pytest.mark.parametrize(
    ("fields", "token"),
    [
        ({"authorization": "Bearer a b"}, "a b"),
        ({"authorization": "bearer  a "}, "a"),
        ({"authorization": "Basic YTpi"}, "asked"),
        ({"sec-websocket-protocol": "other"}, "asked"),
        ({}, "asked"),
        ({"cookie": "access_token=a"}, "asked"),
    ],
)
def test_where_a_token_stands(fields: dict[str, str], token: str) -> None:
    assert Request("GET", "/", {"access_token": "asked"}, fields).token == token
    alone = {"sec-websocket-protocol": "first, second"}
    assert Request("GET", "/", {}, alone).token == "first"


def test_what_a_program_may_not_say_ends_its_line() -> None:
    async def work(made: Open) -> None:
        for said, code in (
            (Frame(Opcode.BINARY, b"x").serialize(mask=True), 1003),
            (Frame(Opcode.TEXT, b"x" * 5_000).serialize(mask=True), 1009),
            (Frame(Opcode.TEXT, b"{}").serialize(mask=True) * 200, 1008),
        ):
            reader, writer = await made.line(1)
            writer.write(said)
            rest = await asyncio.wait_for(reader.read(), 10)
            assert b"\x88" in rest
            assert code.to_bytes(2) in rest

    run(work)


def test_asking_for_less_and_for_too_much() -> None:
    async def work(made: Open) -> None:
        reader, writer = await made.line(1)
        for said in (b'{"type":"unsubscribe","stream":"user"}', b'{"type":"unsubscribe","stream":"x"}', b"[]", b"no"):
            writer.write(Frame(Opcode.TEXT, said).serialize(mask=True))
        assert b'"status":400' in await through(reader, b"}")
        assert made.house.hall.channels == {}
        for number in range(65):
            said = b'{"type":"subscribe","stream":"hashtag","tag":"t%d"}' % number
            writer.write(Frame(Opcode.TEXT, said).serialize(mask=True))
            await asyncio.sleep(0)
        assert b'"status":429' in await through(reader, b"}")

    run(work)


def test_the_ninth_line_of_an_account_is_one_too_many() -> None:
    async def work(made: Open) -> None:
        _kept = [await made.line(1) for _ in range(8)]
        await eventually(lambda: len(made.house.hall.by_holder[1]) == 8)
        assert (await made.refusal(1)).startswith(b"HTTP/1.1 429 ")

    run(work)


@pytest.mark.parametrize("websocket", [True, False])
def test_who_hangs_up_while_their_token_is_looked_at_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, websocket: bool
) -> None:
    asked, go_on = threading.Event(), threading.Event()

    def enter(token: str) -> Bearer:
        asked.set()
        go_on.wait(10)
        return Bearer(int(token), int(token), frozenset({"read"}))

    monkeypatch.setattr(house, "enter", enter)

    async def work(made: Open) -> None:
        _reader, writer = await asyncio.open_connection("127.0.0.1", made.port)
        head = b"GET /api/v1/streaming/user?stream=user HTTP/1.1\r\nAuthorization: Bearer 1\r\n"
        writer.write(head + (WEBSOCKET if websocket else b"") + b"\r\n")
        await eventually(asked.is_set)
        writer.transport.abort()
        await eventually(lambda: not made.house.everybody())
        go_on.set()
        await asyncio.sleep(0.05)
        assert len(made.house.hall.by_holder) + len(made.house.hall.channels) == 0

    run(work)


def test_what_is_asked_before_the_first_is_done_is_done_next(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody hears of the time that passes meanwhile who has not heard anything yet."""
    go_on = threading.Event()
    monkeypatch.setattr(house, "BEAT", 0.005)
    monkeypatch.setattr(asking, "admit", lambda *about: go_on.wait(10) and about[1].channels(with_notifications=True))

    async def work(made: Open) -> None:
        events, other = await asyncio.open_connection("127.0.0.1", made.port)
        other.write(b"GET /api/v1/streaming/direct HTTP/1.1\r\nAuthorization: Bearer 2\r\n\r\n")
        await eventually(lambda: made.house.hall.lines)
        reader, writer = await asyncio.open_connection("127.0.0.1", made.port)
        writer.write(b"GET /api/v1/streaming?stream=user HTTP/1.1\r\nAuthorization: Bearer 1\r\n" + WEBSOCKET + b"\r\n")
        await through(reader, b"\x89\x00")  # a sign of life
        writer.write(Frame(Opcode.TEXT, b'{"type":"subscribe","stream":"public"}').serialize(mask=True))
        await eventually(lambda: any(line.asked for line in made.house.hall.lines))
        go_on.set()
        assert (await through(events, b":thump\n")).index(b":)\n") > 0
        await eventually(lambda: len(made.house.hall.channels) == 4)

    run(work)


def test_the_service_brings_what_the_product_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its ear and its house begin and end with it; a token that ends takes its lines along."""

    class Carrier:
        def hear(self, stop: threading.Event) -> Any:
            yield b""
            while not stop.wait(0.01):
                yield from (b"nonsense", next(Message("access", about=1).pieces(1)))

    monkeypatch.setattr(ear, "carrier", Carrier)

    async def work(made: Open) -> None:
        made.house.close()
        door = socket.create_server(("127.0.0.1", 0))
        service = Service("http://localhost:8000", [door])
        service.__rsgi_init__(asyncio.get_running_loop())
        made.house, made.port = service.house, door.getsockname()[1]
        reader, writer = await asyncio.open_connection("127.0.0.1", made.port)
        writer.write(b"GET /api/v1/streaming/user HTTP/1.1\r\nAuthorization: Bearer 1\r\n\r\n")
        assert (await asyncio.wait_for(reader.read(), 10)).endswith(b"0\r\n\r\n")
        service.house.hear(Message("access", (7,)))
        service.__rsgi_del__(asyncio.get_running_loop())
        service.ear.join(10)
        assert not service.ear.is_alive()

    run(work)


@pytest.mark.parametrize(
    ("limits", "wanted"),
    [((1_024, 4_096), (4_096, 4_096)), ((1_024, -1), (100_000, -1)), ((200_000, 200_000), None), ((-1, -1), None)],
)
def test_as_many_lines_as_the_system_grants(
    monkeypatch: pytest.MonkeyPatch, limits: tuple[int, int], wanted: tuple[int, int] | None
) -> None:
    said: list[tuple[int, int]] = []
    monkeypatch.setattr(sockets.resource, "getrlimit", lambda _what: limits)
    monkeypatch.setattr(sockets.resource, "setrlimit", lambda _what, both: said.append(both))
    sockets.allow_many()
    assert said == ([wanted] if wanted else [])


def test_what_is_said_to_events_is_not_listened_to(monkeypatch: pytest.MonkeyPatch) -> None:
    says(monkeypatch, Delivery(HOME, "update", b'"x"', (1,)))

    async def work(made: Open) -> None:
        reader, writer = await made.line(1, websocket=False)
        writer.write(b"GET /api/v1/streaming/health HTTP/1.1\r\n\r\n")
        await asyncio.sleep(0.02)
        made.house.hear(Message("home", (1,), 7))
        assert b"event: update" in await through(reader, b'"x"')
        (line,) = made.house.hall.lines
        line.end()
        line.end()
        line.write(b"too late")
        assert b"too late" not in await asyncio.wait_for(reader.read(), 10)

    run(work)
