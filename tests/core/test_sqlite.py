"""SQLite as Folkmoot uses it: writers queue, commits last, trouble is told in words."""

import contextlib
import fcntl
import itertools
import multiprocessing
import os
import signal
import sqlite3
import threading
import time
from collections.abc import Generator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from django.db import OperationalError, connections, transaction

from folkmoot.core.errors import Busy
from folkmoot.core.sqlite import base
from folkmoot.core.sqlite.base import DatabaseWrapper
from folkmoot.core.sqlite.turnstile import Turnstile
from folkmoot.core.storage import CannotSave

_FORK = multiprocessing.get_context("fork")


_aliases = itertools.count()


def connect(path: Path, patience: float = 30.0) -> DatabaseWrapper:
    """A connection of this thread's own, as another process has it."""
    alias = f"sqlite-{next(_aliases)}"
    usual = connections.databases["default"]
    connections.databases[alias] = {**usual, "ENGINE": "folkmoot.core.sqlite", "NAME": path, "OPTIONS": {}}
    wrapper = connections[alias]
    assert isinstance(wrapper, DatabaseWrapper)
    wrapper.turnstile.patience = patience
    return wrapper


def atomic(wrapper: DatabaseWrapper) -> transaction.Atomic:
    return transaction.atomic(using=wrapper.alias)


@pytest.fixture(autouse=True)
def own_databases(django_db_blocker) -> Generator[None]:
    """These tests bring their own database files."""
    with django_db_blocker.unblock():
        yield
        for alias in [name for name in connections.databases if name.startswith("sqlite-")]:
            del connections.databases[alias]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "test.sqlite3"
    with connect(path).cursor() as cursor:
        cursor.execute("CREATE TABLE line (id INTEGER PRIMARY KEY, writer INTEGER NOT NULL, UNIQUE (id))")
        cursor.execute("CREATE TABLE number (value INTEGER NOT NULL)")
        cursor.execute("INSERT INTO number VALUES (0)")
    return path


@pytest.fixture
def here(path: Path) -> Generator[DatabaseWrapper]:
    wrapper = connect(path, 0.3)
    yield wrapper
    wrapper.close()


def count(wrapper: DatabaseWrapper, table: str = "line") -> int:
    with wrapper.cursor() as cursor:
        return cursor.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def write(wrapper: DatabaseWrapper, writer: int = 0) -> None:
    with wrapper.cursor() as cursor:
        cursor.execute("INSERT INTO line (writer) VALUES (%s)", [writer])


def fail(wrapper: DatabaseWrapper) -> None:
    """A transaction (or savepoint) that writes and then breaks."""
    with contextlib.suppress(RuntimeError), atomic(wrapper):
        write(wrapper)
        raise RuntimeError


def is_free(path: Path) -> bool:
    probe = Turnstile(f"{path}.lock", 0.05)
    try:
        probe.enter()
    except sqlite3.OperationalError:
        return False
    finally:
        probe.close()
    return True


def test_every_connection_is_durable_strict_and_reads_beside_a_writer(here: DatabaseWrapper) -> None:
    with here.cursor() as cursor:
        asked = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "wal_autocheckpoint")
        }
    assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "wal_autocheckpoint": 4000}


@pytest.mark.parametrize(("large", "mapped"), [(512 << 20, 64 << 20), (1, 2 << 30)])
def test_a_large_file_is_mapped_whole(path: Path, monkeypatch: pytest.MonkeyPatch, large: int, mapped: int) -> None:
    monkeypatch.setattr(base, "_LARGE", large)
    wrapper = connect(path)
    with wrapper.cursor() as cursor:
        found = cursor.execute("PRAGMA mmap_size").fetchone()[0]
    wrapper.close()
    assert mapped - (1 << 20) <= found <= mapped, "SQLite's own limit is a little less than two gibibytes"


def test_a_program_may_map_nothing(path: Path) -> None:
    wrapper = connect(path)
    wrapper.settings_dict["OPTIONS"]["mapped"] = 0
    with wrapper.cursor() as cursor:
        assert cursor.execute("PRAGMA mmap_size").fetchone()[0] == 0
    wrapper.close()


