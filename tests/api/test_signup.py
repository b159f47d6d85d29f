"""Signing up with an app: the same rules as on the page, a token that does nothing before one is a member."""

import re
from collections.abc import Callable
from datetime import date
from secrets import token_urlsafe
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from folkmoot.accounts.actions import (
    approve,
    confirm_address,
    create_invitation,
    decline,
    sign_up_by_app,
)
from folkmoot.accounts.actions.applying import SignUp
from folkmoot.accounts.models import Account, Login, Token
from folkmoot.accounts.queries import waiting_bearer
from folkmoot.accounts.queries.waiting import stand_in
from folkmoot.core.errors import NotAllowed
from folkmoot.instance.actions import change_settings
from folkmoot.project.cast import PASSWORD, Cast
from tests.api.apps import TOKEN, VERIFY, Program, register
from tests.api.shapes import check
from tests.doors import Answer, Door

pytestmark = pytest.mark.django_db
ACCOUNTS, AGAIN, CHECK = "/api/v1/accounts", "/api/v1/emails/confirmations", "/api/v1/emails/check_confirmation"
ME, HOME = "/api/v1/accounts/verify_credentials", "/api/v1/timelines/home"
GOOD = {"username": "Zoe", "email": "Zoe@Example.org", "password": PASSWORD, "agreement": "true", "locale": "ar"}
UNCONFIRMED = (403, {"error": "Your login is missing a confirmed e-mail address"})
PENDING = (403, {"error": "Your login is currently pending approval"})


@pytest.fixture
def app(cast: Cast) -> Program:
    change_settings(None, {"sign_up": "open"})
    return register()


def own(app: Program, scope: str = "read write") -> Door:
    sent = {"grant_type": "client_credentials", "scope": scope, **app.own}
    return Door(Door().post(TOKEN, sent).json()["access_token"])


def signed_up(app: Program, **more: str) -> Answer:
    return own(app).post(ACCOUNTS, body={**GOOD, **more})


def door_of(answer: Answer) -> Door:
    assert answer.status_code == 200, answer.text
    return Door(answer.json()["access_token"])


def said(answer: Answer) -> tuple[int, Any]:
    return answer.status_code, answer.json()


def problems(answer: Answer) -> dict[str, list[str]]:
    assert answer.status_code == 422, answer.text
    check(answer.json(), "ValidationError")
    return {field: [each["error"] for each in found] for field, found in answer.json()["details"].items()}


def confirm(username: str = "zoe") -> int:
    login = Login.objects.get(account__username=username)
    EmailAddress.objects.filter(user=login).update(verified=True)
    confirm_address(login.id)
    return login.id


class TestOpen:
    def test_a_token_comes_that_works_once_the_address_is_confirmed(
        self, app: Program, mail: Any, drain: Callable[[], int], client: Client
    ) -> None:
        answer = signed_up(app)
        check(answer.json(), "Token")
        assert answer.json()["scope"].split() == ["offline_access", "push", "read", "write"]
        door = door_of(answer)
        assert said(door.get(ME)) == said(door.get(HOME)) == said(door.get(VERIFY)) == UNCONFIRMED
        assert said(door.get(CHECK)) == (200, False)
        drain()
        (letter,) = mail.to("zoe@example.org")
        key = re.search(r"/confirm-email/(\S+)", letter.get_content())[1]  # type: ignore[index]  # or the test fails
        client.post(f"/confirm-email/{key}")
        assert door.get(ME).json()["username"] == "zoe"
        assert said(door.get(CHECK)) == (200, True)

    def test_the_account_is_as_the_form_says(self, app: Program, mail: Any, drain: Callable[[], int]) -> None:
        signed_up(app, date_of_birth="1990-01-01")
        account = Account.objects.get(username="zoe")
        assert (account.language, account.active, account.login.email) == ("ar", False, "zoe@example.org")  # type: ignore[union-attr]  # it has one
        assert account.login is not None
        assert account.login.check_password(PASSWORD)
        drain()
        assert "مرحبًا" in mail.to("zoe@example.org")[0].get_content()

    @pytest.mark.parametrize(
        ("born", "problem"),
        [
            ("", "ERR_BLANK"),
            ("yesterday", "ERR_INVALID"),
            ("2010-02-30", "ERR_INVALID"),
            ("2010-05-02", "ERR_BELOW_LIMIT"),
            ("2080-01-01", "ERR_BELOW_LIMIT"),
            ("2010-05-01", ""),
            ("1950-12-31", ""),
        ],
    )
    def test_a_minimum_age(self, app: Program, monkeypatch: pytest.MonkeyPatch, born: str, problem: str) -> None:
        change_settings(None, {"minimum_age": 16})
        monkeypatch.setattr("django.utils.timezone.localdate", lambda: date(2026, 5, 1))
        assert Door().get("/api/v2/instance").json()["registrations"]["min_age"] == 16
        answer = signed_up(app, date_of_birth=born)
        assert problems(answer) == {"date_of_birth": [problem]} if problem else answer.status_code == 200
        assert Account.objects.filter(username="zoe").exists() == (not problem)

    def test_an_unknown_language_is_left_out(self, app: Program) -> None:
        signed_up(app, locale="xx")
        assert Account.objects.get(username="zoe").language == ""

    def test_forms_do_as_well(self, app: Program) -> None:
        assert own(app, "write:accounts").post(ACCOUNTS, GOOD).status_code == 200

    def test_two_at_once_with_one_name(self, app: Program, monkeypatch: pytest.MonkeyPatch) -> None:
        signed_up(app)
        monkeypatch.setattr("folkmoot.accounts.actions.applying.username_problem", lambda _typed: None)
        assert problems(signed_up(app, email="other@example.org")) == {"username": ["ERR_TAKEN"]}
        assert not Login.objects.filter(email="other@example.org").exists()


