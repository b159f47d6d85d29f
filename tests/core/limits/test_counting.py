"""How often something may be done: exact, shared by processes, by account and by network, and naming nobody."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from folkmoot.core import limits
from folkmoot.core.errors import TooMany
from folkmoot.core.limits import Limit, counting, rules, shared, stores
from folkmoot.core.limits.shared import Shared
from folkmoot.core.limits.table import SIZE, Table
from tests import redis_server
from tests.servers import free_ports

FEW = Limit("test", "codes_per_5_minutes", 300)
NOW = 1_800_000_000.0


@pytest.fixture(scope="module")
def redis() -> Generator[str]:
    with redis_server.serving() as url:
        yield url


@pytest.fixture
def redis_url(redis: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A Redis that is given time enough: on a busy machine it may be slow, and is not away for that."""
    monkeypatch.setattr(shared, "_LONGEST_WAIT", 60.0)
    return redis


@pytest.fixture(params=["own", "redis"])
def store(request: pytest.FixtureRequest, settings: Any, tmp_path: Path) -> Iterator[Any]:
    """A file that processes share, then Redis."""
    settings.DATA_DIR = tmp_path
    more: dict[str, object] = {"codes_per_5_minutes": 3, "origin": f"http://{tmp_path.name}"}
    if request.param == "redis":
        more["redis_url"] = request.getfixturevalue("redis_url")
    settings.FOLKMOOT = settings.FOLKMOOT.model_copy(update=more)
    yield stores.store()
    stores._store.cache_clear()


def taken(times: int, who: object = 1) -> int:
    """How many of so many were let through."""
    allowed = 0
    for _ in range(times):
        try:
            limits.count(FEW, who)
            allowed += 1
        except TooMany:
            pass
    return allowed


