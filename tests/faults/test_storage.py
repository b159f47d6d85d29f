"""The storage refuses: full, read-only, locked. A clear page or JSON, the text kept, nothing half-written.

How each is brought about: a full disk is SQLite's own limit of pages and, where the tests run as root, a real tmpfs
without room under a real server; read-only storage is a connection that may only query (a mode bit means nothing to
root, and nobody can remount what a server has open for writing) and, for root, a directory mounted read-only before
the server starts; a lock is another process that holds it.
"""

import contextlib
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pytest
from django.apps import apps
from django.db import connection

from folkmoot.core import storage
from folkmoot.core.sqlite import base as sqlite
from folkmoot.core.storage import CannotSave
from folkmoot.posts.models import Audience, IdempotencyKey, Post, PostTag
from folkmoot.project import cast as stage
from tests.doors import Door, client_of
from tests.faults.programs import Line, Member
from tests.faults.test_random_kills import inside
from tests.happened import at_once
from tests.laid import laid
from tests.servers import folkmoot, running

if TYPE_CHECKING:
    from django.test import Client


def can_mount() -> bool:
    """Whether these tests may make a file system of their own."""
    if os.geteuid() != 0:
        return False
    with tempfile.TemporaryDirectory() as folder:
        command = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            return False
        subprocess.run(["umount", folder], check=True)
        return True


pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.enable_socket]

only_sqlite = pytest.mark.only("sqlite")
only_postgres = pytest.mark.only("postgres")
only_root = pytest.mark.skipif(not can_mount(), reason="only root can mount a file system")
LONG = "A walk along the river, and what we saw there. " * 90 + "#walk @bob"
SHORT = "Short, for @bob #walk"


class Writer:
    """One member at both doors, with a page that was open before the trouble began."""

    def __init__(self) -> None:
        from folkmoot.accounts.actions import create_token

        self.bob = stage.member("bob")
        self.alice = stage.member("alice")
        self.browser: Client = client_of(self.alice.login)
        assert self.browser.get("/").status_code == 200
        self.program = Door(create_token(self.alice, "read write follow", 1))
        assert self.program.get("/api/v1/timelines/home").status_code == 200
        from folkmoot.core.events import drain

        drain()

    def by_form(self, text: str, key: str = "form-key") -> Any:
        sent = {"text": text, "scope": "followers", "warning": "Nature", "language": "en", "key": key, "place": "home"}
        return self.browser.post("/posts", sent)

    def by_program(self, text: str, key: str = "program-key") -> Any:
        body = {"status": text, "visibility": "private", "spoiler_text": "Nature"}
        return self.program.post("/api/v1/statuses", body=body, Idempotency_Key=key)


@pytest.fixture
def writer(db: None) -> Writer:
    return Writer()