class TestWhoMayAsk:
    def test_only_apps(self, app: Program, cast: Cast, api_of: Callable[..., Door]) -> None:
        assert Door().post(ACCOUNTS, GOOD).status_code == 401
        assert own(app, "read").post(ACCOUNTS, GOOD).status_code == 403
        assert api_of(cast.alice).post(ACCOUNTS, GOOD).status_code == 403  # a token made by hand is no app's
        assert Door(app.token(cast.alice, scope="write")).post(ACCOUNTS, GOOD).status_code == 200

    def test_no_more_often_than_with_a_browser(self, app: Program, client: Client) -> None:
        from django.conf import settings

        door = own(app)
        for _ in range(settings.FOLKMOOT.sign_ups_per_hour):
            assert door.post(ACCOUNTS, {}).status_code == 422
        answer = door.post(ACCOUNTS, GOOD)
        assert (answer.status_code, answer.headers["X-RateLimit-Remaining"]) == (429, "0")
        assert 3_500 < int(answer.headers["Retry-After"]) <= 3_600
        assert client.post("/sign-up", {"username": "zoe"}).status_code == 429  # one count for both

    @pytest.mark.parametrize("path", [ACCOUNTS, AGAIN])
    def test_nothing_comes_of_rubbish(self, app: Program, path: str) -> None:
        for body in ({"username": ["a"]}, {"username": 5}, {"password": {"a": "b"}}, {"agreement": "perhaps"}):
            assert own(app).post(path, body=body).status_code == 422


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ({"username": ""}, {"username": ["ERR_BLANK"]}),
        ({"username": "z o e"}, {"username": ["ERR_INVALID"]}),
        ({"username": "z" * 31}, {"username": ["ERR_TOO_LONG"]}),
        ({"username": "admin"}, {"username": ["ERR_RESERVED"]}),
        ({"username": "ALICE"}, {"username": ["ERR_TAKEN"]}),
        ({"email": " "}, {"email": ["ERR_BLANK"]}),
        ({"email": "zoe"}, {"email": ["ERR_INVALID"]}),
        ({"email": f"{'z' * 60}@{'y' * 60}.{'x' * 60}.{'w' * 60}.{'v' * 60}.org"}, {"email": ["ERR_TOO_LONG"]}),
        ({"password": ""}, {"password": ["ERR_BLANK"]}),
        ({"password": "12345"}, {"password": ["ERR_TOO_SHORT", *["ERR_INVALID"] * 3]}),
        ({"password": "zoe@example.org"}, {"password": ["ERR_INVALID"] * 2}),
        ({"agreement": "false"}, {"agreement": ["ERR_ACCEPTED"]}),
        ({"reason": "so " * 1_000}, {"reason": ["ERR_TOO_LONG"]}),
        (
            {"username": "", "password": "", "email": "", "agreement": ""},
            {
                "username": ["ERR_BLANK"],
                "email": ["ERR_BLANK"],
                "password": ["ERR_BLANK"],
                "agreement": ["ERR_ACCEPTED"],
            },
        ),
    ],
)
def test_what_is_wrong_is_said_by_field(app: Program, wrong: dict[str, str], found: dict[str, list[str]]) -> None:
    answer = signed_up(app, **wrong)
    assert problems(answer) == found
    assert answer.json()["error"].startswith("Validation failed: ")
    assert not Login.objects.filter(email="zoe@example.org").exists()


