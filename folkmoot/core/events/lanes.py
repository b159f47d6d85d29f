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
    lanes, total = tuple(lanes), 0
    while ran := sum(run_due(lane) for lane in lanes):
        total += ran
    return total


def run_due(lane: Lane) -> int:
    """Claim some of what is due in the lane and run it; returns how many rows were run."""
    due_in = table.next_due(lane)
    if due_in is None or due_in > 0:
        return 0
    rows = deque(table.claim(lane, _AT_ONCE[lane]))
    count = len(rows)
    while rows:
        if lane == "now":
            _run_some_together(rows)
        else:
            _run_alone(rows.popleft())
    return count


def _run_some_together(rows: deque[Row]) -> None:
    claimed, outcome = tuple(rows), Outcome()
    until = time.perf_counter() + (0 if connection.vendor == "postgresql" else _SHARED)
    try:
        with transaction.atomic():
            _run(rows.popleft(), outcome)
            while rows and time.perf_counter() < until:
                _run(rows.popleft(), outcome)
            outcome.save()
    except IntegrityError as error:
        # PostgreSQL looks at keys as it commits: what a reaction read may be gone by then, and the next try sees that
        logger.info("what a reaction pointed at went meanwhile, and it runs again: %s", error)
        table.postpone(claimed, counted=True)
        rows.clear()
    except Exception as error:
        table.postpone(claimed, counted=not isinstance(error, CannotSave))
        raise


def _run_alone(row: Row) -> None:
    outcome = Outcome()
    with holding(row):
        _run(row, outcome)
    with transaction.atomic():
        outcome.save()


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
