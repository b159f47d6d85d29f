"""Who listens to what: every line by account and by channel; nothing here waits for anything."""

from collections import OrderedDict, defaultdict
from collections.abc import Iterator

from folkmoot.api.streaming.deliveries import Delivery, Listening
from folkmoot.api.streaming.streams import HOME, TOLD, Channel, Refused, Stream
from folkmoot.project.files_and_streams.streaming.connection import Connection

MOST = 8_000  # lines together
MOST_EACH = 8  # of one account, or of an app by itself
STREAMS_MOST = 64  # of one line
_REMEMBERED = 4_096  # notifications

type Seat = tuple[Connection, Stream]


class Hall:
    """All who are let in, each with the streams they asked for."""

    def __init__(self) -> None:
        self.lines: set[Connection] = set()
        self.by_holder: defaultdict[int, set[Connection]] = defaultdict(set)
        self.channels: dict[Channel, dict[int | None, list[Seat]]] = {}
        self.told: OrderedDict[int, None] = OrderedDict()

    def has_room(self, holder: int) -> bool:
        """Whether whoever holds this may open one more line."""
        return len(self.by_holder.get(holder, ())) < MOST_EACH

    def check_room(self, line: Connection) -> None:
        """Whether a line may hear one more stream."""
        if len(line.streams) >= STREAMS_MOST:
            raise Refused(429, "Too many streams")

    def enter(self, line: Connection) -> None:
        """Somebody shown a token for is in."""
        self.by_holder[line.holder].add(line)

    def leave(self, line: Connection) -> None:
        """Somebody is gone, and with them all that they listened to."""
        self.lines.discard(line)
        for stream in tuple(line.streams):
            self.unsubscribe(line, stream)
        mine = self.by_holder.get(line.holder, set())
        mine.discard(line)
        if not mine:
            self.by_holder.pop(line.holder, None)

    def subscribe(self, line: Connection, stream: Stream, channels: tuple[Channel, ...]) -> None:
        """Let a line hear a stream, once."""
        if stream in line.streams:
            return
        line.streams[stream] = channels
        for channel in channels:
            self.channels.setdefault(channel, {}).setdefault(line.viewer, []).append((line, stream))

    def unsubscribe(self, line: Connection, stream: Stream) -> None:
        """Let it hear that stream no more."""
        for channel in line.streams.pop(stream, ()):
            viewers = self.channels[channel]
            viewers[line.viewer].remove((line, stream))
            if not viewers[line.viewer]:
                del viewers[line.viewer]
            if not viewers:
                del self.channels[channel]

    def listening(self, what: str) -> Listening:
        """Who listens on the channels that news of this kind can come to."""
        only = {"home": HOME, "filters": HOME, "notifications": TOLD}.get(what)
        wanted = (only,) if only else tuple(self.channels)
        return {channel: frozenset(self.channels[channel]) for channel in wanted if channel in self.channels}

    def seats(self, delivery: Delivery) -> Iterator[Seat]:
        """Whom to send this to: those of its viewers who are still there, of a notification once."""
        if delivery.number in self.told:
            return
        if delivery.number:
            self.told[delivery.number] = None
            if len(self.told) > _REMEMBERED:
                self.told.popitem(last=False)
        there = self.channels.get(delivery.channel, {})
        for viewer in delivery.viewers:
            for seat in tuple(there.get(viewer, ())):
                if seat[0].since < delivery.number or not delivery.number:
                    yield seat

    def holding(self, token_id: int, accounts: tuple[int, ...]) -> Iterator[Connection]:
        """The lines that were opened with a token, or for one of these accounts."""
        for account_id in accounts:
            yield from tuple(self.by_holder.get(account_id, ()))
        yield from [line for line in self.lines if token_id and line.token_id == token_id]
