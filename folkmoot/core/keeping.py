"""What was made of things, kept for a moment by the state that they were in."""

from collections.abc import Iterable, Mapping


class Keeping[Key, Made]:
    """At most so many of them, each for so many seconds; those that were made first go first."""

    def __init__(self, most: int, seconds: float) -> None:
        self.most, self.seconds = most, seconds
        self._kept: dict[Key, tuple[float, Made]] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def find(self, keys: Iterable[Key], now: float) -> dict[Key, Made]:
        """Those that are kept and not too old at this moment of the monotonic clock."""
        return {key: found[1] for key in keys if (found := self._kept.get(key)) and found[0] > now - self.seconds}

    def keep(self, made: Mapping[Key, Made], now: float) -> None:
        """Keep these as they were at that moment."""
        for key, each in made.items():
            self._kept.pop(key, None)  # the end of the dictionary is what was made last
            self._kept[key] = now, each
        for oldest in list(self._kept)[: max(0, len(self._kept) - self.most)]:
            self._kept.pop(oldest, None)

    def clear(self) -> None:
        """Keep nothing."""
        self._kept.clear()
