"""The parent of all processes: what dies comes back, what is told to end may finish."""

import multiprocessing
import os
import random
import signal
import socket
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest

from folkmoot.project.datadir import DataTrouble
from folkmoot.project.reading import Bind
from folkmoot.project.serve import granian
from folkmoot.project.serve import supervisor as supervising
from folkmoot.project.serve.lock import only_server, taking_turns
from folkmoot.project.serve.sockets import listen
from folkmoot.project.serve.supervisor import Child, Supervisor
from tests.servers import eventually, free_ports

FORK = multiprocessing.get_context("fork")


class Family:
    """A supervisor in a process of its own, and the diary that its children write."""

    def __init__(self, folder: Path) -> None:
        self.diary = folder / "diary"
        self.diary.touch()
        self.process: multiprocessing.context.ForkProcess | None = None

    def note(self, text: str) -> None:
        with self.diary.open("a") as file:
            file.write(f"{text} {os.getpid()}\n")

    def notes(self, text: str) -> list[int]:
        return [int(line.split()[1]) for line in self.diary.read_text().splitlines() if line.split()[0] == text]

    def begin(self, **children: Callable[[], None]) -> None:
        made = [Child(name, run) for name, run in children.items()]
        self.process = FORK.Process(target=Supervisor(made).run)
        self.process.start()

    def end(self, number: int = signal.SIGTERM) -> int | None:
        assert self.process
        assert self.process.pid
        os.kill(self.process.pid, number)
        self.process.join(20)
        return self.process.exitcode


@pytest.fixture
def family(tmp_path: Path):
    family = Family(tmp_path)
    yield family
    if family.process and family.process.is_alive():
        family.process.kill()
        family.process.join()


def rest(family: Family) -> Callable[[], None]:
    """A child that notes its birth and sleeps until it is told to end."""

    def run() -> None:
        family.note("born")
        signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
        time.sleep(60)

    return run


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_when_told_and_takes_its_children_along(family: Family, number: int) -> None:
    family.begin(one=rest(family), other=rest(family))
    eventually(lambda: len(family.notes("born")) == 2)
    assert family.end(number) == 0
    for pid in family.notes("born"):
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_killed_child_is_born_again_and_the_others_live_on(family: Family) -> None:
    family.begin(one=rest(family), other=rest(family))
    eventually(lambda: len(family.notes("born")) == 2)
    victim, other = family.notes("born")
    os.kill(victim, signal.SIGKILL)
    eventually(lambda: len(family.notes("born")) == 3)
    os.kill(other, 0)
    assert family.end() == 0


def test_a_child_that_always_fails_is_tried_ever_more_slowly(family: Family) -> None:
    def fail() -> None:
        with family.diary.open("a") as file:
            file.write(f"born {time.monotonic_ns()}\n")
        os._exit(3)

    family.begin(one=fail)
    eventually(lambda: len(family.notes("born")) >= 4)
    assert family.end() == 0
    at_once, second, third = (later - earlier for earlier, later in pairwise(family.notes("born")[:4]))
    assert (second >= 400_000_000, third >= 800_000_000) == (True, True), (at_once, second, third)


def test_the_pause_has_an_end(caplog: pytest.LogCaptureFixture) -> None:
    child = Child("one", lambda: None, falls=50, started=time.monotonic())
    Supervisor([child])._note_fall(child, 3)
    assert child.due - time.monotonic() <= supervising._LONGEST_PAUSE
    assert "one ended (exit code 3); it starts again in 30.0 s" in caplog.text


def test_who_ran_well_for_a_while_is_started_again_at_once(caplog: pytest.LogCaptureFixture) -> None:
    child = Child("one", lambda: None, falls=50, started=time.monotonic() - 60)
    Supervisor([child])._note_fall(child, -signal.SIGSEGV)
    assert child.due <= time.monotonic()
    assert "one ended (SIGSEGV)" in caplog.text


def test_a_child_may_finish_what_it_does(family: Family) -> None:
    def finish() -> None:
        def late(*_: object) -> None:
            time.sleep(0.5)
            family.note("finished")
            os._exit(0)

        signal.signal(signal.SIGTERM, late)
        family.note("born")
        time.sleep(60)

    family.begin(one=finish)
    eventually(lambda: family.notes("born"))
    assert family.end() == 0
    assert len(family.notes("finished")) == 1


def test_who_does_not_finish_is_ended(family: Family, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervising, "FAREWELL", 0.3)

    def stay() -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        family.note("born")
        time.sleep(60)

    family.begin(one=stay)
    eventually(lambda: family.notes("born"))
    started = time.monotonic()
    assert family.end() == 0
    assert time.monotonic() - started < 10
    with pytest.raises(ProcessLookupError):
        os.kill(family.notes("born")[0], 0)


def test_control_c_reaches_the_parent_alone(family: Family) -> None:
    family.begin(one=rest(family))
    eventually(lambda: family.notes("born"))
    os.kill(family.notes("born")[0], signal.SIGINT)
    time.sleep(0.3)
    assert len(family.notes("born")) == 1
    assert family.end() == 0


def test_children_end_with_a_killed_parent(family: Family) -> None:
    family.begin(one=rest(family))
    eventually(lambda: family.notes("born"))
    family.end(signal.SIGKILL)

    def is_gone() -> bool:
        try:
            os.kill(family.notes("born")[0], 0)
        except ProcessLookupError:
            return True
        return False

    eventually(is_gone)


