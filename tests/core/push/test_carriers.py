"""The three ways for news: told when a write is committed, lost when it is taken back, and never in anybody's way."""

import contextlib
import threading
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from folkmoot.core import push
from folkmoot.core.push import Message, local, redis
from folkmoot.core.push.local import Local
from folkmoot.core.push.notes import Notes
from folkmoot.core.push.redis import Redis
from folkmoot.project.files_and_streams import ear as hearing
from folkmoot.project.files_and_streams.ear import Ear
from tests import redis_server
from tests.servers import eventually, free_ports

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def redis_url() -> Generator[str]:
    with redis_server.serving() as url:
        yield url


@pytest.fixture(params=["own", "redis"])
def way(request: pytest.FixtureRequest, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The database's own way (a socket in a directory with a very long name), then Redis; both with more patience."""
    for each in (local, redis):
        monkeypatch.setattr(each, "_LONGEST_WAIT", 60.0)  # a busy machine is slow to hear
    settings.DATA_DIR = tmp_path / ("long" * 40)
    settings.DATA_DIR.mkdir()
    if request.param == "redis":
        url = request.getfixturevalue("redis_url")
        settings.FOLKMOOT = settings.FOLKMOOT.model_copy(update={"redis_url": url})
    return str(request.param)


@pytest.fixture
def heard(way: str) -> Generator[list[Message]]:
    """What the service hears."""
    found: list[Message] = []
    with _listening(found.append):
        yield found


@contextlib.contextmanager
def _listening(heard: Callable[[Message], object]) -> Generator[Ear]:
    ear = Ear(heard)
    ear.start()
    assert ear.open.wait(20)
    time.sleep(0.05)  # Redis says nothing when it has begun
    yield ear
    ear.stop()
    ear.join(20)
    assert not ear.is_alive()


def test_each_database_has_its_own_way(way: str) -> None:
    own = Notes if connection.vendor == "postgresql" else Local
    assert isinstance(push.carrier(), Redis if way == "redis" else own)


def test_news_are_told_when_the_write_is_committed(heard: list[Message]) -> None:
    with transaction.atomic():
        push.tell([1, 2], "notifications")
        push.say("gone", 7, [3], [4])
        time.sleep(0.1)
        assert heard == []
    eventually(lambda: len(heard) == 2)
    assert heard == [Message("notifications", (1, 2)), Message("gone", (3,), 7, (4,))]


def test_what_was_rolled_back_is_not_told(heard: list[Message]) -> None:
    with contextlib.suppress(RuntimeError), transaction.atomic():
        push.tell([1], "home")
        raise RuntimeError
    push.tell([2], "home")
    eventually(lambda: heard)
    assert [message.accounts for message in heard] == [(2,)]


def test_ten_thousand_accounts_fit(heard: list[Message]) -> None:
    push.tell(range(1 << 62, (1 << 62) + 10_000), "home", 1 << 62)
    eventually(lambda: sum(len(message.accounts) for message in heard) == 10_000)
    assert {message.about for message in heard} == {1 << 62}


def test_nobody_is_nobody(heard: list[Message]) -> None:
    push.tell([], "home")
    push.tell([1], "home")
    eventually(lambda: heard)
    assert len(heard) == 1


def test_nobody_listening_is_no_trouble(way: str, settings: Any, tmp_path: Path) -> None:
    push.tell([1], "home")
    settings.DATA_DIR = tmp_path / "gone"
    push.tell([1], "home")


def test_a_redis_that_is_away_costs_nobody_what_they_wrote(settings: Any) -> None:
    settings.FOLKMOOT = settings.FOLKMOOT.model_copy(update={"redis_url": f"redis://127.0.0.1:{free_ports()}"})
    began = time.monotonic()
    with transaction.atomic():
        push.tell([1], "home")
    assert time.monotonic() - began < 5


@pytest.mark.only("sqlite")  # PostgreSQL keeps what is not read
def test_a_listener_that_is_busy_holds_up_nobody(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    stop = threading.Event()
    line = push.carrier().hear(stop)
    assert next(line) == b""
    began = time.monotonic()
    for _ in range(20):
        push.tell(range(2_000), "home")
    assert time.monotonic() - began < 5
    line.close()  # type: ignore[attr-defined]  # it is a generator


@pytest.mark.only("postgres")
@pytest.mark.parametrize("way", ["own"], indirect=True)
def test_what_somebody_else_sends_is_passed_over(heard: list[Message]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('folkmoot_stream', 'nonsense')")
    push.tell([1], "home")
    eventually(lambda: heard)
    assert len(heard) == 1


def test_the_service_listens_again_when_its_line_broke(monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    monkeypatch.setattr(hearing, "_AFTER_TROUBLE", 0.01)
    real, tries = push.carrier, []

    def broken() -> Any:
        tries.append(1)
        if len(tries) < 3:
            raise psycopg.OperationalError
        return real()

    monkeypatch.setattr(hearing, "carrier", broken)
    found: list[Message] = []
    with _listening(found.append):
        push.tell([1], "home")
        eventually(lambda: found)