class TestCounting:
    def test_so_many_and_no_more(self, store: Any) -> None:
        assert taken(10) == 3

    def test_each_for_itself(self, store: Any) -> None:
        assert (taken(9, 1), taken(2, 2), taken(9, "1x")) == (3, 2, 3)
        assert limits.count(FEW._replace(name="other"), 1)

    def test_how_it_stands_is_said(self, store: Any) -> None:
        first = limits.count(FEW, 1)
        assert first
        assert (first.most, first.left) == (3, 2)
        assert 295 < (first.resets_at - datetime.now(UTC)).total_seconds() <= 301
        assert limits.standing(FEW, 1).left == 2
        assert limits.standing(FEW, "nobody").left == 3

    def test_who_is_refused_learns_how_long_to_wait(self, store: Any) -> None:
        taken(3)
        with pytest.raises(TooMany, match="slower") as refused:
            limits.count(FEW, 1, "A little slower.")
        assert (refused.value.most, 290 < refused.value.retry_after <= 300) == (3, True)

    def test_what_is_given_back_may_be_done_again(self, store: Any) -> None:
        taken(3)
        limits.give_back(FEW, 1)
        assert taken(5) == 1
        limits.give_back(FEW, "nobody")
        assert taken(9, "nobody") == 3, "nothing can be saved up"

    def test_many_are_given_back_at_once(self, store: Any) -> None:
        taken(3)
        limits.give_back(FEW, 1, 2)
        assert taken(5) == 2
        limits.give_back(FEW, 1, 9)
        assert taken(9) == 3, "nothing can be saved up"

    def test_forgotten(self, store: Any) -> None:
        taken(3)
        limits.forget(FEW, 1)
        limits.forget(FEW, "nobody")
        assert taken(5) == 3

    def test_nothing_is_refused_where_limits_are_lifted(self, store: Any, settings: Any) -> None:
        """The test profile."""
        settings.TEST_PROFILE = True
        assert [limits.count(FEW, 1) for _ in range(9)] == [None] * 9
        limits.give_back(FEW, 1)
        limits.forget(FEW, 1)

    def test_threads_together_get_no_more_than_one_alone(self, store: Any) -> None:
        allowed: list[int] = []
        threads = [threading.Thread(target=lambda: allowed.append(taken(4))) for _ in range(8)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert sum(allowed) == 3


class TestOften:
    def test_a_process_takes_some_at_a_time(self, store: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        settings.FOLKMOOT = settings.FOLKMOOT.model_copy(update={"codes_per_5_minutes": 250})
        asked: list[int] = []
        real = stores.store()
        monkeypatch.setattr(counting, "store", lambda: asked.append(1) or real)
        for _ in range(250):
            limits.count_often(FEW, 1)
        assert len(asked) == 125, "two hundredths at a time"
        with pytest.raises(TooMany):
            limits.count_often(FEW, 1)

    def test_to_the_last_one(self, store: Any, settings: Any) -> None:
        """Where a part does not fit any more, what is left is counted one by one."""
        settings.FOLKMOOT = settings.FOLKMOOT.model_copy(update={"codes_per_5_minutes": 399})
        limits.count(FEW, 1)
        limits.count(FEW, 1)
        for _ in range(397):
            limits.count_often(FEW, 1)
        with pytest.raises(TooMany):
            limits.count_often(FEW, 1)

    def test_what_was_taken_ends_with_its_time(
        self, store: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings.FOLKMOOT = settings.FOLKMOOT.model_copy(update={"codes_per_5_minutes": 1000})
        limits.count_often(FEW, 1)
        assert limits.standing(FEW, 1).left == 990
        later = counting.clock() + 400
        monkeypatch.setattr(counting, "clock", lambda: later)
        limits.count_often(FEW, 1)
        assert counting._lots["test", 1] == [9, pytest.approx(later + 300, abs=2)]

    def test_memory_has_a_bound(self, store: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(counting, "_LOTS_MOST", 3)
        for who in range(5):
            limits.count_often(FEW, who)
        assert len(counting._lots) <= 4
        settings.TEST_PROFILE = True
        limits.count_often(FEW, "whoever")
        assert len(counting._lots) <= 4


class TestAddresses:
    @pytest.mark.parametrize(
        ("address", "near", "wide"),
        [
            ("198.51.100.77", "198.51.100.0/24", "198.51.0.0/16"),
            ("2001:db8:1:2::5", "2001:db8:1::/48", "2001:db8::/32"),
            ("::ffff:198.51.100.77", "198.51.100.0/24", "198.51.0.0/16"),  # IPv4 in other clothes is not another place
            ("::1", "::/48", "::/32"),
            ("", "?", "?"),
            ("unix:", "?", "?"),
            ("198.51.100.77, 1.2.3.4", "?", "?"),
        ],
    )
    def test_networks(self, address: str, near: str, wide: str) -> None:
        assert (limits.near(address), limits.wide(address)) == (near, wide)

    def test_a_prefix_is_one_place(self, store: Any) -> None:
        """Whoever has a /24, or the /48 that every household gets, has one share of everything."""
        for last in range(3):
            limits.count_from(FEW, f"198.51.100.{last}")
            limits.count_from(FEW, f"2001:db8:1:{last}::1")
        for address in ("198.51.100.200", "2001:db8:1:ffff::1"):
            with pytest.raises(TooMany):
                limits.count_from(FEW, address)
        assert limits.count_from(FEW, "198.51.101.1")

    def test_a_network_has_eight_shares(self, store: Any) -> None:
        for prefix in range(8):
            for _ in range(3):
                limits.count_from(FEW, f"198.51.{prefix}.1")
        with pytest.raises(TooMany):
            limits.count_from(FEW, "198.51.99.1")
        assert limits.standing(FEW, limits.near("198.51.99.1")).left == 3, (
            "what was refused is not counted of the prefix"
        )
        limits.give_back_from(FEW, "198.51.0.1")
        assert limits.count_from(FEW, "198.51.99.1")


class TestTable:
    def test_time_goes_by(self, tmp_path: Path) -> None:
        table = Table(tmp_path / "t")
        place = b"12345678"
        assert [table.hit(place, 2, 10, NOW)[0] for _ in range(3)] == [1, 2, 3]
        assert table.hit(place, 2, 10, NOW + 9.9) == (3, NOW + 10)
        assert table.hit(place, 2, 10, NOW + 10) == (1, NOW + 20)

    def test_a_restart_forgets_nothing(self, tmp_path: Path) -> None:
        Table(tmp_path / "t").hit(b"12345678", 2, 10, NOW)
        assert Table(tmp_path / "t").look(b"12345678", NOW) == (1, NOW + 10)

    def test_a_crowd_pushes_out_only_what_ends_first(self, tmp_path: Path) -> None:
        """Somebody who floods the table with other places is not forgotten for it while they go on."""
        table = Table(tmp_path / "t")
        neighbours = [(n * 8_192).to_bytes(8, "little") for n in range(1, 30)]
        long = neighbours[0]
        table.hit(long, 5, 3_600, NOW)
        for each in neighbours[1:]:
            table.hit(each, 5, 60, NOW)
        assert table.look(long, NOW) == (1, NOW + 3_600)
        assert sum(table.look(each, NOW)[0] for each in neighbours) == 8

    def test_processes_share_it(self, tmp_path: Path) -> None:
        """Four at once, and one of them is killed: exactly so many are let through, and nobody is held up."""
        code = (
            "import sys; from pathlib import Path; from folkmoot.core.limits.table import Table;"
            "t = Table(Path(sys.argv[1]));"
            "print(sum(t.hit(b'12345678', 1000, 600, 1e9)[0] <= 1000 for _ in range(500)))"
        )
        victim = subprocess.Popen(
            [sys.executable, "-c", code.replace("range(500)", "range(10**9)"), str(tmp_path / "v")]
        )
        command = [sys.executable, "-c", code, str(tmp_path / "t")]
        running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
        assert sum(int(each.communicate(timeout=60)[0]) for each in running) == 1_000
        victim.kill()
        victim.wait(10)
        assert Table(tmp_path / "v").hit(b"87654321", 5, 60, NOW)[0] == 1

    @pytest.mark.parametrize("trouble", ["no directory", "full disk", "no locks"])
    def test_where_no_file_can_be_each_process_counts(
        self, tmp_path: Path, trouble: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        path = tmp_path / ("none" if trouble == "no directory" else "") / "t"
        if trouble == "full disk":
            monkeypatch.setattr(os, "posix_fallocate", full)
        if trouble == "no locks":
            monkeypatch.setattr("fcntl.lockf", full)
        table = Table(path)
        assert [table.hit(b"12345678", 2, 10, NOW)[0] for _ in range(3)] == [1, 2, 3]

    def test_nothing_in_it_names_anybody(self, settings: Any, tmp_path: Path) -> None:
        """Keyed hashes: who has the file cannot ask it whether an address was here."""
        settings.DATA_DIR = tmp_path
        for word in ("198.51.100.77", "bob@example.org", 42):
            limits.count(FEW, word)
        limits.count_from(FEW, "198.51.100.77")
        kept = (tmp_path / stores.FILE).read_bytes()
        assert len(kept) == SIZE
        assert all(word not in kept for word in (b"198.51", b"bob", bytes([198, 51, 100])))
        assert (tmp_path / stores.FILE).stat().st_mode & 0o777 == 0o600
        one = counting._place(FEW, "bob@example.org")
        settings.SECRET_KEY = "another community's"
        assert counting._place(FEW, "bob@example.org") != one
        stores._store.cache_clear()


class TestRedisAway:
    def test_this_machine_counts_by_itself(self, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
        alone = Shared(f"redis://127.0.0.1:{free_ports()}/0", "http://here", Table(tmp_path / "t"))
        place = b"12345678"
        assert [alone.hit(place, 2, 10, NOW)[0] for _ in range(3)] == [1, 2, 3]
        assert alone.look(place, NOW)[0] == 2
        alone.back(place, 1)
        assert alone.look(place, NOW)[0] == 1
        alone.back(place, 5)
        assert alone.look(place, NOW)[0] == 0
        assert alone.hit(place, 2, 10, NOW)[0] == 1
        alone.drop(place)
        assert alone.look(place, NOW)[0] == 0
        assert len([each for each in caplog.messages if "counts by itself" in each]) == 1, (
            "it is asked again in a while"
        )

    def test_one_that_says_nothing_is_not_waited_for(self, tmp_path: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as silent:
            url = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
            alone, started = Shared(url, "http://here", Table(tmp_path / "t")), time.monotonic()
            assert [alone.hit(b"12345678", 2, 10, NOW)[0] for _ in range(3)] == [1, 2, 3]
            assert time.monotonic() - started < 10, "it is asked once, and left alone for a while"

    def test_communities_on_one_redis_do_not_meet(self, redis_url: str, tmp_path: Path) -> None:
        ours, theirs = (
            Shared(redis_url, name, Table(tmp_path / "t")) for name in ("https://a.example", "https://b.example")
        )
        assert [ours.hit(b"together", 1, 60, NOW)[0], theirs.hit(b"together", 1, 60, NOW)[0]] == [1, 1]
        assert ours.hit(b"together", 1, 60, NOW)[0] == 2


def test_every_limit_has_its_number(settings: Any) -> None:
    """A name that no setting has would be noticed by whoever is refused first."""
    every = [value for value in vars(rules).values() if isinstance(value, Limit)]
    assert len(every) > 15
    assert all(each.most > 0 and each.around.most == each.most * 8 for each in every)
    assert len({each.name for each in every}) == len(every)
