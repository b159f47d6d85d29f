"""WebSockets on a running server: many streams on one line, and whatever a program may say on it."""

import contextlib
import json
from contextlib import ExitStack
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode

from tests.servers import eventually
from tests.streaming.station import LONG, Station, head, is_let_in, settle, update, upgrade
from tests.streaming.test_lines import STREAMS

pytestmark = pytest.mark.both_databases


@pytest.fixture(scope="module")
def friends(station: Station) -> str:
    return station.list_of("alice", "bob")


def _about(about: dict[str, str], friends: str) -> dict[str, str]:
    return {"list": friends} if "list" in about else about


class TestSockets:
    def test_many_streams_on_one_line(self, station: Station, friends: str) -> None:
        with station.socket("alice") as line:
            for name, _address, about in STREAMS:
                line.send(json.dumps({"type": "subscribe", "stream": name, **_about(about, friends)}))
            line.ping().wait(5)
            settle(line)
            some_id = station.say("bob", "All together #moot")
            labels = {tuple(update(line, some_id)["stream"]) for _ in range(6)}
        assert labels == {
            ("user",),
            ("public",),
            ("public:local",),
            ("hashtag", "moot"),
            ("hashtag:local", "moot"),
            ("list", friends),
        }

    def test_what_is_unsubscribed_is_silent(self, station: Station) -> None:
        with station.socket("alice", {"stream": "public"}) as line, station.socket("hal") as other:
            line.send('{"type":"subscribe","stream":"hashtag","tag":"Moot"}')
            line.send('{"type":"unsubscribe","stream":"public"}')
            settle(line)
            some_id = station.say("bob", "Once #moot")
            assert update(line, some_id)["stream"] == ["hashtag", "Moot"]
            line.send('{"type":"unsubscribe","stream":"hashtag","tag":"Moot"}')
            settle(line)
            other.send('{"type":"subscribe","stream":"hashtag","tag":"moot"}')
            settle(other)
            some_id = station.say("bob", "Unheard #moot")
            update(other, some_id)  # it has been brought by now to whoever hears it
            settle(line)

    @pytest.mark.parametrize(
        ("asked", "status", "error"),
        [
            ({"stream": "nonsense"}, 400, "Unknown stream type"),
            ({"stream": ["user"]}, 400, "Unknown stream type"),
            ({}, 400, "Unknown stream type"),
            ({"stream": "hashtag"}, 400, "Missing tag name parameter"),
            ({"stream": "hashtag", "tag": {"a": 1}}, 400, "Missing tag name parameter"),
            ({"stream": "list"}, 400, "Missing list name parameter"),
            ({"stream": "list", "list": "12345"}, 401, "Not authorized to stream this list"),
            ({"stream": "list", "list": 1 << 80}, 401, "Not authorized to stream this list"),
            ({"stream": "list", "list": [1]}, 401, "Not authorized to stream this list"),
        ],
    )
    def test_what_is_refused_leaves_the_line_open(
        self, station: Station, asked: dict[str, Any], status: int, error: str
    ) -> None:
        with station.socket("alice") as line:
            line.send(json.dumps({"type": "subscribe", **asked}))
            assert json.loads(line.recv(timeout=LONG)) == {"error": error, "status": status}
            line.send(json.dumps({"type": "subscribe", "stream": "user"}))
            settle(line)

    def test_a_scope_is_asked_for_each_stream(self, station: Station) -> None:
        with station.socket("alice:notifications") as line:
            line.send('{"type":"subscribe","stream":"user"}')
            refused = {"error": "Access token does not have the required scopes", "status": 401}
            assert json.loads(line.recv(timeout=LONG)) == refused
            line.send('{"type":"subscribe","stream":"user:notification"}')
            settle(line)

    @pytest.mark.parametrize(
        "said",
        ["", "nonsense", "[]", "7", "null", "{}", '{"type":"dance"}', '{"type":["subscribe"]}', "[" * 3_000,
         '{"type":"unsubscribe","stream":"direct"}'],
    )  # fmt: skip
    def test_nonsense_is_passed_over(self, station: Station, said: str) -> None:
        with station.socket("alice") as line:
            line.send(said)
            settle(line)

    def test_unsubscribing_from_nothing_is_an_error(self, station: Station) -> None:
        with station.socket("alice") as line:
            line.send('{"type":"unsubscribe","stream":"dances"}')
            assert json.loads(line.recv(timeout=LONG))["status"] == 400

    def test_pieces_of_a_message_are_one(self, station: Station) -> None:
        with station.socket("alice") as line:
            line.send(iter(['{"type":"subscribe",', '"stream":', '"nonsense"}']))
            assert json.loads(line.recv(timeout=LONG))["status"] == 400

    @pytest.mark.parametrize(("said", "code"), [(b"bytes", 1003), ("x" * 5_000, 1009), ("x" * 1_000_000, 1009)])
    def test_what_ends_it(self, station: Station, said: str | bytes, code: int) -> None:
        with station.socket("alice") as line:
            with contextlib.suppress(ConnectionClosed):  # before all of it was sent
                line.send(said)
            with pytest.raises(ConnectionClosed) as closed:
                line.recv(timeout=LONG)
        assert closed.value.rcvd is None or closed.value.rcvd.code == code

    def test_broken_frames_end_it(self, station: Station) -> None:
        with station.line() as line:
            line.sendall(upgrade(station))
            head(line)
            line.sendall(Frame(Opcode.TEXT, b"{}").serialize(mask=False))  # programs have to mask theirs
            assert line.recv(100)[:1] == b"\x88"

    def test_more_than_is_done_at_once_ends_it(self, station: Station) -> None:
        with station.line() as line:
            asked = Frame(Opcode.TEXT, b'{"type":"subscribe","stream":"direct"}').serialize(mask=True)
            line.sendall(upgrade(station))
            head(line)
            line.sendall(asked * 400)
            assert b"\x88" in line.recv(4_096)

    def test_streams_on_one_line_have_a_bound(self, station: Station) -> None:
        with station.socket("alice") as line:
            for number in range(65):
                line.send(json.dumps({"type": "subscribe", "stream": "hashtag", "tag": f"tag{number}"}))
            assert json.loads(line.recv(timeout=LONG)) == {"error": "Too many streams", "status": 429}

    def test_the_ninth_line_of_an_account_waits(self, station: Station) -> None:
        with ExitStack() as lines:
            for _ in range(8):
                lines.enter_context(station.socket("frank"))
            refused = 429, {"error": "Too many connections"}
            assert station.refusal("/user", "frank") == refused
            assert station.refusal("/public", "frank") == refused
        eventually(lambda: is_let_in(station, "frank"))
