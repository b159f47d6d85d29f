"""The house by itself: who is kept waiting, who is let go, and what goes wrong without anybody noticing."""

import asyncio
import gc
import logging
import threading
from typing import Any

import pytest
from django.db import DatabaseError
from websockets.frames import Frame, Opcode

from folkmoot.accounts.queries import Bearer
from folkmoot.api.streaming import memory
from folkmoot.api.streaming.deliveries import Delivery
from folkmoot.api.streaming.streams import HOME, TOLD, Refused, Stream
from folkmoot.core.ids import new_id
from folkmoot.core.push import Message
from folkmoot.project.files_and_streams.streaming import asking, backlog, connection, hall, house
from tests.streaming.opened import WEBSOCKET, Open, eventually, run, says, through, whoever

__all__ = ["whoever"]
pytestmark = pytest.mark.usefixtures("whoever")


def test_a_reader_that_takes_nothing_is_let_go_and_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    says(monkeypatch, Delivery(HOME, "update", b'"' + b"x" * 60_000 + b'"', (1, 2)))

    async def work(made: Open) -> None:
        _slow, held = await made.line(1)
        quick, writer = await made.line(2)
        held.transport.pause_reading()  # type: ignore[attr-defined]  # it is one that reads
        reading = asyncio.create_task(quick.read(1 << 26))
        most = 0
        for _ in range(2_000):
            made.house.hear(Message("home", (1, 2), 7))
            await asyncio.sleep(0)
            waiting = [line.transport.get_write_buffer_size() for line in made.house.hall.lines]
            most = max([most, *waiting])
            if len(made.house.hall.lines) == 1:
                break
        await eventually(lambda: len(made.house.hall.lines) == 1)
        assert {line.viewer for line in made.house.hall.lines} == {2}
        assert most <= connection.WAITING_MOST + 61_000
        reading.cancel()
        for each in (held, writer):
            each.close()

    run(work)


def test_signs_of_life(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house, "BEAT", 0.01)

    async def work(made: Open) -> None:
        reader, _writer = await made.line(1, websocket=False)
        assert b":thump\n" in await through(reader, b":thump\n\r\n")
        reader, writer = await made.line(2)
        assert b"\x89\x00" in await through(reader, b"\x89\x00")
        writer.write(Frame(Opcode.PING, b"there?").serialize(mask=True))
        assert b"\x8a\x06there?" in await through(reader, b"there?")

    run(work)


def test_who_shows_none_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house, "BEAT", 0.01)
    monkeypatch.setattr(house, "LONGEST_SILENCE", 1_000.0)

    async def work(made: Open) -> None:
        silent, _kept = await made.line(1)
        alive, writer = await made.line(2)
        events, _also = await made.line(3, websocket=False)
        lines, long_ago = {line.viewer: line for line in made.house.hall.lines}, made.house.loop.time() - 300
        for line in lines.values():
            line.heard_at = long_ago
        writer.write(b"\x8a\x80\0\0\0\0")
        await eventually(lambda: lines[2].heard_at > long_ago)
        monkeypatch.setattr(house, "LONGEST_SILENCE", 100.0)
        await asyncio.wait([asyncio.create_task(silent.read())], timeout=20)
        await eventually(lambda: len(made.house.hall.lines) < 3)
        assert {line.viewer for line in made.house.hall.lines} == {2, 3}
        assert not alive.at_eof()
        assert not events.at_eof()

    run(work)


def test_who_says_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "FIRST_WAIT", 0.5)

    async def work(made: Open) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", made.port)
        writer.write(b"GET /api/v1/str")
        await eventually(lambda: made.house.entrance.silent)
        assert await asyncio.wait_for(reader.read(), 10) == b""
        await eventually(lambda: not made.house.everybody())

    run(work)


def test_last_words_have_their_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "LAST_WAIT", 0.02)

    async def work(made: Open) -> None:
        _reader, writer = await made.line(1)
        writer.transport.pause_reading()  # type: ignore[attr-defined]  # it is one that reads
        (line,) = made.house.hall.lines
        line.write(b"x" * 250_000)
        line.end()
        await eventually(lambda: not made.house.hall.lines)

    run(work)


def test_a_full_house_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hall, "MOST", 1)

    async def work(made: Open) -> None:
        _first = await made.line(1)
        answer = await made.refusal(2)
        assert answer.startswith(b"HTTP/1.1 503 ")
        assert b"Too many are listening" in answer

    run(work)


def test_all_are_sent_away_when_the_service_ends() -> None:
    async def work(made: Open) -> None:
        events, _writer = await made.line(1, websocket=False)
        both, _other = await made.line(2)
        waiting, _third = await asyncio.open_connection("127.0.0.1", made.port)
        await eventually(lambda: len(made.house.everybody()) == 3)
        made.house.close()
        assert (await asyncio.wait_for(events.read(), 10)).endswith(b"0\r\n\r\n")
        assert (await asyncio.wait_for(both.read(), 10)).startswith(b"\x88\x02" + (1001).to_bytes(2))
        assert await asyncio.wait_for(waiting.read(), 10) == b""

    run(work)


