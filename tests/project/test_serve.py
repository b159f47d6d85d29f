"""``folkmoot serve``, as an operator runs it."""

import contextlib
import http.client
import re
import signal
import socket
import threading
import time
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import psycopg
import pytest

from folkmoot.core import push
from folkmoot.core.push import local, notes
from tests.laid import laid
from tests.servers import COMMAND, Server, database_of, eventually, fetch, folkmoot, free_ports, running, start_server

pytestmark = [pytest.mark.enable_socket, pytest.mark.both_databases]
SLOW = (*COMMAND, "serve", "--target", "tests.project.slow:application")
BAR = 250  # MB, the bar of P8


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Generator[Server]:
    with running(tmp_path_factory.mktemp("community")) as server:
        yield server


@pytest.fixture
def slow(tmp_path: Path) -> Generator[Server]:
    server = start_server(laid(tmp_path), command=SLOW)
    yield server
    server.stop()


def test_it_answers_at_both_loopback_addresses(server: Server) -> None:
    port = urlsplit(server.url).port
    hosts = ["127.0.0.1", "localhost"] + (["[::1]"] if socket.has_ipv6 else [])
    assert [fetch(f"http://{host}:{port}/health")[0] < 500 for host in hosts] == [True] * len(hosts)


def test_it_listens_on_this_machine_only(server: Server) -> None:
    family = [psutil.Process(server.process.pid), *server.children()]
    listening = {
        line.laddr.ip for member in family for line in member.net_connections("tcp") if line.status == "LISTEN"
    }
    assert listening <= {"127.0.0.1", "::1"}
    assert listening


def test_it_says_where_it_is_how_to_own_it_and_where_mail_goes(server: Server) -> None:
    assert f"Folkmoot is at {server.url}\n" in server.log
    assert server.setup_link.startswith(f"{server.url}/setup/")
    assert f"mail is laid into {server.data_dir}/mail" in server.log


def test_it_made_its_directory_for_itself_alone(server: Server) -> None:
    files = [path for path in server.data_dir.iterdir() if path.is_file()]
    assert {"secret.key", "host", "serve.lock"} <= {path.name for path in files}
    assert [path.name for path in files if path.stat().st_mode & 0o077] == []


def test_a_spoofed_host_gets_a_page_that_says_no(server: Server) -> None:
    status, page = fetch(f"{server.url}/", Host="evil.example")
    assert status == 400
    assert "No community lives at this address" in page


def test_spoofed_forwarding_changes_nothing(server: Server) -> None:
    fetch(f"{server.url}/from-afar", X_Forwarded_For="198.51.100.5", X_Forwarded_Host="evil.example")
    line = next(line for line in server.wait_for("/from-afar").splitlines() if "/from-afar" in line)
    assert line.endswith("loopback")


def test_underscores_cannot_smuggle_a_forwarded_header_in(server: Server) -> None:
    """WSGI writes ``X_Forwarded_For`` and ``X-Forwarded-For`` alike."""
    with socket.create_connection(("127.0.0.1", urlsplit(server.url).port or 0)) as line:
        line.sendall(
            b"GET /smuggled HTTP/1.1\r\nHost: localhost\r\nX_Forwarded_For: 6.6.6.6\r\nConnection: close\r\n\r\n"
        )
        line.recv(100)
    assert "6.6.6" not in server.wait_for("/smuggled")


