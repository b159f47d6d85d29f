"""What test suites of other projects know beforehand, and what the test profile alone allows."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from folkmoot.accounts.actions import SignUp, exchange, sign_up
from folkmoot.accounts.actions.apps_tokens import grants
from folkmoot.accounts.actions.fixtures import FixedAccount, FixedApp, FixedToken, fix_account, fix_app, fix_token
from folkmoot.accounts.models import Account, App, Login, Token
from folkmoot.accounts.queries import bearer, roles
from folkmoot.audit.queries import entries
from folkmoot.core.cursors import Page
from folkmoot.core.errors import FolkmootError, Invalid, NotAllowed
from folkmoot.instance.actions import begin_for_tests
from folkmoot.moderation.actions import suspend
from folkmoot.moderation.models import Restriction
from folkmoot.project.cast import Cast
from folkmoot.project.cli.fixtures import load, read
from tests.api.apps import TOKEN, Program, register
from tests.doors import Door

pytestmark = pytest.mark.django_db
ADMIN = {"id": 7, "username": "admin", "email": "admin@localhost", "password": "short", "role": "owner"}
APP = {"id": 8, "client_id": "c", "client_secret": "s", "name": "Suite", "scopes": "read", "redirect_uris": "a:b"}
KEY = {"id": 9, "token": "t", "scopes": ["read"], "account": 7, "app": 8}
WHOLE: dict[str, list[Any]] = {"accounts": [ADMIN], "apps": [APP], "tokens": [KEY]}


@pytest.fixture
def profile(settings: Any) -> None:
    settings.TEST_PROFILE, settings.AUTH_PASSWORD_VALIDATORS = True, []


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    def write(content: object, name: str = "suite.json") -> Path:
        path = tmp_path / name
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return path

    return write


@pytest.mark.usefixtures("profile")
class TestLoading:
    def test_all_of_it_is_there(self, file: Any, capsys: Any) -> None:
        load(file(WHOLE))
        assert capsys.readouterr().out == "Loaded 1 accounts, 1 apps, 1 tokens.\n"
        account = Account.objects.select_related("login").get(id=7)
        assert (account.username, account.active, roles(7)) == ("admin", True, {"owner"})
        found = bearer("t")
        assert found
        assert (found.token_id, found.account_id, found.app_id, found.scopes) == (9, 7, 8, {"read"})

    def test_loaded_again_it_puts_back_what_was_changed(self, file: Any) -> None:
        load(file(WHOLE))
        account = Account.objects.select_related("login").get(id=7)
        account.login.set_password("another")
        account.login.save()
        Account.objects.filter(id=7).update(name="Mallory", locked=True)
        App.objects.update(scopes="write")
        Token.objects.update(revoked_at="2026-01-01T00:00:00Z")
        load(file(WHOLE))
        account = Account.objects.select_related("login").get(id=7)
        assert (account.name, account.locked, account.login.check_password("short")) == ("", False, True)
        assert (App.objects.get().scopes, Token.objects.get().revoked_at) == ("read", None)

    def test_and_who_was_turned_out_is_back(self, file: Any, cast: Cast) -> None:
        load(file(WHOLE))
        account = Account.objects.get(id=7)
        suspend(cast.olivia, 7, "spam", None)
        suspend(cast.olivia, 7, "more spam", timezone.now() + timedelta(days=1))
        Login.objects.filter(account=7).update(email="other@localhost", declined_at=timezone.now(), approved_at=None)
        EmailAddress.objects.filter(user=account.login_id).update(email="other@localhost", verified=False)
        assert (bearer("t"), exchange_password("admin@localhost")) == (None, "invalid_grant")
        load(file(WHOLE))
        account.refresh_from_db()
        assert (account.active, account.suspended_at, account.login.email) == (True, None, "admin@localhost")  # type: ignore[union-attr]  # it has one
        addresses = EmailAddress.objects.filter(user=account.login_id).values_list("email", "primary", "verified")
        assert list(addresses) == [("admin@localhost", True, True)]
        assert (bool(bearer("t")), exchange_password("admin@localhost")) == (True, "")
        assert not Restriction.objects.filter(object_id=7, ended_at=None).exists(), (
            "nothing hides the account again later"
        )
        assert [each.verb for each in entries(Page(limit=2)).items] == ["account.suspend.lift"] * 2

    @pytest.mark.parametrize(
        ("before", "after"),
        [("owner", "member"), ("owner", "moderator"), ("member", "owner"), ("moderator", "moderator")],
    )
    def test_and_so_is_the_role(self, file: Any, before: str, after: str) -> None:
        load(file({"accounts": [ADMIN | {"role": before}]}))
        load(file({"accounts": [ADMIN | {"role": after}]}))
        assert roles(7) == {after} - {"member"}

    def test_an_address_that_another_has_by_now_is_said(self, file: Any, cast: Cast) -> None:
        load(file({"accounts": [ADMIN]}))
        with pytest.raises(Invalid, match="exists under another id"):
            load(file({"accounts": [ADMIN | {"email": "bob@example.org"}]}))
        assert Account.objects.select_related("login").get(id=7).login.email == "admin@localhost"

    def test_entries_of_a_kind_are_of_one_kind(self, file: Any) -> None:
        one, other = read(file({"apps": [APP, APP | {"id": 80}]}))["apps"]
        assert type(one) is type(other)

    def test_toml_says_the_same(self, file: Any) -> None:
        text = '[[accounts]]\nid = 7\nusername = "tom"\nemail = "tom@nowhere12"\npassword = "x"\nlocked = true\n'
        load(file(text, "suite.toml"))
        assert Account.objects.get(id=7).locked

    def test_who_left_and_came_again_in_another_file_is_no_longer_a_login(self, file: Any) -> None:
        load(file({"accounts": [ADMIN]}))
        Account.objects.update(login=None)
        load(file({"accounts": [ADMIN | {"name": "Still here"}]}))
        assert Account.objects.get(id=7).name == "Still here"

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"people": []}, "accounts, apps, tokens, and nothing else"),
            ([], "and nothing else"),
            ({"accounts": {}}, "accounts must be a list"),
            ({"accounts": [3]}, "accounts, entry 1"),
            ({"accounts": [ADMIN | {"id": "seven"}]}, "accounts, entry 1: id is wrong"),
            ({"accounts": [ADMIN | {"colour": "red"}]}, "colour is wrong"),
            ({"accounts": [ADMIN | {"role": "king"}]}, "A role is"),
            ({"accounts": [ADMIN | {"email": "nobody"}]}, "not an e-mail address"),
            ({"accounts": [ADMIN, ADMIN | {"username": "other"}]}, "has another user name"),
            ({"accounts": [ADMIN, ADMIN | {"id": 70, "email": "b@localhost"}]}, "taken a moment ago"),
            ({"apps": [APP, APP | {"id": 80}]}, "exists under another id"),
            ({"apps": [APP | {"scopes": "everything"}]}, "no scope"),
            ({"tokens": [KEY]}, "There is none with the id 7"),
            ({"accounts": [ADMIN], "tokens": [KEY]}, "There is none with the id 8"),
            ({"tokens": [{"id": 9, "token": "t", "scopes": "fly"}]}, "no scope"),
        ],
    )
    def test_what_is_wrong_is_one_sentence_and_changes_nothing(self, file: Any, wrong: object, said: str) -> None:
        with pytest.raises(FolkmootError) as problem:
            load(file(wrong))
        assert said in problem.value.message
        assert not Account.objects.exists()
        assert not App.objects.exists()

    @pytest.mark.parametrize(("name", "text"), [("a.json", "{"), ("a.toml", "= 3"), ("a.toml", "\ud800")])
    def test_what_cannot_be_read_is_said(self, tmp_path: Path, name: str, text: str) -> None:
        with pytest.raises(Invalid, match="cannot be read"):
            read(tmp_path / "absent.json")
        (tmp_path / name).write_bytes(text.encode(errors="surrogatepass"))
        with pytest.raises(Invalid, match="cannot be read"):
            read(tmp_path / name)


def test_none_of_it_exists_elsewhere(file: Any) -> None:
    for make in (
        lambda: fix_account(FixedAccount(7, "admin", "admin@example.org", "a long enough phrase", "owner")),
        lambda: fix_app(FixedApp(8, "c", "s", "Suite", ("read",), ("a:b",))),
        lambda: fix_token(FixedToken(9, "t", ("read",))),
        lambda: load(file(WHOLE)),
        begin_for_tests,
    ):
        with pytest.raises(NotAllowed):
            make()
    assert not Account.objects.exists()
    assert not Token.objects.exists()


class TestPasswordGrant:
    def _ask(self, app: Program, **more: str) -> tuple[int, Any]:
        sent = {"grant_type": "password", "username": "bob@example.org", "password": PASSWORD, "scope": "read", **more}
        answer = Door().post(TOKEN, {**sent, **app.own})
        return answer.status_code, answer.json()

    @pytest.fixture
    def bob(self, cast: Cast) -> Cast:
        cast.bob.login.set_password(PASSWORD)
        cast.bob.login.save()
        return cast

    def test_outside_the_profile_there_is_none(self, bob: Cast) -> None:
        status, said = self._ask(register())
        assert (status, said["error"]) == (400, "unsupported_grant_type")
        assert "password" not in grants()
        assert "password" not in Door().get("/.well-known/oauth-authorization-server").json()["grant_types_supported"]
        assert not Token.objects.filter(app__isnull=False).exists()

    @pytest.mark.usefixtures("profile")
    def test_in_it_an_address_or_a_name_will_do(self, bob: Cast) -> None:
        assert "password" in Door().get("/.well-known/oauth-authorization-server").json()["grant_types_supported"]
        app = register()
        for name in ("bob@example.org", "BOB@example.org", "bob"):
            status, said = self._ask(app, username=name)
            assert (status, said["scope"]) == (200, "read")
            me = Door(said["access_token"]).get("/api/v1/accounts/verify_credentials").json()
            assert me["username"] == "bob"
        renewable = self._ask(app, scope="read offline_access")[1]
        assert renewable["refresh_token"]

    @pytest.mark.usefixtures("profile")
    @pytest.mark.parametrize(
        ("more", "error"),
        [
            ({"password": "wrong"}, "invalid_grant"),
            ({"username": "nobody"}, "invalid_grant"),
            ({"username": ""}, "invalid_request"),
            ({"scope": "admin:read"}, "invalid_scope"),
            ({"client_secret": "guessed"}, "invalid_client"),
        ],
    )
    def test_what_is_wrong_gets_nothing(self, bob: Cast, more: dict[str, str], error: str) -> None:
        app = register()
        sent = {"grant_type": "password", "username": "bob", "password": PASSWORD, "scope": "read", **app.own, **more}
        said = exchange({name: value for name, value in sent.items() if value}, "")
        assert said.status in {400, 401}
        assert said.body["error"] == error
        assert not Token.objects.filter(app__isnull=False).exists()

    @pytest.mark.usefixtures("profile")
    def test_the_suspended_stay_outside(self, bob: Cast) -> None:
        suspend(bob.olivia, bob.bob.id, "spam", None)
        assert self._ask(register())[1]["error"] == "invalid_grant"


def exchange_password(email: str) -> str:
    """Why the password of the fixture leads to no token; empty if it does."""
    sent = {"grant_type": "password", "username": email, "password": "short", "scope": "read"}
    return str(exchange({**sent, "client_id": "c", "client_secret": "s"}, "").body.get("error", ""))


@pytest.mark.usefixtures("profile")
def test_whoever_signs_up_is_in_at_once() -> None:
    begin_for_tests()
    for name in ("carol", "dan"):
        login = sign_up(SignUp(name, f"{name}@localhost12345", "swordfish"))
        assert Account.objects.get(login=login).active
    with pytest.raises(Invalid, match="not an e-mail address"):
        sign_up(SignUp("eve", "eve", "swordfish"))


PASSWORD = "a phrase that bob alone knows"
