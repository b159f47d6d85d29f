"""Attacks on the entrance: floods, guessing, replays, borrowed addresses, injected lines; and the slow ways in."""

import base64
import json
from collections.abc import Callable
from typing import Any

import altcha
import pytest
from django.core import mail as outbox
from django.test import Client

from folkmoot.accounts.models import Account, Arrival, Login
from folkmoot.core import limits
from folkmoot.core.limits import rules
from folkmoot.instance.actions import post_guard
from folkmoot.project.cast import PASSWORD, Cast
from folkmoot.web.entrance import pace
from tests.web.pages import page

WORDS = "a very long sentence"
NEW = {"username": "nora", "email": "nora@example.org", "password1": WORDS}


def numbers(settings: Any, **more: int) -> None:
    settings.FOLKMOOT = settings.FOLKMOOT.model_copy(update=more)


def sign_in(client: Client, login: str = "bob", password: str = "wrong wrong wrong", **extra: Any) -> Any:
    return client.post("/sign-in", {"login": login, "password": password}, **extra)


def sign_up(client: Client, **more: str) -> Any:
    form = page(client.get("/sign-up")).form()
    return client.post("/sign-up", form.filled(**{**NEW, **more}))


def solved(client: Client, purpose: str = "sign-up") -> str:
    answer = client.get(f"/sign-up/challenge?for={purpose}")
    assert answer.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    found = altcha.Challenge.from_dict(answer.json())
    solution = altcha.solve_challenge(found)
    assert solution
    return altcha.Payload(found, solution).to_base64()


