"""The event table: claiming by lease, finishing, splitting, failing, parking."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db import connection, transaction

from folkmoot.core.events import bell
from folkmoot.core.events.kinds import LANES, Lane, Reaction
from folkmoot.core.ids import made_at, new_id

PARKED = 2**62  # a lease that never ends: kept for somebody to look at
MOST_TRIES = 8
_LEASE = dict.fromkeys(LANES, 300_000) | {"now": 30_000, "media": 900_000}  # milliseconds
_FIRST_PAUSE = 10_000  # milliseconds before the second try, then four times as long each: the eighth is 15 hours later
_SHOWN_ERROR = 8_000  # characters of a traceback that are kept

_DUE = "SELECT id FROM core_event WHERE lane = %s AND lease_until <= %s ORDER BY lease_until, id LIMIT %s"
# Materialised, because PostgreSQL may otherwise run a limited subquery again for each row and claim more than asked.
_CLAIM = (
    "WITH due AS MATERIALIZED ({due})"
    " UPDATE core_event SET lease_until = %s, tries = tries + 1 WHERE id IN (SELECT id FROM due) RETURNING {columns}"
)
_COLUMNS = "id, kind, data, lane, reaction, tries"
_INSERT = (
    "INSERT INTO core_event (id, kind, data, lane, reaction, lease_until, tries, error)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
)


@dataclass(frozen=True)
class Row:
    """One claimed row; ``tries`` counts the present one."""

    id: int
    kind: str
    data: str
    lane: Lane
    reaction: str
    tries: int


@dataclass(frozen=True)
class Parked:
    """An event, or one reaction to it, that was given up after many tries."""

    id: int
    kind: str
    reaction: str
    tries: int
    error: str
    at: datetime


@dataclass(frozen=True)
class Waiting:
    """How much waits in a lane, and since when the oldest of it."""

    lane: Lane
    count: int
    oldest: datetime | None


@dataclass
class Outcome:
    """What a run of rows came to, saved in one go."""

    done: list[int] = field(default_factory=list)
    added: list[tuple[int, str, str, str, str, int, int, str]] = field(default_factory=list)
    later: list[tuple[int, str, int]] = field(default_factory=list)  # lease_until, error, id

    def finish(self, row: Row) -> None:
        """Nothing is left to do for this row."""
        self.done.append(row.id)

    def split(self, row: Row, reaction: Reaction) -> None:
        """Let the reaction happen in its own lane."""
        self.added.append((new_id(), row.kind, row.data, reaction.lane, reaction.name, 0, 0, ""))

    def fail(self, row: Row, reaction: Reaction, error: str) -> None:
        """Try this one reaction again later; the event's other reactions are done."""
        if row.reaction:
            self.later.append((_next_try(row.tries), error[-_SHOWN_ERROR:], row.id))
            return
        until, error = _next_try(1), error[-_SHOWN_ERROR:]
        self.added.append((new_id(), row.kind, row.data, row.lane, reaction.name, until, 1, error))

    def park(self, row: Row, error: str) -> None:
        """Keep the row for somebody to look at."""
        self.later.append((PARKED, error[-_SHOWN_ERROR:], row.id))

    def save(self) -> None:
        """Write it all down; needs an open transaction."""
        with connection.cursor() as cursor:
            if self.done:
                cursor.execute(f"DELETE FROM core_event WHERE id IN ({_marks(self.done)})", self.done)
            if self.added:
                cursor.executemany(_INSERT, self.added)
            if self.later:
                cursor.executemany("UPDATE core_event SET lease_until = %s, error = %s WHERE id = %s", self.later)
        for lane in sorted({row[3] for row in self.added if row[5] == 0}):
            bell.ring_on_commit(lane)


def next_due(lane: Lane) -> float | None:
    """In how many seconds something in the lane is due (0 or less: now); ``None`` if nothing waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT lease_until FROM core_event WHERE lane = %s ORDER BY lease_until LIMIT 1", (lane,))
        row = cursor.fetchone()
    return None if row is None or row[0] >= PARKED else (row[0] - _now()) / 1000


def claim(lane: Lane, most: int) -> list[Row]:
    """Take up to ``most`` due rows, fresh ones first, for as long as the lane's lease; nobody else gets them."""
    due = _DUE + (" FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else "")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_CLAIM.format(due=due, columns=_COLUMNS), (lane, _now(), most, _now() + _LEASE[lane]))
        return sorted((Row(*row) for row in cursor.fetchall()), key=lambda row: row.id)


def extend(row: Row) -> None:
    """Keep a claimed row for as long again as the lane's lease: whoever claimed it is still at work."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE core_event SET lease_until = %s WHERE id = %s AND lease_until < %s",
            (_now() + _LEASE[row.lane], row.id, PARKED),
        )


def postpone(rows: Collection[Row], *, counted: bool) -> None:
    """Give claimed rows back, due again in a second; where the storage had refused, the try does not count."""
    with transaction.atomic(), connection.cursor() as cursor:
        ids = [row.id for row in rows]
        cursor.execute(
            f"UPDATE core_event SET lease_until = %s, tries = tries - %s WHERE id IN ({_marks(ids)})",
            (_now() + 1_000, int(not counted), *ids),
        )


def release() -> None:
    """End all leases: for the only worker of a data directory, whose predecessor may have been killed."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE core_event SET lease_until = 0 WHERE lease_until > 0 AND lease_until < %s AND error = ''",
            (PARKED,),
        )


def parked() -> list[Parked]:
    """What was given up, oldest first, with the last traceback."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, kind, reaction, tries, error FROM core_event WHERE lease_until = %s ORDER BY id", (PARKED,)
        )
        rows = cursor.fetchall()
    return [Parked(id_, kind, reaction, tries, error, made_at(id_)) for id_, kind, reaction, tries, error in rows]


def waiting() -> list[Waiting]:
    """How much waits in each lane, what is being worked on and tried again included."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT lane, count(*), min(id) FROM core_event WHERE lease_until < %s GROUP BY lane", (PARKED,))
        found = {lane: (count, made_at(oldest)) for lane, count, oldest in cursor.fetchall()}
    return [Waiting(lane, *found.get(lane, (0, None))) for lane in LANES]


def _next_try(tries: int) -> int:
    return PARKED if tries >= MOST_TRIES else _now() + _FIRST_PAUSE * 4 ** (tries - 1)


def _marks(values: Iterable[object]) -> str:
    return ", ".join("%s" for _ in values)


def _now() -> int:
    return int(datetime.now(UTC).timestamp() * 1000)