def _write_much(path: Path, writer: int) -> None:
    wrapper = connect(path)
    for turn in range(40):
        if turn % 3 == 0:
            write(wrapper, writer)  # a single statement
            continue
        with atomic(wrapper), wrapper.cursor() as cursor:
            value = cursor.execute("SELECT value FROM number").fetchone()[0]
            cursor.execute("UPDATE number SET value = %s", [value + 1])
            with atomic(wrapper):
                write(wrapper, writer)
    wrapper.close()


def test_eight_processes_write_at_once_and_none_is_told_that_it_is_locked(path: Path) -> None:
    writers = [_FORK.Process(target=_write_much, args=(path, number)) for number in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0] * 8
    wrapper = connect(path)
    assert count(wrapper) == 8 * 40
    with wrapper.cursor() as cursor:
        assert cursor.execute("SELECT value FROM number").fetchone()[0] == 8 * 26  # read and written back: none lost
    wrapper.close()


def test_threads_queue_as_processes_do(path: Path) -> None:
    threads = [threading.Thread(target=_write_much, args=(path, number)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    wrapper = connect(path)
    assert count(wrapper) == 4 * 40
    wrapper.close()


def test_the_turn_is_held_for_the_outermost_transaction_only(here: DatabaseWrapper, path: Path) -> None:
    assert is_free(path)
    with atomic(here):
        assert not is_free(path)
        with atomic(here):
            write(here)
        assert not is_free(path)
    assert is_free(path)


def test_a_rolled_back_transaction_gives_its_turn_back(here: DatabaseWrapper, path: Path) -> None:
    fail(here)
    assert is_free(path)
    assert count(here) == 0


def test_a_rolled_back_savepoint_keeps_it(here: DatabaseWrapper, path: Path) -> None:
    with atomic(here):
        write(here)
        fail(here)
        assert not is_free(path)
    assert count(here) == 1


def test_a_failing_statement_gives_its_turn_back(here: DatabaseWrapper, path: Path) -> None:
    with pytest.raises(Exception, match="NOT NULL"), here.cursor() as cursor:
        cursor.execute("INSERT INTO line (writer) VALUES (NULL)")
    assert is_free(path)


def test_closing_in_the_middle_gives_it_back(here: DatabaseWrapper, path: Path) -> None:
    atomic(here).__enter__()
    write(here)
    here.close()
    assert is_free(path)


def test_many_rows_at_once_stand_in_the_queue(here: DatabaseWrapper, path: Path) -> None:
    with here.cursor() as cursor:
        cursor.executemany("INSERT INTO line (writer) VALUES (%s)", [(1,), (2,), (3,)])
    assert count(here) == 3
    assert is_free(path)


def test_reading_needs_no_turn(here: DatabaseWrapper, path: Path) -> None:
    writer = connect(path)
    with atomic(writer):
        write(writer)
        assert count(here) == 0
    assert count(here) == 1
    writer.close()


def _hold(path: Path, seconds: float, said: Connection) -> None:
    wrapper = connect(path)
    with atomic(wrapper):
        write(wrapper)
        said.send("held")
        time.sleep(seconds)


@pytest.fixture
def hold(path: Path):
    """Another process that writes, and takes its time."""
    holders = []

    def hold(seconds: float):
        hears, says = _FORK.Pipe(duplex=False)
        holder = _FORK.Process(target=_hold, args=(path, seconds, says))
        holder.start()
        holders.append(holder)
        assert hears.recv() == "held"
        return holder

    yield hold
    for holder in holders:
        holder.kill()
        holder.join()


def test_a_killed_writer_holds_nobody_up(here: DatabaseWrapper, hold) -> None:
    holder = hold(600)
    os.kill(holder.pid, signal.SIGKILL)
    holder.join()
    write(here)
    assert count(here) == 1  # the killed one's line was never committed


def test_locked_for_ten_seconds_waits_and_then_writes(path: Path, hold) -> None:
    wrapper, started = connect(path, patience=60), time.monotonic()
    hold(10)
    with atomic(wrapper):
        write(wrapper)
    assert 10 <= time.monotonic() - started < 30, "soon after, though the machine may be busy just then"
    assert count(wrapper) == 2
    wrapper.close()


def test_locked_for_longer_says_so_and_saves_nothing(here: DatabaseWrapper, hold, path: Path) -> None:
    holder = hold(600)
    with pytest.raises(Busy, match="Nothing was saved"), atomic(here):
        write(here)
    holder.kill()
    holder.join()
    with atomic(here):
        write(here)  # the connection is as good as before
    assert count(here) == 1


def test_a_program_that_knows_no_queue_is_waited_for_too(here: DatabaseWrapper, path: Path) -> None:
    stranger = sqlite3.connect(path, isolation_level=None)
    stranger.execute("BEGIN IMMEDIATE")
    with here.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 200")
    with pytest.raises(Busy), atomic(here):
        write(here)
    assert is_free(path)
    stranger.execute("ROLLBACK")
    write(here)
    stranger.close()


def test_a_full_disk_is_told_in_words_and_leaves_nothing_half_done(here: DatabaseWrapper, path: Path) -> None:
    with here.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 8")
    many = [(4000,)] * 100
    with pytest.raises(CannotSave, match="disk of this community is full"), atomic(here), here.cursor() as cursor:
        cursor.executemany("INSERT INTO number VALUES (zeroblob(%s))", many)
    assert count(here, "number") == 1
    assert is_free(path)


def test_read_only_storage_is_told_in_words(here: DatabaseWrapper, path: Path) -> None:
    with here.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
    with pytest.raises(Busy, match="cannot be written to"):
        write(here)
    assert is_free(path)


def test_a_lock_file_that_cannot_be_made_is_read_only_storage(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(sqlite3.OperationalError):
        Turnstile(str(tmp_path / "folder"), 0.1).enter()


def test_trouble_with_the_storage_is_still_a_database_error(here: DatabaseWrapper) -> None:
    with here.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
    with pytest.raises(OperationalError):
        write(here)


def test_a_wrong_statement_is_no_trouble_with_the_storage(here: DatabaseWrapper) -> None:
    with pytest.raises(OperationalError) as wrong, here.cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")
    assert not isinstance(wrong.value, Busy)


def test_a_forked_process_has_a_place_of_its_own_in_the_queue(here: DatabaseWrapper, path: Path) -> None:
    """A lock file inherited over a fork would be the same lock: parent and child could write at once."""
    here.turnstile.enter()
    here.turnstile.leave()

    def child() -> None:
        here.turnstile.patience = 0.2
        with pytest.raises(sqlite3.OperationalError):
            here.turnstile.enter()

    here.turnstile.enter()
    process = _FORK.Process(target=child)
    process.start()
    process.join(20)
    here.turnstile.leave()
    assert process.exitcode == 0
    assert is_free(path)


def test_threads_of_one_process_wait_for_each_other(path: Path) -> None:
    one, other = Turnstile(f"{path}.lock", 5), Turnstile(f"{path}.lock", 0.2)
    one.enter()
    with pytest.raises(sqlite3.OperationalError, match="database is locked"):
        other.enter()
    one.leave()
    other.enter()
    assert not is_free(path)
    other.close()
    assert is_free(path)
    one.close()


def test_a_fork_in_the_middle_of_a_write_does_not_hold_the_child_up(path: Path) -> None:
    """The child inherits the memory of a queue that is taken, and nobody in the child would ever leave it."""
    holder, mine = Turnstile(f"{path}.lock", 60), Turnstile(f"{path}.lock", 60)
    holder.enter()

    def child() -> None:
        mine.enter()
        mine.close()

    process = _FORK.Process(target=child)
    process.start()
    time.sleep(0.2)
    holder.close()
    process.join(90)
    assert process.exitcode == 0


def test_a_lock_that_another_program_keeps_leaves_the_queue_free(path: Path) -> None:
    with open(f"{path}.lock", "a") as file:  # noqa: PTH123 - the lock is about descriptors
        fcntl.flock(file, fcntl.LOCK_EX)
        for _ in range(2):
            with pytest.raises(sqlite3.OperationalError, match="database is locked"):
                Turnstile(f"{path}.lock", 0.05).enter()
    assert is_free(path)
