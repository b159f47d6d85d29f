"""What was brought lately: a notification is brought once, and those of a busy minute are not read again and again."""

from collections import OrderedDict
from collections.abc import Collection
from datetime import datetime, timedelta

from folkmoot.core.ids import id_at

LATELY = timedelta(seconds=30)  # what was told longer ago than this is no news
SETTLED = timedelta(seconds=5)  # what is written longer than this after it got its id is found late
_REMEMBERED = 65_536  # notifications, and accounts


class Memory:
    """Which notifications were brought, and up to when those of each account were looked at."""

    def __init__(self) -> None:
        self.told: OrderedDict[int, None] = OrderedDict()
        self.looked: OrderedDict[int, datetime] = OrderedDict()

    def is_new(self, number: int) -> bool:
        """Whether a notification is brought for the first time; from now on it is not."""
        if number in self.told:
            return False
        _keep(self.told, number, None)
        return True

    def above(self, viewers: Collection[int], now: datetime) -> int:
        """The id above which there may be news for one of these."""
        earliest = now - LATELY
        since = min((self.looked.get(viewer, earliest) - SETTLED for viewer in viewers), default=earliest)
        return id_at(max(earliest, since))

    def look(self, viewers: Collection[int], now: datetime) -> None:
        """Those of these accounts were looked at, up to ``now``."""
        for viewer in viewers:
            _keep(self.looked, viewer, now)


def _keep[T](kept: OrderedDict[int, T], number: int, what: T) -> None:
    kept[number] = what
    kept.move_to_end(number)
    if len(kept) > _REMEMBERED:
        kept.popitem(last=False)
