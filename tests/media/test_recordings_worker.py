"""The worker and its child: progress, leases, being killed half-way, being let go of meanwhile, and the sweep after."""

import io
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from folkmoot.core.errors import Busy
from folkmoot.core.events import drain, table
from folkmoot.media import queries
from folkmoot.media.actions import (
    discard_recording,
    making,
    take_recording,
)
from folkmoot.media.addresses import folder, root, workpiece
from folkmoot.media.events import RecordingReady, RecordingTaken
from folkmoot.media.models import Recording
from folkmoot.media.studio import order
from folkmoot.media.tasks import add_smaller, prepare_recording, preparing
from folkmoot.media.workshop import seats
from tests.media.conftest import on_disk
from tests.media.recordings import Film, film, song
from tests.media.test_recordings import OWNER, taken
from tests.servers import eventually

OTHER = 4712
LONG = Film("mov", "mpeg4", (640, 360), 8.0)
pytestmark = pytest.mark.django_db


def take(wanted: Film = LONG, owner: int = OWNER) -> int:
    return take_recording(owner, io.BytesIO(film(wanted)), "film.mov")


def row(some_id: int) -> Recording:
    return Recording.objects.get(id=some_id)


def hears(monkeypatch: pytest.MonkeyPatch, what: Callable[[Any, int], None]) -> None:
    """Something happens whenever the child says how far it has come."""
    real = preparing._Told.hear

    def hear(self: Any, percent: int) -> None:
        what(self, percent)
        real(self, percent)

    monkeypatch.setattr(preparing._Told, "hear", hear)


def children() -> list[int]:
    """The children of this process that prepare recordings."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parts = (entry / "stat").read_text().rpartition(")")[2].split()
            if int(parts[1]) == os.getpid() and b"media.studio" in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def test_progress_is_told_while_it_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "_TOLD_EVERY", 0.0)
    some_id, seen = take(), []
    hears(monkeypatch, lambda _self, _percent: seen.append((row(some_id).state, row(some_id).progress)))
    assert (row(some_id).state, row(some_id).progress) == ("waiting", 0)
    drain()
    assert {state for state, _ in seen} == {"working"}
    steps = [progress for _, progress in seen]
    assert steps == sorted(steps)
    assert len(set(steps)) > 5
    assert (row(some_id).state, row(some_id).progress) == ("ready", 100)


def test_at_most_once_a_second(monkeypatch: pytest.MonkeyPatch, queries: Any) -> None:
    some_id = take()
    monkeypatch.setattr(preparing, "_TOLD_EVERY", 60.0)
    told = preparing._Told(some_id)
    told.told = time.monotonic()
    with queries(0):
        told.hear(10)
    told.told -= 61
    with queries(1):
        told.hear(11)
        told.hear(12)
    assert row(some_id).progress == 11


@pytest.mark.django_db(transaction=True)
def test_a_child_that_is_killed_half_way_is_begun_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """As when the whole worker dies: the event is still there, and the next try starts from the beginning."""
    some_id, killed = take(), []

    class Died(BaseException):
        """The worker is gone."""

    def die(_self: Any, percent: int) -> None:
        if percent > 5 and not killed:
            killed.extend(children())
            raise Died

    hears(monkeypatch, die)
    with pytest.raises(Died):
        drain()
    assert len(killed) == 1
    assert children() == [], "the child went with it"
    assert (row(some_id).state, row(some_id).tries) == ("working", 1)
    assert drain() == 0, "it is leased"
    table.release()  # as the next worker does when it starts
    drain()
    assert (row(some_id).state, row(some_id).tries) == ("ready", 2)
    assert {path.name for path in on_disk()} == {"360.mp4", "still.webp"}


def test_begun_too_often_it_fails_visibly() -> None:
    some_id = take()
    Recording.objects.filter(id=some_id).update(state="working", tries=making.MOST_TRIES)
    drain()
    view = queries.own_recording(OWNER, some_id)
    assert (view.state, view.problem) == ("failed", "trouble")
    assert "could not be prepared" in queries.problem_sentence("trouble")
    assert on_disk() == []


def test_when_no_child_works_it_is_tried_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    some_id = take()
    real = order.CHILD
    monkeypatch.setattr(order, "CHILD", ("-I", "-c", "raise SystemExit(3)"))
    drain()
    assert row(some_id).state == "working"
    assert [waiting.count for waiting in table.waiting() if waiting.lane == "media"] == [1]
    monkeypatch.setattr(order, "CHILD", real)
    with transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(table, "_now", lambda: int(time.time() * 1000) + 60_000)
        drain()
    assert row(some_id).state == "ready"


def test_an_answer_without_a_word_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order, "CHILD", ("-I", "-c", ""))
    with pytest.raises(Busy):
        take()


def test_the_lease_lives_as_long_as_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "_HELD_EVERY", 0.0)
    take()
    leases: list[int] = []

    def look(_self: Any, _percent: int) -> None:
        from folkmoot.core.models import Event

        leases.extend(Event.objects.filter(lane="media").values_list("lease_until", flat=True))

    hears(monkeypatch, look)
    drain()
    assert len(set(leases)) > 3
    assert leases == sorted(leases)


def test_holding_on_to_nothing() -> None:
    from folkmoot.core.events import hold_on

    hold_on()
    assert table.waiting()


def test_let_go_of_while_it_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "_TOLD_EVERY", 0.0)
    some_id = take()

    def let_go(_self: Any, percent: int) -> None:
        if percent > 5 and Recording.objects.filter(id=some_id).exists():
            discard_recording(OWNER, some_id)

    hears(monkeypatch, let_go)
    drain()
    assert not Recording.objects.exists()
    assert on_disk() == []
    assert table.parked() == []
    assert children() == []


def test_let_go_of_at_the_very_end(monkeypatch: pytest.MonkeyPatch) -> None:
    some_id = take(Film())
    real = making.store

    def gone() -> Any:
        Recording.objects.filter(id=some_id).delete()
        return real()

    monkeypatch.setattr(making, "store", gone)
    prepare_recording(RecordingTaken(some_id))
    assert on_disk() == []


def test_a_file_that_is_missing_is_wondered_about() -> None:
    some_id = take(Film())
    workpiece(some_id, row(some_id).name).unlink()
    with pytest.raises(FileNotFoundError, match="missing"):
        prepare_recording(RecordingTaken(some_id))


def test_reactions_run_twice_do_no_harm() -> None:
    view = taken(film(Film(size=(1280, 720), seconds=0.4)))
    before = sorted((path.name, path.stat().st_mtime_ns) for path in on_disk())
    prepare_recording(RecordingTaken(view.id))
    add_smaller(RecordingReady(view.id))
    prepare_recording(RecordingTaken(5))
    add_smaller(RecordingReady(5))
    assert sorted((path.name, path.stat().st_mtime_ns) for path in on_disk()) == before
    assert queries.own_recording(OWNER, view.id) == view


def test_without_a_smaller_rendition_a_video_plays_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    data = film(Film(size=(1280, 720), seconds=0.4))
    real = order.carry_out

    def carry_out(task: order.Task, hear: Callable[[int], None]) -> order.Answer:
        return order.Answer(refused="time") if task.task == "small" else real(task, hear)

    monkeypatch.setattr(order, "carry_out", carry_out)
    view = taken(data)
    assert (view.state, view.heights) == ("ready", (720,))


def test_the_smaller_one_of_a_video_that_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    view = taken(film(Film(size=(1280, 720), seconds=0.4)))
    Recording.objects.filter(id=view.id).update(heights="720")
    (folder(view.id, view.name) / "720.mp4").unlink()
    with pytest.raises(FileNotFoundError, match="missing"):
        add_smaller(RecordingReady(view.id))
    monkeypatch.setattr(preparing, "_second", _gone)
    add_smaller(RecordingReady(view.id))


def _gone(recording: Recording) -> None:
    Recording.objects.filter(id=recording.id).delete()
    raise FileNotFoundError


def test_a_rendition_that_is_kept_elsewhere_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that has no paths gives its files in pieces."""
    view = taken(film(Film(size=(1280, 720), seconds=0.4)))
    Recording.objects.filter(id=view.id).update(heights="720")
    real = preparing.store()

    class Elsewhere:
        def find(self, place: str, name: str) -> Any:
            found = real.find(place, name)
            return found._replace(path=None) if found else None

        def read(self, *arguments: Any) -> bytes:
            return real.read(*arguments)

    monkeypatch.setattr(preparing, "store", Elsewhere)
    monkeypatch.setattr(preparing, "_PIECE", 10_000)
    add_smaller(RecordingReady(view.id))
    assert queries.own_recording(OWNER, view.id).heights == (480, 720)


