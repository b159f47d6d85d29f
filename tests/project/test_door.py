"""The door: who is believed, who is answered."""

import re
from typing import Any

import pytest

from folkmoot.project.door import Door
from folkmoot.project.environment import Environment
from folkmoot.project.log import prefix

PROXY = "10.0.0.9"
STRANGER = "203.0.113.77"


class Inside:
    """An application that keeps what reached it."""

    def __init__(self) -> None:
        self.environ: dict[str, Any] = {}

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        self.environ = environ
        start_response("200 OK", [])
        return [b"inside"]


def knock(environment: Environment, peer: str, *, scheme: str = "http", path: str = "/", **headers: str):
    """One request; returns the status, the page, and what the application saw."""
    inside, told = Inside(), []
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "token=sesame",
        "REMOTE_ADDR": peer,
        "wsgi.url_scheme": scheme,
        **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
    }
    body = Door(inside, environment)(environ, lambda status, _headers, _exc=None: told.append(status))
    return int(told[0][:3]), b"".join(body).decode(), inside.environ


@pytest.fixture
def public() -> Environment:
    return Environment(origin="https://social.example.org", trusted_proxies="10.0.0.0/24")


@pytest.fixture
def local() -> Environment:
    return Environment(origin="http://localhost:8000")


FORWARDED = {
    "x_forwarded_for": "198.51.100.5",
    "x_forwarded_proto": "https",
    "x_forwarded_host": "evil.example",
    "x_forwarded_port": "1",
    "x_real_ip": "198.51.100.5",
    "forwarded": "for=198.51.100.5;proto=https",
}


def test_a_trusted_proxy_says_who_asks_and_how(public: Environment) -> None:
    status, _, seen = knock(public, PROXY, host="social.example.org", **FORWARDED)
    assert status == 200
    assert seen["REMOTE_ADDR"] == "198.51.100.5"
    assert seen["wsgi.url_scheme"] == "https"


def test_nobody_inside_ever_sees_forwarded_headers(public: Environment, local: Environment) -> None:
    for environment, peer, host in ((public, PROXY, "social.example.org"), (local, "127.0.0.1", "localhost")):
        _, _, seen = knock(environment, peer, host=host, **FORWARDED)
        assert seen
        assert not [name for name in seen if "FORWARDED" in name or "REAL_IP" in name]


def test_a_stranger_cannot_claim_https_nor_another_address(public: Environment) -> None:
    status, page, seen = knock(public, STRANGER, host="social.example.org", **FORWARDED)
    assert status == 403
    assert "HTTPS" in page
    assert "https://social.example.org" in page
    assert not seen


def test_without_trusted_proxies_not_even_this_machine_is_believed(local: Environment) -> None:
    _, _, seen = knock(local, "127.0.0.1", host="localhost:8000", **FORWARDED)
    assert seen["REMOTE_ADDR"] == "127.0.0.1"
    assert seen["wsgi.url_scheme"] == "http"


@pytest.mark.parametrize(
    ("came_from", "client"),
    [
        ("198.51.100.5", "198.51.100.5"),
        ("6.6.6.6, 198.51.100.5", "198.51.100.5"),  # what the client wrote itself stands on the left
        ("6.6.6.6, 198.51.100.5, 10.0.0.3", "198.51.100.5"),  # two proxies of ours
        ("2001:db8::7", "2001:db8::7"),
        ("nonsense", PROXY),
        ("198.51.100.5, <script>", PROXY),
        ("", PROXY),
        ("10.0.0.3, 10.0.0.4", PROXY),
    ],
)
def test_the_nearest_address_that_is_not_ours_counts(public: Environment, came_from: str, client: str) -> None:
    _, _, seen = knock(public, PROXY, host="social.example.org", x_forwarded_for=came_from, x_forwarded_proto="https")
    assert seen["REMOTE_ADDR"] == client


@pytest.mark.parametrize("proto", ["http", "", "https, http", "httpss"])
def test_a_proxy_that_heard_plain_http_gets_the_notice(public: Environment, proto: str) -> None:
    status, page, _ = knock(public, PROXY, host="social.example.org", x_forwarded_proto=proto)
    assert status == 403
    assert "your proxy says" in page


def test_the_last_word_of_the_proxies_counts(public: Environment) -> None:
    status, *_ = knock(public, PROXY, host="social.example.org", x_forwarded_proto="http, https")
    assert status == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "", "localhost.evil.example", "evil.example:8000", "localhost@evil.example"]
)
def test_an_unknown_host_name_is_refused(local: Environment, host: str) -> None:
    status, page, seen = knock(local, "127.0.0.1", host=host)
    assert status == 400
    assert "No community lives at this address" in page
    assert not seen
    assert "evil" not in page


def test_a_request_without_a_host_name_is_refused(local: Environment) -> None:
    assert knock(local, "127.0.0.1")[0] == 400


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:8000", "[::1]:8000"])
def test_plain_http_is_fine_on_ones_own_machine(local: Environment, host: str) -> None:
    assert knock(local, "127.0.0.1", host=host)[0] == 200
    assert knock(local, "::1", host=host)[0] == 200


def test_plain_http_from_elsewhere_gets_the_notice_even_for_a_local_name(local: Environment) -> None:
    status, page, seen = knock(local, STRANGER, host="localhost:8000")
    assert status == 403
    assert "FOLKMOOT_TRUSTED_PROXIES" in page
    assert not seen


def test_a_proxy_that_is_not_named_gets_the_notice(public: Environment) -> None:
    assert knock(public, "127.0.0.1", host="social.example.org", x_forwarded_proto="https")[0] == 403


@pytest.fixture
def line(local: Environment, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture):
    caplog.set_level("INFO", "folkmoot.requests")

    def line(peer: str, path: str) -> str:
        knock(local, peer, scheme="https", host="localhost", path=path)
        return capfd.readouterr().err

    return line


@pytest.mark.parametrize(
    ("peer", "shown"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:0db8:0001::/48"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("127.0.0.1", "loopback"),
        ("what", "-"),
    ],
)
def test_the_log_knows_networks_not_people(peer: str, shown: str) -> None:
    assert prefix(peer) == shown


def test_a_request_is_one_line_without_its_query(line: Any) -> None:
    text = line("203.0.113.77", "/community")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d main GET /community 200 [\d.]+ms 203\.0\.113\.0/24\n", text), (
        text
    )
    assert "sesame" not in text


@pytest.mark.parametrize("path", ["/setup/sesame", "/confirm-email/sesame", "/password/reset/key/sesame-1"])
def test_secret_addresses_do_not_reach_the_log(line: Any, path: str) -> None:
    assert "sesame" not in line("127.0.0.1", path)


@pytest.mark.parametrize(
    "path", ["/a\n2026-01-01 00:00:00 main error all is lost", "/\r\x1b[31m", "/\x00", "/\u2028", "/" + "x" * 9000]
)
def test_a_path_cannot_write_a_line_of_its_own(line: Any, path: str) -> None:
    text = line("127.0.0.1", path)
    assert text.count("\n") == 1
    assert "\x1b" not in text
    assert len(text) < 400
