"""What reaches whom, without a server: what is told when something happens, brought to those who listen."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from folkmoot.api.streaming.deliveries import Delivery, Listening, deliveries
from folkmoot.api.streaming.memory import Memory
from folkmoot.api.streaming.streams import Channel
from folkmoot.core.ids import new_id
from folkmoot.core.push import Message


@dataclass
class Carried:
    """A carrier that keeps what is told."""

    messages: list[Message] = field(default_factory=list)
    since: int = 0

    def carry(self, message: Message) -> None:
        self.messages.append(message)

    def taken(self) -> list[Message]:
        found, self.messages = self.messages, []
        return found

    def begin(self) -> None:
        """Forget everything until now."""
        self.taken()
        self.since = new_id()


@dataclass(frozen=True)
class News:
    """One event as one viewer hears it."""

    channel: Channel
    event: str
    viewer: int | None
    data: Any
    raw: bytes


def brought(messages: list[Message], listening: Listening, since: int = 0) -> list[News]:
    """All that these messages come to; of notifications those that were told ``since``, each once."""
    found: dict[object, Delivery] = {}
    for number, message in enumerate(message for message in messages if message.what != "access"):
        for place, each in enumerate(deliveries(message, listening, Memory())):
            if each.number > since or not each.number:
                found.setdefault(each.number or (number, place), each)
    return [news for each in found.values() for news in _each(each)]


def everywhere(*viewers: int | None, tags: tuple[str, ...] = (), lists: dict[int, int] | None = None) -> Listening:
    """All of these listen to everything there is."""
    all_of = frozenset(viewers)
    members = frozenset(viewer for viewer in viewers if viewer is not None)
    parts = [f"{origin}{media}" for origin in ("all", "here", "elsewhere") for media in ("", ":media")]
    return {
        **{Channel(kind): members for kind in ("home", "told", "direct")},
        **{Channel("open", part): all_of for part in parts},
        **{Channel(kind, tag): all_of for kind in ("tag", "tag:here") for tag in tags},
        **{Channel("list", str(circle)): frozenset({owner}) for circle, owner in (lists or {}).items()},
    }


def statements(work: Callable[[], object]) -> int:
    """How many statements this asks."""
    with CaptureQueriesContext(connection) as caught:
        work()
    return len(caught)


def _each(found: Delivery) -> Iterator[News]:
    raw = found.payload or b""
    for viewer in found.viewers:
        yield News(found.channel, found.event, viewer, json.loads(raw) if raw else None, raw)
