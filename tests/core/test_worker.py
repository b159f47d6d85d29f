"""The worker's loop with real threads and a real bell."""

import socket
import threading
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, OperationalError, connection, transaction

from folkmoot.core.events import Event, Reaction, bell, clock, kinds, publish, table, wire, worker
from folkmoot.core.models import Event as Row
from folkmoot.core.storage import CannotSave

pytestmark = [pytest.mark.django_db(transaction=True)]


@dataclass(frozen=True)
class BellRang(Event):
    number: int


PATIENCE = 60.0  # seconds: the machine may be busy
heard: list[int] = []
slow = threading.Event()


def hears(event: BellRang) -> None:
    heard.append(event.number)


def waits(event: BellRang) -> None:
    slow.wait(10 * PATIENCE)


@pytest.fixture(autouse=True)
def own_wiring(monkeypatch: pytest.MonkeyPatch) -> Generator[None]:
    monkeypatch.setattr(kinds, "_types", {})
    monkeypatch.setattr(kinds, "_reactions", {})
    monkeypatch.setattr(kinds, "_inline", {})
    monkeypatch.setattr(clock, "_timers", {})  # what happens by the clock would be heard of here as well
    monkeypatch.setattr(worker, "_LONGEST_NAP", 10 * PATIENCE)  # whoever is not woken is late
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
    thread.join(PATIENCE)
    assert not thread.is_alive()


def eventually(true: Callable[[], object]) -> float:
    started = time.monotonic()
    while not true():
        assert time.monotonic() - started < PATIENCE
        time.sleep(0.005)
    return time.monotonic() - started


def happen(number: int) -> None:
    with transaction.atomic():
        publish(BellRang(number))


def test_is_woken_instead_of_looking(at_work: threading.Event) -> None:
    wire(BellRang, Reaction(hears))
    took = []
    for number in range(5):
        time.sleep(0.3)  # idle: it sleeps for minutes now
        happen(number)
        took.append(eventually(lambda number=number: number in heard))
    assert min(took) < 1.0, "a machine that is busy with other things may be late now and then"
    eventually(lambda: not Row.objects.exists())


def test_does_everything_once_in_a_burst(at_work: threading.Event) -> None:
    wire(BellRang, Reaction(hears))
    for number in range(200):
        happen(number)
    eventually(lambda: not Row.objects.exists())
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


class Refusing:
    """In one lane claiming works, and neither saving what came of it nor giving it back: there is one page left."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, lane: kinds.Lane, times: int) -> None:
        self.lane, self.left = lane, times
        self.save, self.postpone = table.Outcome.save, table.postpone
        monkeypatch.setattr(worker, "_AFTER_TROUBLE", 0.02)
        monkeypatch.setattr(table.Outcome, "save", lambda outcome: self._unless_refused(self.save, outcome))
        monkeypatch.setattr(table, "postpone", lambda *a, **named: self._unless_refused(self.postpone, *a, **named))

    def _unless_refused(self, function: Callable[..., None], *given: object, **named: object) -> None:
        if self.left and threading.current_thread().name == f"lane-{self.lane}":
            self.left -= 1
            raise CannotSave("full")
        function(*given, **named)


@pytest.mark.parametrize("times", [1, 2, 3, 5 * table.MOST_TRIES])
def test_what_was_done_is_not_done_again_when_it_cannot_be_written_down(
    at_work: threading.Event, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    """Else a letter would go out every two seconds, for as long as the disk is full."""
    wire(BellRang, Reaction(hears, lane="net"))
    happen(1)
    eventually(lambda: heard == [1])
    refusing = Refusing(monkeypatch, "net", times)
    happen(2)
    eventually(lambda: not Row.objects.exists())
    assert refusing.left == 0
    assert heard == [1, 2]


def test_what_was_written_down_though_the_line_broke_holds_nothing_up(
    at_work: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server may commit and be gone before it says so: what is written down again then meets itself."""
    wire(BellRang, Reaction(hears, lane="net"))
    save, asked = table.Outcome.save, list[table.Outcome]()

    def saves(outcome: table.Outcome) -> None:
        if threading.current_thread().name == "lane-net":
            asked.append(outcome)
            if len(asked) == 1:
                raise CannotSave("gone")
            if outcome is asked[0]:
                raise IntegrityError("it is there already")
        save(outcome)

    monkeypatch.setattr(worker, "_AFTER_TROUBLE", 0.02)
    monkeypatch.setattr(table.Outcome, "save", saves)
    happen(1)
    eventually(lambda: len(asked) > 1)
    happen(2)
    eventually(lambda: heard == [1, 2])
    assert asked.count(asked[0]) == 2


@pytest.mark.parametrize("times", [1, 2, 3, 5 * table.MOST_TRIES])
def test_what_did_not_happen_is_done_once_there_is_room(
    at_work: threading.Event, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    """All that reactions of this lane do is in the transaction that could not be saved; no try is counted."""
    wire(BellRang, Reaction(hears))
    refusing = Refusing(monkeypatch, "now", times)
    happen(1)
    eventually(lambda: not Row.objects.exists())
    assert refusing.left == 0
    assert set(heard) == {1}


def test_rows_claimed_with_one_that_fails_come_back_at_once(
    at_work: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four are claimed together: those behind it would wait for the end of the lease, five minutes."""
    wire(BellRang, Reaction(hears, lane="net"))
    real, troubles = table.Outcome.save, [ValueError("what is this?")]

    def save(outcome: table.Outcome) -> None:
        if troubles and threading.current_thread().name == "lane-net":
            raise troubles.pop()
        real(outcome)

    monkeypatch.setattr(worker, "_AFTER_TROUBLE", 0.02)
    with transaction.atomic():
        for number in range(4):
            publish(BellRang(number))
    eventually(lambda: len(heard) == 4)
    monkeypatch.setattr(table.Outcome, "save", save)
    with transaction.atomic():
        for number in range(4, 8):
            publish(BellRang(number))
    eventually(lambda: set(heard) == set(range(8)))
    eventually(lambda: Row.objects.count() == 1)  # the one that ran keeps its lease, and the try counts
    assert Row.objects.get().tries == 1


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
        took = []
        for _ in range(3):  # whatever else the machine has to do
            started = time.monotonic()
            for _ in range(2_000):
                bell.ring("now")
            took.append(time.monotonic() - started)
        assert min(took) < 1
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
    thread.join(PATIENCE)
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
