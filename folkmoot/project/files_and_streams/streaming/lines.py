"""The two kinds of lines to a program: both ways, or one way only."""

from collections.abc import Iterator
from typing import Protocol

from websockets.datastructures import Headers
from websockets.frames import Frame, Opcode
from websockets.http11 import Request as Handshake
from websockets.protocol import Protocol as Wire
from websockets.protocol import Side, State
from websockets.server import ServerProtocol
from websockets.typing import Subprotocol

from folkmoot.api.streaming.streams import Refused, Stream
from folkmoot.project.files_and_streams.streaming.frames import END, GREETING, PING, THUMP, Frames
from folkmoot.project.files_and_streams.streaming.requests import Request, opened

SAID_MOST = 4_096  # bytes of what a program says at once
NO_BYTES, NOT_ALLOWED = 1003, 1008  # why a WebSocket is closed


class Line(Protocol):
    """What is written on a line, and read from it."""

    greeting: bytes
    beat: bytes  # shows that both ends are there
    answers: bool  # whether the other end answers a beat

    def news(self, frames: Frames, stream: Stream) -> bytes:
        """One piece of news."""

    def hear(self, data: bytes) -> Iterator[bytes | None]:
        """The texts in what arrived; ``None`` for what is none."""

    def replies(self) -> Iterator[bytes]:
        """What the line itself has to say to what arrived; nothing more comes after an empty piece."""

    def goodbye(self, code: int) -> bytes:
        """The end."""


class Events:
    """Server-sent events: whatever arrives is not listened to."""

    greeting, beat, answers = opened() + GREETING, THUMP, False

    def news(self, frames: Frames, stream: Stream) -> bytes:
        """An event and its data."""
        return frames.event(stream)

    def hear(self, _data: bytes) -> Iterator[bytes | None]:
        """Nothing."""
        return iter(())

    def replies(self) -> Iterator[bytes]:
        """Nothing."""
        return iter(())

    def goodbye(self, _code: int) -> bytes:
        """The answer has an end after all."""
        return END


class Socket:
    """A WebSocket; its protocol is read and written by the library, its bytes go their own way."""

    beat, answers = PING, True

    def __init__(self, request: Request) -> None:
        self.greeting = _handshake(request)
        self.wire = Wire(Side.SERVER, max_size=SAID_MOST)
        self.said = bytearray()

    def news(self, frames: Frames, stream: Stream) -> bytes:
        """A message that names its stream."""
        return frames.message(stream)

    def hear(self, data: bytes) -> Iterator[bytes | None]:
        """The messages that are whole."""
        self.wire.receive_data(data)
        for frame in self.wire.events_received():
            if isinstance(frame, Frame) and frame.opcode in _CARRYING:
                yield from self._heard(frame)

    def replies(self) -> Iterator[bytes]:
        """Answers to pings, and the end when the other side ends it or breaks the rules."""
        yield from self.wire.data_to_send()

    def goodbye(self, code: int) -> bytes:
        """A closing frame, unless there was one."""
        if self.wire.state is State.OPEN:
            self.wire.send_close(code)
        return b"".join(self.wire.data_to_send())

    def _heard(self, frame: Frame) -> Iterator[bytes | None]:
        if frame.opcode is Opcode.BINARY:
            yield None
            return
        self.said += frame.data
        if frame.fin:
            said, self.said = bytes(self.said), bytearray()
            yield said


_CARRYING = frozenset({Opcode.TEXT, Opcode.BINARY, Opcode.CONT})


def _handshake(request: Request) -> bytes:
    """The answer that makes it a WebSocket; a token that came as its protocol is repeated, as browsers insist on."""
    offered = request.fields.get("sec-websocket-protocol", "").partition(",")[0].strip()
    server = ServerProtocol(subprotocols=[Subprotocol(offered)] if offered else None)
    response = server.accept(Handshake(request.path, Headers(request.fields)))
    if response.status_code != 101:  # noqa: PLR2004 - "switching protocols"
        raise Refused(400, "Bad request") from server.handshake_exc
    server.send_response(response)
    return b"".join(server.data_to_send())
