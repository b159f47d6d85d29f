"""Both kinds of lines, on a running server: what they say, whom they let in, and what they put up with."""

from typing import Any

import pytest
from websockets.exceptions import InvalidStatus

from tests.doors import Door
from tests.servers import fetch
from tests.streaming.station import STREAMING, Station, comes, ends, head, heard, next_event, through

pytestmark = pytest.mark.both_databases

STREAMS = [  # name, address, what it is about; all of Mastodon's
    ("user", "GET /api/v1/streaming/user", {}),
    ("user:notification", "GET /api/v1/streaming/user/notification", {}),
    ("public", "GET /api/v1/streaming/public", {}),
    ("public:local", "GET /api/v1/streaming/public/local", {}),
    ("public:remote", "GET /api/v1/streaming/public/remote", {}),
    ("hashtag", "GET /api/v1/streaming/hashtag", {"tag": "moot"}),
    ("hashtag:local", "GET /api/v1/streaming/hashtag/local", {"tag": "moot"}),
    ("list", "GET /api/v1/streaming/list", {"list": ""}),
    ("direct", "GET /api/v1/streaming/direct", {}),
]
UNKNOWN = {"error": "Unknown channel requested"}


@pytest.fixture(scope="module")
def friends(station: Station) -> str:
    return station.list_of("alice", "bob")


def _about(about: dict[str, str], friends: str) -> dict[str, str]:
    return {"list": friends} if "list" in about else about


class TestEvents:
    @pytest.mark.parametrize(("name", "address", "about"), STREAMS)
    def test_every_address_opens_a_stream(
        self, station: Station, friends: str, name: str, address: str, about: dict[str, str]
    ) -> None:
        path = address.removeprefix(f"GET {STREAMING}")
        with station.events(path, "alice", **_about(about, friends)) as answer:
            assert (answer.status, answer.headers["content-type"]) == (200, "text/event-stream")
            assert answer.headers["cache-control"] == "no-store"
            assert answer.headers["access-control-allow-origin"] == "*"
            assert answer.readline() == b":)\n"

    def test_what_is_new_at_home(self, station: Station) -> None:
        with station.events("/user", access_token=station.token("alice")) as answer:
            answer.readline()
            some_id = station.say("bob", "Good morning, @alice")
            status = comes(answer, "update", lambda found: found["id"] == some_id)
            assert status["account"]["username"] == "bob"
            event, notification = next_event(answer)
            assert (event, notification["type"], notification["status"]["id"]) == ("notification", "mention", some_id)
            station.call("bob", "DELETE", f"/api/v1/statuses/{some_id}")
            assert next_event(answer) == ("delete", int(some_id))

    def test_filters_that_changed_have_no_data(self, station: Station) -> None:
        with station.events("/user", "alice") as answer:
            answer.readline()
            made = station.call("alice", "POST", "/api/v2/filters", title="x", **{"context[]": "home"})
            assert comes(answer, "filters_changed") == "undefined"
            station.call("alice", "DELETE", f"/api/v2/filters/{made['id']}")
            assert comes(answer, "filters_changed") == "undefined"

    @pytest.mark.parametrize(
        ("path", "query", "refused"),
        [
            ("/nonsense", {}, (400, UNKNOWN)),
            ("", {}, (400, UNKNOWN)),
            ("/hashtag", {}, (400, {"error": "Missing tag name parameter"})),
            ("/hashtag", {"tag": "x" * 300}, (400, {"error": "Missing tag name parameter"})),
            ("/list", {}, (400, {"error": "Missing list name parameter"})),
            ("/list", {"list": "12345"}, (401, {"error": "Not authorized to stream this list"})),
            ("/list", {"list": "mine"}, (401, {"error": "Not authorized to stream this list"})),
        ],
    )
    def test_what_there_is_not(self, station: Station, path: str, query: dict[str, str], refused: Any) -> None:
        assert station.refusal(path, "alice", **query) == refused

    def test_nobody_hears_the_list_of_another(self, station: Station, friends: str) -> None:
        refused = 401, {"error": "Not authorized to stream this list"}
        assert station.refusal("/list", "bob", list=friends) == refused