def test_one_server_holds_the_lock_and_leaves_it(tmp_path: Path) -> None:
    with only_server(tmp_path), pytest.raises(DataTrouble, match=f"process {os.getpid()}"), only_server(tmp_path):
        pass
    with only_server(tmp_path):
        assert (tmp_path / "serve.lock").read_text().strip() == str(os.getpid())


def test_the_last_children_of_a_killed_server_are_waited_for(tmp_path: Path) -> None:
    def child() -> None:
        with only_server(tmp_path):
            (tmp_path / "serve.lock").write_text("999999999\n")  # its parent: gone
            (tmp_path / "held").touch()
            time.sleep(0.7)

    process = FORK.Process(target=child)
    process.start()
    eventually((tmp_path / "held").exists)
    with only_server(tmp_path):
        process.join(10)
        assert process.exitcode == 0


def test_two_processes_take_turns(tmp_path: Path) -> None:
    def child() -> None:
        with taking_turns(tmp_path, "migrate"):
            (tmp_path / "held").touch()
            time.sleep(0.5)
            (tmp_path / "done").touch()

    process = FORK.Process(target=child)
    process.start()
    eventually((tmp_path / "held").exists)
    with taking_turns(tmp_path, "migrate"):
        assert (tmp_path / "done").exists()
    process.join(10)


def addresses(opened: list[list[socket.socket]]) -> list[set[tuple[str, int]]]:
    found = [{one.getsockname()[:2] for one in own} for own in opened]
    for own in opened:
        for one in own:
            one.close()
    return found


def test_each_worker_listens_at_both_loopback_addresses() -> None:
    port = free_ports()
    found = addresses(listen(Bind("localhost", port), 3))
    assert len(found) == 3
    assert all(own <= {("127.0.0.1", port), ("::1", port)} for own in found)
    assert all(("127.0.0.1", port) in own for own in found)


def test_a_named_address_is_the_only_one() -> None:
    port = free_ports()
    assert addresses(listen(Bind("127.0.0.1", port), 1)) == [{("127.0.0.1", port)}]


def test_an_address_that_this_user_already_serves_is_refused() -> None:
    port = free_ports()
    opened = listen(Bind("localhost", port), 2)
    with pytest.raises(DataTrouble, match="already in use"):
        listen(Bind("localhost", port), 2)
    addresses(opened)


def test_an_address_of_another_machine_is_refused_in_a_sentence() -> None:
    with pytest.raises(DataTrouble, match=r"Nothing can be served at 192\.0\.2\.1:8000"):
        listen(Bind("192.0.2.1", 8000), 1)


def test_connections_are_dealt_out_to_every_worker() -> None:
    port = free_ports()
    opened = listen(Bind("127.0.0.1", port), 2)
    clients = [socket.create_connection(("127.0.0.1", port)) for _ in range(40)]
    waiting = [_accepted(own[0]) for own in opened]
    for client in clients:
        client.close()
    addresses(opened)
    assert sum(waiting) == 40
    assert min(waiting) > 3


def _accepted(opened: socket.socket) -> int:
    number = 0
    while True:
        try:
            opened.accept()[0].close()
        except BlockingIOError:
            return number
        number += 1


_told_at_birth: list[int] = []


def _tell() -> None:
    for number in _told_at_birth:
        os.kill(os.getpid(), number)


os.register_at_fork(after_in_child=_tell)


def test_a_child_that_is_told_to_end_at_its_birth_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then it still has the handlers of its parent, which would only note that the parent should stop."""
    monkeypatch.setattr("tests.project.test_supervisor._told_at_birth", [signal.SIGTERM])
    parent = Supervisor([Child("sleeper", lambda: time.sleep(20))])
    before = signal.signal(signal.SIGTERM, parent._stop)
    try:
        parent._start_due()
        process = parent.children[0].process
        assert process
        process.join(10)
        assert process.exitcode == -signal.SIGTERM
    finally:
        signal.signal(signal.SIGTERM, before)
    assert signal.pthread_sigmask(signal.SIG_BLOCK, []) == set()


def test_the_word_to_end_is_kept_that_comes_just_before_somebody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    def told_now(pipe: int, most: int) -> bytes:
        os.kill(os.getpid(), signal.SIGTERM)
        return os.read(pipe, most)

    system = SimpleNamespace(pipe=os.pipe, set_blocking=os.set_blocking, read=told_now)
    monkeypatch.setattr(granian, "os", system)
    before = signal.getsignal(signal.SIGTERM)
    try:
        granian.run_wsgi("tests.project.slow:application", [], 2, None)
    finally:
        signal.signal(signal.SIGTERM, before)
        signal.set_wakeup_fd(-1)


@pytest.mark.enable_socket
def test_a_web_worker_that_is_told_to_end_in_its_first_moments_ends() -> None:
    """Between hearing of the end and waiting for it there is no moment in which the word gets lost."""
    opened = listen(Bind("127.0.0.1", free_ports()), 1)[0]
    worker = Child("web", lambda: granian.run_wsgi("tests.project.slow:application", opened, 2, None))
    for _ in range(200):
        parent = Supervisor([worker])
        parent._start_due()
        time.sleep(random.uniform(0.002, 0.006))  # seconds: about when it begins to wait
        assert worker.process
        worker.process.terminate()
        worker.process.join(60)
        assert not worker.process.is_alive()
        worker.process = None