@pytest.mark.django_db(transaction=True)
def test_one_at_a_time_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seats, "WORKBENCH_PAUSE", 0.02)
    waited: list[float] = []
    with seats.workbench(lambda: None):
        other = threading.Thread(target=_at_the_bench, args=(waited,))
        other.start()
        eventually(lambda: len(waited) > 2)
        assert "there" not in waited
    other.join(60)
    assert waited[-1] == "there"


def _at_the_bench(waited: list[Any]) -> None:
    with seats.workbench(lambda: waited.append(1)):
        waited.append("there")


def test_other_lanes_do_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """A long film is made in the lane of media alone: what happens now happens meanwhile."""
    assert drain(("now", "net")) >= 0
    some_id = take()
    assert drain(("now", "net")) == 1, "which handed it on"
    assert row(some_id).state == "waiting"
    drain(("media",))
    assert row(some_id).state == "ready"


def test_a_worker_that_is_told_to_end_leaves_no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    """It dies with whoever hired it, however that one dies."""
    import subprocess
    import sys
    import textwrap

    program = textwrap.dedent("""
        import io, os, sys, time
        from folkmoot.media.studio import order
        os.environ["DJANGO_SETTINGS_MODULE"] = "folkmoot.project.settings"
        file, large, still = open(sys.argv[1], "rb"), open(sys.argv[2], "w+b"), open(sys.argv[3], "w+b")
        def hear(percent):
            print(percent, flush=True)
        order.carry_out(order.Task("video", "mov", 60, file, large, still), hear)
    """)
    here = root()
    here.mkdir(exist_ok=True)
    (here / "in").write_bytes(film(Film("mov", "mpeg4", (1280, 720), 8.0)))
    paths = [str(here / name) for name in ("in", "large", "still")]
    with subprocess.Popen([sys.executable, "-c", program, *paths], stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        while int(parent.stdout.readline() or b"9") < 3:
            pass
        (child,) = [int(word) for word in Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text().split()]
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    until = time.monotonic() + 10
    while Path(f"/proc/{child}").exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not Path(f"/proc/{child}").exists() or "Z" in Path(f"/proc/{child}/stat").read_text()
    assert song()