class TestTokens:
    @pytest.mark.parametrize(
        ("path", "who", "error"),
        [
            ("/user", "", "Missing access token"),
            ("/public", "", "Missing access token"),
            ("/user", "forged", "Invalid access token"),
            ("/public", "forged", "Invalid access token"),
            ("/user", "alice:write", "Access token does not have the required scopes"),
            ("/public", "alice:write", "Access token does not have the required scopes"),
            ("/user/notification", "alice:statuses", "Access token does not have the required scopes"),
            ("/direct", "alice:notifications", "Access token does not have the required scopes"),
        ],
    )
    def test_who_is_not_let_in(self, station: Station, path: str, who: str, error: str) -> None:
        assert station.refusal(path, who) == (401, {"error": error})

    def test_an_address_may_carry_it_a_cookie_not(self, station: Station) -> None:
        cookies = f"session={station.token('alice')}; access_token={station.token('alice')}"
        with pytest.raises(InvalidStatus) as refused, station.socket(headers={"Cookie": cookies}):
            pass
        assert (refused.value.response.status_code, refused.value.response.body) == (
            *(401, b'{"error":"Missing access token"}'),
        )
        with station.socket(query={"access_token": station.token("alice")}, headers={"Cookie": "session=x"}):
            pass

    def test_a_page_of_another_site_gets_nothing_by_a_cookie(self, station: Station) -> None:
        headers = {"Cookie": f"session={station.token('alice')}", "Origin": "https://evil.example"}
        with pytest.raises(InvalidStatus), station.socket(headers=headers):
            pass

    def test_a_page_of_another_site_listens_with_a_token(self, station: Station) -> None:
        with station.socket("alice", {"stream": "user"}, origin="https://client.example"):
            pass

    def test_browsers_show_it_as_a_protocol(self, station: Station) -> None:
        with station.socket(subprotocols=[station.token("alice")]) as line:
            assert line.subprotocol == station.token("alice")

    @pytest.mark.parametrize("who", ["", "forged"])
    def test_a_socket_without_a_good_one_is_not_opened(self, station: Station, who: str) -> None:
        with pytest.raises(InvalidStatus) as refused, station.socket(who, {"stream": "public"}):
            pass
        assert refused.value.response.status_code == 401

    def test_a_token_for_posts_alone_hears_of_no_notification(self, station: Station) -> None:
        with station.socket("alice:statuses", {"stream": "user"}) as line:
            one, two = station.say("bob", "One for @alice"), station.say("bob", "Two")
            found = [heard(line)]
            while found[-1]["event"] != "update" or found[-1]["payload"]["id"] != two:
                found.append(heard(line))
            assert one in [each["payload"]["id"] for each in found if each["event"] == "update"]
            assert "notification" not in {each["event"] for each in found}

    def test_none_reaches_a_log(self, station: Station) -> None:
        for path in ("/user", "/nonsense"):
            with station.events(path, access_token=station.token("alice")) as answer:
                answer.readline()
        fetch(f"{station.server.url}{STREAMING}/nonsense?access_token={station.token('alice')}")
        station.raw(f"GARBAGE {station.token('alice')}\r\n\r\n".encode())
        assert "GET /api/v1/streaming/nonsense 404" in station.server.wait_for("GET /api/v1/streaming/nonsense")
        assert station.token("alice") not in station.server.log
        assert "access_token" not in station.server.log


