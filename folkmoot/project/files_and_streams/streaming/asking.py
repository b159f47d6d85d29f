"""What a program asks for on an open WebSocket: one thing after the other, answered only when it is refused."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import orjson
from django.db import DatabaseError

from folkmoot.api.streaming.listening import admit
from folkmoot.api.streaming.streams import Channel, Refused, Stream, stream_named
from folkmoot.core.errors import Busy
from folkmoot.project.files_and_streams.streaming.connection import Connection
from folkmoot.project.files_and_streams.streaming.frames import text

if TYPE_CHECKING:
    from folkmoot.project.files_and_streams.streaming.house import House


async def obey(house: "House", line: Connection) -> None:
    """Do what was asked, in the order in which it was."""
    while line.asked and not line.transport.is_closing():
        await _obey(house, line, _understood(line.asked.popleft()))


async def subscribe(house: "House", line: Connection, sent: Mapping[str, object]) -> None:
    """Let a line hear one more stream, or say why not."""
    try:
        stream = stream_named(sent.get("stream"), sent)
        channels = await admitted(house, line, stream)
        house.hall.check_room(line)
    except Refused as refused:
        line.write(text(orjson.dumps({"error": refused.error, "status": refused.status})))
        return
    if not line.transport.is_closing():
        house.hall.subscribe(line, stream, channels)


async def admitted(house: "House", line: Connection, stream: Stream) -> tuple[Channel, ...]:
    """The channels of a stream, where the line's token lets it hear them."""
    try:
        return await house.ask(admit, line.bearer, stream)
    except (DatabaseError, Busy):
        raise Refused(503, "There was a temporary problem serving your request, please try again") from None


async def _obey(house: "House", line: Connection, sent: Mapping[str, object]) -> None:
    if sent.get("type") == "subscribe":
        await subscribe(house, line, sent)
    elif sent.get("type") == "unsubscribe":
        try:
            house.hall.unsubscribe(line, stream_named(sent.get("stream"), sent))
        except Refused as refused:
            line.write(text(orjson.dumps({"error": refused.error, "status": refused.status})))


def _understood(said: bytes) -> Mapping[str, object]:
    """What makes no sense is passed over."""
    try:
        found = orjson.loads(said)
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}
