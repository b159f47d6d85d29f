"""A token for a code: what it takes, and what cannot be done with a code."""

import base64
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from folkmoot.accounts.actions.apps import forget_codes
from folkmoot.accounts.actions.apps_rules import Rules
from folkmoot.accounts.events import AppAllowed, TokenCreated, TokenRevoked
from folkmoot.accounts.models import App, Grant, Token
from folkmoot.accounts.queries import token_digest
from folkmoot.accounts.tasks import forget_codes as forget
from folkmoot.moderation.actions import suspend
from folkmoot.project.cast import Cast
from tests.api.apps import (
    BACK,
    CHALLENGE,
    ME,
    TOKEN,
    VERIFIER,
    Program,
    refused,
    register,
)
from tests.api.shapes import check
from tests.doors import Door, client_of


class TestCodes:
    def test_a_token_for_a_code(self, cast: Cast, app: Program, happened: Any) -> None:
        answer = app.exchange(app.code(cast.bob, scope="read write:statuses"))
        found = answer.json()
        check(found, "Token")
        assert (answer.status_code, found["token_type"], found["scope"]) == (200, "Bearer", "read write:statuses")
        assert answer.headers["Cache-Control"] == "private, no-store"
        door = Door(found["access_token"])
        assert door.get(ME).json()["username"] == "bob"
        assert door.post("/api/v1/statuses", {"status": "Hi"}).status_code == 200
        assert door.post(f"/api/v1/accounts/{cast.hal.id}/follow").status_code == 403
        names = [name for name, _ in happened()]
        assert [name for name in names if "App" in name or "Token" in name] == [
            AppAllowed.__name__,
            TokenCreated.__name__,
        ]

    def test_nothing_is_kept_in_plain_text(self, cast: Cast, app: Program) -> None:
        code = app.code(cast.bob, scope="read offline_access")
        found = app.exchange(code).json()
        kept = "".join(str(list(model.objects.values())) for model in (App, Grant, Token))
        for secret in (code, found["access_token"], found["refresh_token"], app.client_secret):
            assert secret not in kept
            assert token_digest(secret) in kept

    @pytest.mark.parametrize("way", ["form", "json", "basic", "multipart"])
    def test_every_way_to_say_who_one_is(self, cast: Cast, app: Program, way: str) -> None:
        sent = {"grant_type": "authorization_code", "code": app.code(cast.bob), "redirect_uri": BACK}
        header = base64.b64encode(f"{app.client_id}:{app.client_secret}".encode()).decode()
        form = "".join(
            f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in {**sent, **app.own}.items()
        )
        many = {"Content-Type": "multipart/form-data; boundary=x"}
        answers = {
            "form": lambda: Door().post(TOKEN, {**sent, **app.own}),
            "json": lambda: Door().post(TOKEN, body={**sent, **app.own}),
            "basic": lambda: Door(Authorization=f"Basic {header}").post(TOKEN, sent),
            "multipart": lambda: Door().request("POST", TOKEN, f"{form}--x--\r\n".encode(), headers=many),
        }
        answer = answers[way]()
        assert answer.status_code == 200, answer.text
        assert Door(answer.json()["access_token"]).get(ME).status_code == 200

    def test_a_second_use_ends_what_came_of_the_first(self, cast: Cast, app: Program, happened: Any) -> None:
        code = app.code(cast.bob)
        first = app.exchange(code).json()["access_token"]
        other = app.token(cast.bob)
        happened()
        assert refused(app.exchange(code)) == (400, "invalid_grant")
        assert [name for name, _ in happened()] == [TokenRevoked.__name__]
        assert [Door(raw).get(ME).status_code for raw in (first, other)] == [401, 200]

    def test_two_at_once_with_one_code(self, cast: Cast, app: Program, monkeypatch: pytest.MonkeyPatch) -> None:
        code = app.code(cast.bob)
        checked = Rules.validate_code

        def late(*given: Any) -> bool:
            is_good = checked(*given)
            Grant.objects.update(used_at=timezone.now())
            return is_good

        monkeypatch.setattr(Rules, "validate_code", late)
        assert refused(app.exchange(code)) == (400, "invalid_grant")
        assert not Token.objects.exists()

    def test_after_ten_minutes(self, cast: Cast, app: Program) -> None:
        code = app.code(cast.bob)
        left = Grant.objects.get().expires_at - timezone.now()
        assert timedelta(minutes=9) < left <= timedelta(minutes=10)
        Grant.objects.update(expires_at=timezone.now())
        assert refused(app.exchange(code)) == (400, "invalid_grant")

    def test_of_another_app(self, cast: Cast, app: Program) -> None:
        code, other = app.code(cast.bob), register()
        assert refused(other.exchange(code)) == (400, "invalid_grant")
        assert app.exchange(code).status_code == 200

    @pytest.mark.parametrize(
        "sent",
        [
            {"redirect_uri": "https://app.example/back/"},
            {"redirect_uri": "https://app.example/other"},
            {"redirect_uri": ""},
        ],
    )
    def test_with_another_address_or_none(self, cast: Cast, app: Program, sent: dict[str, str]) -> None:
        assert refused(app.exchange(app.code(cast.bob), **sent)) == (400, "invalid_grant")
        assert refused(app.exchange("nonsense")) == (400, "invalid_grant")

    @pytest.mark.parametrize(
        "sent",
        [
            {"client_secret": "wrong"},
            {"client_secret": ""},
            {"client_id": "wrong"},
            {"client_id": ""},
            {"client_secret": "é"},
        ],
    )
    def test_of_somebody_who_is_not_the_app(self, cast: Cast, app: Program, sent: dict[str, str]) -> None:
        code = app.code(cast.bob)
        assert refused(app.exchange(code, **sent)) == (401, "invalid_client")
        assert app.exchange(code).status_code == 200

    @pytest.mark.parametrize("header", ["Basic", "Basic !!!", "Basic YQ==", "Basic w6k6w6k=", "Basic AAAAADo="])
    def test_headers_that_name_no_app(self, cast: Cast, app: Program, header: str) -> None:
        sent = {"grant_type": "authorization_code", "code": app.code(cast.bob), "redirect_uri": BACK}
        assert refused(Door(Authorization=header).post(TOKEN, sent)) == (401, "invalid_client")

    def test_a_header_and_a_body_that_name_two_apps(self, cast: Cast, app: Program) -> None:
        other = register()
        header = base64.b64encode(f"{app.client_id}:{app.client_secret}".encode()).decode()
        sent = {"grant_type": "client_credentials", **other.own}
        assert refused(Door(Authorization=f"Basic {header}").post(TOKEN, sent)) == (401, "invalid_client")

    def test_of_an_account_that_was_suspended_meanwhile(self, cast: Cast, app: Program) -> None:
        code, token = app.code(cast.hal), app.token(cast.hal)
        suspend(cast.olivia, cast.hal.id, "Noise", None)
        assert refused(app.exchange(code)) == (400, "invalid_grant")
        assert Door(token).get(ME).status_code == 401

    def test_codes_that_nobody_used_are_forgotten(self, cast: Cast, app: Program) -> None:
        app.code(cast.bob)
        app.token(cast.bob)
        forget()
        assert Grant.objects.count() == 2
        Grant.objects.update(expires_at=timezone.now() - timedelta(days=2))
        forget_codes()
        assert [grant.used_at is None for grant in Grant.objects.all()] == [False]


