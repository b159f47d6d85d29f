"""How it is run: a real server, and the files that operators are given."""

import re
import socket
from collections.abc import Generator
from urllib.parse import urlsplit

import pytest

from folkmoot.instance.queries import Community
from folkmoot.project.environment import Environment
from tests.house import tree
from tests.laid import laid
from tests.servers import PATIENCE, Server, running

OPERATORS = tree.ROOT / "docs/operators"
live = pytest.mark.enable_socket


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Generator[Server]:
    with running(laid(tmp_path_factory.mktemp("community")), FOLKMOOT_WEB_WORKERS="1") as server:
        yield server


def ask(url: str, request: bytes, silence: float = 0.7) -> bytes:
    """Exactly these bytes, and everything that comes back until the line is closed or silent for so many seconds."""
    parts = urlsplit(url)
    answer = b""
    with socket.create_connection((parts.hostname, parts.port), 10) as line:
        line.sendall(request)
        line.settimeout(silence)
        try:
            while piece := line.recv(65_536):
                answer += piece
        except TimeoutError:
            pass
    return answer


def get(url: str, path: str, *, host: str = "") -> tuple[int, str]:
    parts = urlsplit(url)
    request = f"GET {path} HTTP/1.1\r\nHost: {host or parts.netloc}\r\nConnection: close\r\n\r\n"
    answer = ask(url, request.encode(), PATIENCE)  # whoever is asked to closes the line, however busy the machine is
    return int(answer.split(b" ", 2)[1]), answer.decode(errors="replace")


# -- What lies about ---------------------------------------------------------------------------------------------------

LEAVINGS = [
    *("/.git/config", "/.git/HEAD", "/.svn/entries", "/.env", "/.DS_Store", "/secret.key", "/folkmoot.sqlite3"),
    *("/static/../secret.key", "/static/..%2fsecret.key", "/static/.git/config", "/media/secret.key"),
    *("/admin/", "/debug", "/metrics", "/server-status", "/__debug__/", "/docs", "/swagger.json", "/graphql"),
    *("/phpinfo.php", "/wp-login.php", "/actuator/env", "/openapi.json", "/backup.zip"),
]


@live
@pytest.mark.parametrize("path", LEAVINGS)
def test_nothing_lies_about(server: Server, path: str) -> None:
    for url in (server.url, server.stream_url):
        status, answer = get(url, path)
        assert status in {302, 400, 403, 404, 405}, url
        if status == 302:  # where only members would learn that there is nothing
            assert "location: /sign-in" in answer.lower()
        assert "[core]" not in answer
        assert "SQLite format" not in answer


@live
@pytest.mark.parametrize(
    "path", ["/static/", "/static/folkmoot/", "/static", "/media/", "/media", "/static/folkmoot/js/"]
)
def test_no_folder_is_listed(server: Server, path: str) -> None:
    for url in (server.url, server.stream_url):
        status, answer = get(url, path)
        assert status in {302, 403, 404}, url
        assert "Index of" not in answer
        assert not re.search(r'href="(composer|keys|menus)\.', answer)


@live
def test_health_tells_programs_that_watch_and_nothing_more(server: Server) -> None:
    status, answer = get(server.url, "/health")
    assert status == 200
    assert not re.search(r"version|python|django|sqlite|postgres", answer, re.IGNORECASE)


# -- Where a message ends ----------------------------------------------------------------------------------------------

STRANGE = {
    "two lengths": "Content-Length: 5\r\nContent-Length: 30\r\n\r\nhello",
    "a length that is none": "Content-Length: 5, 30\r\n\r\nhello",
    "a negative length": "Content-Length: -5\r\n\r\nhello",
    "a length with a sign": "Content-Length: +5\r\n\r\nhello",
    "length and chunks": "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    "chunks of an unknown kind": "Transfer-Encoding: xchunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    "chunks spelt with a blank": "Transfer-Encoding : chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    "chunks that are none": "Transfer-Encoding: chunked\r\n\r\nZZ\r\nhello\r\n0\r\n\r\n",
}


@live
@pytest.mark.parametrize("strange", STRANGE)
def test_a_request_of_two_lengths_is_refused_or_read_one_way(server: Server, strange: str) -> None:
    """Never does the end of one message become the beginning of another."""
    host = urlsplit(server.url).netloc
    head = f"POST /sign-in HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n"
    for url in (server.url, server.stream_url):
        answer = ask(url, (head + STRANGE[strange]).encode())
        assert answer.count(b"HTTP/1.") <= 1
        assert not re.match(rb"HTTP/1\.\d [23]", answer)


@live
def test_nothing_is_smuggled_behind_a_request(server: Server) -> None:
    host = urlsplit(server.url).netloc
    smuggled = f"GET /health HTTP/1.1\r\nHost: {host}\r\n\r\n"
    body = f"0\r\n\r\n{smuggled}"
    head = f"POST /sign-in HTTP/1.1\r\nHost: {host}\r\nContent-Length: {len(body)}\r\n"
    for field in ("Transfer-Encoding: xchunked", "Transfer-Encoding : chunked", "X-Nothing: 1"):
        answer = ask(server.url, f"{head}{field}\r\nConnection: close\r\n\r\n{body}".encode())
        assert answer.count(b"HTTP/1.") <= 1, field
        assert b"OK" not in answer.partition(b"\r\n\r\n")[2][:10], field


@live
def test_a_line_in_a_field_ends_no_header(server: Server) -> None:
    answer = ask(
        server.url,
        b"GET /sign-in?next=%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    )
    assert b"set-cookie: a=b" not in answer.partition(b"\r\n\r\n")[0].lower()


# -- What operators are given ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        *("User=folkmoot", "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes"),
        *("PrivateDevices=yes", "CapabilityBoundingSet=", "UMask=0077", "StateDirectoryMode=0700"),
    ],
)
def test_the_service_runs_with_no_rights_it_does_not_need(line: str) -> None:
    assert line in (OPERATORS / "folkmoot.service").read_text().splitlines()


def test_no_credential_is_set_by_default() -> None:
    plain = Environment()
    for name in ("smtp_url", "database_url", "redis_url", "s3_key", "s3_secret"):
        value = getattr(plain, name)
        assert not (value.get_secret_value() if hasattr(value, "get_secret_value") else value), name
    set_ = [line for line in (OPERATORS / "folkmoot.env").read_text().splitlines() if line and not line.startswith("#")]
    assert not [line for line in set_ if re.search("PASSWORD|SECRET|KEY|://[^/]*:[^/]*@", line)]


def test_nothing_debugs_unless_it_is_asked_for() -> None:
    assert Environment().debug is False
    assert "FOLKMOOT_DEBUG" not in (OPERATORS / "folkmoot.env").read_text()
    assert "FOLKMOOT_DEBUG" not in (OPERATORS / "folkmoot.service").read_text()
    settings = (tree.ROOT / "folkmoot/project/settings.py").read_text()
    assert "DEBUG = FOLKMOOT.debug" in settings
    assert not re.search(r"debug_toolbar|django_extensions|silk", settings)


def test_the_log_goes_when_the_privacy_policy_says() -> None:
    """The journal keeps whole files, one for each day, until their end is so many days old."""
    assert "LogNamespace=folkmoot\n" in (OPERATORS / "folkmoot.service").read_text()
    said = dict(re.findall(r"^(\w+)=(\d+)day$", (OPERATORS / "journald@folkmoot.conf").read_text(), re.MULTILINE))
    assert int(said["MaxFileSec"]) + int(said["MaxRetentionSec"]) == Community().log_days