def test_a_password_that_no_keyboard_makes(app: Program) -> None:
    answer = own(app).request(
        "POST",
        ACCOUNTS,
        b'{"username":"zoe","email":"zoe@example.org","password":"\\ud800 and ten more","agreement":true}',
        headers={"Content-Type": "application/json"},
    )
    assert problems(answer) == {"password": ["ERR_INVALID"]}


class TestApproval:
    def test_a_reason_is_needed_and_staff_decide(self, app: Program, cast: Cast) -> None:
        change_settings(None, {"sign_up": "approval"})
        assert problems(signed_up(app)) == {"reason": ["ERR_BLANK"]}
        assert problems(signed_up(app, reason="so")) == {"reason": ["ERR_TOO_SHORT"]}
        door = door_of(signed_up(app, reason="I sing in the choir."))
        assert said(door.get(HOME)) == UNCONFIRMED
        login_id = confirm()
        assert said(door.get(HOME)) == PENDING
        assert said(door.get(CHECK)) == (200, True)
        assert door.post(AGAIN).status_code == 403
        approve(cast.olivia, login_id)
        assert door.get(HOME).status_code == 200

    def test_whoever_is_turned_away_is_out(self, app: Program, cast: Cast) -> None:
        change_settings(None, {"sign_up": "approval"})
        door = door_of(signed_up(app, reason="I sing in the choir."))
        decline(cast.olivia, confirm(), "Not now")
        assert door.get(HOME).status_code == door.get(CHECK).status_code == door.post(AGAIN).status_code == 401