class TestGuessing:
    def test_five_wrong_ones_and_the_right_one_waits(self, cast: Cast, client: Client, monkeypatch: Any) -> None:
        monkeypatch.setattr(limits.counting, "clock", lambda: 1_000_000.0)
        assert [sign_in(client).status_code for _ in range(5)] == [422] * 5
        refused = sign_in(client, password=PASSWORD)
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "300")
        read = page(refused)
        assert "too many attempts" in read.errors
        assert read.form().fields["login"] == "bob", "what was typed is kept"

    def test_whoever_knows_the_password_has_not_failed(self, cast: Cast, settings: Any) -> None:
        numbers(settings, failed_sign_ins_per_5_minutes=2, failed_sign_ins_from_one_network=2)
        for _ in range(6):
            assert sign_in(Client(), password=PASSWORD).status_code == 302

    def test_the_right_one_does_not_clear_the_wrong_ones(self, cast: Cast, settings: Any) -> None:
        """Else whoever has an account of their own could guess at others for ever."""
        numbers(settings, failed_sign_ins_from_one_network=4)
        statuses = []
        for name in ("alice", "carol", "dave", "erin", "frank"):
            statuses.append(sign_in(Client(), name).status_code)
            sign_in(Client(), "bob", PASSWORD)
        assert statuses == [422] * 4 + [429]

    def test_others_cannot_lock_somebody_out(self, cast: Cast) -> None:
        for _ in range(9):
            sign_in(Client(), REMOTE_ADDR="198.51.100.7")
        assert sign_in(Client(), password=PASSWORD, REMOTE_ADDR="203.0.113.7").status_code == 302

    def test_from_everywhere_it_has_an_end_too(self, cast: Cast, settings: Any) -> None:
        """A botnet with an address for each attempt."""
        numbers(settings, failed_sign_ins_per_hour=7)
        statuses = [sign_in(Client(), REMOTE_ADDR=f"{n}.51.100.7").status_code for n in range(1, 10)]
        assert statuses == [422] * 7 + [429] * 2

    def test_however_the_name_is_written(self, cast: Cast) -> None:
        ways = ["bob", "@bob", "BOB", " bob ", "bob@example.org", "Bob@Example.org"]
        assert [sign_in(Client(), way).status_code for way in ways] == [422] * 5 + [429]

    def test_a_prefix_is_one_place(self, cast: Cast) -> None:
        """A household has 2^80 addresses of IPv6."""
        statuses = [sign_in(Client(), REMOTE_ADDR=f"2001:db8:1:{n:x}::{n:x}").status_code for n in range(7)]
        assert statuses == [422] * 5 + [429] * 2

    def test_codes_are_counted_by_whose_they_are(self, rf: Any, cast: Cast) -> None:
        """From wherever: a second factor has a million codes."""
        key = f"mfa-auth-user-{cast.bob.login_id}"
        for n in range(5):
            assert pace.consume(rf.post("/", REMOTE_ADDR=f"{n + 1}.1.1.1"), action="login_failed", key=key)
        assert pace.consume(rf.post("/", REMOTE_ADDR="9.1.1.1"), action="login_failed", key=key) is None
        other = f"mfa-auth-user-{cast.alice.login_id}"
        assert pace.consume(rf.post("/", REMOTE_ADDR="1.1.1.1"), action="login_failed", key=other)
        pace.clear(rf.post("/"), action="login_failed", key=key)
        assert pace.consume(rf.post("/"), action="login_failed", key=key), "after the right one it begins anew"

    def test_a_reset_of_ones_own_wipes_nothing_a_network_did(self, rf: Any, cast: Cast, settings: Any) -> None:
        numbers(settings, failed_sign_ins_from_one_network=2)
        for n in range(16):
            asked, about = rf.post("/", REMOTE_ADDR=f"10.1.{n}.1"), {"action": "login_failed", "key": f"someone {n}"}
            assert pace.consume(asked, **about)
            pace.clear(asked, **about)
        assert pace.consume(rf.post("/", REMOTE_ADDR="10.1.99.1"), action="login_failed", key="another") is None

    def test_allauth_asks_us_wherever_it_counts(self) -> None:
        from allauth.account import adapter
        from allauth.core.internal import ratelimit
        from allauth.mfa.base.internal import flows

        assert ratelimit.consume is pace.consume
        assert adapter.ratelimit.consume is pace.consume
        assert flows.ratelimit.consume is not ratelimit._consume_single_rate

    def test_looking_does_not_count(self, rf: Any, cast: Cast) -> None:
        asked = rf.post("/", REMOTE_ADDR="1.1.1.1")
        for _ in range(9):
            assert pace.consume(asked, action="confirm_email", key="bob@example.org", dry_run=True)
        assert pace.consume(asked, action="confirm_email", key="bob@example.org")
        assert pace.consume(asked, action="confirm_email", key="bob@example.org", dry_run=True) is None


class TestPlaces:
    def test_sign_ins_from_one_network(self, cast: Cast, settings: Any) -> None:
        numbers(settings, sign_ins_per_5_minutes=3)
        statuses = [sign_in(Client(), "bob", PASSWORD, REMOTE_ADDR=f"198.51.100.{n}").status_code for n in range(5)]
        assert statuses == [302] * 3 + [429] * 2
        refused = sign_in(Client(), "bob", PASSWORD, REMOTE_ADDR="198.51.100.9")
        assert page(refused).heading == "A little slower, please"
        assert refused.headers["Retry-After"]
        assert 'name="login" value="bob"' in page(refused).source
        assert PASSWORD not in page(refused).source

    @pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Client-IP", "True-Client-IP"])
    def test_a_header_does_not_make_one_somebody_else(self, cast: Cast, settings: Any, header: str) -> None:
        from folkmoot.project.door import Door

        numbers(settings, entrance_visits_per_minute=2)
        seen: list[str] = []
        door = Door(lambda environ, start: start(environ["REMOTE_ADDR"], []) or [b""], settings.FOLKMOOT)
        for n in range(4):
            environ = _asked("/sign-in", {f"HTTP_{header.upper().replace('-', '_')}": f"198.51.{n}.7"})
            door(environ, lambda status, *_: seen.append(status))
        assert seen == ["127.0.0.1"] * 2 + ["429 Too Many Requests"] * 2

    def test_behind_a_trusted_proxy_the_visitor_counts(self, settings: Any) -> None:
        from folkmoot.project.door import Door
        from folkmoot.project.environment import Environment

        environment = Environment(origin="https://social.example.org", trusted_proxies="10.0.0.0/24")
        numbers(settings, entrance_visits_per_minute=2)
        door = Door(lambda environ, start: start("200 OK", []) or [b""], environment)

        def knock(came_from: str) -> int:
            answered: list[str] = []
            more = {"HTTP_X_FORWARDED_FOR": came_from, "HTTP_X_FORWARDED_PROTO": "https", "REMOTE_ADDR": "10.0.0.9"}
            door(
                _asked("/sign-in", more | {"HTTP_HOST": "social.example.org"}),
                lambda status, *_: answered.append(status),
            )
            return int(answered[0][:3])

        assert [knock("198.51.100.7") for _ in range(3)] == [200, 200, 429]
        assert knock("203.0.113.7") == 200
        assert knock("203.0.113.9, 198.51.100.7") == 429, (
            "what lies before the nearest address anybody may have written"
        )


