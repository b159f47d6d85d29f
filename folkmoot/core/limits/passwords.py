"""Argon2, a few at a time: each computation takes a tenth of a second of all cores, and 100 MB."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from django.contrib.auth.hashers import Argon2PasswordHasher

from folkmoot.core.errors import TooMany

AT_ONCE = 1  # in one process
LONGEST_WAIT = 1.0  # seconds: while somebody waits, a thread answers nobody else
RETRY_AFTER = 5  # seconds
_seats = BoundedSemaphore(AT_ONCE)


class PasswordHasher(Argon2PasswordHasher):
    """Django's own, which waits for its turn; ``TooMany`` when that takes too long."""

    def encode(self, password: str, salt: str) -> str:
        """What is kept of a password."""
        with _seat():
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        """Whether it is the password."""
        with _seat():
            return super().verify(password, encoded)


@contextmanager
def _seat() -> Iterator[None]:
    if not _seats.acquire(timeout=LONGEST_WAIT):
        raise TooMany(RETRY_AFTER)
    try:
        yield
    finally:
        _seats.release()
