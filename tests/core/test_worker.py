"""The worker's loop with real threads and a real bell."""

import socket
import threading
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction

from folkmoot.core.events import Event, Reaction, bell, clock, kinds, publish, table, wire, worker
from folkmoot.core.models import Event as Row
from folkmoot.core.storage import CannotSave

pytestmark = [pytest.mark.django_db(transaction=True)]


@dataclass(frozen=True)
class BellRang(Event):
    number: int


heard: list[int] = []
slow = threading.Event()


def hears(event: BellRang) -> None:
    heard.append(event.number)


def waits(event: BellRang) -> None:
    slow.wait(10)


@pytest.fixture(autouse=True)
def own_wiring(monkeypatch: pytest.MonkeyPatch) -> Generator[None]:
    monkeypatch.setattr(kinds, "_types", {})
    monkeypatch.setattr(kinds, "_reactions", {})
    monkeypatch.setattr(kinds, "_inline", {})
    monkeypatch.setattr(clock, "_timers", {})  # what happens by the clock would be heard of here as well
    heard.clear()
    slow.clear()
    yield
    slow.set()


@pytest.fixture
def at_work() -> Generator[threading.Event]:
    stop = threading.Event()
    thread = threading.Thread(target=worker.run, args=(stop,))
    thread.start()
    eventually(lambda: connection.vendor == "postgresql" or Path(settings.DATA_DIR, "worker.sock").exists())
    yield stop
    slow.set()
    stop.set()
    thread.join(10)
    assert not thread.is_alive()


def eventually(true: Callable[[], object], seconds: float = 5) -> float:
    started = time.monotonic()
    while not true():
        assert time.monotonic() - started < seconds
        time.sleep(0.005)
    return time.monotonic() - started


def happen(number: int) -> None:
    with transaction.atomic():
        publish(BellRang(number))


def test_is_woken_instead_of_looking(at_work: threading.Event, monkeypatch: pytest.MonkeyPatch) -> None:
    wire(BellRang, Reaction(hears))
    time.sleep(0.3)  # idle: it sleeps for seconds now
    happen(1)
    assert eventually(lambda: heard) < 1.0
    eventually(lambda: not Row.objects.exists())


def test_does_everything_once_in_a_burst(at_work: threading.Event) -> None:
    wire(BellRang, Reaction(hears))
    for number in range(200):
        happen(number)
    eventually(lambda: not Row.objects.exists(), 20)
    assert sorted(heard) == list(range(200))


def test_a_slow_lane_holds_nobody_up(at_work: threading.Event) -> None:
    wire(BellRang, Reaction(hears), Reaction(waits, lane="net"))
    for number in range(3):
        happen(number)
    eventually(lambda: len(heard) == 3)
    assert not slow.is_set()
    slow.set()
    eventually(lambda: not Row.objects.exists())


def test_starts_with_what_was_left_lying(request: pytest.FixtureRequest) -> None:
    wire(BellRang, Reaction(hears))
    happen(7)
    table.claim("now", 1)  # by a predecessor that was killed
    request.getfixturevalue("at_work")
    eventually(lambda: heard == [7])


def test_goes_on_after_trouble_with_the_database(at_work: threading.Event, monkeypatch: pytest.MonkeyPatch) -> None:
    wire(BellRang, Reaction(hears))
    real, troubles = table.claim, [OperationalError("database is locked")]

    def claim(lane: kinds.Lane, most: int) -> list[table.Row]:
        if troubles:
            raise troubles.pop()
        return real(lane, most)

    monkeypatch.setattr(worker, "_AFTER_TROUBLE", 0.05)
    monkeypatch.setattr(table, "claim", claim)
    happen(1)
    eventually(lambda: heard == [1])
    assert troubles == []


@pytest.mark.parametrize("lane", ["now", "net"])
def test_a_storage_that_refuses_for_long_leaves_nothing_leased_or_parked(
    at_work: threading.Event, monkeypatch: pytest.MonkeyPatch, lane: kinds.Lane
) -> None:
    """Claiming still works, saving what came of it does not, nor giving it back: as on a disk with a page left."""
    wire(BellRang, Reaction(hears, lane=lane))
    save, postpone = table.Outcome.save, table.postpone
    refusals = iter(range(2 * table.MOST_TRIES))

    def refuse() -> None:
        if next(refusals, None) is not None:
            raise CannotSave("full")

    def refuses_to_save(self: table.Outcome) -> None:
        refuse()
        save(self)

    def refuses_to_postpone(rows: Sequence[table.Row], *, counted: bool) -> None:
        refuse()
        postpone(rows, counted=counted)

    monkeypatch.setattr(worker, "_AFTER_TROUBLE", 0.02)
    monkeypatch.setattr(table.Outcome, "save", refuses_to_save)
    monkeypatch.setattr(table, "postpone", refuses_to_postpone)
    happen(1)
    eventually(lambda: not Row.objects.exists(), 10)
    assert next(refusals, None) is None
    assert set(heard) == {1}


@pytest.mark.parametrize(
    ("rung", "woken"),
    [("now", ["now"]), ("media", ["media"]), ("", list(kinds.LANES)), ("?", list(kinds.LANES))],
)
def test_a_ring_wakes_the_lane_it_is_for(rung: str, woken: list[str]) -> None:
    rings = {lane: threading.Event() for lane in kinds.LANES}
    worker._ring(rings, rung)
    assert [lane for lane, ring in rings.items() if ring.is_set()] == woken


def test_ringing_at_an_empty_house_does_no_harm(settings: object, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / ("long" * 40)  # type: ignore[attr-defined] # pytest-django's settings
    bell.ring("now")


def test_a_full_letterbox_blocks_nobody() -> None:
    address = bell._address()
    address.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as deaf:
        deaf.bind(str(address))
        started = time.monotonic()
        for _ in range(2_000):
            bell.ring("now")
        assert time.monotonic() - started < 1
    address.unlink()


@pytest.mark.only("sqlite")  # PostgreSQL's bell needs no file
def test_looks_by_itself_when_no_bell_can_be_hung(
    settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setattr(worker, "_LONGEST_NAP", 0.05)
    settings.DATA_DIR = tmp_path / "not" / "there"  # type: ignore[attr-defined] # pytest-django's settings
    wire(BellRang, Reaction(hears))
    stop = threading.Event()
    thread = threading.Thread(target=worker.run, args=(stop,))
    thread.start()
    happen(1)
    eventually(lambda: heard == [1])
    stop.set()
    thread.join(10)
    assert not thread.is_alive()


@pytest.mark.only("sqlite")
def test_commits_of_the_worker_need_not_wait_for_the_disk() -> None:
    found = []

    def look() -> None:
        worker._skip_needless_waits()
        with connection.cursor() as cursor:
            found.append(cursor.execute("PRAGMA synchronous").fetchone()[0])
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert found == [1]
