"""Apps say who they are, and speak for themselves."""

from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from folkmoot.accounts.actions import create_token
from folkmoot.accounts.events import AppRegistered
from folkmoot.accounts.models import App, Token
from folkmoot.accounts.queries import token_digest
from folkmoot.api import calls
from folkmoot.project.cast import Cast
from tests.api.apps import APPS, BACK, HOME, ME, OOB, TOKEN, VERIFY, Program, refused, register
from tests.api.shapes import check
from tests.doors import Answer, Door


class TestRegistering:
    def test_what_an_app_is_told_once(self, cast: Cast, happened: Any) -> None:
        sent = {"client_name": "Tusk", "redirect_uris": BACK, "scopes": "read write", "website": "https://app.example"}
        answer = Door().post(APPS, sent)
        assert answer.status_code == 200, answer.text
        found = answer.json()
        check(found, "CredentialApplication")
        assert (found["name"], found["website"], found["scopes"]) == ("Tusk", "https://app.example", ["read", "write"])
        assert (found["redirect_uri"], found["redirect_uris"], found["client_secret_expires_at"]) == (BACK, [BACK], 0)
        kept = str(App.objects.values().get())
        assert found["client_secret"] not in kept
        assert token_digest(found["client_secret"]) in kept
        assert happened() == [(AppRegistered.__name__, {"app_id": int(found["id"])})]

    @pytest.mark.parametrize(
        ("sent", "addresses"),
        [
            ({"redirect_uris": f"{BACK}\n{OOB}"}, [BACK, OOB]),
            ({"redirect_uris": [BACK, "myapp://callback"]}, [BACK, "myapp://callback"]),
            ({"redirect_uris": f"{BACK} {BACK}"}, [BACK]),
            ({"redirect_uris": "http://127.0.0.1:8080/x"}, ["http://127.0.0.1:8080/x"]),
            ({"redirect_uris": "http://[::1]:8080/x"}, ["http://[::1]:8080/x"]),
            ({"redirect_uris": "icecubesapp://"}, ["icecubesapp://"]),
            ({"redirect_uris": "com.example.app:/oauth"}, ["com.example.app:/oauth"]),
        ],
    )
    def test_where_it_may_come_back(self, cast: Cast, sent: dict[str, Any], addresses: list[str]) -> None:
        found = Door().post(APPS, body={"client_name": "Tusk", **sent}).json()
        assert (found["redirect_uris"], found["scopes"]) == (addresses, ["read"])

    def test_a_form_with_brackets(self, cast: Cast) -> None:
        found = Door().post(APPS, {"client_name": "Tusk", "redirect_uris[]": [BACK, OOB]}).json()
        assert found["redirect_uris"] == [BACK, OOB]

    @pytest.mark.parametrize(
        ("sent", "field"),
        [
            ({"client_name": ""}, "client_name"),
            ({"client_name": "  \n "}, "client_name"),
            ({"client_name": "x" * 61}, "client_name"),
            ({"client_name": 5}, "client_name"),
            ({"redirect_uris": ""}, "redirect_uris"),
            ({"redirect_uris": []}, "redirect_uris"),
            ({"redirect_uris": 5}, "redirect_uris"),
            ({"redirect_uris": "/relative"}, "redirect_uris"),
            ({"redirect_uris": "no-scheme"}, "redirect_uris"),
            ({"redirect_uris": "javascript:alert(1)"}, "redirect_uris"),
            ({"redirect_uris": "JavaScript:alert(1)"}, "redirect_uris"),
            ({"redirect_uris": "data:text/html,x"}, "redirect_uris"),
            ({"redirect_uris": "vbscript:x"}, "redirect_uris"),
            ({"redirect_uris": "file:///etc/passwd"}, "redirect_uris"),
            ({"redirect_uris": f"{BACK}#fragment"}, "redirect_uris"),
            ({"redirect_uris": "https://user:pass@app.example/"}, "redirect_uris"),
            ({"redirect_uris": "https:///nowhere"}, "redirect_uris"),
            ({"redirect_uris": "https:app.example"}, "redirect_uris"),
            ({"redirect_uris": "https://app.example:99999/"}, "redirect_uris"),
            ({"redirect_uris": "https://app.example\\@evil.example/"}, "redirect_uris"),
            ({"redirect_uris": "https://app.example;/"}, "redirect_uris"),
            ({"redirect_uris": "https://äpp.example/"}, "redirect_uris"),
            ({"redirect_uris": f"https://app.example/{'x' * 2_000}"}, "redirect_uris"),
            ({"redirect_uris": [f"https://app.example/{number}" for number in range(21)]}, "redirect_uris"),
            ({"scopes": "read everything"}, "scopes"),
            ({"scopes": "x" * 900_000}, "scopes"),
            ({"website": "javascript:alert(1)"}, "website"),
            ({"website": "not an address"}, "website"),
            ({"website": "ftp://app.example"}, "website"),
            ({"website": "https:///"}, "website"),
            ({"website": f"https://app.example/{'x' * 2_000}"}, "website"),
        ],
    )
    def test_what_is_not_taken(self, cast: Cast, sent: dict[str, Any], field: str) -> None:
        answer = Door().post(APPS, body={"client_name": "Tusk", "redirect_uris": BACK, **sent})
        assert answer.status_code == 422, answer.text
        assert answer.json()["error"].startswith(f"Validation failed: {field}: ")
        assert not App.objects.exists()

    def test_a_body_that_is_too_large(self, cast: Cast) -> None:
        assert Door().post(APPS, {"client_name": "x" * 1_000_001, "redirect_uris": BACK}).status_code == 413

    def test_invisible_signs_are_taken_out_of_its_name(self, cast: Cast) -> None:
        found = Door().post(APPS, body={"client_name": "Tu\u202esk\0 \n for you", "redirect_uris": BACK}).json()
        assert found["name"] == "Tusk for you"

    def test_not_too_many_from_one_address(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        few = settings.FOLKMOOT.model_copy(update={"app_registrations_per_hour": 2})
        monkeypatch.setattr(settings, "FOLKMOOT", few)
        sent = {"client_name": "Tusk", "redirect_uris": BACK}
        assert [Door().post(APPS, sent).status_code for _ in range(3)] == [200, 200, 429]

    def test_an_app_that_keeps_no_secret_is_given_none(self, public: Program) -> None:
        assert public.client_secret == ""
        assert App.objects.get().secret_digest == ""


class TestAppsByThemselves:
    def _token(self, app: Program, **more: str) -> Answer:
        return Door().post(TOKEN, {"grant_type": "client_credentials", **app.own, **more})

    def test_an_app_asks_whether_it_is_known(self, cast: Cast, app: Program) -> None:
        found = self._token(register(scopes="read write")).json()
        check(found, "Token")
        known = Door(found["access_token"]).get(VERIFY).json()
        check(known, "Application")
        assert (known["name"], known["website"], known["redirect_uris"]) == ("Tusk", None, [BACK])
        assert found["scope"] == "read"
        assert Door(app.token(cast.bob)).get(VERIFY).json()["id"] == app.id

    def test_who_has_no_app(self, cast: Cast) -> None:
        assert Door(create_token(cast.bob, "read", 1)).get(VERIFY).status_code == 404
        assert Door().get(VERIFY).status_code == 401

    def test_it_is_no_member(self, cast: Cast, app: Program) -> None:
        door = Door(self._token(app, scope="read write").json()["access_token"])
        for answer in (door.get(HOME), door.get(ME), door.post("/api/v1/statuses", {"status": "Hi"})):
            assert (answer.status_code, answer.json()) == (422, {"error": "This method requires an authenticated user"})
        assert Door(self._token(app, scope="push").json()["access_token"]).get(HOME).status_code == 403

    def test_it_reads_what_visitors_may(self, cast: Cast, app: Program) -> None:
        door = Door(self._token(app).json()["access_token"])
        address = "/api/v1/custom_emojis"
        assert (door.get(address).status_code, door.get(address).content) == (200, Door().get(address).content)

    @pytest.mark.parametrize("scope", ["admin:read", "nonsense", "read nonsense", "follow", " "])
    def test_what_it_was_not_registered_for(self, cast: Cast, app: Program, scope: str) -> None:
        assert refused(self._token(app, scope=scope)) == (400, "invalid_scope")

    def test_it_is_seen_once_a_day(self, cast: Cast, app: Program, queries: Any) -> None:
        raw = self._token(app).json()["access_token"]
        calls._seen.clear()
        assert Token.objects.get().used_on is None
        Door(raw).get(VERIFY)
        assert Token.objects.get().used_on == timezone.now().date()
        with queries(2):
            Door(raw).get(VERIFY)
