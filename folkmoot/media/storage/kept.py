"""What a store does."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, NamedTuple, Protocol

type Content = bytes | IO[bytes]  # of a file that is open, all of it; one from ``spool`` is not even copied


class Found(NamedTuple):
    """A kept file: its size in bytes, and where it is when it is on this disk.

    Where readers are sent to the store itself there is only the ``address``, good for one reader and a minute.
    """

    size: int
    path: Path | None = None
    address: str = ""


class Store(Protocol):
    """All that is done with kept files; ``place`` is ``addresses.place``, ``name`` such as ``640.webp``."""

    def keep(self, place: str, files: Mapping[str, Content]) -> None:
        """Keep these files for good: when this returns they outlast a power cut."""

    def find(self, place: str, name: str) -> Found | None:
        """The file, or ``None`` when there is none."""

    def offer(self, place: str, name: str) -> Found | None:
        """The same for somebody who wants to read it, and may."""

    def read(self, place: str, name: str, first: int, last: int) -> bytes:
        """A part of a file, both ends included."""

    def remove(self, place: str) -> None:
        """Let a place go with all its files; nothing happens when it is gone."""

    def places(self, before: float) -> Iterator[str]:
        """Every place where nothing was laid since then (seconds as ``time.time`` counts them)."""
