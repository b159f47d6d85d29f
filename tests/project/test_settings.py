"""Django's settings as they follow from the deployment settings, and the two stacks behind the door."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as usual
from django.core.handlers import exception
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from folkmoot.project import database, static, wsgi
from folkmoot.project.environment import Environment
from tests.servers import ROOT

ASK = """
import json, os
os.environ["DJANGO_SETTINGS_MODULE"] = "folkmoot.project.settings"
from django.conf import settings
print(json.dumps({name: getattr(settings, name) for name in %r}))
"""


def settings_with(folder: Path, *names: str, **env: str) -> dict[str, Any]:
    """Some of Django's settings, in a process whose environment is this."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("FOLKMOOT_")}
    given = {"FOLKMOOT_DATA_DIR": str(folder), **env}
    told = subprocess.run(
        [sys.executable, "-c", ASK % (names,)], cwd=ROOT, env=clean | given, capture_output=True, text=True, check=True
    )
    return json.loads(told.stdout)


def test_over_https_cookies_are_bound_to_the_host_and_browsers_stay_on_it(tmp_path: Path) -> None:
    names = (
        "SESSION_COOKIE_NAME",
        "CSRF_COOKIE_NAME",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SECURE_HSTS_SECONDS",
    )
    secure = settings_with(tmp_path, *names, FOLKMOOT_ORIGIN="https://social.example.org")
    assert secure["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert secure["CSRF_COOKIE_NAME"].startswith("__Host-")
    assert secure["SESSION_COOKIE_SECURE"] is secure["CSRF_COOKIE_SECURE"] is True
    assert secure["SECURE_HSTS_SECONDS"] >= 31_536_000


def test_on_ones_own_machine_cookies_work_over_http(tmp_path: Path) -> None:
    plain = settings_with(tmp_path, "SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SECURE_HSTS_SECONDS")
    assert plain == {"SESSION_COOKIE_NAME": "session", "SESSION_COOKIE_SECURE": False, "SECURE_HSTS_SECONDS": 0}


def test_pages_may_listen_to_the_stream_and_nothing_else(tmp_path: Path) -> None:
    env = {"FOLKMOOT_ORIGIN": "https://social.example.org", "FOLKMOOT_MEDIA_ORIGIN": "https://media.example.org"}
    found = settings_with(tmp_path, "SECURE_CSP", "FOLKMOOT_STREAM_URL", **env)
    assert found["FOLKMOOT_STREAM_URL"] == "https://media.example.org/stream"
    assert found["SECURE_CSP"]["connect-src"] == ["'self'", "https://media.example.org"]
    assert settings_with(tmp_path, "SECURE_CSP", FOLKMOOT_ORIGIN="https://x.org")["SECURE_CSP"]["connect-src"] == [
        "'self'"
    ]


def test_django_too_knows_the_host_names(tmp_path: Path) -> None:
    found = settings_with(tmp_path, "ALLOWED_HOSTS", FOLKMOOT_ORIGIN="https://social.example.org")
    assert set(found["ALLOWED_HOSTS"]) == {"social.example.org", "localhost", "127.0.0.1", "[::1]"}


def test_reading_the_settings_makes_nothing(tmp_path: Path) -> None:
    settings_with(tmp_path / "none", "DEBUG")
    assert not (tmp_path / "none").exists()


def test_sign_in_limits_can_be_raised(tmp_path: Path) -> None:
    assert Environment(data_dir=tmp_path, sign_ins_per_5_minutes="9999").sign_ins_per_5_minutes == 9999
    assert settings_with(tmp_path, "ACCOUNT_RATE_LIMITS")["ACCOUNT_RATE_LIMITS"] is False, "they are ours"


def test_sqlite_lives_in_the_data_directory(tmp_path: Path) -> None:
    found = database.settings_of(Environment(data_dir=tmp_path, database_url=""), tmp_path)
    assert found["ENGINE"] == "folkmoot.core.sqlite"
    assert found["NAME"] == tmp_path / "folkmoot.sqlite3"


def test_a_postgresql_address_is_taken_apart(tmp_path: Path) -> None:
    url = "postgres://some%40body:p%2Fw@db.example.org:5433/folk?sslmode=require"
    found = database.settings_of(Environment(database_url=url), tmp_path)
    parts = {name: found[name] for name in ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT")}
    assert parts == {
        "ENGINE": "folkmoot.core.postgres",
        "NAME": "folk",
        "USER": "some@body",
        "PASSWORD": "p/w",
        "HOST": "db.example.org",
        "PORT": "5433",
    }
    assert found["OPTIONS"]["sslmode"] == "require"
    assert found["OPTIONS"]["server_side_binding"] is True
    assert found["OPTIONS"]["prepare_threshold"] is not None
    assert "options" not in found["OPTIONS"], "PgBouncer refuses them"


def test_an_address_may_set_the_server_s_options(tmp_path: Path) -> None:
    url = "postgres://db.example.org/folk?options=-c%20random_page_cost%3D4"
    found = database.settings_of(Environment(database_url=url), tmp_path)
    assert found["OPTIONS"]["options"] == "-c random_page_cost=4"


def environ(path: str) -> dict[str, Any]:
    import io

    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "wsgi.input": io.BytesIO(),
        "wsgi.url_scheme": "http",
    }


@pytest.mark.parametrize(
    ("path", "stack"),
    [("/api/v1/statuses", "api"), ("/api/", "api"), ("/", "pages"), ("/apish", "pages"), ("/x/api/", "pages")],
)
def test_the_path_chooses_the_stack(path: str, stack: str, monkeypatch: pytest.MonkeyPatch) -> None:
    site = wsgi.Site()
    for name in ("api", "pages"):
        monkeypatch.setattr(getattr(site, name), "answer", lambda *_, name=name: [name.encode()])
    assert list(site(environ(path), lambda *_: None)) == [stack.encode()]


def test_programs_pass_no_middleware_of_pages() -> None:
    site = wsgi.Site()
    assert site.api.middleware == usual.API_MIDDLEWARE
    assert not [name for name in site.api.middleware if "session" in name.lower() or "csrf" in name.lower()]
    assert site.pages.middleware == usual.MIDDLEWARE


def stack_of(view: Any, monkeypatch: pytest.MonkeyPatch) -> wsgi.Stack:
    """A stack without middleware in front of one view."""
    stack = wsgi.Stack([])
    monkeypatch.setattr(stack, "_middleware_chain", exception.convert_exception_to_response(view))
    return stack


@pytest.mark.django_db
def test_an_answer_is_one_piece_of_bytes_and_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[str] = []

    def view(_request: HttpRequest) -> HttpResponse:
        response = HttpResponse("héllo")
        response._resource_closers.append(lambda: closed.append("yes"))
        return response

    told: list[str] = []
    body = stack_of(view, monkeypatch).answer(environ("/"), lambda status, _headers: told.append(status))
    assert body == ["héllo".encode()]
    assert isinstance(body, list)
    assert closed == ["yes"]
    assert told == ["200 OK"]


@pytest.mark.django_db
def test_a_stream_stays_a_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    stack = stack_of(lambda _request: StreamingHttpResponse(iter([b"a", b"b"])), monkeypatch)
    body = stack.answer(environ("/"), lambda *_: None)
    assert not isinstance(body, list)
    assert b"".join(body) == b"ab"


def test_static_files_are_collected_when_something_changed(settings: Any, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.css").write_text("a{}")
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [source]
    assert static.collect() is True
    assert static.collect() is False
    (source / "a.css").write_text("a{b}")
    os.utime(source / "a.css", ns=(1, 1))
    assert static.collect() is True
    assert len(list(settings.STATIC_ROOT.glob("a.*.css"))) == 2  # pages made a moment ago still find theirs


def test_before_anything_was_collected_files_have_their_own_names(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    assert static.HashedFiles(location=tmp_path).url("folkmoot.css") == "/static/folkmoot.css"
