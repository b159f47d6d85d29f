"""Attacks on the one way out: forbidden addresses in every disguise, liars, drippers, floods and bombs."""

import gzip
import os
import socket
import threading
import time
import zlib
from collections.abc import Generator
from typing import Any

import pytest

from folkmoot.core import http
from folkmoot.core.http import Limits, Unreachable, fetch
from tests.core.strange_server import StrangeServer, answer

PUBLIC = Limits(ports=frozenset({80, 443, 8000}), seconds=2)


@pytest.fixture
def server() -> Generator[StrangeServer]:
    with StrangeServer() as server:
        yield server


def at(server: StrangeServer, **limits: Any) -> Limits:
    return Limits(**{"ports": frozenset({server.port}), "loopback": True, "seconds": 60, **limits})


def took_to_give_up(url: str, limits: Limits, bar: float, why: str | None = None) -> float:
    """Seconds until it is left; a machine that is busy with other things may be late now and then, but not always."""
    took: list[float] = []
    while len(took) < 3 and not (took and took[-1] < bar):
        started = time.monotonic()
        with pytest.raises(Unreachable, match=why):
            fetch(url, limits=limits)
        took.append(time.monotonic() - started)
    return min(took)


def test_brings_back_what_was_answered(server: StrangeServer) -> None:
    server.answers["/a?b=c"] = answer("é".encode(), "404 Not Found", Content_Type="text/plain", X_Odd="1")
    found = fetch(server.url("/a?b=c"), limits=at(server))
    assert (found.status, found.body, found.url) == (404, "é".encode(), server.url("/a?b=c"))
    assert found.headers["content-type"] == "text/plain"


def test_the_test_profile_reaches_this_machine_and_nothing_more(server: StrangeServer, settings: Any) -> None:
    server.answers["/"] = answer(b"here")
    with pytest.raises(Unreachable):
        fetch(server.url(), limits=Limits(seconds=2))
    settings.TEST_PROFILE = True
    assert fetch(server.url(), limits=Limits(seconds=60)).body == b"here"
    for address in ("http://192.168.0.1/", "http://10.0.0.1:8000/", "http://169.254.169.254/", "ftp://127.0.0.1/"):
        with pytest.raises(Unreachable):
            fetch(address, limits=Limits(seconds=2))


def test_says_who_asks_and_nothing_else(server: StrangeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    server.answers["/"] = answer(b"", "302 Found", Location="/next", Set_Cookie="spy=1; Path=/")
    server.answers["/next"] = answer(b"here")
    assert fetch(server.url(), limits=at(server)).body == b"here"
    assert all(f"User-Agent: Folkmoot/{http.VERSION} (+http" in asked for asked in server.asked)
    assert not any("cookie" in asked.lower() or "authorization" in asked.lower() for asked in server.asked)
    assert f"Host: 127.0.0.1:{server.port}" in server.asked[0]


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "0",
        "0.0.0.0",  # noqa: S104 - an address that must not be reached
        "127.0.0.1.",
        "①②⑦.⓪.⓪.①",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[0:0:0:0:0:0:0:1]",
        "[::ffff:0:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "169.254.169.254",
        "[::ffff:169.254.169.254]",
        "[fd00:ec2::254]",
        "2852039166",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "192.0.0.192",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "[fe80::1]",
        "[fe80::1%25lo]",
        "[fec0::1]",
        "[ff02::1]",
        "[fc00::1]",
        "[100::1]",
        "[4000::1]",
    ],
)
def test_inner_addresses_are_not_asked_in_any_spelling(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_arguments: object, **_options: object) -> None:
        raise AssertionError("it opened a connection")

    monkeypatch.setattr(socket.socket, "connect", never)
    with pytest.raises(Unreachable) as refusal:
        fetch(f"http://{host}/", limits=Limits(seconds=2))
    assert "opened a connection" not in str(refusal.value)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://93.184.215.14/",
        "file:///etc/passwd",
        "gopher://93.184.215.14:70/",
        "//93.184.215.14/",
        "93.184.215.14",
        "http://",
        "http:///x",
        "http://93.184.215.14:22/",
        "https://93.184.215.14:6379/",
        "http://93.184.215.14:99999/",
        "http://93.184.215.14:x/",
        "http://user@93.184.215.14/",
        "http://:pw@93.184.215.14/",
        "http://[::1/",
        "http://" + "a" * 300 + ".example/",
        "http://a..example/",
        "javascript:alert(1)",
        "unix:///run/x.sock",
        "",
    ],
)
def test_only_the_web_is_asked(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_: pytest.fail("it looked up a name"))
    with pytest.raises(Unreachable):
        fetch(url, limits=Limits(seconds=2))


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:169.254.169.254]/",
        "http://10.0.0.1/",
        "//192.168.0.1/",
        "ftp://93.184.215.14/",
        "file:///etc/passwd",
        "http://127.0.0.1:22/",
        "http://user:pw@127.0.0.1/",
    ],
)
def test_a_redirect_leads_to_no_place_that_is_forbidden(server: StrangeServer, target: str) -> None:
    server.answers["/"] = answer(b"", "302 Found", Location=target)
    with pytest.raises(Unreachable):
        fetch(server.url(), limits=at(server, ports=frozenset({server.port, 80})))
    assert len(server.asked) == 1


