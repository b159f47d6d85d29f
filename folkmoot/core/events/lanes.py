"""Running what is due in a lane; the worker, the command line and the tests use the same code."""

import logging
import time
import traceback
from collections import deque
from collections.abc import Iterable

from django.db import IntegrityError, connection, transaction

from folkmoot.core.events import table
from folkmoot.core.events.holding import holding
from folkmoot.core.events.kinds import LANES, Event, Lane, Reaction, Unknown, reaction_named, reactions_to, read
from folkmoot.core.events.table import MOST_TRIES, Outcome, Row
from folkmoot.core.storage import CannotSave

logger = logging.getLogger(__name__)

_AT_ONCE: dict[Lane, int] = dict.fromkeys(LANES, 4) | {"now": 50, "media": 1, "long": 1}  # rows per claim
# On SQLite a commit costs more than most reactions, and other writers wait meanwhile: small events share
# one transaction for this many seconds, then let the web in. PostgreSQL gives each event its own.
_SHARED = 0.015


def drain(lanes: Iterable[Lane] = LANES) -> int:
    """Run everything due in these lanes, here and now, until none is left; returns how many rows were run."""
    hands, total = [Hand(lane) for lane in lanes], 0
    while ran := sum(hand.run_due() for hand in hands):
        total += ran
    return total


class Hand:
    """Works through one lane, and knows what it has taken up: whatever the storage refuses, nothing of it is lost."""

    def __init__(self, lane: Lane) -> None:
        self.lane = lane
        self._rows: deque[Row] = deque()  # claimed, and not run yet
        self._counted = True  # whether their try counts: that the storage refused is nobody's fault
        self._done: Outcome | None = None  # what came of one that ran, which the storage would not take

    def run_due(self) -> int:
        """Claim some of what is due in the lane and run it; returns how many rows were run."""
        due_in = table.next_due(self.lane)
        if due_in is None or due_in > 0:
            return 0
        self._rows.extend(table.claim(self.lane, _AT_ONCE[self.lane]))
        count = len(self._rows)
        try:
            while self._rows:
                if self.lane == "now":
                    self._run_some_together()
                else:
                    self._run_alone()
        except Exception as error:
            self._counted = not isinstance(error, CannotSave)
            self.settle()
            raise
        return count

    def settle(self) -> None:
        """Write down what was done, and give back what was claimed and not run, due again in a second.

        Before anything else is claimed: what cannot be written down would be done again, and letters sent again.
        """
        if self._done:
            self._write_down(self._done)
        if self._rows:
            table.postpone(self._rows, counted=self._counted)
            self._rows.clear()

    def _run_some_together(self) -> None:
        claimed, outcome = tuple(self._rows), Outcome()
        until = time.perf_counter() + (0 if connection.vendor == "postgresql" else _SHARED)
        try:
            with transaction.atomic():
                _run(self._rows.popleft(), outcome)
                while self._rows and time.perf_counter() < until:
                    _run(self._rows.popleft(), outcome)
                outcome.save()
        except Exception as error:
            self._rows = deque(claimed)  # none of them happened
            if not isinstance(error, IntegrityError):
                raise
            # PostgreSQL looks at keys as it commits: what a reaction read may be gone by then, and the next try sees
            logger.info("what a reaction pointed at went meanwhile, and it runs again: %s", error)
            self._counted = True
            self.settle()

    def _run_alone(self) -> None:
        row, outcome = self._rows.popleft(), Outcome()
        with holding(row):
            _run(row, outcome)
        self._write_down(outcome)

    def _write_down(self, outcome: Outcome) -> None:
        self._done = None
        try:
            with transaction.atomic():
                outcome.save()
        except CannotSave:
            self._done = outcome
            raise


def _run(row: Row, outcome: Outcome) -> None:
    try:
        event = read(row.kind, row.data)
        reactions = (reaction_named(row.kind, row.reaction),) if row.reaction else reactions_to(row.kind)
    except Unknown as problem:
        outcome.park(row, str(problem))
        return
    if row.tries > MOST_TRIES:
        outcome.park(row, "the worker ended each time while this was running")
        return
    failed = [reaction for reaction in reactions if not _run_or_split(row, event, reaction, outcome)]
    if not (row.reaction and failed):
        outcome.finish(row)


def _run_or_split(row: Row, event: Event, reaction: Reaction, outcome: Outcome) -> bool:
    if reaction.lane != row.lane:
        outcome.split(row, reaction)
        return True
    try:
        if row.lane == "now":
            with transaction.atomic():
                reaction.function(event)
        else:
            reaction.function(event)
    except Exception:
        logger.exception("%s failed on %s %s", reaction.name, row.kind, row.data)
        outcome.fail(row, reaction, traceback.format_exc())
        return False
    return True
