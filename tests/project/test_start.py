"""What each child of the server does first."""

import multiprocessing
import signal
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection

from folkmoot.core.events import worker
from folkmoot.project.files_and_streams.service import Service
from folkmoot.project.serve import granian, sockets, start
from tests.servers import eventually


@pytest.fixture
def given_back(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether free memory goes back to the machine."""
    found: list[bool] = []
    monkeypatch.setattr(start, "hold_little", lambda: found.append(True))
    return found


@pytest.mark.only("sqlite")
@pytest.mark.django_db
def test_the_worker_maps_no_file_and_ends_when_told(monkeypatch: pytest.MonkeyPatch, given_back: list[bool]) -> None:
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {})
    handlers: dict[int, Any] = {}
    monkeypatch.setattr(signal, "signal", handlers.__setitem__)
    stops: list[Any] = []
    places: list[threading.Thread] = []

    looked = threading.Event()

    def run(stop: threading.Event) -> None:
        stops.append(stop)
        places.append(threading.current_thread())
        assert looked.wait(10), "nobody looks for signals meanwhile"

    monkeypatch.setattr(worker, "run", run)
    monkeypatch.setattr(start, "wait", lambda *_: looked.set())
    start._work()
    assert places != [threading.main_thread()], "what it allocates would lie between what is shared"
    assert connection.settings_dict["OPTIONS"] == {"mapped": 0}
    assert given_back == [True]
    assert not stops[0].is_set()
    handlers[signal.SIGTERM](signal.SIGTERM, None)
    assert stops[0].is_set()


@pytest.mark.django_db
def test_what_ends_the_worker_ends_its_process_and_is_told(
    monkeypatch: pytest.MonkeyPatch, given_back: list[bool]
) -> None:
    def run(_stop: threading.Event) -> None:
        raise OperationalError("nobody answers")

    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr(worker, "run", run)
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {})
    with pytest.raises(OperationalError, match="nobody answers"):
        start._work()


def told_elsewhere() -> None:
    """The worker, whose process is told to end while its first thread sleeps and hears nothing of it."""

    def run(stop: threading.Event) -> None:
        first = threading.main_thread().ident
        eventually(lambda: sys._current_frames()[first or 0].f_code.co_name == "wait")
        stop.wait(0.1)  # so that it sleeps by now
        signal.pthread_kill(threading.get_ident(), signal.SIGTERM)
        stop.wait()

    worker.run = run
    start.hold_little = lambda: None
    start._work()


def test_a_signal_that_does_not_wake_the_first_thread_is_heard_all_the_same() -> None:
    """So it is with one that comes in the moment before that thread waits: its server would be gone, and it stay."""
    child = multiprocessing.get_context("fork").Process(target=told_elsewhere)
    child.start()
    try:
        child.join(20)
        assert child.exitcode == 0
    finally:
        child.kill()
        child.join()


def test_a_web_worker_answers_with_the_threads_that_are_set(
    monkeypatch: pytest.MonkeyPatch, given_back: list[bool]
) -> None:
    runs: list[Any] = []
    monkeypatch.setattr(granian, "run_wsgi", lambda *given: runs.append(given))
    start.start_web_server(start.SITE, [])
    assert runs == [(start.SITE, [], settings.FOLKMOOT.web_threads, Path(settings.STATIC_ROOT))]
    assert given_back == [True]


def test_files_and_streams_have_sockets_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[Any] = []
    names: list[str] = []
    monkeypatch.setattr(start, "name_process", names.append)
    monkeypatch.setattr(sockets, "allow_many", lambda: names.append("many"))
    monkeypatch.setattr(granian, "run_rsgi", lambda *given: runs.append(given))
    start._serve_files_and_streams([], [])
    service, media = runs[0]
    assert (names, media) == (["streams", "many"], [])
    assert isinstance(service, Service)
    service.close()