@contextlib.contextmanager
def full() -> Generator[None]:
    """No page may be added to the database, and none is free."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
        yield
        cursor.execute("PRAGMA max_page_count = 1073741823")


@contextlib.contextmanager
def read_only() -> Generator[None]:
    """This connection may only query."""
    on, off = {
        "sqlite": ("PRAGMA query_only = ON", "PRAGMA query_only = OFF"),
        "postgresql": ("SET default_transaction_read_only = on", "SET default_transaction_read_only = off"),
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(on)
        yield
        cursor.execute(off)


@contextlib.contextmanager
def locked(patience: float = 0.3) -> Generator[None]:
    """Another connection holds the lock for longer than anybody waits."""
    if connection.vendor == "sqlite":
        holder = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        holder.execute("BEGIN EXCLUSIVE")
        wait, back = f"PRAGMA busy_timeout = {patience * 1000:.0f}", "PRAGMA busy_timeout = 15000"
    else:
        import psycopg

        holder = psycopg.connect(**connection.get_connection_params())
        holder.execute("LOCK TABLE post IN ACCESS EXCLUSIVE MODE")
        wait, back = f"SET lock_timeout = {patience * 1000:.0f}", "SET lock_timeout = 0"
    with contextlib.closing(holder), connection.cursor() as cursor:
        cursor.execute(wait)
        yield
        holder.execute("ROLLBACK")
        cursor.execute(back)


TROUBLES = [
    pytest.param(full, storage.FULL, marks=only_sqlite, id="full"),
    pytest.param(read_only, storage.READ_ONLY, id="read-only"),
    pytest.param(locked, storage.LOCKED, id="locked"),
]


@pytest.mark.parametrize(("trouble", "_words"), TROUBLES)
def test_a_form_is_answered_with_a_clear_page_that_keeps_the_text(
    writer: Writer, trouble: Callable[[], Any], _words: str
) -> None:
    before = everything()
    with trouble():
        answer = writer.by_form(LONG)
    page = answer.content.decode()
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert "We are out of breath" in page
    assert LONG.strip() in page
    assert 'value="Nature"' in page
    assert everything() == before
    kept = dict(re.findall(r'name="(key|scope)"[^>]*value="([^"]*)"', page))
    assert kept.get("key") == "form-key", "the form to send again has another key"


@pytest.mark.parametrize(("trouble", "_words"), TROUBLES)
def test_a_program_is_answered_in_json(writer: Writer, trouble: Callable[[], Any], _words: str) -> None:
    before = everything()
    with trouble():
        answer = writer.by_program(LONG)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert "try again" in answer.json()["error"]
    assert everything() == before


@pytest.mark.parametrize(("trouble", "_words"), TROUBLES)
def test_the_same_key_works_afterwards_and_only_once(writer: Writer, trouble: Callable[[], Any], _words: str) -> None:
    with trouble():
        writer.by_form(LONG)
        writer.by_program(LONG)
    assert [writer.by_form(LONG).status_code for _ in range(2)] == [303, 303]
    assert Post.objects.count() == 1
    answers = [writer.by_program(LONG) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json()["id"] == answers[1].json()["id"]
    assert Post.objects.count() == 2
    assert Audience.objects.count() == PostTag.objects.count() == IdempotencyKey.objects.count() == 2


@pytest.mark.parametrize(("trouble", "words"), TROUBLES)
def test_the_trouble_has_words_for_members(writer: Writer, trouble: Callable[[], Any], words: str) -> None:
    from folkmoot.posts.actions import Draft, publish_post

    with trouble(), pytest.raises(CannotSave) as caught:
        publish_post(writer.alice, Draft(LONG, "public"))
    assert caught.value.message == str(words)


@pytest.mark.parametrize(
    "trouble",
    [
        pytest.param(full, marks=only_sqlite),
        read_only,
        pytest.param(locked, marks=only_sqlite),  # PostgreSQL's table cannot be read either while it is locked
    ],
)
def test_reading_goes_on(writer: Writer, trouble: Callable[[], Any]) -> None:
    post = writer.by_program(SHORT).json()["id"]
    with trouble():
        assert writer.program.get(f"/api/v1/statuses/{post}").status_code == 200
        assert writer.program.get("/api/v1/timelines/home").status_code == 200
        assert SHORT.split(",", maxsplit=1)[0] in writer.browser.get("/").content.decode()


@pytest.mark.parametrize("refusal", [storage.FULL, storage.READ_ONLY, storage.LOCKED, storage.GONE])
def test_whichever_statement_it_strikes_nothing_is_left_behind(writer: Writer, refusal: str) -> None:
    """The storage fails at the first statement of the post, then at the second, and so on to the last one."""
    before, struck = everything(), 0
    while True:
        with striking(struck, refusal) as strike:
            answer = writer.by_program(SHORT)
        if not strike.happened:
            break
        assert answer.status_code == 503
        assert everything() == before, f"after statement {struck}"
        struck += 1
    assert answer.status_code == 200
    assert struck >= 8
    assert Post.objects.count() == 1


@only_postgres
@pytest.mark.parametrize("table", ["post", "post_audience", "post_tag", "core_event", "home_entry"])
def test_a_full_disk_under_postgresql(writer: Writer, table: str) -> None:
    before = everything()
    with connection.cursor() as cursor:
        cursor.execute("""CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$""")
        cursor.execute(f"CREATE TRIGGER no_room BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION no_room()")
    try:
        form, program = writer.by_form(SHORT), writer.by_program(SHORT)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION no_room CASCADE")
    assert (form.status_code, program.status_code) == (503, 503)
    assert SHORT in form.content.decode()
    assert everything() == before


@only_sqlite
def test_ten_seconds_of_somebody_else_writing_are_waited_for(writer: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorter than our patience, so both doors wait and then succeed."""
    assert sqlite.PATIENCE > 12
    monkeypatch.setattr(sqlite, "PATIENCE", 60.0)  # on a busy machine the ten seconds may become more
    started = time.monotonic()
    with another_process_holding_the_database(10):
        form, program = at_once(lambda: writer.by_form(SHORT).status_code, lambda: writer.by_program(SHORT).status_code)
        took = time.monotonic() - started
    assert (form, program) == (303, 200)
    assert 10 <= took < 40, "soon after, though the machine may be busy just then"
    assert Post.objects.count() == 2