def _asked(path: str, more: dict[str, str]) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "localhost:8000",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "wsgi.url_scheme": "http",
        "wsgi.input": None,
        **more,
    }


class TestFlood:
    @pytest.mark.parametrize("path", ["/sign-in", "/sign-up", "/password/reset"])
    def test_a_flood_is_turned_away_before_anything_is_done(self, settings: Any, path: str) -> None:
        """No session, no form, no page, no query, no line in the log."""
        from folkmoot.project.door import Door

        def inside(*_: Any) -> list[bytes]:
            raise AssertionError("nothing inside is asked")

        numbers(settings, entrance_visits_per_minute=1)
        limits.count_from(rules.ENTRANCE, "127.0.0.1")
        said: list[Any] = []
        body = Door(inside, settings.FOLKMOOT)(
            _asked(path, {"HTTP_ACCEPT_LANGUAGE": "ar"}), lambda *given: said.append(given)
        )
        status, headers = said[0][:2]
        assert status == "429 Too Many Requests"
        assert 0 < int(dict(headers)["Retry-After"]) <= 60
        assert b'dir="rtl"' in b"".join(body)

    def test_other_pages_are_not_counted(self, settings: Any) -> None:
        from folkmoot.project.door import ENTRANCES, Door

        numbers(settings, entrance_visits_per_minute=1)
        door = Door(lambda environ, start: start("200 OK", []) or [b""], settings.FOLKMOOT)
        said: list[str] = []
        for _ in range(5):
            door(_asked("/home", {}), lambda status, *_: said.append(status))
        assert said == ["200 OK"] * 5
        assert "/home" not in ENTRANCES

    def test_it_is_told_once_a_minute(self, settings: Any, caplog: pytest.LogCaptureFixture) -> None:
        from folkmoot.project import door

        door._warned.clear()
        numbers(settings, entrance_visits_per_minute=1)
        entrance = door.Door(lambda environ, start: start("200 OK", []) or [b""], settings.FOLKMOOT)
        for _ in range(9):
            entrance(_asked("/sign-in", {"REMOTE_ADDR": "127.0.0.1"}), lambda *_: None)
        assert [each for each in caplog.messages if "crowded" in each] == [
            "the entrance is crowded: requests from 127.0.0.0/24 are refused for a minute"
        ]


@pytest.fixture
def priced(settings: Any) -> None:
    """Browsers compute something, as cheap as it can be."""
    numbers(settings, proof_price=1)


