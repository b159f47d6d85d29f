"""The file service as it runs: through Granian, on its own port, with readers who are slow, odd or hostile."""

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.laid import laid
from tests.project.hang import LARGE
from tests.servers import ROOT, Server, _clean, database_of, fetch, running

pytestmark = [pytest.mark.enable_socket, pytest.mark.both_databases]
STALLED = 300


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Generator[Server]:
    with running(laid(tmp_path_factory.mktemp("community"))) as server:
        yield server


@pytest.fixture(scope="module")
def hung(server: Server) -> dict[str, str]:
    """Where the pictures are: ``public``, ``followers``, and ``signed`` for bob."""
    return hung_in(server)


def hung_in(server: Server) -> dict[str, str]:
    """Hang pictures into a community."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.project.hang"],
        cwd=ROOT,
        env=_clean() | database_of(server.data_dir) | {"DJANGO_SETTINGS_MODULE": "folkmoot.project.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, str] = json.loads(done.stdout)
    return found


def dial(server: Server) -> socket.socket:
    return socket.create_connection(("127.0.0.1", urlsplit(server.stream_url).port or 0), 20)


def ask(server: Server, path: str, *lines: str, method: str = "GET") -> tuple[int, dict[str, str], bytes]:
    """Send a request byte for byte, and read the whole answer."""
    head = "\r\n".join([f"{method} {path} HTTP/1.1", "Host: localhost", "Connection: close", *lines, "", ""])
    with dial(server) as line:
        line.sendall(head.encode("latin-1"))
        answer = b"".join(iter(lambda: line.recv(1 << 20), b""))
    top, _, body = answer.partition(b"\r\n\r\n")
    first, *rest = top.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (each.partition(": ") for each in rest)}
    return int(first.split()[1]), headers, body


def test_files_arrive_whole(server: Server, hung: dict[str, str]) -> None:
    for address in (hung["public"], hung["signed"]):
        status, headers, body = ask(server, address)
        assert (status, headers["content-type"], headers["content-length"]) == (200, "image/webp", str(len(LARGE)))
        assert body == LARGE


def test_head_tells_of_them(server: Server, hung: dict[str, str]) -> None:
    status, headers, body = ask(server, hung["signed"], method="HEAD")
    assert (status, headers["content-length"], body) == (200, str(len(LARGE)), b"")


@pytest.mark.parametrize(
    ("asked", "answer", "told"),
    [
        ("bytes=0-3", (206, b"RIFF"), f"bytes 0-3/{len(LARGE)}"),
        ("bytes=2-5", (206, b"FF\0\0"), f"bytes 2-5/{len(LARGE)}"),
        ("bytes=-3", (206, b"\0\0\0"), f"bytes {len(LARGE) - 3}-{len(LARGE) - 1}/{len(LARGE)}"),
        (f"bytes={len(LARGE)}-", (416, b""), f"bytes */{len(LARGE)}"),
        ("bytes=0-0,2-2", (200, LARGE), ""),
        ("bytes=" + ",".join(f"{n}-{n}" for n in range(500)), (200, LARGE), ""),
    ],
)
def test_parts_arrive_as_parts(
    server: Server, hung: dict[str, str], asked: str, answer: tuple[int, bytes], told: str
) -> None:
    status, headers, body = ask(server, hung["public"], f"Range: {asked}")
    assert (status, headers.get("content-range", "")) == (answer[0], told)
    assert body == answer[1]
    assert headers["content-length"] == str(len(body))


def test_known_files_are_not_sent_again(server: Server, hung: dict[str, str]) -> None:
    tag = ask(server, hung["public"], method="HEAD")[1]["etag"]
    status, headers, body = ask(server, hung["public"], f"If-None-Match: {tag}")
    assert (status, headers["etag"], body) == (304, tag, b"")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda a: a.replace("/media/", "/media/../"),
        lambda a: "/media/../secret.key",
        lambda a: "/media/%2e%2e/secret.key",
        lambda a: "/media/..%2fsecret.key",
        lambda a: a.partition("/640")[0] + "/../../../secret.key",
        lambda a: a.partition("/640")[0] + "/%2e%2e/%2e%2e/%2e%2e/secret.key",
        lambda a: a.partition("?")[0],
        lambda a: a.replace(".webp", ".webp%00"),
        lambda a: a.replace("640", "%00640"),
        lambda a: a.replace("640.webp", "640.webp%0d%0aSet-Cookie:%20x=1"),
        lambda a: a + "%00",
        lambda a: a[:-3] + ("AAA" if a[-3:] != "AAA" else "BBB"),
        lambda a: "/media/" + "9" * 8000,
        lambda a: "/media/",
        lambda a: "/media",
        lambda a: "/folkmoot.sqlite3",
    ],
)
def test_all_else_is_the_same_nothing(server: Server, hung: dict[str, str], spoil: object) -> None:
    key = (server.data_dir / "secret.key").read_text().strip().encode()
    absent = ask(server, "/nothing")
    status, headers, body = ask(server, spoil(hung["signed"]))  # type: ignore[operator]  # a lambda from the list above
    headers.pop("date", "")
    absent[1].pop("date", "")
    assert (status, headers, body) == (404, absent[1], absent[2])
    assert key not in body


def test_readers_who_stall_hold_up_nobody(server: Server, hung: dict[str, str]) -> None:
    """Three hundred begin a download and read nothing; pages, files and health come as before."""
    lines = []
    try:
        for _ in range(STALLED):
            line = dial(server)
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            line.sendall(f"GET {hung['signed']} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            lines.append(line)
        time.sleep(1)
        took = []
        for _ in range(10):
            started = time.monotonic()
            assert fetch(f"{server.url}/")[0] == 200
            assert fetch(f"http://localhost:{urlsplit(server.stream_url).port}/health")[0] == 200
            assert ask(server, hung["signed"], "Range: bytes=0-3")[2] == b"RIFF"
            took.append(time.monotonic() - started)
        # what holds up one holds up all of them; that the machine is busy with other things does not last
        assert sorted(took)[-3] < 3, f"a page and two files together took long: {took}"
        assert sorted(took)[4] < 1, f"half of them took long: {took}"
        assert lines[-1].recv(12) == b"HTTP/1.1 200"
    finally:
        for line in lines:
            line.close()


def test_it_ends_in_time_while_somebody_stalls(tmp_path: Path) -> None:
    with running(laid(tmp_path)) as own:
        addresses = hung_in(own)
        with dial(own) as line:
            line.sendall(f"GET {addresses['signed']} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            line.recv(100)
            started = time.monotonic()
            assert own.stop(signal.SIGTERM) == 0
            assert time.monotonic() - started < 15
