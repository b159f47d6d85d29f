"""Which way news take from those who write to the streaming service."""

from collections.abc import Iterator
from functools import cache
from threading import Event
from typing import Protocol

from django.conf import settings
from django.db import connection

from folkmoot.core.push.local import Local
from folkmoot.core.push.messages import Message
from folkmoot.core.push.notes import Notes

PATIENCE = 0.5  # seconds between two looks at whether to stop


class Carrier(Protocol):
    """A way for messages; one that is lost on it is lost, and nobody waits for it."""

    def carry(self, message: Message) -> None:
        """Send a message once the current transaction is committed."""

    def hear(self, stop: Event) -> Iterator[bytes]:
        """What is sent from now on, in pieces, and an empty one when it begins; ends soon after ``stop`` is set."""


def carrier() -> Carrier:
    """Redis where the operator names one, else what the database offers."""
    if settings.FOLKMOOT.redis_url:
        return _redis(settings.FOLKMOOT.redis_url)
    return Notes(PATIENCE) if connection.vendor == "postgresql" else Local(PATIENCE)


@cache
def _redis(url: str) -> Carrier:
    """Its library is read only where it is used."""
    from folkmoot.core.push.redis import Redis

    return Redis(url, f"folkmoot:{settings.FOLKMOOT.host}", PATIENCE)
