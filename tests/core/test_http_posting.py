"""Handing something in at another server: at public addresses alone, and never carried on to another place."""

from collections.abc import Generator

import pytest

from folkmoot.core import http
from folkmoot.core.http import Unreachable
from tests.core.strange_server import StrangeServer, answer
from tests.core.test_http import PUBLIC, at


@pytest.fixture
def server() -> Generator[StrangeServer]:
    with StrangeServer() as server:
        yield server


def test_something_is_handed_in(server: StrangeServer) -> None:
    server.answers["/in"] = answer(b"Thanks", "201 Created", Location="/out")
    taken = http.post(server.url("/in"), b"A letter", headers={"TTL": "60"}, limits=at(server))
    assert (taken.status, taken.body) == (201, b"Thanks")
    (asked,) = server.asked
    assert asked.startswith("POST /in HTTP/1.1\r\n")
    assert ("TTL: 60\r\n" in asked, "Content-Length: 8\r\n" in asked, "Cookie" in asked) == (True, True, False)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_what_is_handed_in_is_not_carried_elsewhere(server: StrangeServer, status: int) -> None:
    server.answers["/in"] = answer(b"", f"{status} Elsewhere", Location=server.url("/out"))
    server.answers["/out"] = answer(b"Got it")
    with pytest.raises(Unreachable, match="redirects"):
        http.post(server.url("/in"), b"A letter", headers={}, limits=at(server))
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "http://10.1.2.3/", "ftp://example.org/", "http://example.org:22/"]
)
def test_nothing_is_handed_in_where_nothing_is_fetched(url: str) -> None:
    with pytest.raises(Unreachable):
        http.post(url, b"A letter", headers={}, limits=PUBLIC)


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("https://push.example/abc?d", True),
        ("http://push.example:80/", True),
        ("https://93.184.215.14/", True),
        ("https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/", True),
        ("", False),
        ("push.example/abc", False),
        ("ftp://push.example/", False),
        ("https:///abc", False),
        ("https://push.example:8443/", False),
        ("https://push.example:99999/", False),
        ("https://push.example:x/", False),
        ("https://me:secret@push.example/", False),
        ("https://127.0.0.1/", False),
        ("https://10.0.0.1/", False),
        ("https://169.254.169.254/latest", False),
        ("https://[::1]/", False),
        ("https://[::ffff:10.0.0.1]/", False),
        ("https://[fe80::1]/", False),
        ("https://[nonsense]/", False),
        ("https://[::1", False),
    ],
)
def test_what_may_be_asked_as_far_as_it_shows(url: str, may: bool) -> None:
    assert http.may_be_asked(url, PUBLIC) is may