@pytest.mark.usefixtures("community", "priced")
class TestProof:
    def test_solved_one_is_in_at_once(self, client: Client) -> None:
        assert sign_up(client, proof=solved(client)).status_code == 302
        assert Login.objects.get(email=NEW["email"]).approved_at

    def test_without_scripts_somebody_looks_first(self, client: Client, mail: Any, drain: Callable[[], int]) -> None:
        read = page(client.get("/sign-up"))
        assert "Where it runs no scripts you can sign up all the same" in read.source
        assert read.form().fields["proof"] == ""
        assert sign_up(client).status_code == 302
        login = Login.objects.get(email=NEW["email"])
        assert login.approved_at is None
        assert not Arrival.objects.get(login=login).proved
        drain()
        assert mail.to(NEW["email"]), "the address is confirmed as always"

    def test_not_twice(self, client: Client) -> None:
        proof = solved(client)
        sign_up(client, proof=proof)
        refused = sign_up(Client(), username="nina", email="nina@example.org", proof=proof)
        assert refused.status_code == 422
        read = page(refused)
        assert "send the form again" in read.errors
        assert (read.form().fields["username"], read.form().fields["proof"]) == ("nina", "")

    @pytest.mark.parametrize("proof", ["x", "A" * 10_000, "\0", "W10="])
    def test_rubbish_is_said_so(self, client: Client, proof: str) -> None:
        assert sign_up(client, proof=proof).status_code == 422
        assert not Login.objects.filter(email=NEW["email"]).exists()

    def test_a_mistake_in_the_form_does_not_use_it_up(self, client: Client) -> None:
        proof = solved(client)
        assert sign_up(client, username="not a name", proof=proof).status_code == 422
        assert sign_up(client, proof=proof).status_code == 302

    def test_the_invited_compute_nothing(self, client: Client, cast: Cast, settle: Any) -> None:
        from folkmoot.accounts.actions import create_invitation

        settle(sign_up="invitation")
        code = create_invitation(cast.olivia, 1, 1).code
        assert "data-proof" not in page(client.get(f"/sign-up?invitation={code}")).source
        assert sign_up(client, invitation=code).status_code == 302
        assert Login.objects.get(email=NEW["email"]).approved_at

    @pytest.mark.parametrize("purpose", ["", "anything", "sign-up\r\n"])
    def test_challenges_are_for_something(self, client: Client, purpose: str) -> None:
        assert client.get("/sign-up/challenge", {"for": purpose}).status_code == 404

    def test_under_a_guard_the_page_asks_for_reasons(self, client: Client) -> None:
        post_guard("near 20")
        read = page(client.get("/sign-up"))
        assert "read every application" in read.text
        assert sign_up(client, reason="I sing alto and live next door.", proof=solved(client)).status_code == 302
        assert Login.objects.get(email=NEW["email"]).approved_at is None


@pytest.mark.usefixtures("priced")
class TestPressure:
    @pytest.fixture
    def pressed(self, cast: Cast, settings: Any) -> Cast:
        """Somebody tries passwords on a large scale."""
        numbers(settings, failed_sign_ins_under_pressure=3, unproved_per_minute=2)
        for n in range(3):
            sign_in(Client(), f"nobody{n}", REMOTE_ADDR=f"{n + 1}.1.1.1")
        return cast

    def test_in_calm_nothing_is_asked(self, cast: Cast, client: Client) -> None:
        assert "data-proof" not in page(client.get("/sign-in")).source
        assert sign_in(client, "bob", PASSWORD).status_code == 302

    @pytest.mark.parametrize(("path", "purpose"), [("/sign-in", "sign-in"), ("/password/reset", "reset")])
    def test_the_page_brings_the_script(self, pressed: Cast, client: Client, path: str, purpose: str) -> None:
        source = page(client.get(path)).source
        assert f'data-proof="/sign-up/challenge?for={purpose}"' in source
        assert "proof.js" in source

    def test_solved_one_comes_in(self, pressed: Cast) -> None:
        for _ in range(4):
            client = Client()
            sent = {"login": "bob", "password": PASSWORD, "proof": solved(client, "sign-in")}
            assert client.post("/sign-in", sent).status_code == 302

    def test_one_for_something_else_does_not(self, pressed: Cast, client: Client) -> None:
        sent = {"login": "bob", "password": PASSWORD, "proof": solved(client, "reset")}
        refused = client.post("/sign-in", sent)
        assert refused.status_code == 422
        assert PASSWORD not in page(refused).source

    def test_without_scripts_some_come_in(self, pressed: Cast) -> None:
        """A slow way in, and no dead end."""
        statuses = [sign_in(Client(), "bob", PASSWORD).status_code for _ in range(3)]
        assert statuses == [302, 302, 429]
        read = page(sign_in(Client(), "bob", PASSWORD))
        assert "wait a minute" in read.text

    def test_a_reset_too(self, pressed: Cast, client: Client) -> None:
        sent = {"email": "bob@example.org", "proof": solved(client, "reset")}
        assert client.post("/password/reset", sent).status_code == 302


