"""What stands in the log of what happens at the doors, and what never does."""

import logging
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from folkmoot.core.security_log import mark
from folkmoot.project.cast import PASSWORD, Cast
from tests.doors import Door, client_of

pytestmark = pytest.mark.django_db
LINE = re.compile(r"[A-Z][\w +:-]+: (GET|POST|DELETE) /\S* from [\d.:a-f/?]+ about (-|[0-9a-f]{10})")
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Lines(logging.Handler):
    """The lines about security; the log is set up anew when the entrance of programs is first asked."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@pytest.fixture
def told() -> Iterator[Callable[[], list[str]]]:
    lines, logger = Lines(), logging.getLogger("folkmoot.security")
    level = logger.level
    logger.addHandler(lines)
    logger.setLevel(logging.INFO)
    yield lambda: lines.said
    logger.removeHandler(lines)
    logger.setLevel(level)


def sign_in(login: str, password: str) -> Client:
    client = Client(REMOTE_ADDR="203.0.113.77")
    client.post("/sign-in", {"login": login, "password": password})
    return client


def test_a_sign_in_says_how(cast: Cast, told: Any) -> None:
    sign_in("alice", PASSWORD)
    assert told()[-1].startswith("Signed in by password: POST /sign-in from 203.0.113.0/24 about ")


@pytest.mark.parametrize(
    ("login", "password"), [("alice", "wrong"), ("alice@example.org", "wrong"), ("nobody", PASSWORD)]
)
def test_a_refused_sign_in(cast: Cast, told: Any, login: str, password: str) -> None:
    sign_in(login, password)
    assert told()[-1].startswith("Sign-in refused: POST /sign-in from 203.0.113.0/24 about ")
    assert LINE.fullmatch(told()[-1])


def test_all_about_one_login_has_one_mark(cast: Cast, told: Any) -> None:
    sign_in("alice", "wrong")
    sign_in("alice@example.org", "wrong")
    sign_in("bob", "wrong")
    marks = [line[-10:] for line in told()]
    assert marks[0] == marks[1] != marks[2]


def test_a_sign_out_and_a_new_password(cast: Cast, told: Any) -> None:
    client = sign_in("alice", PASSWORD)
    new = "a boat upon the quiet water"
    client.post("/settings/password", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    client.post("/sign-out")
    said = [line.partition(":")[0] for line in told()]
    assert "Password changed" in said
    assert said[-1] == "Signed out"


@pytest.mark.parametrize("who", ["visitor", "alice"])
def test_whoever_tries_a_staff_page(cast: Cast, told: Any, who: str) -> None:
    client_of(getattr(cast, who).login if who != "visitor" else None).get("/staff/cases?secret=sesame")
    assert told()[-1].startswith("Staff page refused: GET /staff/cases from 127.0.0.0/24 about ")
    assert told()[-1].endswith("about -") == (who == "visitor")


def test_a_form_without_its_token(cast: Cast, told: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.alice.login)
    client.post("/posts", {"text": "Hello"})
    assert told()[-1].startswith("Form refused: POST /")


def test_what_a_member_may_not_do(cast: Cast, told: Any) -> None:
    from folkmoot.relations.actions import block

    block(cast.bob, cast.alice.id)
    client_of(cast.alice.login).post(f"/accounts/{cast.bob.id}/follow")
    assert [line for line in told() if line.startswith("Not allowed: POST /accounts/<id:account_id>/follow")]


def test_tokens_that_open_nothing(cast: Cast, told: Any, api_of: Any) -> None:
    Door("guess").get("/api/v1/timelines/home")
    assert told()[-1].startswith("Token refused: GET /api/v1/timelines/home from 127.0.0.0/24 about -")
    api_of(cast.alice, "read").post("/api/v1/statuses", body={"status": "Hello"})
    assert told()[-1].startswith("Out of scope: POST /api/v1/statuses from ")


def test_a_visitor_without_a_token_is_no_event(cast: Cast, told: Any) -> None:
    Door().get("/api/v1/timelines/home")
    assert told() == []


def test_too_much_at_once(cast: Cast, told: Any, api_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from folkmoot.core.errors import TooMany

    def refuse(*_args: Any, **_more: Any) -> None:
        raise TooMany(17)

    monkeypatch.setattr("folkmoot.api.endpoints.statuses.actions.publish_post", refuse)
    assert api_of(cast.alice).post("/api/v1/statuses", body={"status": "Hello"}).status_code == 429
    assert told()[-1].startswith("Too much at once: POST /api/v1/statuses")


def test_nobody_is_named(cast: Cast, told: Any) -> None:
    client = sign_in("alice", "sesame open")
    client.get("/staff/cases")
    sign_in("alice@example.org", PASSWORD).get("/staff/audit")
    everything = " ".join(told())
    assert len(told()) >= 4
    for secret in ("alice", "example.org", "sesame", PASSWORD, "203.0.113.77", str(cast.alice.id)):
        assert secret not in everything


def test_an_address_cannot_write_a_line_of_its_own(cast: Cast, told: Any) -> None:
    Door("guess").get("/api/v1/%0a2026-03-01 Signed in: \n fake")
    assert all("\n" not in line for line in told())


@pytest.mark.parametrize(("who", "empty"), [(None, True), ("", True), ("a@example.org", False), (7, False)])
def test_nobody_has_no_mark(who: object, empty: bool) -> None:
    assert (mark(who, NOW) == "-") is empty


def test_a_mark_lasts_a_day_and_hangs_on_the_communitys_key(settings: Any) -> None:
    first = mark("a@example.org", NOW)
    assert first == mark("A@Example.org", NOW + timedelta(hours=11)) != mark("a@example.org", NOW + timedelta(days=1))
    settings.HASH_KEY = "another"
    assert mark("a@example.org", NOW) != first
