"""What browsers are told with each page, what they tell us of what they refused, and where to tell of a hole."""

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from folkmoot.instance.actions import change_settings
from folkmoot.web import csp_reports
from tests.web.pages import page

pytestmark = pytest.mark.usefixtures("community")
KEYWORD = {
    "effectiveDirective": "script-src-elem",
    "blockedURL": "inline",
    "documentURL": "http://localhost/sign-in?next=/secret",
}


@pytest.fixture(autouse=True)
def _nothing_told() -> None:
    csp_reports._told.clear()


def report(client: Client, said: object, kind: str = "application/reports+json") -> int:
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    return client.post("/csp-reports", data=body, content_type=kind).status_code


@pytest.mark.parametrize("address", ["/", "/sign-in", "/sign-up", "/nothing-here", "/source", "/manifest.webmanifest"])
def test_visitors_and_members_pages_are_closed_to_other_sites(
    address: str, client: Client, cast: Any, client_of: Any
) -> None:
    for browser in (client, client_of(cast.bob)):
        headers = browser.get(address).headers
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        allowed = dict(part.strip().split("=", 1) for part in headers["Permissions-Policy"].split(","))
        assert {name: allowed[name] for name in ("camera", "geolocation", "payment", "usb")} == dict.fromkeys(
            ("camera", "geolocation", "payment", "usb"), "()"
        )
        assert allowed["microphone"] == allowed["publickey-credentials-get"] == "(self)"


def test_apps_on_other_sites_may_show_the_communitys_mark(client: Client) -> None:
    change_settings(None, {"colour": "#7a2d8f"})
    icon = client.get("/manifest.webmanifest").json()["icons"][0]["src"]
    answer = client.get(icon)
    assert (answer.status_code, answer.headers["Cross-Origin-Resource-Policy"]) == (200, "cross-origin")


def test_no_page_allows_code_of_its_own_and_each_says_where_to_report(client: Client) -> None:
    policy = dict(
        part.strip().partition(" ")[::2] for part in client.get("/sign-in")["Content-Security-Policy"].split(";")
    )
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert not [value for value in policy.values() if "unsafe" in value or "nonce" in value or "*" in value]
    assert policy["report-uri"] == csp_reports_address(client)
    assert policy["report-to"] == "csp"


def csp_reports_address(client: Client) -> str:
    return re.fullmatch(r'csp="(.+)"', client.get("/sign-in").headers["Reporting-Endpoints"])[1]


@pytest.mark.parametrize(
    "said",
    [
        [{"type": "csp-violation", "body": KEYWORD}],
        {"type": "csp-violation", "body": KEYWORD},
        {
            "csp-report": {
                "violated-directive": "script-src-elem 'self'",
                "blocked-uri": "inline",
                "document-uri": "/sign-in",
            }
        },
    ],
)
def test_what_a_browser_refused_is_a_line_in_the_log(said: object, client: Client, caplog: Any) -> None:
    with caplog.at_level(logging.WARNING, "folkmoot.web.csp_reports"):
        assert report(client, said) == 204
    assert caplog.messages == ["a browser refused inline on page account_login: script-src-elem"]


def test_a_report_needs_no_form_token_and_a_page_cannot_ask_for_the_address(cast: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert report(strict, [{"body": KEYWORD}]) == 204
    assert strict.get("/csp-reports").status_code == 405


@pytest.mark.parametrize(
    ("blocked", "logged"),
    [
        ("https://cdn.example.org/track.js?member=bob", "cdn.example.org"),
        ("https://bob:secret@evil.example/x", "evil.example"),
        ("eval", "eval"),
        ("https://[broken", "other"),
        ("data:text/html,<b>bob@example.org</b>", "other"),
        ("in line\nfake log line", "other"),
        (None, "none"),
        ({"a": 1}, "other"),
    ],
)
def test_a_report_says_nothing_about_people(blocked: object, logged: str, client: Client, caplog: Any) -> None:
    with caplog.at_level(logging.WARNING, "folkmoot.web.csp_reports"):
        report(
            client, [{"body": {**KEYWORD, "blockedURL": blocked, "documentURL": "https://x.org/@bob/12345?token=abc"}}]
        )
    assert len(caplog.messages) == 1
    assert caplog.messages[0].startswith(f"a browser refused {'other' if logged == 'none' else logged} on page ")
    assert not [word for word in ("bob", "12345", "abc", "secret", "\n") if word in caplog.messages[0]]


def test_a_directive_that_is_none_is_called_other(client: Client, caplog: Any) -> None:
    for said in ("", "<script>", None, "x" * 100):
        report(client, [{"body": {"effectiveDirective": said, "blockedURL": "eval", "documentURL": "http://[x"}}])
    assert caplog.messages == ["a browser refused eval on page other: other"] * 1


def test_the_same_thing_is_told_once_in_an_hour(client: Client, caplog: Any, monkeypatch: Any) -> None:
    now = [1000.0]
    monkeypatch.setattr(csp_reports.time, "monotonic", lambda: now[0])
    for moment in (0, 10, 3599, 3601):
        now[0] = 1000.0 + moment
        report(client, [{"body": KEYWORD}] * 3)
    assert len(caplog.messages) == 2


def test_many_kinds_of_reports_fill_neither_memory_nor_log(client: Client, caplog: Any, monkeypatch: Any) -> None:
    now = [1000.0]
    monkeypatch.setattr(csp_reports.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(csp_reports, "_MOST_TOLD", 5)
    for _hour in range(2):
        for number in range(12):
            report(client, [{"body": {**KEYWORD, "blockedURL": f"https://x{number}.example"}}])
        assert len(csp_reports._told) <= 5
        now[0] += csp_reports.QUIET + 1
    assert len(caplog.messages) == 10, "five in each hour, however much is made up"


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[" * 16_000, 400),
        (b"\xff\xfe", 400),
        (b"7", 204),
        (b'[1, null, {"body": 3}, {"csp-report": []}]', 204),
        (b" " * 20_000, 413),
    ],
)
def test_nonsense_is_answered_and_leaves_no_line(said: bytes, status: int, client: Client, caplog: Any) -> None:
    assert report(client, said) == status
    assert not caplog.messages


def test_a_length_that_is_none_is_no_report(client: Client) -> None:
    assert client.generic("POST", "/csp-reports", b"[]", CONTENT_LENGTH="much").status_code == 400


def test_one_request_cannot_fill_the_log(client: Client, caplog: Any) -> None:
    many = [{"body": {"effectiveDirective": "img-src", "blockedURL": f"https://{n}.example"}} for n in range(200)]
    assert report(client, many) == 204
    assert len(caplog.messages) == csp_reports.MOST


def test_security_txt_says_whom_to_tell(client: Client) -> None:
    answer = client.get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    said = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert said["Contact"] == "mailto:choir@example.org"
    assert said["Canonical"].endswith("/.well-known/security.txt")
    assert said["Policy"].endswith("/security")
    left = datetime.strptime(said["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC) - datetime.now(UTC)
    assert 170 < left.days < 181


def test_without_a_contact_point_there_is_no_security_txt(client: Client) -> None:
    change_settings(None, {"contact": ""})
    assert client.get("/.well-known/security.txt").status_code == 404
    assert "Ask the people who run this community" in page(client.get("/security")).text


def test_whoever_found_a_hole_reads_what_to_do(client: Client) -> None:
    read = page(client.get("/security"))
    assert "mailto:choir@example.org" in read.links
    assert "take no steps against you" in read.text


def test_password_managers_find_where_to_change_it(client: Client) -> None:
    assert client.get("/.well-known/change-password")["Location"] == "/settings/password"