def test_follows_three_redirects_and_no_fourth(server: StrangeServer) -> None:
    for step, status in enumerate(("301 Moved", "302 Found", "307 Again", "308 For ever")):
        server.answers[f"/{step}"] = answer(b"", status, Location=f"/{step + 1}")
    server.answers["/4"] = answer(b"there")
    assert fetch(server.url("/1"), limits=at(server)).url == server.url("/4")
    with pytest.raises(Unreachable, match="more than 3 redirects"):
        fetch(server.url("/0"), limits=at(server))
    server.answers["/loop"] = answer(b"", "303 See", Location="/loop")
    with pytest.raises(Unreachable):
        fetch(server.url("/loop"), limits=at(server))


def test_a_redirect_that_is_none_is_an_answer(server: StrangeServer) -> None:
    server.answers["/"] = answer(b"x", "304 Not Modified", Location="/y")
    server.answers["/empty"] = answer(b"x", "302 Found")
    assert fetch(server.url(), limits=at(server)).status == 304
    assert fetch(server.url("/empty"), limits=at(server)).status == 302


def test_a_name_that_changes_its_answer_gains_nothing(server: StrangeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    real, asked, reached = socket.getaddrinfo, [], []

    def rebinding(host: str, *rest: Any, **options: Any) -> Any:
        if host != "rebind.example":
            return real(host, *rest, **options)
        asked.append(host)
        address = "93.184.215.14" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, server.port))]

    def connect(_self: socket.socket, address: tuple[str, int]) -> None:
        reached.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    monkeypatch.setattr(socket.socket, "connect", connect)
    with pytest.raises(Unreachable):
        fetch(server.url(host="rebind.example"), limits=Limits(ports=frozenset({server.port})))
    assert (asked, reached) == (["rebind.example"], ["93.184.215.14"])
    with pytest.raises(Unreachable):
        fetch(server.url(host="rebind.example"), limits=Limits(ports=frozenset({server.port})))
    assert reached == ["93.184.215.14"]
    assert server.asked == []


def test_an_inner_address_behind_a_public_name_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for address in ("10.1.2.3", "::ffff:10.1.2.3", "fd00::1"):
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        told = [(family, socket.SOCK_STREAM, 6, "", (address, 80))]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, told=told, **_o: told)
        with pytest.raises(Unreachable):
            fetch("http://inner.example/", limits=PUBLIC)


