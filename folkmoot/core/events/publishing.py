"""The way in: one row in the caller's transaction, and a ring at the worker's door when it commits."""

from django.db import connection, transaction
from django.db.transaction import TransactionManagementError

from folkmoot.core.events import bell
from folkmoot.core.events.kinds import Event, kind_of, leads_to_nothing, run_inline, written
from folkmoot.core.ids import new_id

_COLUMNS = "INSERT INTO core_event (id, kind, data, lane, reaction, lease_until, tries, error)"
_INSERT = f"{_COLUMNS} VALUES (%s, %s, %s, 'now', '', 0, 0, '')"
_NOTIFY = f"SELECT pg_notify('{bell.CHANNEL}', 'now')"
_INSERT_AND_NOTIFY = f"WITH row AS ({_COLUMNS} VALUES (%s, %s, %s::jsonb, 'now', '', 0, 0, '')) {_NOTIFY}"


def publish(event: Event) -> None:
    """Write down that something happened, together with the write itself; needs an open transaction."""
    if not connection.in_atomic_block:
        raise TransactionManagementError(f"{kind_of(type(event))} was published outside a transaction")
    run_inline(event)
    if leads_to_nothing(type(event)):
        return
    values = (new_id(), kind_of(type(event)), written(event))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_INSERT_AND_NOTIFY, values)
            return
        cursor.execute(_INSERT, values)
    transaction.on_commit(_ring, robust=True)


def _ring() -> None:
    bell.ring("now")
