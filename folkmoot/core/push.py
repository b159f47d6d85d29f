"""Telling open pages that something new arrived: hints for the streaming service, never the news itself."""

import contextlib
import json
import os
import socket
from collections.abc import Collection, Generator
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.core import signing
from django.db import transaction

type News = Literal["home", "notifications"]

TICKET_LIFE = 15 * 60  # seconds from when a page was made to when it opens its stream
_SALT = "folkmoot.stream"
_AT_ONCE = 2000  # accounts in one datagram: it must fit the kernel's buffer


def tell(account_ids: Collection[int], what: News) -> None:
    """Have the open pages of these accounts look for news once the current transaction is committed."""
    if ids := tuple(account_ids):
        transaction.on_commit(lambda: _send(ids, what), robust=True)


def ticket_for(account_id: int) -> str:
    """What a page shows to the streaming service to hear about this account; good for a quarter of an hour."""
    return signing.dumps(account_id, salt=_SALT)


def account_of(ticket: str) -> int | None:
    """The account whose news this ticket opens; ``None`` if it is forged or too old."""
    try:
        account_id = signing.loads(ticket, salt=_SALT, max_age=TICKET_LIFE)
    except signing.BadSignature:
        return None
    return account_id if isinstance(account_id, int) else None


def read(datagram: bytes) -> tuple[News, list[int]]:
    """What a datagram says: the kind of news, and for whom."""
    message = json.loads(datagram)
    return message["what"], message["accounts"]


@contextlib.contextmanager
def address() -> Generator[str]:
    """Where the streaming service hears us: a socket in the data directory, however long the directory's name is."""
    folder = os.open(Path(settings.DATA_DIR), os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/stream.sock"
    finally:
        os.close(folder)


def _send(ids: tuple[int, ...], what: News) -> None:
    """Nobody listening, or too busy to: the pages find out by themselves."""
    with contextlib.suppress(OSError), address() as to, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out:
        out.settimeout(0)
        for start in range(0, len(ids), _AT_ONCE):
            message = {"what": what, "accounts": ids[start : start + _AT_ONCE]}
            out.sendto(json.dumps(message).encode(), to)
