"""Hears the product, whichever way news travel here: a thread that waits, so that the loop does not."""

import logging
import threading
from collections.abc import Callable

from folkmoot.core.push import Message, carrier, read

log = logging.getLogger(__name__)

_AFTER_TROUBLE = 2.0  # seconds until the next try, when the database or Redis is away


class Ear(threading.Thread):
    """Calls ``heard`` with each message, on its own thread, for as long as the service runs."""

    def __init__(self, heard: Callable[[Message], object]) -> None:
        super().__init__(name="ear", daemon=True)
        self.heard = heard
        self.over = threading.Event()
        self.open = threading.Event()  # somebody who speaks now is heard

    def run(self) -> None:
        """Listen, and begin again when the line breaks."""
        while not self.over.is_set():
            try:
                self._listen()
            except Exception:
                self.open.clear()
                log.exception("the service does not hear what is new; it tries again until it does")
                self.over.wait(_AFTER_TROUBLE)

    def stop(self) -> None:
        """End soon."""
        self.over.set()

    def _listen(self) -> None:
        for piece in carrier().hear(self.over):
            self.open.set()
            if piece:
                self._understand(piece)

    def _understand(self, piece: bytes) -> None:
        """What makes no sense, somebody else has sent."""
        try:
            message = read(piece)
        except ValueError:
            return
        self.heard(message)
