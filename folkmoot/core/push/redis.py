"""Redis: for servers on several machines, or where the database has enough to do."""

import contextlib
from collections.abc import Iterator
from threading import Event

import redis
from django.db import transaction

from folkmoot.core.push.messages import Message

_AT_ONCE = 2_000  # accounts in one message
_LONGEST_WAIT = 1.0  # seconds until a Redis that does not answer is given up


class Redis:
    """A channel of its own for each community."""

    def __init__(self, url: str, channel: str, patience: float) -> None:
        self.channel, self.patience = channel, patience
        limits = {"socket_connect_timeout": _LONGEST_WAIT, "socket_timeout": _LONGEST_WAIT}
        self.client = redis.Redis.from_url(url, **limits)

    def carry(self, message: Message) -> None:
        """Send when it is committed; a Redis that is away costs nobody what they wrote."""
        transaction.on_commit(lambda: self._send(message), robust=True)

    def hear(self, stop: Event) -> Iterator[bytes]:
        """What comes over the channel from now on."""
        with self.client.pubsub(ignore_subscribe_messages=True) as line:  # type: ignore[no-untyped-call]  # the library's one untyped door
            line.subscribe(self.channel)
            yield b""
            while not stop.is_set():
                if heard := line.get_message(timeout=self.patience):
                    yield heard["data"]

    def _send(self, message: Message) -> None:
        with contextlib.suppress(redis.RedisError):
            for piece in message.pieces(_AT_ONCE):
                self.client.publish(self.channel, piece)