@pytest.mark.usefixtures("community")
class TestWhatIsTyped:
    @pytest.mark.parametrize(
        "email",
        [
            "nora@example.org\r\nBcc: all@example.org",
            "nora@example.org\nSubject: Hello",
            "nora@example.org, all@example.org",
            "Nora <nora@example.org>",
            "nora@example.org%0ABcc:all@example.org",
            "nora\0@example.org",
            "nora@exam\u202eple.org",
            "x" * 10_000 + "@example.org",
        ],
    )
    def test_no_line_gets_into_a_mail(self, client: Client, mail: Any, drain: Callable[[], int], email: str) -> None:
        assert sign_up(client, email=email).status_code == 422
        drain()
        assert mail.all() == []
        assert outbox.outbox == [] if hasattr(outbox, "outbox") else True

    @pytest.mark.parametrize(
        "username", ["no\0ra", "no\u202era", "no\u200bra", "n\u043era", "nora\r\nX: y", "x" * 10_000]
    )
    def test_no_name_is_what_it_does_not_look_like(self, client: Client, username: str) -> None:
        refused = sign_up(client, username=username)
        assert refused.status_code == 422
        assert not Account.objects.filter(login__email=NEW["email"]).exists()

    @pytest.mark.parametrize("field", ["password1", "invitation", "reason", "proof", "agree", "next", "nonsense"])
    def test_ten_thousand_characters_break_nothing(self, client: Client, field: str) -> None:
        sent = page(client.get("/sign-up")).form().fields | NEW | {field: "x" * 10_000}
        assert client.post("/sign-up", sent).status_code in {302, 422}

    def test_a_mailbox_that_is_here_looks_like_any_other(
        self, client: Client, mail: Any, drain: Callable[[], int]
    ) -> None:
        """One mailbox joins once, and who tries learns nothing; the mailbox's owner is told."""
        first = sign_up(client, email="nora.miller@gmail.com")
        again = sign_up(Client(), username="nina", email="noramiller+2@gmail.com")
        assert (again.status_code, again.headers["Location"]) == (first.status_code, first.headers["Location"])
        assert not Account.objects.filter(username="nina").exists()
        drain()
        [told] = mail.to("noramiller+2@gmail.com")
        assert "/confirm-email/" not in told.get_content()

    def test_addresses_for_minutes(self, client: Client) -> None:
        read = page(sign_up(client, email="nora@yopmail.com"))
        assert "one that you will still have next year" in read.errors

    def test_a_name_like_a_member_s(self, cast: Cast, client: Client) -> None:
        read = page(sign_up(client, username="b0b"))
        assert "looks too much like" in read.errors

    def test_the_address_of_the_network_is_kept_nowhere(self, client: Client) -> None:
        form = page(client.get("/sign-up")).form()
        client.post("/sign-up", form.filled(**NEW), REMOTE_ADDR="198.51.100.77")
        kept = Arrival.objects.get()
        assert kept.near
        assert "198.51" not in json.dumps([kept.near, kept.mailbox])
        assert base64.b64encode(b"198.51.100") not in kept.near.encode()