class TestTheEnd:
    def test_of_a_token_ends_its_lines_alone(self, station: Station) -> None:
        with station.socket("alice:again", {"stream": "user"}) as line, station.socket("alice") as other:
            station.do(
                "from folkmoot.accounts.actions import revoke_token\n"
                "from folkmoot.accounts.models import Token, Account\n"
                f"from folkmoot.accounts.queries import token_digest\n"
                f"it = Token.objects.get(digest=token_digest('{station.token('alice:again')}'))\n"
                "revoke_token(Account.objects.get(id=it.account_id), it.id)"
            )
            closed = ends(line)
            assert closed.rcvd
            assert closed.rcvd.code == 1008
            other.ping().wait(5)
        assert station.refusal("/user", "alice:again") == (401, {"error": "Invalid access token"})

    def test_of_a_password_ends_them_all_until_they_come_again(self, station: Station) -> None:
        with station.socket("hal", {"stream": "user"}) as one, station.events("/user", "hal:again") as other:
            other.readline()
            station.do(
                "from folkmoot.accounts.actions import password_changed\n"
                "from folkmoot.accounts.models import Login\n"
                "from django.db import transaction\n"
                "with transaction.atomic():\n"
                "    password_changed(Login.objects.get(email='hal@example.org').pk)"
            )
            ends(one)
            assert other.read().replace(b":thump\n", b"") == b""  # but for the pulse, on a slow machine
        with station.socket("hal"):
            pass

    def test_of_membership(self, station: Station) -> None:
        with station.events("/user", "carol") as line:
            line.readline()
            station.do(
                "from folkmoot.accounts.models import Account\n"
                "from folkmoot.moderation.actions import suspend\n"
                "suspend(Account.objects.get(username='olivia'), "
                f"{station.ids['carol']}, 'Sold followers.', None)"
            )
            assert line.read().replace(b":thump\n", b"") == b""  # but for the pulse, on a slow machine
        assert station.refusal("/user", "carol") == (401, {"error": "Invalid access token"})


class TestRequests:
    def test_health(self, station: Station) -> None:
        with station.events("/health") as answer:
            assert (answer.status, answer.read(), answer.headers["content-type"]) == (
                *(200, b"OK", "text/plain; charset=utf-8"),
            )

    def test_browsers_ask_before(self, station: Station) -> None:
        answer = station.raw(b"OPTIONS /api/v1/streaming/user HTTP/1.1\r\nOrigin: https://client.example\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 204 ")
        assert b"Access-Control-Allow-Headers: Authorization" in answer
        assert b"Access-Control-Allow-Origin: *" in answer
        assert b"Credentials" not in answer

    @pytest.mark.parametrize(
        ("said", "status"),
        [
            (b"nonsense\r\n\r\n", 400),
            (b"GET /api/v1/streaming/user HTTP/1.0\r\n\r\n", 400),
            (b"GET http://evil/api/v1/streaming/user HTTP/1.1\r\n\r\n", 400),
            (b"GET /api/v1/streaming/user HTTP/1.1\r\nno colon\r\n\r\n", 400),
            (b"GET /api/v1/streaming/user HTTP/1.1\r\n" + b"a: b\r\n" * 65 + b"\r\n", 400),
            (b"GET /api/v1/streaming/user?" + b"a=b&" * 65 + b" HTTP/1.1\r\n\r\n", 400),
            (b"GET /api/v1/streaming/user HTTP/1.1\r\nA: " + b"x" * 9_000 + b"\r\n\r\n", 431),
            (b"GET /" + b"x" * 9_000, 431),
            (b"POST /api/v1/streaming/user HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello", 404),
            (b"GET /secret.key HTTP/1.1\r\n\r\n", 404),
            (b"GET /api/v1/streaming/../../secret.key HTTP/1.1\r\n\r\n", 400),
            (b"GET /api/v1/streaming HTTP/1.1\r\nUpgrade: websocket\r\n\r\n", 400),
            (b"GET /api/v1/streaming/user HTTP/1.1\r\nAuthorization: Basic YTpi\r\n\r\n", 401),
        ],
    )
    def test_what_is_no_request(self, station: Station, said: bytes, status: int) -> None:
        assert station.raw(said).startswith(f"HTTP/1.1 {status} ".encode())

    def test_what_is_said_meanwhile_is_not_listened_to(self, station: Station) -> None:
        request = f"GET {STREAMING}/user HTTP/1.1\r\nAuthorization: Bearer {station.token('alice')}\r\n\r\n"
        with station.line() as line:
            line.sendall(request.encode() + b"GET /api/v1/streaming/health HTTP/1.1\r\n\r\n")
            assert b" 200 " in head(line)
            line.sendall(b"more")
            station.say("bob", "A piece for whoever still listens")
            assert b"event: update" in through(line, b"whoever still listens")

    def test_the_main_host_shows_the_way(self) -> None:
        answer = Door().get(f"{STREAMING}/user", {"access_token": "x"})
        assert answer.status_code == 307
        assert answer.headers["Location"] == f"http://localhost:8002{STREAMING}/user?access_token=x"
        assert Door().get("/api/v1/streaming/health").status_code == 307
