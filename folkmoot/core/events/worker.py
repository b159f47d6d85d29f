"""The job worker: one thread a lane, so that a slow mail server never holds up a notification."""

import logging
import threading

from django.db import connection

from folkmoot.core.events import bell, clock, table
from folkmoot.core.events.kinds import LANES, Lane
from folkmoot.core.events.lanes import Hand

logger = logging.getLogger(__name__)

_GATHER = 0.03  # seconds: what comes in a burst is done in one go, and the web gets its turn between two goes
_LONGEST_NAP = 5.0  # seconds: should a ring ever get lost
_AFTER_TROUBLE = 2.0  # seconds before looking again when the database itself is in trouble
_FAREWELL = 20.0  # seconds a lane gets to finish what it is doing; a lease covers the rest


def run(stop: threading.Event) -> None:
    """Work through the lanes until told to stop, woken by each committed event."""
    table.release()
    connection.close()
    rings = {lane: threading.Event() for lane in LANES}
    threads = [threading.Thread(target=_work, args=(lane, rings[lane], stop), name=f"lane-{lane}") for lane in LANES]
    threads.append(threading.Thread(target=_keep_time, args=(stop,), name="clock"))
    for thread in threads:
        thread.daemon = True
        thread.start()
    try:
        bell.listen(stop, lambda lane: _ring(rings, lane))
    finally:
        stop.set()
        _ring(rings, "")
        for thread in threads:
            thread.join(_FAREWELL)
        connection.close()


def _ring(rings: dict[Lane, threading.Event], lane: str) -> None:
    for name, ring in rings.items():
        if lane not in LANES or name == lane:
            ring.set()


def _keep_time(stop: threading.Event) -> None:
    while not stop.wait(clock.tick()):
        pass
    connection.close()


def _work(lane: Lane, ring: threading.Event, stop: threading.Event) -> None:
    hand = Hand(lane)
    while not stop.is_set():
        ring.clear()
        try:
            nap = _turn(hand, stop)
        except Exception:
            logger.exception("the lane %s stumbled and goes on in %.0f s", lane, _AFTER_TROUBLE)
            connection.close()
            nap = _AFTER_TROUBLE
        if nap > 0 and not stop.is_set():
            ring.wait(nap)
    connection.close()


def _turn(hand: Hand, stop: threading.Event) -> float:
    _skip_needless_waits()
    hand.settle()
    due_in = table.next_due(hand.lane)
    if due_in is None or due_in > 0:
        return min(_LONGEST_NAP, due_in or _LONGEST_NAP)
    if hand.lane == "now":
        stop.wait(_GATHER)
    hand.run_due()
    return 0


def _skip_needless_waits() -> None:
    """On SQLite nothing the worker commits was promised to anybody: after a power cut it is simply done again.

    The write-ahead log keeps the order of commits, so the next durable post brings the worker's along.
    """
    if connection.vendor == "sqlite" and connection.connection is None:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous = NORMAL")
