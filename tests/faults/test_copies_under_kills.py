"""The worker dies in the middle of a copy: nobody gets half of it, it is made again, and can be fetched in parts."""

import http.client
import os
import re
import signal
import time
import zipfile
from collections.abc import Generator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest

from tests import databases
from tests.faults.test_random_kills import SERVE, inside
from tests.privacy.heavy import SIZE
from tests.servers import PATIENCE, Server, eventually, start_server

pytestmark = [pytest.mark.both_databases, pytest.mark.enable_socket]


class Copy(NamedTuple):
    """Where the copy is, or will be."""

    server: Server
    path: str
    file: Path
    before: list[int]  # what its address answered while it was made, and when the worker had died

    def ask(self, method: str = "GET", **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
        line = http.client.HTTPConnection(urlsplit(self.server.stream_url).netloc, timeout=60)
        line.request(method, self.path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = line.getresponse()
        return answer.status, answer.headers, answer.read()


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Generator[Copy]:
    """The copy, after the worker was killed once while it wrote."""
    folder = tmp_path_factory.mktemp("community")
    env = {"FOLKMOOT_DATABASE_URL": databases.new_database()} if databases.chosen() == "postgres" else {}
    env |= {"FOLKMOOT_WEB_WORKERS": "1"}
    told = inside(folder, env, program="tests.privacy.heavy")
    found = Copy(start_server(folder, command=SERVE, **env), told["path"], Path(told["file"]), [])
    _kill_it_half_way(found)
    eventually(lambda: found.file.exists() and found.ask("HEAD")[0] == 200, 120.0)
    yield found
    found.server.stop()


def _kill_it_half_way(copy: Copy) -> None:
    """The worker, and its parent as well, stand still while the copy is asked for, however long that takes."""
    worker = int(re.findall(r"jobs runs as process (\d+)", copy.server.wait_for("jobs runs as process"))[-1])
    _wait_for_a_part(copy)
    os.kill(worker, signal.SIGSTOP)
    copy.server.process.send_signal(signal.SIGSTOP)
    try:
        copy.before.append(copy.ask()[0])
        os.kill(worker, signal.SIGKILL)
        assert not copy.file.exists(), "the worker was done before it could be killed"
        copy.before.append(copy.ask()[0])
    finally:
        copy.server.process.send_signal(signal.SIGCONT)


def _wait_for_a_part(copy: Copy) -> None:
    part, until = copy.file.with_name(f".{copy.file.name}"), time.monotonic() + PATIENCE
    while not part.exists() or part.stat().st_size < SIZE // 50:
        assert time.monotonic() < until, copy.server.log
        time.sleep(0.002)


def test_nobody_gets_half_of_it(copy: Copy) -> None:
    assert copy.before == [404, 404]


def test_it_is_made_again_and_whole(copy: Copy) -> None:
    status, headers, body = copy.ask()
    assert (status, headers["Content-Length"]) == (200, str(len(body)))
    assert body == copy.file.read_bytes()
    with zipfile.ZipFile(copy.file) as archive:
        assert archive.testzip() is None
        assert max(info.file_size for info in archive.infolist()) == SIZE
    assert [path.name for path in copy.file.parent.iterdir()] == [copy.file.name]


@pytest.mark.parametrize(
    ("wanted", "first", "end"),
    [("bytes=0-3", 0, 4), ("bytes=-22", -22, None), ("bytes=200000000-", 200_000_000, None)],
    ids=["beginning", "end", "rest"],
)
def test_it_can_be_fetched_in_parts(copy: Copy, wanted: str, first: int, end: int | None) -> None:
    whole = copy.file.read_bytes()
    status, headers, body = copy.ask(Range=wanted)
    assert (status, body) == (206, whole[first:end])
    start = first % len(whole)
    assert headers["Content-Range"] == f"bytes {start}-{start + len(body) - 1}/{len(whole)}"
    assert headers["Cache-Control"] == "private, no-store"
    assert copy.ask(Range=wanted, If_Range=headers["ETag"])[0] == 206
    assert copy.ask("HEAD", Range=wanted, If_Range='"another"')[0] == 200


def test_there_is_nothing_beyond_its_end(copy: Copy) -> None:
    status, headers, body = copy.ask(Range=f"bytes={copy.file.stat().st_size}-")
    assert (status, body) == (416, b"")
    assert headers["Content-Range"] == f"bytes */{copy.file.stat().st_size}"
