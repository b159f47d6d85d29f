"""Pages of other origins ask with a token, and read what came: below ``/api/``, for tokens, and ``.well-known``."""

from collections.abc import Callable
from typing import Any

import pytest

from folkmoot.accounts.actions import create_token
from folkmoot.accounts.models import App
from folkmoot.api.routes import ROUTES
from folkmoot.project.cast import Cast
from tests.api.apps import BACK, VERIFIER, register
from tests.api.apps import CHALLENGE as CODE_CHALLENGE
from tests.doors import Door, client_of

type Doors = Callable[..., Door]
ELSEWHERE = "https://elk.example"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
PATHS = sorted({address.partition(" ")[2] for address in ROUTES})
READABLE = {
    "Link",
    "X-RateLimit-Limit",
    "X-RateLimit-Remaining",
    "X-RateLimit-Reset",
    "Retry-After",
    "Idempotency-Key",
    "WWW-Authenticate",
}


def _words(text: str) -> set[str]:
    return {word.strip() for word in text.split(",")}


@pytest.mark.parametrize("path", PATHS)
def test_browsers_may_ask_whether_they_may(path: str) -> None:
    asked = {"Access_Control_Request_Method": "POST", "Access_Control_Request_Headers": "authorization,idempotency-key"}
    answer = Door(Origin=ELSEWHERE).request("OPTIONS", path.replace(":", ""), headers=asked)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert _words(answer.headers["Access-Control-Allow-Methods"]) == set(METHODS)
    # browsers do not count Authorization among "*"
    assert {"Authorization", "Content-Type", "Idempotency-Key"} <= _words(
        answer.headers["Access-Control-Allow-Headers"]
    )
    assert int(answer.headers["Access-Control-Max-Age"]) > 0
    assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_can_be_read_elsewhere(cast: Cast, path: str) -> None:
    """Errors as well: most of these ask for a token."""
    answer = Door(Origin=ELSEWHERE).get(path.replace(":id", "1").replace(":", ""))
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert _words(answer.headers["Access-Control-Expose-Headers"]) >= READABLE
    assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize("path", ["/", "/sign-in", "/oauth/authorize", "/settings", "/.well-known/change-password"])
def test_pages_are_read_by_nobody_elsewhere(cast: Cast, path: str) -> None:
    answer = client_of(cast.bob.login).get(path, headers={"origin": ELSEWHERE})
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "Access-Control-Allow-Origin" not in client_of(None).options(path, headers={"origin": ELSEWHERE}).headers


FAR = (
    ELSEWHERE,
    "null",  # a frame without rights, a file
    "",
    "http://localhost.evil.example",
    "http://evil.example/localhost",
    "http://localhost@evil.example",
    "http://localhost:3000@evil.example",
    "http://127.0.0.1.evil.example:80",
    "http://192.168.0.7",
    "http://[::1",
    "http://[::ffff:192.0.2.1]",
    "http://localhost\nhttp://evil.example",
    "file://localhost",
)
NEAR = ("http://localhost", "http://localhost:5173", "https://127.0.0.1:8443", "http://[::1]:3000")
ATTACK = {"client_name": "A page", "redirect_uris": "https://evil.example/"}


@pytest.mark.parametrize("origin", FAR)
def test_a_test_profile_does_nothing_for_pages_elsewhere(cast: Cast, settings: Any, origin: str) -> None:
    """It may ask what else runs on this machine: a page in its developer's browser must not have it do so."""
    settings.TEST_PROFILE = True
    token = create_token(cast.bob, "read write push", 1)
    for door in (Door(Origin=origin), Door(token, Origin=origin)):
        answers = [
            *(door.request(method, "/api/v1/apps", headers={}) for method in (*METHODS, "OPTIONS")),
            door.post("/api/v1/apps", ATTACK),
            door.post("/oauth/token", {"grant_type": "password"}),
            door.get("/api/v1/accounts/verify_credentials"),
            door.request("OPTIONS", "/api/v1/push/subscription", headers={"Access_Control_Request_Method": "POST"}),
            door.get("/.well-known/nodeinfo"),
        ]
        assert {answer.status_code for answer in answers} == {403}
        assert not [name for answer in answers for name in answer.headers if name.lower().startswith("access-control")]
    assert not App.objects.exists()


@pytest.mark.parametrize("origin", NEAR)
def test_a_test_profile_answers_pages_of_its_own_machine(cast: Cast, settings: Any, origin: str) -> None:
    settings.TEST_PROFILE = True
    assert Door(Origin=origin).request("OPTIONS", "/api/v1/apps", headers={}).status_code == 204
    answer = Door(Origin=origin).post("/api/v1/apps", ATTACK)
    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (200, "*")
    assert Door().post("/api/v1/apps", ATTACK).status_code == 200, "who is no page says none"


def test_an_app_in_a_page_elsewhere_signs_in(cast: Cast) -> None:
    """Without a secret, with PKCE; each step but the member's own page is asked from there."""
    door = Door(Origin=ELSEWHERE)
    where = door.get("/.well-known/oauth-authorization-server").json()
    app = register(token_endpoint_auth_method="none")
    code = app.code(cast.bob, code_challenge=CODE_CHALLENGE, code_challenge_method="S256")
    sent = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK, "client_id": app.client_id}
    answer = door.post(
        where["token_endpoint"].removeprefix("http://localhost:8000"), {**sent, "code_verifier": VERIFIER}
    )
    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (200, "*")
    token = answer.json()["access_token"]
    mine = Door(token, Origin=ELSEWHERE)
    assert mine.get("/api/v1/accounts/verify_credentials").json()["username"] == "bob"
    assert door.post("/oauth/revoke", {"client_id": app.client_id, "token": token}).status_code == 200
    gone = mine.get("/api/v1/accounts/verify_credentials")
    assert (gone.status_code, gone.headers["Access-Control-Allow-Origin"]) == (401, "*")