def test_tokens_are_looked_at_now_and_then(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(house, "CHECK", 0.01)
    asked: list[set[int]] = []

    def good(tokens: set[int]) -> set[int]:
        asked.append(set(tokens))
        if len(asked) == 1:
            raise DatabaseError
        return tokens - {1} if 2 in tokens else tokens

    monkeypatch.setattr(house, "still_good", good)

    async def work(made: Open) -> None:
        reader, _writer = await made.line(1)
        _other = await made.line(2)
        rest = await asyncio.wait_for(reader.read(), 10)
        assert b"\x88\x02" + (1008).to_bytes(2) in rest
        await eventually(lambda: {line.viewer for line in made.house.hall.lines} == {2})

    run(work)
    assert "could not be looked at" in caplog.text


@pytest.mark.parametrize("websocket", [True, False])
def test_a_database_that_does_not_answer(monkeypatch: pytest.MonkeyPatch, websocket: bool) -> None:
    def enter(_token: str) -> Bearer:
        raise DatabaseError

    monkeypatch.setattr(house, "enter", enter)

    async def work(made: Open) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", made.port)
        writer.write(b"GET /api/v1/streaming/user HTTP/1.1\r\n" + (WEBSOCKET if websocket else b"") + b"\r\n")
        assert (await asyncio.wait_for(reader.read(), 10)).startswith(b"HTTP/1.1 503 ")

    run(work)


@pytest.mark.parametrize("leaves", ["somebody", "everybody"])
def test_a_refusal_that_nobody_waits_for_is_no_trouble(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, leaves: str
) -> None:
    """Whoever leaves, or is sent away, while their token is looked at."""
    asked, gone = threading.Event(), threading.Event()

    def enter(_token: str) -> Bearer:
        asked.set()
        gone.wait(10)
        raise Refused(401, "Invalid access token")

    monkeypatch.setattr(house, "enter", enter)

    async def work(made: Open) -> None:
        _reader, writer = await asyncio.open_connection("127.0.0.1", made.port)
        writer.write(b"GET /api/v1/streaming/user HTTP/1.1\r\nAuthorization: Bearer 1\r\n\r\n")
        await eventually(asked.is_set)
        if leaves == "somebody":
            writer.close()
        else:
            made.house.close()
        await eventually(lambda: not made.house.everybody())
        gone.set()
        await eventually(lambda: made.house.free._value == house._READERS)  # the question is answered
        gc.collect()

    run(work)
    assert caplog.text == ""


def test_a_stream_that_cannot_be_looked_up_just_now(monkeypatch: pytest.MonkeyPatch) -> None:
    def admit(_holder: Bearer, _stream: Stream) -> Any:
        raise DatabaseError

    async def work(made: Open) -> None:
        reader, writer = await made.line(1)
        monkeypatch.setattr(asking, "admit", admit)
        writer.write(Frame(Opcode.TEXT, b'{"type":"subscribe","stream":"public"}').serialize(mask=True))
        assert b'"status":503' in await through(reader, b"}")

    run(work)


def test_what_cannot_be_brought_is_logged_and_the_next_is(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def made_of(message: Message, *_rest: object) -> Any:
        if message.about == 1:
            raise DatabaseError
        return iter([Delivery(HOME, "update", b'"second"', (1,))])

    monkeypatch.setattr(house, "deliveries", made_of)

    async def work(made: Open) -> None:
        reader, _writer = await made.line(1, websocket=False)
        for number in (1, 2):
            made.house.hear(Message("home", (1,), number))
        assert b'data: "second"' in await through(reader, b'"second"')

    with caplog.at_level(logging.ERROR):
        run(work)
    assert "could not be brought" in caplog.text


def test_nobody_is_told_twice_nor_of_what_was_before(monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(made: Open) -> None:
        early = new_id()
        reader, _writer = await made.line(1, websocket=False)
        late = new_id()
        told = [Delivery(TOLD, "notification", b"%d" % number, (1,), number) for number in (early, late, late)]
        says(monkeypatch, *told, Delivery(TOLD, "update", b'"end"', (1,)))
        made.house.hear(Message("notifications", (1,)))
        found = await through(reader, b'"end"')
        assert found.count(b"event: notification") == 1
        assert b"%d" % late in found

    run(work)


def test_what_was_told_long_ago_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_REMEMBERED", 2)
    made = hall.Hall()
    for number in (1, 2, 3):
        assert list(made.seats(Delivery(TOLD, "notification", b"", (1,), number))) == []
    assert list(made.memory.told) == [2, 3]


def test_nothing_is_kept_for_nobody_and_not_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backlog, "MOST", 3)

    async def work(made: Open) -> None:
        made.house.hear(Message("home", (1,), 7))
        assert not made.house.news.messages
        _line = await made.line(1, stream="direct")
        for _ in range(10):
            made.house.hear(Message("home", (1,), 7))
        assert len(made.house.news.messages) == 3
        await eventually(lambda: not made.house.news.messages)

    run(work)


def test_many_are_brought_news_in_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house, "_AT_ONCE", 1)
    monkeypatch.setattr(house, "BEAT", 0.01)
    says(monkeypatch, Delivery(HOME, "update", b'"x"', (1, 2)))

    async def work(made: Open) -> None:
        lines = [await made.line(number) for number in (1, 2)]
        made.house.hear(Message("home", (1, 2), 7))
        for reader, _writer in lines:
            assert b'"event":"update"' in await through(reader, b'"update"')
            await through(reader, b"\x89\x00")

    run(work)


def test_a_stream_is_heard_once_however_often_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(made: Open) -> None:
        _reader, writer = await made.line(1)
        for said in (b'{"type":"subscribe","stream":"user"}', b'{"type":"subscribe","stream":"direct"}'):
            writer.write(Frame(Opcode.TEXT, said).serialize(mask=True))
        await eventually(lambda: len(made.house.hall.channels) == 3)
        assert len(made.house.hall.channels[HOME][1]) == 1
        writer.close()
        await eventually(lambda: not (made.house.hall.channels or made.house.hall.by_holder))

    run(work)
