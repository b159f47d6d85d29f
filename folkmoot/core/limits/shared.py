"""Counts in Redis: for servers on several machines."""

import logging
import time
from collections.abc import Callable
from hashlib import sha256

import redis

from folkmoot.core.limits.table import Table

logger = logging.getLogger(__name__)

_LONGEST_WAIT = 0.25  # seconds for one answer
_REST = 10.0  # seconds until a Redis that did not answer is asked again
_HIT = """local used = tonumber(redis.call('GET', KEYS[1]) or '0')
if used + tonumber(ARGV[3]) <= tonumber(ARGV[1]) then redis.call('INCRBY', KEYS[1], ARGV[3])
  if used == 0 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end end
return {used + tonumber(ARGV[3]), redis.call('PTTL', KEYS[1])}"""
_BACK = """local used = math.min(tonumber(redis.call('GET', KEYS[1]) or '0'), tonumber(ARGV[1]))
if used > 0 then redis.call('DECRBY', KEYS[1], used) end"""


class Shared:
    """One count for all machines; while Redis is away, each counts for itself."""

    def __init__(self, url: str, community: str, instead: Table) -> None:
        limits = {"socket_connect_timeout": _LONGEST_WAIT, "socket_timeout": _LONGEST_WAIT}
        self.client = redis.Redis.from_url(url, **limits)
        self.instead, self.rests_until = instead, 0.0
        self.name = f"folkmoot:{sha256(community.encode()).hexdigest()[:8]}:limit:".encode()
        self._hit, self._back = self.client.register_script(_HIT), self.client.register_script(_BACK)

    def hit(self, place: bytes, most: int, seconds: float, now: float, times: int = 1) -> tuple[int, float]:
        """Count some more, unless that is more than ``most``; how often by now, and when its time is over."""

        def there() -> tuple[int, float]:
            used, left = self._hit(keys=[self.name + place], args=[most, int(seconds * 1000), times])
            return int(used), now + max(0, int(left)) / 1000

        return self._asked(there, lambda: self.instead.hit(place, most, seconds, now, times))

    def look(self, place: bytes, now: float) -> tuple[int, float]:
        """How often by now, and when its time is over."""

        def there() -> tuple[int, float]:
            with self.client.pipeline() as asked:
                asked.get(self.name + place)
                asked.pttl(self.name + place)
                used, left = asked.execute()
            return int(used or 0), now + max(0, int(left)) / 1000

        return self._asked(there, lambda: self.instead.look(place, now))

    def back(self, place: bytes, times: int) -> None:
        """So many less, and never fewer than none."""
        self._asked(lambda: self._back(keys=[self.name + place], args=[times]), lambda: self.instead.back(place, times))

    def drop(self, place: bytes) -> None:
        """None at all."""
        self._asked(lambda: self.client.delete(self.name + place), lambda: self.instead.drop(place))

    def clear(self) -> None:
        """Forget what this machine counts by itself."""
        self.instead.clear()

    def _asked[Found](self, there: Callable[[], Found], here: Callable[[], Found]) -> Found:
        if time.monotonic() < self.rests_until:
            return here()
        try:
            return there()
        except redis.RedisError as problem:
            self.rests_until = time.monotonic() + _REST
            logger.warning("Redis does not answer (%s): this machine counts by itself", type(problem).__name__)
            return here()
