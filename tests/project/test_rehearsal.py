"""What every process would do first is tried once before they part, and leaves nothing behind."""

import logging
from collections.abc import Generator
from typing import Any

import pytest
from django.apps import apps
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test.utils import CaptureQueriesContext

from folkmoot.instance.actions import change_settings
from folkmoot.project.cast import Cast
from folkmoot.project.serve import granian, rehearsal, start
from folkmoot.project.wsgi import application

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept_connection() -> Generator[None]:
    """A request's end closes no connection, since the test stands in a transaction of its own."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


class Watched:
    """The site itself, and what it answered."""

    def __init__(self) -> None:
        self.answers: list[tuple[str, str, int]] = []

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        said: list[str] = []

        def answer(status: str, *rest: Any) -> Any:
            said.append(status)
            return start_response(status, *rest)

        body = list(application.application(environ, answer))  # type: ignore[attr-defined]  # behind the door
        self.answers.append((environ["PATH_INFO"], said[0], sum(map(len, body))))
        return body


@pytest.mark.parametrize("visitors", ["posts", "nothing"])
def test_every_place_is_there_whatever_visitors_may_see(cast: Cast, visitors: str) -> None:
    del cast
    change_settings(None, {"visitors": visitors})
    site = Watched()
    rehearsal.rehearse(site)
    assert [path for path, _, _ in site.answers] == list(rehearsal.PLACES)
    assert {status for _, status, _ in site.answers} <= {"200 OK", "302 Found"}
    assert site.answers[1][1] == "200 OK"
    assert site.answers[1][2] > 2_000  # bytes of a page with a form


def test_nothing_is_written_and_nothing_noted(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    del cast
    with CaptureQueriesContext(connection) as caught, caplog.at_level(logging.INFO):
        rehearsal.rehearse(Watched())
    assert [each["sql"] for each in caught if not each["sql"].startswith(("SELECT", "WITH", "PRAGMA"))] == []
    assert caplog.messages == []


def test_tables_know_what_hangs_on_them() -> None:
    apps.clear_cache()
    rehearsal.rehearse(lambda _environ, _answer: [])
    missing = [model for model in apps.get_models() if "_relation_tree" not in vars(model._meta)]
    assert missing == []


def test_the_server_rehearses_before_it_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[Any] = []
    monkeypatch.setattr(start, "rehearse", tried.append)
    monkeypatch.setattr(start, "_load_templates", lambda _env: None)
    start._import_all(start.SITE)
    start._import_all("wsgiref.simple_server:demo_app")
    assert tried == [granian.load(start.SITE).application]
