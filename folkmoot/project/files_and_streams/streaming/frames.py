"""One piece of news as bytes on the wire: written once for all who are sent the same."""

import orjson
from websockets.frames import Frame, Opcode

from folkmoot.api.streaming.deliveries import Delivery
from folkmoot.api.streaming.streams import Stream

PING = Frame(Opcode.PING, b"").serialize(mask=False)


class Frames:
    """The news of one delivery, for both kinds of lines."""

    def __init__(self, delivery: Delivery) -> None:
        self.delivery = delivery
        self._messages: dict[Stream, bytes] = {}
        self._events = b""

    def message(self, stream: Stream) -> bytes:
        """For a WebSocket, marked with the stream that it belongs to."""
        if stream not in self._messages:
            said: dict[str, object] = {"stream": stream.label, "event": self.delivery.event}
            if self.delivery.payload is not None:
                said["payload"] = self.delivery.payload.decode()
            self._messages[stream] = text(orjson.dumps(said))
        return self._messages[stream]

    def event(self, _stream: Stream) -> bytes:
        """For server-sent events."""
        if not self._events:
            payload = b"undefined" if self.delivery.payload is None else self.delivery.payload
            self._events = chunk(b"event: %s\ndata: %s\n\n" % (self.delivery.event.encode(), payload))
        return self._events


def text(said: bytes) -> bytes:
    """A text of a WebSocket."""
    return Frame(Opcode.TEXT, said).serialize(mask=False)


def chunk(said: bytes) -> bytes:
    """A piece of an answer whose length nobody knows."""
    return b"%x\r\n%s\r\n" % (len(said), said)


GREETING, THUMP, END = chunk(b":)\n"), chunk(b":thump\n"), b"0\r\n\r\n"
