"""Writing into the log."""

import secrets

from django.db import connection
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from folkmoot.audit.models import Entry, Link, Words, digest_of, digest_of_words
from folkmoot.audit.queries import head
from folkmoot.core.rows import execute

_LOCK = 0x61_75_64_69_74  # "audit": the number of the advisory lock that writers queue for


def record(actor_id: int | None, verb: str, object_type: str, object_id: int | None, reason: str) -> None:
    """Write down one act of staff, inside the transaction of the act itself; ``None`` is the command line."""
    if not connection.in_atomic_block:
        raise TransactionManagementError(f"{verb} was recorded outside the transaction of the act")
    one_at_a_time()
    last, previous = head()
    link = Link(last + 1, timezone.now(), actor_id, verb, object_type, object_id, "", _kept_beside(reason))
    Entry.objects.create(**link._asdict(), previous=previous, digest=digest_of(previous, link))


def one_at_a_time() -> None:
    """Wait until every other writer is done, and keep those that follow waiting until this transaction ends.

    Locking the last row would not do on PostgreSQL: whoever waited for it goes on with what is no longer the last.
    On SQLite a writing statement takes the one lock there is, in case the transaction has only read so far.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_advisory_xact_lock({_LOCK})")
        return
    execute("DELETE FROM audit_entry WHERE seq = %(nothing)s", {"nothing": 0})


def _kept_beside(text: str) -> str:
    if not text:
        return ""
    salt = secrets.token_urlsafe(32)
    return Words.objects.create(digest=digest_of_words(salt, text), salt=salt, text=text).digest
