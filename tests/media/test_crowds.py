"""Many uploads at once: each is taken or asked to come again, and the pages go on."""

import io
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import connection

from folkmoot.core.errors import TooMany
from folkmoot.media.actions import take_picture
from folkmoot.media.models import Picture
from folkmoot.media.workshop import seats
from tests.media import pictures as made
from tests.media.conftest import on_disk


@pytest.fixture
def many_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process of a community with many threads; its seats are counted anew, before and after."""
    monkeypatch.setattr(settings, "FOLKMOOT", settings.FOLKMOOT.model_copy(update={"web_threads": 9}))
    seats._places.cache_clear()
    yield
    seats._places.cache_clear()


@pytest.mark.django_db(transaction=True)
def test_a_hundred_uploads_at_once(many_threads: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seats, "PATIENCE", 60.0)  # eight take their turns at two benches, on a slow machine too
    data, most = made.GOOD["jpeg"](), []
    stop = threading.Event()

    def upload(number: int) -> str:
        try:
            take_picture(number, io.BytesIO(data), "")
        except TooMany as refusal:
            return "later" if refusal.retry_after > 0 and refusal.message else "without a word"
        finally:
            connection.close()
        return "ready"

    def watch() -> None:
        while not stop.wait(0.01):
            most.append(_busy())

    watcher = threading.Thread(target=watch)
    watcher.start()
    at_once = 100 if connection.vendor == "sqlite" else 8  # as many as there are connections to a PostgreSQL
    with ThreadPoolExecutor(at_once) as pool:
        ends = Counter(pool.map(upload, range(1, 101)))
    stop.set()
    watcher.join()
    assert ends["ready"] + ends["later"] == 100
    assert ends["ready"] >= 8, "whoever has a seat is served"
    assert Picture.objects.count() == ends["ready"]
    assert len(on_disk()) == 3 * ends["ready"]
    assert max(most) <= seats.CHILDREN


def _busy() -> int:
    """How many of the locks are held."""
    import fcntl

    held = 0
    for path in seats.root().glob("child-*.lock"):
        with path.open() as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                held += 1
    return held


def test_one_thread_always_answers_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    for threads, places in ((1, 1), (2, 1), (4, 3)):
        monkeypatch.setattr(settings, "FOLKMOOT", settings.FOLKMOOT.model_copy(update={"web_threads": threads}))
        seats._places.cache_clear()
        with_seat = [seats._places().acquire(blocking=False) for _ in range(5)]
        assert sum(with_seat) == places
    seats._places.cache_clear()


def test_the_next_is_turned_away_at_once() -> None:
    seats._places.cache_clear()
    with seats.seat():
        started = time.monotonic()
        with pytest.raises(TooMany), seats.seat():
            pass
        assert time.monotonic() - started < 0.5
    with seats.seat():
        pass


def test_other_processes_are_waited_for_but_not_for_ever(monkeypatch: pytest.MonkeyPatch, many_threads: None) -> None:
    monkeypatch.setattr(seats, "PATIENCE", 0.2)
    took = []
    with seats.seat(), seats.seat():
        for _ in range(3):  # whatever else the machine has to do
            started = time.monotonic()
            with pytest.raises(TooMany, match="in a moment"), seats.seat():
                pass
            took.append(time.monotonic() - started)
    assert 0.2 <= min(took) < 2
    with seats.seat(), seats.seat():
        pass


def test_whoever_stood_still_looks_once_more(monkeypatch: pytest.MonkeyPatch, many_threads: None) -> None:
    """Its time is over, as of a process that the machine left alone for seconds, and both places are free."""
    monkeypatch.setattr(seats, "PATIENCE", 0.0)
    with seats.seat(), seats.seat(), pytest.raises(TooMany, match="in a moment"), seats.seat():
        pass


def test_a_place_comes_free_while_one_waits(many_threads: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seats, "PATIENCE", 60.0)
    first, second = seats.seat(), seats.seat()
    first.__enter__()
    second.__enter__()
    threading.Timer(0.1, lambda: first.__exit__(None, None, None)).start()
    with seats.seat():
        pass
    second.__exit__(None, None, None)
