"""Cookies: bound to the host and to HTTPS, out of reach of scripts, and not sent along from other sites."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from folkmoot.api.middleware import ProgramMiddleware
from folkmoot.project.cast import PASSWORD, Cast
from folkmoot.project.environment import Environment
from folkmoot.web import cookies
from tests.house import tree
from tests.project.test_settings import settings_with

pytestmark = pytest.mark.django_db
PUBLIC = "https://social.example.org"


@pytest.fixture
def https(settings: Any) -> None:
    """As the settings are for a community with an address for others (``test_settings.py`` holds that)."""
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31_536_000, True


def all_set(cast: Cast) -> dict[str, Any]:
    """Every cookie that a member's browser is ever given."""
    client = Client()
    answers = [client.get("/sign-in", secure=True)]
    answers += [client.post("/language", {"language": "ar"}, secure=True)]
    answers += [client.post("/sign-in", {"login": "alice", "password": PASSWORD}, secure=True)]
    answers += [client.post("/settings/appearance", {"theme": "dark"}, secure=True)]
    return {name: morsel for answer in answers for name, morsel in answer.cookies.items()}


def test_over_https_every_cookie_is_bound_to_the_host(cast: Cast, https: None) -> None:
    found = all_set(cast)
    assert set(found) == {f"__Host-{name}" for name in ("session", "csrf", "language", "theme", "messages")}
    for name, morsel in found.items():
        assert morsel["secure"], name
        assert morsel["path"] == "/", name
        assert not morsel["domain"], name


def test_every_cookie_stays_on_this_site(cast: Cast, https: None) -> None:
    assert {morsel["samesite"] for morsel in all_set(cast).values()} == {"Lax"}


def test_no_script_reads_a_cookie(cast: Cast, https: None) -> None:
    assert all(morsel["httponly"] for morsel in all_set(cast).values())


def test_a_choice_is_remembered_under_that_name(cast: Cast, https: None) -> None:
    client = Client()
    client.post("/language", {"language": "ar"}, secure=True)
    assert '<html lang="ar"' in client.get("/sign-in", secure=True).content.decode()


def test_a_cookie_that_another_host_planted_means_nothing(cast: Cast, https: None) -> None:
    client = Client()
    client.cookies["language"] = "ar"
    assert '<html lang="en"' in client.get("/sign-in", secure=True).content.decode()


def test_no_cookie_holds_more_than_browsers_take(cast: Cast, https: None) -> None:
    assert all(len(name) + len(morsel.value) < 4_096 for name, morsel in all_set(cast).items())


@pytest.mark.parametrize(("secure", "name"), [(True, "__Host-theme"), (False, "theme")])
def test_names_follow_the_origin(settings: Any, secure: bool, name: str) -> None:
    settings.SESSION_COOKIE_SECURE = secure
    response = HttpResponse()
    cookies.keep(response, "theme", "dark")
    assert list(response.cookies) == [name]
    request = RequestFactory().get("/")
    request.COOKIES[name] = "dark"
    assert cookies.kept(request, "theme") == "dark"


def test_over_https_browsers_stay_on_it(cast: Cast, https: None, tmp_path: Path) -> None:
    names = ("SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS")
    said = settings_with(tmp_path, *names, FOLKMOOT_ORIGIN=PUBLIC)
    assert said["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert said["SECURE_HSTS_INCLUDE_SUBDOMAINS"]
    wanted = "max-age=31536000; includeSubDomains"
    request = RequestFactory().get("/api/v1/instance")
    assert ProgramMiddleware(lambda _: HttpResponse())(request)["Strict-Transport-Security"] == wanted
    from django.middleware.security import SecurityMiddleware

    answer = SecurityMiddleware(lambda _: HttpResponse())(RequestFactory().get("/", secure=True))
    assert answer["Strict-Transport-Security"] == wanted
    front = (tree.ROOT / "docs/operators/Caddyfile").read_text()
    assert front.count(f'header Strict-Transport-Security "{wanted}"') == 2


def test_over_https_streams_are_encrypted() -> None:
    public = Environment(origin=PUBLIC, media_origin="https://media.example.org")
    assert public.stream_url.startswith("https://")
    documents = (tree.ROOT / "docs/operators/Caddyfile").read_text()
    assert not re.search(r"http://|:80\b", documents)
    assert Environment(origin=PUBLIC).stream_origin.startswith("https://")
