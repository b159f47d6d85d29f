"""Letting an app in from a browser: on the web, on a phone, by hand; and shutting it out again."""

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Generator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, UPGRADED, Way, ways
from tests.journeys.town import Somebody, Town

OOB, PHONE_APP = "urn:ietf:wg:oauth:2.0:oob", "tusk://callback"


@pytest.fixture
def elsewhere() -> Generator[tuple[str, list[str]]]:
    """An app on another origin: members come back to it, and it sends them on to where it really lives."""
    heard: list[str] = []

    class App(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)
            moved = self.path.startswith("/back?")
            self.send_response(302 if moved else 200)
            if moved:
                self.send_header("Location", f"http://localhost:{self.server.server_port}/inside")
            self.end_headers()
            self.wfile.write(b"" if moved else b"<title>Tusk</title>Welcome to Tusk")

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), App)  # a browser may hold a line open on which it says nothing
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/back", heard
    server.shutdown()
    thread.join()
    server.server_close()


def _ask(town: Town, path: str, token: str = "", **form: str) -> dict[str, str]:
    data = urlencode(form).encode() if form else None
    request = urllib.request.Request(town.url + path, data=data)
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    with urllib.request.urlopen(request) as answer:
        found: dict[str, str] = json.loads(answer.read())
    return found


def _register(town: Town, back: str) -> dict[str, str]:
    return _ask(town, "/api/v1/apps", client_name="Tusk", redirect_uris=back, scopes="read write", website=town.url)


def _address(app: dict[str, str], back: str, **more: str) -> str:
    asked = {"client_id": app["client_id"], "redirect_uri": back, "response_type": "code", "scope": "read", **more}
    return f"/oauth/authorize?{urlencode(asked)}"


def _token(town: Town, app: dict[str, str], back: str, code: str) -> str:
    own = {"client_id": app["client_id"], "client_secret": app["client_secret"]}
    sent = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, **own}
    return _ask(town, "/oauth/token", **sent)["access_token"]


def _refusals(page: Page) -> list[str]:
    """What the browser held back."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text) if "Content Security" in message.text else None)
    return heard


@ways(Way(False, PHONE, "light"), UPGRADED)
def test_an_app_on_the_web(
    town: Town,
    somebody: Callable[..., Somebody],
    look: Callable[[Page], None],
    elsewhere: tuple[str, list[str]],
) -> None:
    back, heard = elsewhere
    (name,) = town.people(1)
    app = _register(town, back)
    visitor = somebody()
    held_back = _refusals(visitor.page)
    visitor.go(_address(app, back, state="s1"))
    visitor.give(login=name, password=visitor.password)
    visitor.press("Sign in")
    expect(visitor.page.get_by_role("heading", name="Let Tusk in?")).to_be_visible()
    look(visitor.page)
    visitor.press("Let it in")
    expect(visitor.page.get_by_text("Welcome to Tusk")).to_be_visible()
    assert held_back == []
    found = parse_qs(urlsplit(heard[0]).query)
    assert (found["state"], urlsplit(visitor.page.url).hostname) == (["s1"], "localhost")
    token = _token(town, app, back, found["code"][0])
    assert _ask(town, "/api/v1/accounts/verify_credentials", token)["username"] == name
    _shut_out(town, visitor, look, token)


def _shut_out(town: Town, member: Somebody, look: Callable[[Page], None], token: str) -> None:
    member.go("/settings/apps")
    expect(member.page.get_by_text("Tusk", exact=True)).to_be_visible()
    expect(member.page.get_by_text("last used on")).to_be_visible()
    look(member.page)
    member.press("Shut out")
    expect(member.page.get_by_text("The app is shut out.")).to_be_visible()
    expect(member.page.get_by_text("No app is connected")).to_be_visible()
    look(member.page)
    with pytest.raises(urllib.error.HTTPError, match="401"):
        _ask(town, "/api/v1/accounts/verify_credentials", token)


@ways(Way(False))
def test_no_is_no(town: Town, somebody: Callable[..., Somebody], elsewhere: tuple[str, list[str]]) -> None:
    back, heard = elsewhere
    member = somebody(*town.people(1))
    member.go(_address(_register(town, back), back))
    member.press("Do not let it in")
    expect(member.page.get_by_text("Welcome to Tusk")).to_be_visible()
    assert parse_qs(urlsplit(heard[0]).query)["error"] == ["access_denied"]


@ways(Way(False, PHONE))
def test_an_app_on_a_phone(town: Town, somebody: Callable[..., Somebody]) -> None:
    """Chromium has no such app: it is enough that it wants to open it, and holds nothing back."""
    member = somebody(*town.people(1))
    held_back, tried = _refusals(member.page), []
    member.page.on("requestfailed", lambda request: tried.append(f"{request.url} {request.failure}"))
    app = _register(town, PHONE_APP)
    member.go(_address(app, PHONE_APP, state="s2"))
    with member.page.expect_response(lambda answer: answer.status == 303) as answer:
        member.press("Let it in")
    location = answer.value.headers["location"]
    assert location.startswith("tusk://callback?code=")
    member.page.wait_for_timeout(500)
    assert held_back == []
    assert not [each for each in tried if "csp" in each.lower()]
    assert _token(town, app, PHONE_APP, parse_qs(urlsplit(location).query)["code"][0])


@ways(Way(False, PHONE, "dark"))
def test_by_hand(town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None]) -> None:
    (name,) = town.people(1)
    member, app = somebody(name), _register(town, OOB)
    member.go(_address(app, OOB))
    member.press("Let it in")
    look(member.page)
    code = member.page.get_by_label("Code for the app").input_value()
    token = _token(town, app, OOB, code)
    assert _ask(town, "/api/v1/accounts/verify_credentials", token)["username"] == name


@ways()
def test_with_another_account(town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None]) -> None:
    first, second = town.people(2)
    member, app = somebody(first), _register(town, OOB)
    member.go(_address(app, OOB, force_login="true"))
    look(member.page)
    member.press("Sign in again")
    member.give(login=second, password=member.password)
    member.press("Sign in")
    expect(member.page.get_by_text(f"@{second}")).to_be_visible()
    member.press("Do not let it in")
    expect(member.page.get_by_role("heading", name="It stays outside")).to_be_visible()
    look(member.page)
    member.go(_address({"client_id": "unknown"}, OOB))
    expect(member.page.get_by_text("This app is not known here.")).to_be_visible()
    look(member.page)
