"""Many who mean no good: nobody takes the places of others, and nothing that one of them does costs much."""

import asyncio
import signal
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from itertools import islice, product

import pytest
from websockets.frames import Frame, Opcode

from folkmoot.accounts.queries import Bearer
from folkmoot.api.streaming.deliveries import Delivery
from folkmoot.api.streaming.streams import HOME, Channel, Refused, Stream
from folkmoot.core.push import Message
from folkmoot.project.files_and_streams.streaming import connection, entrance, hall, house, requests
from folkmoot.project.files_and_streams.streaming.connection import Connection
from folkmoot.project.files_and_streams.streaming.house import House
from tests.streaming.opened import WEBSOCKET, Line, Open, eventually, run, says, through, whoever

__all__ = ["whoever"]
pytestmark = pytest.mark.usefixtures("whoever")
READ = frozenset({"read"})
TAG = Channel("tag", "mootmoot")
ASK = b"GET /api/v1/streaming/user HTTP/1.1\r\nAuthorization: Bearer %d\r\n"


def spellings() -> Iterator[str]:
    """One hashtag in 256 ways."""
    return ("".join(letters) for letters in product(*zip("mootmoot", "MOOTMOOT", strict=True)))


@pytest.fixture
def apps(whoever: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A token from 100 on is an app's own: of the app with its first digit."""

    def enter(token: str) -> Bearer:
        number = int(token)
        is_apps = number >= 100
        return Bearer(number, None, READ, number // 100) if is_apps else Bearer(number, number, READ, 1)

    monkeypatch.setattr(house, "enter", enter)


@contextmanager
def within(seconds: float) -> Generator[None]:
    """So much of our own time it may take, and no more: the clock stops even one long look of a pattern."""

    def stop(*_rest: object) -> None:
        raise AssertionError(f"more than {seconds} seconds")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


class TestHeads:
    """A program without a token has the whole loop wait while its request is read."""

    @pytest.mark.parametrize(
        ("field", "value"), [(b"X: a" + b" " * 8_000 + b"b", "a" + " " * 8_000 + "b"), (b"X:" + b" \t" * 4_000, "")]
    )
    def test_no_field_takes_long_to_read(self, field: bytes, value: str) -> None:
        head = b"GET /api/v1/streaming/user HTTP/1.1\r\n" + field
        with within(0.1):
            assert requests.read(head, len(head)).fields == {"x": value}

    @pytest.mark.parametrize(
        "field", [*(b"X:" + b" " * 8_000 + end for end in (b"\0", b"\n", b"\r")), b"X" * 8_000 + b" ", b":" * 8_000]
    )
    def test_nor_to_refuse(self, field: bytes) -> None:
        head = b"GET /api/v1/streaming/user HTTP/1.1\r\n" + field
        with within(0.1), pytest.raises(Refused) as refused:
            requests.read(head, len(head))
        assert refused.value.status == 400

    @pytest.mark.parametrize(
        ("field", "value"),
        [(b"X:a", "a"), (b"X: \t a b \t", "a b"), (b"x:", ""), (b"X: :", ":"), (b"X:\x0ba", "\x0ba")],
    )
    def test_what_a_field_says(self, field: bytes, value: str) -> None:
        head = b"GET / HTTP/1.1\r\n" + field
        assert requests.read(head, len(head)).fields == {"x": value}


@pytest.mark.usefixtures("apps")
class TestPlaces:
    def test_all_tokens_of_an_app_are_one_holder(self) -> None:
        async def work(made: Open) -> None:
            kept = [await made.line(number, stream="public") for number in range(100, 108)]
            assert (await made.refusal(108)).startswith(b"HTTP/1.1 429 ")
            assert set(made.house.hall.by_holder) == {-1}
            kept += [await made.line(number, stream="public") for number in (200, 1)]
            assert set(made.house.hall.by_holder) == {-1, -2, 1}

        run(work)

    def test_lines_of_no_account_have_a_part_of_the_places(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(hall, "MOST", 16)

        async def work(made: Open) -> None:
            lines = [await made.line(number, stream="public") for number in (100, 200)]
            answer = await made.refusal(300)
            assert answer.startswith(b"HTTP/1.1 503 ")
            lines += [await made.line(number) for number in range(1, 15)]
            assert (await made.refusal(15)).startswith(b"HTTP/1.1 503 ")
            lines[0][1].close()
            await eventually(lambda: len(made.house.hall.visitors) == 1)
            lines.append(await made.line(300, stream="public"))

        run(work)

    def test_who_says_nothing_takes_no_place(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(hall, "MOST", 1)

        async def work(made: Open) -> None:
            _silent = [await asyncio.open_connection("127.0.0.1", made.port) for _ in range(5)]
            await eventually(lambda: len(made.house.entrance.silent) == 5)
            _kept = await made.line(1)
            assert len(made.house.hall.lines) == 1
            assert len(made.house.entrance.silent) == 5

        run(work)

    def test_the_first_who_says_nothing_makes_room(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(entrance, "SILENT_MOST", 2)

        async def work(made: Open) -> None:
            silent = []
            for waiting in (1, 2, 2, 2):
                silent.append(await asyncio.open_connection("127.0.0.1", made.port))
                await eventually(lambda most=waiting: len(made.house.entrance.silent) == most)
            for reader, _writer in silent[:2]:
                assert await asyncio.wait_for(reader.read(), 10) == b""
            silent.append(await made.line(1))
            assert len(made.house.everybody()) == 2

        run(work)


class TestLookUps:
    """What is asked of the database for whoever waits at the door."""

    @pytest.fixture
    def asked(self, whoever: None, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """The tokens that were looked at; none is answered before ``go_on``."""
        found: list[str] = []
        self.go_on = threading.Event()

        def enter(token: str) -> Bearer:
            found.append(token)
            self.go_on.wait(10)
            return Bearer(int(token), int(token), READ)

        monkeypatch.setattr(house, "enter", enter)
        return found

    async def knock(self, made: Open, number: int) -> Line:
        reader, writer = await asyncio.open_connection("127.0.0.1", made.port)
        writer.write(ASK % number + (WEBSOCKET if number % 2 else b"") + b"\r\n")
        return reader, writer

    def test_who_is_gone_is_not_looked_up(self, asked: list[str]) -> None:
        async def work(made: Open) -> None:
            lines = [await self.knock(made, number) for number in range(1, 21)]
            await eventually(lambda: len(made.house.entrance.asking) == 20)
            await eventually(lambda: len(asked) == 2)
            for _reader, writer in lines[:-1]:
                writer.transport.abort()
            await eventually(lambda: len(made.house.everybody()) == 1)
            assert made.house.readers._work_queue.qsize() == 0
            self.go_on.set()
            await through(lines[-1][0], b"\r\n\r\n")
            assert len(asked) == 3
            assert asked[-1] == "20"
            assert set(made.house.hall.by_holder) == {20}

        run(work)

    def test_so_many_may_ask(self, monkeypatch: pytest.MonkeyPatch, asked: list[str]) -> None:
        monkeypatch.setattr(entrance, "ASKING_MOST", 3)

        async def work(made: Open) -> None:
            lines = [await self.knock(made, number) for number in range(1, 4)]
            await eventually(lambda: len(made.house.entrance.asking) == 3)
            assert (await made.refusal(4)).startswith(b"HTTP/1.1 503 ")
            self.go_on.set()
            for reader, _writer in lines:
                assert b" 503 " not in await through(reader, b"\r\n\r\n")
            assert sorted(asked) == ["1", "2", "3"]
            assert not made.house.entrance.asking

        run(work)

    def test_who_leaves_takes_back_what_they_asked_for(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asked: list[Stream] = []
        go_on = threading.Event()

        def admit(_holder: Bearer, stream: Stream) -> tuple[Channel, ...]:
            asked.append(stream)
            go_on.wait(10)
            return stream.channels(with_notifications=True)

        async def work(made: Open) -> None:
            _reader, writer = await made.line(1)
            monkeypatch.setattr("folkmoot.project.files_and_streams.streaming.asking.admit", admit)
            for name in (b"public", b"direct"):
                writer.write(_text(b'{"type":"subscribe","stream":"%s"}' % name))
            await eventually(lambda: asked)
            writer.transport.abort()
            await eventually(lambda: not made.house.hall.lines)
            go_on.set()
            await eventually(lambda: made.house.free._value == 2)
            assert asked == [Stream("public")]
            assert not made.house.hall.channels

        run(work)


class TestSpellings:
    def test_a_line_hears_a_hashtag_once_however_it_is_spelt(self, monkeypatch: pytest.MonkeyPatch) -> None:
        said = (Delivery(TAG, "update", b'"x"', (1,)), Delivery(HOME, "update", b'"end"', (1,)))
        says(monkeypatch, *said)

        async def work(made: Open) -> None:
            reader, writer = await made.line(1)
            for batch in range(3):
                for spelt in islice(spellings(), batch * 60, batch * 60 + 60):
                    writer.write(_text(b'{"type":"subscribe","stream":"hashtag","tag":"%s"}' % spelt.encode()))
                writer.write(_text(b'{"type":"subscribe","stream":"settle"}'))
                assert b'"status":400' in await through(reader, b"}")
            made.house.hear(Message("home", (1,), 7))
            heard = await through(reader, b'"stream":["user"],"event":"update","payload":"\\"end\\""')
            assert heard.count(b'"event":"update"') == 2
            assert b'"stream":["hashtag","mootmoot"]' in heard  # as it was asked for first
            writer.write(_text(b'{"type":"unsubscribe","stream":"hashtag","tag":"MOOTmoot"}'))
            await eventually(lambda: TAG not in made.house.hall.channels)

        run(work)

    @pytest.mark.parametrize("viewer", [None, 1])
    @pytest.mark.parametrize("tags", [tuple(islice(spellings(), 64)), tuple(f"tag{number}" for number in range(64))])
    def test_many_lines_come_and_go_quickly(self, tags: tuple[str, ...], viewer: int | None) -> None:
        home = House()
        made, lines = home.hall, [_line(home, number, viewer) for number in range(800)]
        is_one = len({Stream("hashtag", tag).key for tag in tags}) == 1
        with within(3.0):
            for line in lines:
                made.enter(line)
                for tag in tags:
                    stream = Stream("hashtag", tag)
                    made.subscribe(line, stream, stream.channels(with_notifications=False))
            assert len(made.channels) == (1 if is_one else 64)
            for channel in made.channels:
                assert len(list(made.seats(Delivery(channel, "update", b"", (viewer,))))) == 800
            for line in reversed(lines):
                made.leave(line)
        assert (made.channels, dict(made.by_holder), made.lines, made.visitors) == ({}, {}, set(), set())


class TestBursts:
    def test_who_reads_is_not_let_go_for_much_news_at_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """More than a line may leave unread, and more than the system takes."""
        payload = b'"' + b"x" * 50_000 + b'"'
        says(monkeypatch, *[Delivery(HOME, "update", payload, (1,))] * 400, Delivery(HOME, "update", b'"end"', (1,)))
        assert len(payload) * 400 > 50 * connection.WAITING_MOST

        async def work(made: Open) -> None:
            reader, _writer = await made.line(1, websocket=False)
            made.house.hear(Message("home", (1,), 7))
            tail = b""
            while b'"end"' not in tail:
                piece = await asyncio.wait_for(reader.read(1 << 20), 10)
                assert piece
                tail = (tail + piece)[-100:]

        run(work)


def _text(said: bytes) -> bytes:
    return Frame(Opcode.TEXT, said).serialize(mask=True)


def _line(home: House, number: int, viewer: int | None) -> Connection:
    made = Connection(home)
    made.bearer = Bearer(number, viewer, READ, 1)
    return made
