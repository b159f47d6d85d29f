"""Heads of the log that are kept outside the database: a file under a key, each line sealed with the one before."""

import hmac
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

_PARTS = 4


class KeptHead(NamedTuple):
    """How far the log reached at a moment."""

    at: datetime
    seq: int
    digest: str

    @property
    def typed(self) -> str:
        """As ``folkmoot audit verify --head`` takes it."""
        return f"{self.seq}:{self.digest}"


def heads_file() -> Path:
    """Where they are kept."""
    return Path(settings.DATA_DIR) / "audit.heads"


def kept_heads() -> tuple[list[KeptHead], int | None]:
    """What the file holds, and the number of the first line that nobody of ours wrote."""
    try:
        lines = heads_file().read_text().splitlines()
    except FileNotFoundError:
        return [], None
    found: list[KeptHead] = []
    seal = ""
    for number, line in enumerate(lines, 1):
        parts = line.split(" ")
        if len(parts) != _PARTS or not hmac.compare_digest(parts[3], _seal(parts[:3], seal)):
            return found, number
        found.append(KeptHead(datetime.fromisoformat(parts[0]), int(parts[1]), parts[2]))
        seal = parts[3]
    return found, None


def published_head(today: datetime) -> KeptHead | None:
    """The newest head kept before today began: for everybody to note, without telling what is done just now."""
    try:
        stamp = heads_file().stat()
    except FileNotFoundError:
        return None
    return _newest_before(today, heads_file(), stamp.st_mtime_ns, stamp.st_size)


def line_after(before: str, head: KeptHead) -> str:
    """A line of the file, sealed with the line before it."""
    facts = [head.at.astimezone(UTC).isoformat(timespec="seconds"), str(head.seq), head.digest]
    return " ".join([*facts, _seal(facts, before.rpartition(" ")[2])])


@lru_cache(maxsize=4)
def _newest_before(today: datetime, file: Path, changed: int, size: int) -> KeptHead | None:
    """Read once for each state of the file: it has a line for every hour in which something was done."""
    del file, changed, size
    return next((each for each in reversed(kept_heads()[0]) if each.at < today), None)


def _seal(facts: Iterable[str], before: str) -> str:
    key = hmac.digest(settings.HASH_KEY.encode(), b"folkmoot: heads of the log", "sha256")
    return hmac.new(key, " ".join([*facts, before]).encode(), "sha256").hexdigest()