def test_each_request_has_one_readable_line_without_secrets(server: Server) -> None:
    fetch(f"{server.url}/one-line?token=sesame")
    fetch(f"{server.url}/setup/sesame")
    log = server.wait_for("/setup/…")
    assert "sesame" not in log
    assert re.search(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d web-\d GET /one-line 404 [\d.]+ms loopback$", log, re.MULTILINE)
    assert not re.search(r"web-\d.*\b127\.0\.0\.1\b", log)


def test_static_files_have_names_for_ever(server: Server) -> None:
    hashed = next((server.data_dir / "static").rglob("*.????????????.*"))
    name = hashed.relative_to(server.data_dir / "static")
    port = urlsplit(server.url).port or 0
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(f"GET /static/{name} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        head = line.recv(4000).decode("latin-1").lower()
    assert head.startswith("http/1.1 200")
    assert "max-age=31536000" in head


@pytest.mark.parametrize(
    "path", ["/static/../secret.key", "/static/%2e%2e/secret.key", "/static/..%2fsecret.key", "/static//etc/passwd"]
)
def test_static_files_end_at_their_folder(server: Server, path: str) -> None:
    key = (server.data_dir / "secret.key").read_text().strip()
    with socket.create_connection(("127.0.0.1", urlsplit(server.url).port or 0)) as line:
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: line.recv(65536), b"")).decode("latin-1")
    assert not answer.startswith("HTTP/1.1 200")
    assert key not in answer
    assert "root:" not in answer


def test_a_second_server_on_the_same_directory_refuses(server: Server) -> None:
    second = folkmoot("serve", "--bind", f"localhost:{free_ports()}", data_dir=server.data_dir)
    assert second.returncode == 1
    assert second.stderr.strip() == (
        f"A server is already running on {server.data_dir} (process {server.process.pid}). Stop it first."
    )


def test_an_address_in_use_is_told_in_a_sentence(server: Server, tmp_path: Path) -> None:
    port = str(urlsplit(server.url).port)
    second = folkmoot("serve", "--bind", port, data_dir=tmp_path)
    assert second.returncode == 1
    assert second.stderr.startswith(f"Nothing can be served at 127.0.0.1:{port}: Address already in use.")
    assert "Traceback" not in second.stderr


def test_the_streaming_service_is_there_and_has_no_pages(server: Server) -> None:
    media = server.stream_url.removesuffix("/stream")
    assert fetch(f"{media}/health")[1].startswith("ok, ")
    assert fetch(f"{media}/")[0] == 404
    assert fetch(f"{media}/stream?ticket=forged")[0] == 403


