"""A socket in the data directory: for a server that has everything on one machine."""

import contextlib
import os
import socket
from collections.abc import Generator, Iterator
from pathlib import Path
from threading import Event

from django.conf import settings
from django.db import transaction

from folkmoot.core.push.messages import Message

_AT_ONCE = 2000  # accounts in one datagram: it must fit the kernel's buffer
_LARGEST = 1 << 17  # bytes
_LONGEST_WAIT = 0.05  # seconds for a listener that has its hands full


class Local:
    """Datagrams to whoever listens in this data directory."""

    def __init__(self, patience: float) -> None:
        self.patience = patience

    def carry(self, message: Message) -> None:
        """Send when it is committed. Nobody listening, or too busy to: they find out by themselves."""
        transaction.on_commit(lambda: _send(message), robust=True)

    def hear(self, stop: Event) -> Iterator[bytes]:
        """What is sent to this data directory from now on; whoever listened before hears nothing more."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear, address() as place:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(place)  # noqa: PTH108 - an address, not a path to resolve
            ear.bind(place)
            os.chmod(place, 0o600)  # noqa: PTH101 - an address, not a path to resolve
            ear.settimeout(self.patience)
            yield b""
            while not stop.is_set():
                with contextlib.suppress(TimeoutError):
                    yield ear.recv(_LARGEST)


@contextlib.contextmanager
def address() -> Generator[str]:
    """Where the streaming service hears us: a socket in the data directory, however long the directory's name is."""
    folder = os.open(Path(settings.DATA_DIR), os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/stream.sock"
    finally:
        os.close(folder)


def _send(message: Message) -> None:
    with contextlib.suppress(OSError), address() as to, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out:
        out.settimeout(_LONGEST_WAIT)
        for piece in message.pieces(_AT_ONCE):
            out.sendto(piece, to)
