"""Tokens of apps: what they cover, how they are renewed and ended, and what is sent with them."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from folkmoot.accounts.actions import create_token
from folkmoot.accounts.actions.apps import revoke_all
from folkmoot.accounts.actions.apps_rules import Rules
from folkmoot.accounts.events import TokenRevoked
from folkmoot.accounts.models import Token
from folkmoot.accounts.queries import SCOPES
from folkmoot.moderation.actions import suspend
from folkmoot.project.cast import Cast
from tests.api.apps import APPS, BACK, CHALLENGE, HOME, ME, REVOKE, TOKEN, VERIFIER, Program, refused, register
from tests.api.shapes import check
from tests.doors import Answer, Door, client_of


class TestRenewing:
    def _renew(self, app: Program, renewal: str, **more: str) -> Answer:
        return Door().post(TOKEN, {"grant_type": "refresh_token", "refresh_token": renewal, **app.own, **more})

    def test_only_who_asks_gets_tokens_that_run_out(self, cast: Cast, app: Program) -> None:
        lasting = app.exchange(app.code(cast.bob)).json()
        assert not {"refresh_token", "expires_in"} & set(lasting)
        assert Token.objects.get().expires_at is None
        found = app.exchange(app.code(cast.bob, scope="read offline_access")).json()
        assert found["expires_in"] == 7_200
        Token.objects.update(expires_at=timezone.now())
        assert Door(found["access_token"]).get(ME).status_code == 401
        again = self._renew(app, found["refresh_token"]).json()
        assert Door(again["access_token"]).get(ME).status_code == 200
        assert again["scope"] == "offline_access read"

    def test_an_old_one_ends_all(self, cast: Cast, app: Program) -> None:
        first = app.exchange(app.code(cast.bob, scope="read offline_access")).json()
        second = self._renew(app, first["refresh_token"]).json()
        assert Door(first["access_token"]).get(ME).status_code == 401
        assert refused(self._renew(app, first["refresh_token"])) == (400, "invalid_grant")
        assert Door(second["access_token"]).get(ME).status_code == 401
        assert refused(self._renew(app, second["refresh_token"])) == (400, "invalid_grant")

    @pytest.mark.parametrize("scope", ["write", "read write", "nonsense", "admin:read", "read:accounts:x"])
    def test_it_grows_no_larger(self, cast: Cast, app: Program, scope: str) -> None:
        found = app.exchange(app.code(cast.bob, scope="read offline_access")).json()
        assert refused(self._renew(app, found["refresh_token"], scope=scope)) == (400, "invalid_scope")
        assert self._renew(app, found["refresh_token"]).status_code == 200

    def test_it_may_grow_smaller(self, cast: Cast, app: Program) -> None:
        found = app.exchange(app.code(cast.bob, scope="read offline_access")).json()
        less = self._renew(app, found["refresh_token"], scope="read:statuses").json()
        assert less["scope"] == "read:statuses"
        assert Door(less["access_token"]).get(ME).status_code == 403

    def test_of_another_app_or_of_nobody(self, cast: Cast, app: Program) -> None:
        found = app.exchange(app.code(cast.bob, scope="read offline_access")).json()
        assert refused(self._renew(register(), found["refresh_token"])) == (400, "invalid_grant")
        assert refused(self._renew(app, found["access_token"])) == (400, "invalid_grant")
        suspend(cast.olivia, cast.bob.id, "Noise", None)
        assert refused(self._renew(app, found["refresh_token"])) == (400, "invalid_grant")

    def test_two_at_once(self, cast: Cast, app: Program, monkeypatch: pytest.MonkeyPatch) -> None:
        found = app.exchange(app.code(cast.bob, scope="read offline_access")).json()
        checked = Rules.validate_refresh_token

        def late(*given: Any) -> bool:
            is_good = checked(*given)
            revoke_all(Token.objects.values_list("id", flat=True))
            return is_good

        monkeypatch.setattr(Rules, "validate_refresh_token", late)
        assert refused(self._renew(app, found["refresh_token"])) == (400, "invalid_grant")
        assert Token.objects.count() == 1


class TestRevoking:
    def _revoke(self, app: Program, raw: str, **more: str) -> Answer:
        return Door().post(REVOKE, {"token": raw, **app.own, **more})

    def test_a_token_of_its_own(self, cast: Cast, app: Program, happened: Any) -> None:
        raw = app.token(cast.bob)
        happened()
        answer = self._revoke(app, raw)
        assert (answer.status_code, answer.json()) == (200, {})
        assert Door(raw).get(ME).status_code == 401
        assert [name for name, _ in happened()] == [TokenRevoked.__name__]
        assert self._revoke(app, raw).status_code == 200

    def test_by_what_renews_it(self, cast: Cast, app: Program) -> None:
        found = app.exchange(app.code(cast.bob, scope="read offline_access")).json()
        assert self._revoke(app, found["refresh_token"], token_type_hint="refresh_token").status_code == 200
        assert Door(found["access_token"]).get(ME).status_code == 401

    def test_what_never_was(self, cast: Cast, app: Program) -> None:
        assert self._revoke(app, "nonsense").status_code == 200

    def test_of_somebody_else(self, cast: Cast, app: Program) -> None:
        raw, by_hand = app.token(cast.bob), create_token(cast.bob, "read", 1)
        for answer in (
            self._revoke(register(), raw),
            self._revoke(app, by_hand),
            self._revoke(app, raw, client_secret="wrong"),
            self._revoke(app, raw, client_id="wrong"),
            Door().post(REVOKE, {"token": raw}),
        ):
            assert refused(answer) == (403, "unauthorized_client")
        assert [Door(each).get(ME).status_code for each in (raw, by_hand)] == [200, 200]

    def test_an_app_without_a_secret(self, cast: Cast, public: Program) -> None:
        code = public.code(cast.bob, code_challenge=CHALLENGE, code_challenge_method="S256")
        raw = public.exchange(code, code_verifier=VERIFIER).json()["access_token"]
        assert Door().post(REVOKE, {"token": raw, "client_id": public.client_id}).status_code == 200
        assert Door(raw).get(ME).status_code == 401

    def test_without_a_token(self, cast: Cast, app: Program) -> None:
        assert refused(Door().post(REVOKE, app.own)) == (400, "invalid_request")


class TestScopes:
    def test_all_of_mastodons_can_be_had(self, cast: Cast) -> None:
        everything = " ".join(sorted(SCOPES))
        app = register(scopes=everything)
        found = app.exchange(app.code(cast.bob, scope=everything)).json()
        assert found["scope"] == everything
        assert Door(found["access_token"]).get(ME).status_code == 200

    @pytest.mark.parametrize(
        ("scope", "outcome"),
        [("read:statuses", 200), ("read", 200), ("follow", 400), ("write:statuses", 400), ("reading", 400)],
    )
    def test_an_app_may_ask_for_less_than_it_may(self, cast: Cast, scope: str, outcome: int) -> None:
        app = register(scopes="read")
        assert client_of(cast.bob.login).get(app.address(scope=scope)).status_code == outcome

    def test_without_a_word_it_is_read(self, cast: Cast, app: Program) -> None:
        assert app.exchange(app.code(cast.bob, scope="")).json()["scope"] == "read"


class TestWhoTheMemberIs:
    def test_in_the_words_of_openid(self, cast: Cast) -> None:
        app = register(scopes="read profile")
        raw = app.token(cast.bob, scope="profile")
        for answer in (Door(raw).get("/oauth/userinfo"), Door(raw).post("/oauth/userinfo")):
            assert answer.json() == {
                "iss": "http://localhost:8000/",
                "sub": "http://localhost:8000/@bob",
                "name": "bob",
                "preferred_username": "bob",
                "profile": "http://localhost:8000/@bob",
                "picture": Door(raw).get(ME).json()["avatar"],
            }
        assert Door(raw).get(HOME).status_code == 403
        assert Door(app.token(cast.bob)).get("/oauth/userinfo").status_code == 403
        assert Door().get("/oauth/userinfo").status_code == 401


def test_where_apps_find_all_this(cast: Cast) -> None:
    found = Door().get("/.well-known/oauth-authorization-server").json()
    known = {**found, "scopes_supported": [s for s in found["scopes_supported"] if s != "offline_access"]}
    known.pop("revocation_endpoint_auth_methods_supported")
    check(known, "DiscoverOauthServerConfigurationResponse")
    assert found["issuer"] == "http://localhost:8000/"
    assert found["code_challenge_methods_supported"] == ["S256"]
    for name in ("token", "revocation", "app_registration"):
        address = urlsplit(found[f"{name}_endpoint"]).path
        assert Door().post(address).status_code in {400, 403, 422}, name
    assert urlsplit(found["authorization_endpoint"]).path == "/oauth/authorize"


@pytest.mark.parametrize("path", [TOKEN, REVOKE, APPS, HOME, "/.well-known/oauth-authorization-server", ME])
def test_pages_of_other_sites_may_ask(cast: Cast, path: str) -> None:
    asks = {"Origin": "https://elk.example", "Access-Control-Request-Method": "POST"}
    before = Door().request("OPTIONS", path, headers=asks)
    assert (before.status_code, before.content) == (204, b"")
    assert before.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in before.headers["Access-Control-Allow-Methods"]
    assert before.headers["Access-Control-Allow-Headers"].startswith("Authorization, Content-Type, Idempotency-Key")
    answer = Door().get(path, Origin="https://elk.example")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in Door().get(path).headers
    assert not [name for door in (before, answer) for name in door.headers if "Credentials" in name]


@pytest.mark.parametrize("path", ["/", "/oauth/authorize", "/sign-in", "/settings/apps"])
def test_pages_of_ours_are_for_us(cast: Cast, path: str) -> None:
    answer = Door().get(path, Origin="https://elk.example")
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]


def test_a_cookie_is_nobody_and_spoils_nothing(cast: Cast, app: Program) -> None:
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client_of(cast.alice.login).cookies.items())
    raw = app.token(cast.bob)
    assert Door(raw, Cookie=cookie).get(ME).json()["username"] == "bob"
    assert Door("nonsense", Cookie=cookie).get(ME).status_code == 401
    assert Door(Cookie=cookie).get("/oauth/userinfo").status_code == 401
    with_token = Client().get(app.address(), headers={"Authorization": f"Bearer {raw}"})
    assert (with_token.status_code, urlsplit(with_token["Location"]).path) == (303, "/sign-in")


@pytest.mark.parametrize("name", ["grant_type", "client_id", "client_secret", "code", "redirect_uri", "scope"])
@pytest.mark.parametrize("value", ["x" * 900_000, "a\0b", "a\nb", "\ud800", "\u202e"])
def test_parameters_that_nobody_sends(cast: Cast, app: Program, name: str, value: str) -> None:
    sent = {"grant_type": "authorization_code", "code": "x", "redirect_uri": BACK, **app.own, name: value}
    for path in (TOKEN, REVOKE):
        answer = Door().post(path, body={"token": "x", **sent})
        assert refused(answer) == (400, "invalid_request")


@pytest.mark.parametrize("sent", [{}, {"grant_type": "password"}, {"grant_type": "implicit", "user": "x"}])
def test_other_ways_to_a_token(cast: Cast, app: Program, sent: dict[str, str]) -> None:
    answer = Door().post(TOKEN, {**sent, **app.own, "username": "bob", "password": "x"})
    assert refused(answer) == (400, "unsupported_grant_type")
    assert answer.json()["error_description"]


def test_what_oauthlib_notes_for_itself_cannot_be_sent(cast: Cast, app: Program) -> None:
    more = {"user": "bob", "client": "x", "scopes": "write", "extra_credentials": "x", "claims": "x"}
    answer = Door().post(TOKEN, {"grant_type": "client_credentials", **app.own, **more})
    assert (answer.status_code, answer.json()["scope"]) == (200, "read")
    assert Token.objects.get().account_id is None


def test_parameters_of_a_wrong_type(cast: Cast, app: Program) -> None:
    for value in (5, ["x"], {"a": "b"}, True):
        assert Door().post(TOKEN, body={"grant_type": value}).status_code == 422
    assert Door().post(TOKEN, body=[]).status_code == 422
    assert Door().post(TOKEN, {"code": "x" * 1_000_001}).status_code == 413


def test_the_token_is_one_statement(cast: Cast, app: Program, queries: Any) -> None:
    raw = app.token(cast.bob)
    Door(raw).get(HOME)
    with queries(2):
        assert Door(raw).get(HOME).status_code == 200


def test_it_is_found_by_its_digest(cast: Cast) -> None:
    from folkmoot.accounts.queries import programs

    explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("SET LOCAL enable_seqscan = off")
        statement = re.sub(r"%\((\w+)\)s", lambda found: "'2026-01-01'", programs._LIVE)
        cursor.execute(explain + statement)
        plan = str(cursor.fetchall())
    assert "digest" in plan
    assert "SCAN" not in plan.replace("Index Scan", "").upper().replace("INDEX SCAN", "")