class TestInvitation:
    def test_a_code_lets_one_in_once(self, app: Program, cast: Cast) -> None:
        change_settings(None, {"sign_up": "invitation"})
        code = create_invitation(cast.olivia, 1, 1).code
        assert problems(signed_up(app)) == {"invite_code": ["ERR_BLANK"]}
        assert problems(signed_up(app, invite_code="made up")) == {"invite_code": ["ERR_INVALID"]}
        door_of(signed_up(app, invite_code=code))
        again = signed_up(app, invite_code=code, username="yan", email="yan@example.org")
        assert problems(again) == {"invite_code": ["ERR_INVALID"]}

    def test_the_last_place_is_taken_meanwhile(self, app: Program, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        change_settings(None, {"sign_up": "invitation"})
        code = create_invitation(cast.olivia, 1, 1).code
        door_of(signed_up(app, invite_code=code))
        monkeypatch.setattr("folkmoot.accounts.actions.applying.invitation_is_open", lambda _code: True)
        again = signed_up(app, invite_code=code, username="yan", email="yan@example.org")
        assert problems(again) == {"invite_code": ["ERR_INVALID"]}
        assert not Login.objects.filter(email="yan@example.org").exists()

    def test_it_spares_the_waiting(self, app: Program, cast: Cast) -> None:
        change_settings(None, {"sign_up": "approval"})
        door = door_of(signed_up(app, invite_code=create_invitation(cast.olivia, 1, 1).code))
        confirm()
        assert door.get(HOME).status_code == 200


def test_closed_is_closed(app: Program) -> None:
    change_settings(None, {"sign_up": "closed"})
    answer = signed_up(app)
    assert (answer.status_code, "does not take new members" in answer.json()["error"]) == (403, True)


class TestAnAddressThatIsKnown:
    """An app learns nothing about who is a member: all is as with another address, and the member is told."""

    @pytest.fixture
    def door(self, app: Program, cast: Cast) -> Door:
        answer = signed_up(app, email="ALICE@example.org", locale="en")
        check(answer.json(), "Token")
        assert len(answer.json()["access_token"]) == len(signed_up(app, username="yan").json()["access_token"])
        return door_of(answer)

    def test_it_looks_as_if_it_waited(self, door: Door) -> None:
        assert said(door.get(HOME)) == said(door.get(ME)) == UNCONFIRMED
        assert said(door.get(CHECK)) == (200, False)
        assert said(door.post(AGAIN)) == (200, {})
        assert not Account.objects.filter(username="zoe").exists()

    def test_nothing_in_its_letters_tells_it_from_a_token(self) -> None:
        """32 bytes make 43 letters, and the last of these says only four bits: one of sixteen."""
        shape = re.compile(r"[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]")
        made = {kind: [kind() for _ in range(400)] for kind in (stand_in, lambda: token_urlsafe(32))}
        for each in made.values():
            assert [raw for raw in each if not shape.fullmatch(raw)] == []
            assert len({raw[-1] for raw in each}) == 16
        assert all(waiting_bearer(raw) for raw in made[stand_in])

    def test_each_counts_for_itself(self, door: Door, app: Program) -> None:
        other = door_of(signed_up(app, email="bob@example.org"))
        assert [door.post(AGAIN).status_code for _ in range(6)] == [200] * 5 + [429]
        assert other.post(AGAIN).status_code == 200, "what others with such a token do is no sign of anything"

    def test_a_token_and_a_stand_in_are_counted_alike(self, door: Door, app: Program) -> None:
        real = door_of(signed_up(app, username="xan", email="xan@example.org"))
        for each in (real, door):
            assert [each.post(AGAIN).status_code for _ in range(6)] == [200] * 5 + [429]

    def test_the_user_name_stays_free(self, door: Door, app: Program) -> None:
        """What the documentation owns up to."""
        assert signed_up(app, email="new@example.org").status_code == 200

    def test_the_member_is_told(self, door: Door, mail: Any, drain: Callable[[], int]) -> None:
        drain()
        (letter,) = mail.to("alice@example.org")
        assert "belongs to a member already" in letter.get_content()
        assert "/confirm-email/" not in letter.get_content()

    @pytest.mark.parametrize("made_up", ["", "x", "x" * 43, "é" * 43, "\ud800" * 43])
    def test_nobody_makes_such_a_token(self, cast: Cast, made_up: str) -> None:
        assert waiting_bearer(made_up) is None


class TestAgain:
    def test_the_mail_is_sent_once_more(
        self, app: Program, mail: Any, drain: Callable[[], int], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        door = door_of(signed_up(app))
        assert said(door.post(AGAIN)) == (200, {})
        drain()
        assert len(mail.to("zoe@example.org")) == 1  # the first one has only just gone out
        allow_mails(monkeypatch)
        door.post(AGAIN)
        drain()
        assert len(mail.to("zoe@example.org")) == 2

    @pytest.mark.parametrize("email", ["other@example.org", "alice@example.org", "zoe@example.org", "nowhere"])
    def test_to_no_other_address(self, app: Program, mail: Any, drain: Callable[[], int], email: str) -> None:
        """Staff may have let in whoever has the first one; and nobody else's mailbox is for apps to write to."""
        doors = [door_of(signed_up(app)), door_of(signed_up(app, username="yan", email="bob@example.org"))]
        drain()
        sent = len(mail.all())
        answers = [door.post(AGAIN, {"email": email}) for door in doors]
        assert [problems(each) for each in answers] == [{"email": ["ERR_INVALID"]}] * 2, "the known one answers alike"
        drain()
        assert len(mail.all()) == sent
        assert Login.objects.get(account__username="zoe").email == "zoe@example.org"

    def test_not_too_often(self, app: Program) -> None:
        door = door_of(signed_up(app))
        statuses = [door.post(AGAIN).status_code for _ in range(6)]
        assert statuses == [200] * 5 + [429]

    def test_not_for_members(self, app: Program, cast: Cast, api_of: Callable[..., Door]) -> None:
        answer = api_of(cast.alice).post(AGAIN)
        assert said(answer) == (
            403,
            {"error": "This method is only available while the e-mail is awaiting confirmation"},
        )
        assert said(api_of(cast.alice).get(CHECK)) == (200, True)
        assert api_of(cast.alice, "read").post(AGAIN).status_code == 403
        assert own(app).get(CHECK).status_code == 422
        assert Door().get(CHECK).status_code == 401

    def test_no_mail_where_nothing_waits(self, app: Program, mail: Any, drain: Callable[[], int]) -> None:
        """The address was confirmed, or its row is gone, between two steps of one request."""
        door = door_of(signed_up(app))
        EmailAddress.objects.filter(email="zoe@example.org").delete()
        drain()
        assert said(door.post(AGAIN)) == (200, {})
        assert drain() == 0


def test_an_app_that_is_gone_signs_nobody_up(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        sign_up_by_app(5, SignUp("zoe", "zoe@example.org", PASSWORD))
    with pytest.raises(NotAllowed):
        sign_up_by_app(None, SignUp("zoe", "zoe@example.org", PASSWORD))


def test_waiting_costs_members_nothing(cast: Cast, api_of: Callable[..., Door], queries: Any) -> None:
    door = api_of(cast.alice)
    door.get(HOME)
    with queries(2):
        door.get(HOME)


def test_a_token_of_nobody_is_nobodys(app: Program) -> None:
    door = door_of(signed_up(app))
    Token.objects.filter(account__username="zoe").update(revoked_at="2020-01-01T00:00Z")
    assert door.get(CHECK).status_code == 401


def allow_mails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "folkmoot.api.endpoints.signup.consume_email_verification_rate_limit", lambda _request, _email: True
    )
