"""Where counts are kept: in memory that the processes of one server share, or in Redis."""

from functools import cache
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings

from folkmoot.core.limits.table import Table

FILE = "limits.table"  # in the data directory
_last: list[Any] = []  # which deployment asked last, and its store: this is asked at every request


class Store(Protocol):
    """What can be done with a count."""

    def hit(self, place: bytes, most: int, seconds: float, now: float, times: int = 1) -> tuple[int, float]:
        """Count some more, unless that is more than ``most``; how often by now, and when its time is over."""

    def look(self, place: bytes, now: float) -> tuple[int, float]:
        """How often by now, and when its time is over."""

    def back(self, place: bytes, times: int) -> None:
        """So many less, and never fewer than none."""

    def drop(self, place: bytes) -> None:
        """None at all."""

    def clear(self) -> None:
        """Forget everything."""


def store() -> Store:
    """The store of this deployment."""
    deployment, folder = settings.FOLKMOOT, settings.DATA_DIR
    if _last and _last[0] is deployment and _last[1] is folder:
        kept: Store = _last[2]
        return kept
    found = _store(folder / FILE, deployment.redis_url, deployment.origin)
    _last[:] = [deployment, folder, found]
    return found


@cache
def _store(path: Path, redis_url: str, community: str) -> Store:
    table = Table(path)
    if not redis_url:
        return table
    from folkmoot.core.limits.shared import Shared  # its library takes megabytes that most communities can do without

    return Shared(redis_url, community, table)
