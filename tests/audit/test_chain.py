"""The audit log: append-only, chained, and telling of any change."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError

from folkmoot.audit.actions import record
from folkmoot.audit.models import Entry, Link, digest_of
from folkmoot.audit.queries import entries, head, verify
from folkmoot.core.cursors import Page
from tests.happened import at_once, problems

append_only = import_module("folkmoot.audit.migrations.0002_append_only")


def write(number: int) -> None:
    with transaction.atomic():
        for n in range(1, number + 1):
            record(n, "account.suspend", "account", 1000 + n, f"reason {n} – “ünicode” ☂")


def sql(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text)


def tampered(**changed: object) -> Callable[[], None]:
    return lambda: Entry.objects.filter(seq=3).update(**changed) and None


def swap() -> None:
    third, fourth = Entry.objects.get(seq=3), Entry.objects.get(seq=4)
    Entry.objects.filter(seq__in=(3, 4)).delete()
    third.seq, fourth.seq = 4, 3
    third.save(force_insert=True)
    fourth.save(force_insert=True)


def forge_in_the_middle() -> None:
    """An entry that fits its predecessor, put where another follows."""
    before = Entry.objects.get(seq=2)
    Entry.objects.filter(seq=3).delete()
    link = Link(3, datetime.now(UTC), 7, "account.approve", "login", 9, "")
    Entry.objects.create(**link._asdict(), previous=before.digest, digest=digest_of(before.digest, link))


def insert_before_the_first() -> None:
    link = Link(0, datetime.now(UTC), 7, "account.approve", "login", 9, "")
    Entry.objects.create(**link._asdict(), previous="x", digest=digest_of("x", link))


@pytest.mark.django_db
def test_an_untouched_log_is_whole() -> None:
    assert verify() is None
    assert head() == (0, "")
    write(12)
    assert verify() is None
    assert head()[0] == 12


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("attack", "first_bad"),
    [
        (tampered(reason="another"), 3),
        (tampered(actor_id=None), 3),
        (tampered(actor_id=99), 3),
        (tampered(verb="account.praise"), 3),
        (tampered(object_type="post"), 3),
        (tampered(object_id=5), 3),
        (tampered(at=datetime(2020, 1, 1, tzinfo=UTC)), 3),
        (tampered(digest="0" * 64), 3),
        (tampered(previous="0" * 64), 3),
        (lambda: sql("DELETE FROM audit_entry WHERE seq = 3"), 3),
        (lambda: sql("DELETE FROM audit_entry WHERE seq = 1"), 1),
        (lambda: sql("UPDATE audit_entry SET seq = 100 WHERE seq = 6"), 6),
        (swap, 3),
        (forge_in_the_middle, 4),
        (insert_before_the_first, 0),
    ],
)
def test_whoever_writes_into_the_database_is_found_out(attack: Callable[[], None], first_bad: int) -> None:
    write(6)
    attack()
    assert verify() == first_bad


@pytest.mark.django_db
def test_a_tail_cut_off_is_seen_by_comparing_heads() -> None:
    write(6)
    kept = head()
    sql("DELETE FROM audit_entry WHERE seq > 4")
    assert verify() is None
    assert head() != kept


@pytest.mark.django_db
def test_a_changed_microsecond_is_noticed() -> None:
    write(2)
    first = Entry.objects.get(seq=1)
    Entry.objects.filter(seq=1).update(at=first.at + timedelta(microseconds=1))
    assert verify() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE audit_entry SET reason = 'nothing happened' WHERE seq = 2",
        "UPDATE audit_entry SET actor_id = NULL",
        "DELETE FROM audit_entry WHERE seq = 2",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
    ],
)
def test_the_database_itself_refuses(attack: str) -> None:
    if attack.startswith("TRUNCATE") and connection.vendor == "sqlite":
        attack = "DELETE FROM audit_entry"  # SQLite knows no other way to empty a table
    for text in append_only.GUARD[connection.vendor]:
        sql(text)
    write(3)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql(attack)
    assert Entry.objects.count() == 3
    assert verify() is None


@pytest.mark.django_db
def test_the_guard_can_be_taken_off_by_going_back_a_version() -> None:
    for text in (*append_only.GUARD[connection.vendor], *append_only.UNGUARD[connection.vendor]):
        sql(text)
    write(1)
    assert Entry.objects.filter(seq=1).update(reason="") == 1


@pytest.mark.django_db
def test_a_fork_is_impossible() -> None:
    write(2)
    first = Entry.objects.get(seq=1)
    link = Link(9, datetime.now(UTC), 7, "v", "o", None, "")
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(**link._asdict(), previous=first.digest, digest=digest_of(first.digest, link))


@pytest.mark.django_db(transaction=True)
def test_nothing_is_recorded_outside_the_act() -> None:
    with pytest.raises(TransactionManagementError):
        record(None, "v", "o", None, "")


@pytest.mark.django_db(transaction=True)
def test_an_act_that_is_undone_leaves_no_entry() -> None:
    write(1)
    with transaction.atomic():
        record(None, "v", "o", None, "")
        transaction.set_rollback(True)
    write(1)
    assert (head()[0], verify()) == (2, None)


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_make_one_chain() -> None:
    assert problems(at_once(*[lambda: write(5)] * 6)) == []
    assert (head()[0], verify()) == (30, None)


@pytest.mark.django_db
def test_the_log_is_read_latest_first_in_pages() -> None:
    write(5)
    first = entries(Page(limit=3))
    assert [entry.seq for entry in first.items] == [5, 4, 3]
    assert first.items[0].reason.startswith("reason 5")
    assert [entry.seq for entry in entries(Page(limit=3, max_id=first.older)).items] == [2, 1]


def test_the_digest_does_not_depend_on_the_clock_s_place() -> None:
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    link = Link(1, at, None, "v", "o", None, "")
    elsewhere = link._replace(at=at.astimezone())
    expected = (
        '{"actor_id":null,"at":"2026-03-01T12:00:00.000000+00:00","object_id":null,"object_type":"o",'
        '"reason":"","seq":1,"verb":"v"}'
    )
    assert digest_of("", link) == digest_of("", elsewhere) == hashlib.sha256(expected.encode()).hexdigest()