class TestProof:
    def test_a_challenge_wants_its_verifier(self, cast: Cast, app: Program) -> None:
        challenge = {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}
        for sent, outcome in (
            ({}, (400, "invalid_request")),
            ({"code_verifier": "wrong"}, (400, "invalid_grant")),
            ({"code_verifier": CHALLENGE}, (400, "invalid_grant")),
            ({"code_verifier": "é" * 50}, (400, "invalid_grant")),
        ):
            assert refused(app.exchange(app.code(cast.bob, **challenge), **sent)) == outcome
        assert app.exchange(app.code(cast.bob, **challenge), code_verifier=VERIFIER).status_code == 200

    def test_a_verifier_whose_challenge_was_taken_away(self, cast: Cast, app: Program) -> None:
        assert refused(app.exchange(app.code(cast.bob), code_verifier=VERIFIER)) == (400, "invalid_grant")

    def test_an_app_without_a_secret_needs_it(self, cast: Cast, public: Program) -> None:
        assert client_of(cast.bob.login).get(public.address()).status_code == 400
        code = public.code(cast.bob, code_challenge=CHALLENGE, code_challenge_method="S256")
        assert refused(public.exchange(code)) == (400, "invalid_request")
        answer = public.exchange(code, code_verifier=VERIFIER)
        assert Door(answer.json()["access_token"]).get(ME).status_code == 200

    def test_an_app_without_a_secret_is_nobody_by_itself(self, cast: Cast, public: Program) -> None:
        sent = {"grant_type": "client_credentials", "client_id": public.client_id}
        assert refused(Door().post(TOKEN, sent)) == (401, "invalid_client")
        assert refused(Door().post(TOKEN, {**sent, "client_secret": "x"})) == (401, "invalid_client")

    @pytest.mark.parametrize(
        "more",
        [
            {"code_challenge": CHALLENGE},
            {"code_challenge": CHALLENGE, "code_challenge_method": "plain"},
            {"code_challenge": "short", "code_challenge_method": "S256"},
            {"code_challenge": "é" * 43, "code_challenge_method": "S256"},
            {"code_challenge": f"{CHALLENGE}=", "code_challenge_method": "S256"},
        ],
    )
    def test_no_other_proof_is_one(self, cast: Cast, app: Program, more: dict[str, str]) -> None:
        client = client_of(cast.bob.login)
        assert client.get(app.address(**more)).status_code == 400
        assert client.post(app.address(**more), {"decision": "allow"}).status_code == 400
        assert not Grant.objects.exists()
