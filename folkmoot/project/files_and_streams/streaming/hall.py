"""Who listens to what: every line by account and by channel; nothing here waits for anything."""

from collections import defaultdict
from collections.abc import Iterator

from folkmoot.api.streaming.deliveries import Delivery, Listening
from folkmoot.api.streaming.memory import Memory
from folkmoot.api.streaming.streams import HOME, TOLD, Channel, Refused, Stream
from folkmoot.project.files_and_streams.streaming.connection import Connection

MOST = 8_000  # lines together
VISITORS_PART = 8  # all lines of no account together may be one in so many
MOST_EACH = 8  # of one account, or of an app by itself
STREAMS_MOST = 64  # of one line

type Seat = tuple[Connection, Stream]


class Hall:
    """All who are let in, each with the streams they asked for."""

    def __init__(self) -> None:
        self.lines: set[Connection] = set()
        self.by_holder: defaultdict[int, set[Connection]] = defaultdict(set)
        self.visitors: set[Connection] = set()  # lines of no account
        self.channels: dict[Channel, dict[int | None, dict[Seat, None]]] = {}
        self.memory = Memory()

    def check_place(self, line: Connection) -> None:
        """Refuse a line for which there is no place: whose holder has too many, or where all are taken."""
        if len(self.by_holder.get(line.holder, ())) >= MOST_EACH:
            raise Refused(429, "Too many connections")
        is_full = len(self.lines) >= MOST
        if is_full or (line.viewer is None and len(self.visitors) >= MOST // VISITORS_PART):
            raise Refused(503, "Too many are listening")

    def check_room(self, line: Connection) -> None:
        """Refuse one more stream to a line that hears as many as it may."""
        if len(line.streams) >= STREAMS_MOST:
            raise Refused(429, "Too many streams")

    def enter(self, line: Connection) -> None:
        """Somebody is in who has shown a token."""
        self.lines.add(line)
        self.by_holder[line.holder].add(line)
        if line.viewer is None:
            self.visitors.add(line)

    def leave(self, line: Connection) -> None:
        """Somebody is gone, and with them all that they listened to."""
        self.lines.discard(line)
        self.visitors.discard(line)
        for stream in tuple(line.streams):
            self.unsubscribe(line, stream)
        mine = self.by_holder.get(line.holder, set())
        mine.discard(line)
        if not mine:
            self.by_holder.pop(line.holder, None)

    def subscribe(self, line: Connection, stream: Stream, channels: tuple[Channel, ...]) -> None:
        """Let a line hear a stream, once, under the name by which it was asked for first."""
        if stream.key in line.streams:
            return
        line.streams[stream.key] = stream, channels
        for channel in channels:
            self.channels.setdefault(channel, {}).setdefault(line.viewer, {})[line, stream] = None

    def unsubscribe(self, line: Connection, stream: Stream) -> None:
        """Let it hear that stream no more."""
        heard_as, channels = line.streams.pop(stream.key, (stream, ()))
        for channel in channels:
            viewers = self.channels[channel]
            del viewers[line.viewer][line, heard_as]
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
        if delivery.number and not self.memory.is_new(delivery.number):
            return
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