@only_sqlite
def test_a_queue_that_does_not_move_is_left_in_time(writer: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The queue in front of SQLite's lock, held by a process that hangs in the middle of a write."""
    monkeypatch.setattr(connection.turnstile, "patience", 0.3)
    with another_process_holding_the_queue():
        form, program = writer.by_form(SHORT), writer.by_program(SHORT)
    assert (form.status_code, program.status_code) == (503, 503)
    assert SHORT in form.content.decode()
    assert writer.by_program(SHORT).status_code == 200


@pytest.fixture
def small_disk(tmp_path: Path) -> Generator[Path]:
    """A file system with little more room than the database and its log want."""
    with mounted(tmp_path / "disk", "size=48m") as folder:
        yield folder


@only_sqlite
@only_root
def test_a_real_server_on_a_real_disk_without_room(small_disk: Path) -> None:
    people = inside(laid(small_disk), {}, "make", "2")
    with running(small_disk, FOLKMOOT_WEB_WORKERS="1") as server:
        member = Member(**people[0], line=Line(server.url, gives_up=True))
        assert member.api("POST", "statuses", {"status": "While there is room"})[0] == 200
        fill(small_disk)
        answers = [member.api("POST", "statuses", {"status": f"{n} {LONG}"}, key=f"key{n}")[:2] for n in range(80)]
        refused = [n for n, (status, _) in enumerate(answers) if status == 503]
        status, page = member.form("/posts", text=f"By form: {LONG}", scope="public", key="by-form")
        (small_disk / "ballast").unlink()
        again = [member.api("POST", "statuses", {"status": f"{n} {LONG}"}, key=f"key{n}")[0] for n in range(80)]
        rows = inside(small_disk, {}, "read")
    assert refused, "the disk was never full"
    assert {status for status, _ in answers} <= {200, 503}
    assert "try again" in answers[refused[0]][1]["error"]
    assert status == 503
    assert f"By form: {LONG.strip()}" in page
    assert set(again) == {200}
    assert len(rows["posts"]) == 81
    assert rows["waiting"] == 0
    assert rows["parked"] == []


@only_sqlite
@only_root
def test_a_directory_that_cannot_be_written_to_is_named_at_the_start(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "size=12m,ro") as folder:
        done = folkmoot("serve", data_dir=folder)
    assert done.returncode == 1
    assert str(folder) in done.stderr
    assert "Traceback" not in done.stderr


@contextlib.contextmanager
def mounted(folder: Path, options: str) -> Generator[Path]:
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder: Path) -> None:
    """Take what room there is, down to some pages."""
    with (folder / "ballast").open("wb") as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))
            file.flush()


def everything() -> dict[str, int]:
    """How many rows there are of everything; sessions aside."""
    models = [model for model in apps.get_models() if model.__module__.startswith("folkmoot.")]
    counts = {model._meta.label: model.objects.count() for model in models}
    return counts | {"posts of alice": apps.get_model("accounts.Stats").objects.get(account__username="alice").posts}


class striking:  # noqa: N801 - reads as a sentence
    """Refuse the statement at one place inside the next post's transaction."""

    def __init__(self, place: int, words: str) -> None:
        self.place, self.words, self.count, self.happened = place, words, 0, False
        self.hook = connection.execute_wrapper(self)

    def __enter__(self) -> Self:
        self.hook.__enter__()
        return self

    def __exit__(self, *problem: object) -> None:
        self.hook.__exit__(*problem)

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if connection.in_atomic_block and not self.happened:
            self.count += 1
            if self.count > self.place:
                self.happened = True
                raise CannotSave(str(self.words))
        return execute(sql, params, many, context)


@contextlib.contextmanager
def another_process_holding_the_database(seconds: float) -> Generator[None]:
    text = (
        f"import sqlite3, time; c = sqlite3.connect({str(connection.settings_dict['NAME'])!r}, isolation_level=None);"
        f" c.execute('BEGIN EXCLUSIVE'); print('held', flush=True); time.sleep({seconds}); c.execute('COMMIT')"
    )
    with holding(text):
        yield


@contextlib.contextmanager
def another_process_holding_the_queue() -> Generator[None]:
    text = (
        f"import fcntl, time; f = open({connection.turnstile.path!r}, 'a'); fcntl.flock(f, fcntl.LOCK_EX);"
        " print('held', flush=True); time.sleep(60)"
    )
    with holding(text):
        yield


@contextlib.contextmanager
def holding(text: str) -> Generator[None]:
    process = subprocess.Popen([sys.executable, "-c", text], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    try:
        yield
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