def test_news_reach_an_open_page(server: Server, settings) -> None:
    settings.SECRET_KEY = (server.data_dir / "secret.key").read_text().strip()
    settings.DATA_DIR = server.data_dir
    with socket.create_connection(("127.0.0.1", urlsplit(server.stream_url).port or 0), 20) as page:
        page.sendall(f"GET /stream?ticket={push.ticket_for(7)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        heard = [page.recv(4000)]
        page.settimeout(5)

        def hears() -> bool:
            """Once more when nothing comes: a service that has only just started may not have listened yet."""
            _tell(server, push.Message("home", (7,)))
            with contextlib.suppress(TimeoutError):
                heard.append(page.recv(4000))
                assert heard[-1]
            return b"event: home" in b"".join(heard)

        eventually(hears)
    media = server.stream_url.removesuffix("/stream")
    eventually(lambda: fetch(f"{media}/health")[1] == "ok, 0 listening\n")


def _tell(server: Server, message: push.Message) -> None:
    """As the server's own processes do, each in the way of its database."""
    if url := database_of(server.data_dir).get("FOLKMOOT_DATABASE_URL"):
        with psycopg.connect(url, autocommit=True) as line:
            for piece in message.pieces(1):
                line.execute("SELECT pg_notify(%s, %s)", (notes.CHANNEL, piece.decode()))
    else:
        local._send(message)


@pytest.mark.parametrize("name", ["web-1", "web-2", "jobs", "streams"])
def test_what_is_killed_comes_back(server: Server, name: str) -> None:
    server.wait_for(f"{name} runs as process")
    victim = server.children(name)[0]
    victim.kill()
    server.wait_for(f"{name} ended (SIGKILL)")
    eventually(lambda: server.children(name) and server.children(name)[0].pid != victim.pid)
    assert fetch(f"{server.url}/health")[0] < 500


def test_its_memory_stays_below_the_bar(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(20):
        fetch(f"{server.url}/")
    used = server.pss() / (1 << 20)
    with capsys.disabled():
        print(f"\nP8: {used:.0f} MB (PSS of {1 + len(server.children())} processes)")
    assert used < BAR


def test_a_restart_is_quick_and_keeps_the_owner_link_fresh(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with running(laid(tmp_path)) as first:
        link = first.setup_link
    started = time.monotonic()
    with running(tmp_path) as again:
        fetch(f"{again.url}/health")
        took = time.monotonic() - started
        assert again.setup_link not in {"", link}
    with capsys.disabled():
        print(f"\nP9: {took:.1f} s to the first answered page")


def test_another_host_name_refuses_to_start(tmp_path: Path) -> None:
    (tmp_path / "host").write_text("social.example.org\n")
    refused = folkmoot("serve", "--bind", str(free_ports()), data_dir=tmp_path)
    assert refused.returncode == 1
    assert "This community lives at social.example.org" in refused.stderr


def test_a_request_received_before_the_end_is_answered(slow: Server) -> None:
    with ThreadPoolExecutor() as pool:
        asked = [pool.submit(fetch, f"{slow.url}/slow") for _ in range(6)]
        eventually(lambda: _lines(slow) + sum(each.done() for each in asked) >= 6)
        time.sleep(0.7)
        slow.process.send_signal(signal.SIGTERM)
        assert [answer.result()[0] for answer in asked] == [200] * 6
    assert slow.process.wait(20) == 0
    assert "stopped" in slow.log


def _lines(server: Server) -> int:
    """How many are let in."""
    port = urlsplit(server.url).port
    lines = (line for child in server.children("web") for line in child.net_connections("tcp"))
    return sum(line.status == psutil.CONN_ESTABLISHED and line.laddr.port == port for line in lines)


def test_control_c_ends_it_in_good_order(slow: Server) -> None:
    with ThreadPoolExecutor() as pool:
        asked = pool.submit(fetch, f"{slow.url}/slow")
        eventually(lambda: _lines(slow) or asked.done())
        time.sleep(0.5)
        assert slow.stop(signal.SIGINT) == 0
        assert asked.result()[0] == 200


def test_nothing_outlives_a_killed_parent(slow: Server) -> None:
    children = slow.children()
    slow.process.kill()
    slow.process.wait(10)
    assert not psutil.wait_procs(children, 60)[1]


def test_after_a_killed_parent_the_next_server_starts(slow: Server) -> None:
    slow.process.kill()
    slow.process.wait(10)
    with running(slow.data_dir) as again:
        assert fetch(f"{again.url}/health")[0] < 500


def test_an_open_stream_does_not_hold_up_the_end(tmp_path: Path, settings) -> None:
    with running(laid(tmp_path)) as server:
        settings.SECRET_KEY = (tmp_path / "secret.key").read_text().strip()
        with socket.create_connection(("127.0.0.1", urlsplit(server.stream_url).port or 0), 20) as page:
            page.sendall(f"GET /stream?ticket={push.ticket_for(7)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            assert b"200" in page.recv(4000)
            started = time.monotonic()
            assert server.stop() == 0
            assert time.monotonic() - started < 20, "what does not end by itself is ended after 25 seconds"


def test_what_keeps_dying_is_started_ever_more_slowly(slow: Server) -> None:
    slow.wait_for("web-2 runs as process")

    def kill_it() -> None:
        for times in range(1, 5):
            eventually(lambda: slow.children("web-1"))
            slow.children("web-1")[0].kill()
            eventually(lambda times=times: slow.log.count("web-1 ended") == times)

    killer = threading.Thread(target=kill_it)
    killer.start()
    answers = [_answer_or_none(f"{slow.url}/pid") for _ in range(30)]
    killer.join()
    assert any(answers)
    pauses = [float(found) for found in re.findall(r"web-1 ended .* starts again in ([\d.]+) s", slow.log)]
    assert (len(pauses), pauses[0]) == (4, 0.0)
    assert pauses == sorted(pauses)


def _answer_or_none(url: str) -> str | None:
    """What a server says of whose processes one may be killed while it holds the request."""
    try:
        return fetch(url)[1]
    except (OSError, http.client.HTTPException):
        return None