def test_our_own_check_holds_should_the_first_one_fail(server: StrangeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    import requests_hardened.ip_filter_adapter as adapter

    monkeypatch.setattr(adapter, "filter_host", lambda *_a, **_o: "127.0.0.1")
    with pytest.raises(Unreachable, match="not a public address"):
        fetch(server.url(), limits=at(server, loopback=False))
    assert server.asked == []


@pytest.mark.parametrize(
    ("first", "drop"),
    [
        (b"", b"H"),
        (b"HTTP/1.1 200 OK\r\nX-Slow: ", b"a"),
        (b"HTTP/1.1 200 OK\r\n", b"X-More: a\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"a"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
        (b"HTTP/1.1 200 OK\r\n\r\n", b"a"),
        (b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["status", "header", "headers", "body", "chunks", "endless", "informational"],
)
def test_a_dripping_server_is_left_in_time(server: StrangeServer, first: bytes, drop: bytes) -> None:
    server.answers["/"] = server.drip(first, drop)
    assert took_to_give_up(server.url(), at(server, seconds=0.5), 1.5) < 1.5
    for thread in threading.enumerate():
        if thread.name == "fetch":
            thread.join(60)
            assert not thread.is_alive(), "its connection was cut, so it must end"


def test_all_redirects_share_the_time(server: StrangeServer) -> None:
    def late(guest: socket.socket) -> None:
        time.sleep(0.3)
        guest.sendall(answer(b"", "302 Found", Location="/"))

    server.answers["/"] = late
    assert took_to_give_up(server.url(), at(server, seconds=0.5), 1.5) < 1.5


def test_a_slow_name_server_is_left_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []
    monkeypatch.setattr(socket.socket, "connect", lambda _self, address: opened.append(address))
    answers, asked = threading.Event(), []

    def slow(*_arguments: Any, **_options: Any) -> Any:
        asked.append(answers.wait(60))
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 80))]

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    try:
        assert took_to_give_up("http://slow.example/", Limits(seconds=0.2), 0.5) < 0.5
        assert asked == [], "it was not waited for"
    finally:
        answers.set()
    for thread in threading.enumerate():
        if thread.name == "fetch":
            thread.join(60)


def test_a_large_body_is_cut_off(server: StrangeServer) -> None:
    server.answers["/fits"] = answer(b"a" * 50_000)
    server.answers["/flood"] = server.drip(b"HTTP/1.1 200 OK\r\n\r\n", b"a" * 50_000, 0)
    server.answers["/liar"] = answer(b"a" * 60_000, Content_Length="10")
    limits = at(server, bytes=50_000)
    assert len(fetch(server.url("/fits"), limits=limits).body) == 50_000
    assert len(fetch(server.url("/liar"), limits=limits).body) == 10
    with pytest.raises(Unreachable, match="more than 50,000 bytes"):
        fetch(server.url("/flood"), limits=limits)


def test_a_small_body_that_unpacks_to_a_large_one_is_cut_off(server: StrangeServer) -> None:
    bomb = gzip.compress(b"\0" * 60_000_000, 9)
    twice = gzip.compress(bomb, 9)
    server.answers["/"] = answer(bomb, Content_Encoding="gzip")
    server.answers["/deflate"] = answer(zlib.compress(b"\0" * 50_000_000, 9), Content_Encoding="deflate")
    server.answers["/twice"] = answer(twice, Content_Encoding="gzip, gzip")
    server.answers["/often"] = answer(bomb, Content_Encoding=", ".join(["gzip"] * 100))
    for path in server.answers:
        started = time.process_time()
        with pytest.raises(Unreachable):
            fetch(server.url(path), limits=at(server))
        assert time.process_time() - started < 1


def test_unpacks_what_is_honestly_packed(server: StrangeServer) -> None:
    server.answers["/"] = answer(gzip.compress(b"hello"), Content_Encoding="gzip")
    assert fetch(server.url(), limits=at(server)).body == b"hello"


@pytest.mark.parametrize(
    "raw",
    [b"", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 abc\r\n\r\n", os.urandom(500), b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 500],
)
def test_nonsense_is_no_answer(server: StrangeServer, raw: bytes) -> None:
    server.answers["/"] = raw
    with pytest.raises(Unreachable):
        fetch(server.url(), limits=at(server))


def test_a_server_without_a_certificate_is_no_answer(server: StrangeServer) -> None:
    server.answers["/"] = answer(b"x")
    with pytest.raises(Unreachable):
        fetch(server.url().replace("http:", "https:"), limits=at(server, seconds=3))
    assert not any("GET" in asked for asked in server.asked)


def test_the_certificate_must_be_for_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = {}

    def connect(self: Any) -> None:
        seen.update(name=self.server_hostname, match=self.assert_hostname, verify=self.cert_reqs)
        raise ConnectionRefusedError

    told = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_o: told)
    monkeypatch.setattr(http.HTTPSConnection, "connect", connect)
    with pytest.raises(Unreachable):
        fetch("https://name.example/", limits=PUBLIC)
    assert seen == {"name": "name.example", "match": "name.example", "verify": "CERT_REQUIRED"}


def test_encryption_is_not_given_up_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    class Answer:
        status_code, headers = 302, {"Location": "http://93.184.215.14/"}
        __enter__ = lambda self: self  # noqa: E731 - a stand-in
        __exit__ = lambda *_: None  # noqa: E731 - a stand-in

    monkeypatch.setattr(http.HTTPSession, "request", lambda *_a, **_o: Answer())
    with pytest.raises(Unreachable, match="encrypted"):
        fetch("https://93.184.215.14/", limits=PUBLIC)


def test_a_silent_server_holds_nobody(server: StrangeServer) -> None:
    silent = socket.create_server(("127.0.0.1", 0))
    with silent:
        port = silent.getsockname()[1]
        limits = at(server, ports=frozenset({port}), seconds=0.4)
        assert took_to_give_up(f"https://127.0.0.1:{port}/", limits, 1.2, "longer than") < 1.2


def test_what_is_longer_can_be_cut_instead_of_refused(server: StrangeServer) -> None:
    packed = gzip.compress(b"words " * 100_000)
    server.answers["/plain"] = answer(b"0123456789" * 10_000)
    server.answers["/bomb"] = answer(packed, Content_Encoding="gzip")
    assert fetch(server.url("/plain"), limits=at(server, bytes=25, cut=True)).body == b"0123456789012345678901234"
    assert fetch(server.url("/bomb"), limits=at(server, bytes=1_000, cut=True)).body == (b"words " * 200)[:1_000]


def test_says_what_it_wants(server: StrangeServer) -> None:
    server.answers["/"] = answer(b"x")
    fetch(server.url(), limits=at(server), accept="text/html")
    fetch(server.url(), limits=at(server))
    assert ["Accept: text/html\r" in asked for asked in server.asked] == [True, False]
    assert "Accept: */*\r" in server.asked[1]
