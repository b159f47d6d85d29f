"""What goes wrong: who is let in, what is too much, and that no input breaks anything."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import OperationalError
from django.utils.timezone import now
from hypothesis import HealthCheck, given
from hypothesis import settings as pace
from hypothesis import strategies as st

from folkmoot.accounts.actions import create_token
from folkmoot.accounts.models import Account, Token
from folkmoot.api import calls, routes
from folkmoot.api.endpoints import statuses
from folkmoot.core.errors import Busy, TooMany
from folkmoot.moderation.actions import suspend
from folkmoot.posts.models import Post
from folkmoot.project.cast import Cast
from tests.doors import Answer, Door, client_of
from tests.posts.writing import say

type DoorOf = Callable[..., Door]
STATUSES, HOME, ME = "/api/v1/statuses", "/api/v1/timelines/home", "/api/v1/accounts/verify_credentials"
NO_TOKEN = {"error": "The access token is invalid"}
PATHS = sorted(routes.ROUTES)
FREE = [path for path in PATHS if routes.ROUTES[path].is_open and not routes.ROUTES[path].scopes]


def _ask(door: Door, address: str, **form: str) -> Answer:
    method, _, path = address.partition(" ")
    url = path.replace(":id", "1").replace(":name", "garden")
    return door.post(url, form) if method == "POST" else door.request(method, url, headers={})


def _tokens(cast: Cast) -> dict[str, str]:
    expired, revoked = create_token(cast.bob, "read write", 1), create_token(cast.bob, "read write", 1)
    first, second = Token.objects.filter(account=cast.bob).order_by("id")
    Token.objects.filter(id=first.id).update(expires_at=now() - timedelta(seconds=1))
    Token.objects.filter(id=second.id).update(revoked_at=now())
    suspended = create_token(cast.hal, "read write", 1)
    suspend(cast.olivia, cast.hal.id, "Noise", None)
    return {"expired": expired, "revoked": revoked, "suspended": suspended}


@pytest.mark.parametrize("address", [path for path in PATHS if not routes.ROUTES[path].is_open])
def test_every_address_wants_a_token(cast: Cast, address: str) -> None:
    for door in (Door(), Door("nonsense"), Door(Authorization="Basic Ym9iOnBhc3M=")):
        answer = _ask(door, address, status="Hi")
        assert (answer.status_code, answer.json()) == (401, NO_TOKEN)
        assert answer.headers["WWW-Authenticate"].startswith("Bearer ")


@pytest.mark.parametrize("address", FREE)
def test_what_is_the_same_for_all_takes_any_token(cast: Cast, api_of: DoorOf, address: str) -> None:
    answers = [_ask(door, address) for door in (Door(), Door("nonsense"), api_of(cast.bob, "push"))]
    assert len({(one.status_code, one.content) for one in answers}) == 1
    assert answers[0].status_code in {200, 307, 400, 404, 422}


@pytest.mark.parametrize("address", [path for path in PATHS if routes.ROUTES[path].is_open and path not in FREE])
def test_what_is_open_takes_no_wrong_token_either(cast: Cast, address: str) -> None:
    assert _ask(Door(), address).status_code not in {401, 403}
    assert _ask(Door("nonsense"), address).status_code == 401


def test_tokens_that_do_not_work_any_more(cast: Cast) -> None:
    for raw in _tokens(cast).values():
        answer = Door(raw).get(ME)
        assert (answer.status_code, answer.json()) == (401, NO_TOKEN)


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "bearer\t", "Bearer \x00", "Bearer é" * 100, "Bearer a b"])
def test_headers_that_hold_no_token(cast: Cast, header: str) -> None:
    assert Door(Authorization=header).get(ME).status_code == 401


def test_the_word_bearer_in_any_case(cast: Cast) -> None:
    raw = create_token(cast.bob, "read", 1)
    assert [Door(Authorization=f"{word} {raw}").get(ME).status_code for word in ("Bearer", "bearer", "BEARER")] == [
        200
    ] * 3


def test_a_session_cookie_means_nothing(cast: Cast) -> None:
    cookies = client_of(cast.bob.login).cookies
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items())
    assert settings.SESSION_COOKIE_NAME in cookies
    for answer in (Door(Cookie=cookie).get(HOME), Door(Cookie=cookie).post(STATUSES, {"status": "Hi"})):
        assert (answer.status_code, answer.json()) == (401, NO_TOKEN)
        assert "Set-Cookie" not in answer.headers


def test_a_token_in_the_address_means_nothing(cast: Cast) -> None:
    raw = create_token(cast.bob, "read", 1)
    assert Door().get(ME, {"access_token": raw}).status_code == 401


@pytest.mark.parametrize("address", [path for path in PATHS if routes.ROUTES[path].scopes])
def test_a_token_does_what_it_was_made_for(cast: Cast, api_of: DoorOf, address: str) -> None:
    needed = routes.ROUTES[address].scopes
    others = " ".join(each for each in ("read", "write", "push") if each not in needed)
    answer = _ask(api_of(cast.bob, others), address)
    assert (answer.status_code, answer.json()) == (403, {"error": "This action is outside the authorized scopes"})
    for scope in needed:
        assert b"outside the authorized scopes" not in _ask(api_of(cast.bob, scope), address).content


def test_a_narrow_scope_covers_its_part_alone(cast: Cast, api_of: DoorOf) -> None:
    door = api_of(cast.bob, "write:statuses")
    post = door.post(STATUSES, {"status": "Hi"}).json()["id"]
    assert door.post(f"{STATUSES}/{post}/favourite").status_code == 403
    assert door.get(f"{STATUSES}/{post}").status_code == 403
    assert door.delete(f"{STATUSES}/{post}").status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/"),
        ("GET", "/api/v1/"),
        ("GET", "/api/v9/statuses"),
        ("PUT", "/api/v1/statuses/1"),
        ("POST", HOME),
        ("GET", "/api/v1/statuses/abc"),
        ("GET", "/api/v1/statuses/-1"),
        ("GET", "/api/v1/statuses/1.5"),
        ("GET", "/api/v1/statuses/²".encode().decode("latin-1")),
        ("GET", "/api/v1/statuses/٣".encode().decode("latin-1")),
        ("GET", "/api/v1/statuses/:id"),
        ("GET", f"/api/v1/statuses/{2**63}"),
        ("GET", f"/api/v1/statuses/{'9' * 5_000}"),
        ("GET", "/api/v1/accounts/0"),
        ("GET", "/api/v1/statuses/1/"),
        ("GET", "/api/v1/statuses/1\0"),
    ],
)
def test_addresses_where_nothing_is(cast: Cast, api_of: DoorOf, method: str, path: str) -> None:
    answer = api_of(cast.bob).request(method, path, headers={})
    assert (answer.status_code, answer.json()) == (404, {"error": "Record not found"})


def test_heads_without_bodies(cast: Cast, api_of: DoorOf) -> None:
    assert api_of(cast.bob).request("HEAD", HOME, headers={}).status_code == 200


@pytest.mark.parametrize("path", [HOME, "/api/nothing", ME])
def test_what_every_answer_carries(cast: Cast, api_of: DoorOf, path: str) -> None:
    headers = api_of(cast.bob).get(path, Origin="https://elsewhere.example").headers
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; form-action 'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "Link" in headers["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in headers
    assert "Set-Cookie" not in headers


def test_what_nobody_foresaw_is_told_in_json(cast: Cast, api_of: DoorOf, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a secret")

    monkeypatch.setattr(statuses, "get_post", broken)
    answer = api_of(cast.bob).get(f"{STATUSES}/1")
    assert (answer.status_code, list(answer.json())) == (500, ["error"])
    assert b"secret" not in answer.content


@pytest.mark.parametrize("problem", [Busy(), OperationalError("disk I/O error")])
def test_a_storage_that_does_not_answer(
    cast: Cast, api_of: DoorOf, monkeypatch: pytest.MonkeyPatch, problem: Exception
) -> None:
    def locked(*_: object) -> None:
        raise problem

    monkeypatch.setattr(statuses.actions, "publish_post", locked)
    answer = api_of(cast.bob).post(STATUSES, {"status": "Hi"})
    assert (answer.status_code, list(answer.json())) == (503, ["error"])
    assert int(answer.headers["Retry-After"]) > 0


def test_too_many_posts(cast: Cast, api_of: DoorOf, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise TooMany(42)

    monkeypatch.setattr(statuses.actions, "publish_post", refuse)
    answer = api_of(cast.bob).post(STATUSES, {"status": "Hi"})
    assert (answer.status_code, answer.json()) == (429, {"error": "Too many requests"})
    assert answer.headers["Retry-After"] == "42"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "status"),
        ({"status": ""}, "status"),
        ({"status": " \n "}, "status"),
        ({"status": None}, "status"),
        ({"status": 5}, "status"),
        ({"status": ["a"]}, "status"),
        ({"status": {"a": "b"}}, "status"),
        ({"status": "x" * 5_001}, "status"),
        ({"status": "Hi", "spoiler_text": []}, "spoiler_text"),
        ({"status": "Hi", "spoiler_text": "x" * 501}, "spoiler_text"),
        ({"status": "Hi", "visibility": "everybody"}, "visibility"),
        ({"status": "Hi", "visibility": 1}, "visibility"),
        ({"status": "Hi", "visibility": {}}, "visibility"),
        ({"status": "Hi", "sensitive": "maybe"}, "sensitive"),
        ({"status": "Hi", "sensitive": []}, "sensitive"),
        ({"status": "Hi", "sensitive": 0.5}, "sensitive"),
        ({"status": "Hi", "language": "klingon!"}, "language"),
        ({"status": "Hi", "language": 5}, "language"),
        ({"status": "Hi", "in_reply_to_id": "first"}, "in_reply_to_id"),
        ({"status": "Hi", "in_reply_to_id": True}, "in_reply_to_id"),
        ({"status": "Hi", "in_reply_to_id": -1}, "in_reply_to_id"),
        ({"status": "Hi", "in_reply_to_id": 1.5}, "in_reply_to_id"),
        ({"status": "Hi", "in_reply_to_id": [1]}, "in_reply_to_id"),
        ({"status": "Hi", "in_reply_to_id": 10**30}, "in_reply_to_id"),
        ([], "body"),
        ("Hi", "body"),
        (None, "body"),
    ],
)
def test_a_wrong_value_is_named(cast: Cast, api_of: DoorOf, body: Any, field: str) -> None:
    content = json.dumps(body).encode()
    answer = api_of(cast.bob).request("POST", STATUSES, content, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["error"].startswith(f"Validation failed: {field}: ")
    assert not Post.objects.filter(account=cast.bob).exists()


@pytest.mark.parametrize(
    ("content_type", "content", "field"),
    [
        ("application/json", b"{", "body"),
        ("application/json", b"\xff\xfe", "body"),
        ("application/json", b"[" * 100_000, "body"),
        ("application/json", b'{"status": ' + b"9" * 5_000 + b"}", "body"),
        ("application/json", b'{"status": NaN}', "status"),
        ("application/x-www-form-urlencoded", b"a=1&" * 1_001, "body"),
        ("application/x-www-form-urlencoded", b"status[]=a", "status"),
        ("application/x-www-form-urlencoded", b"status[a][b]=c", "status"),
        ("application/x-www-form-urlencoded", b"a=1&a[b]=2", "a"),
        ("application/x-www-form-urlencoded", b"a[]=1&a[b]=2", "a"),
        ("application/x-www-form-urlencoded", b"a[b]=1&a[]=2", "a"),
        ("application/x-www-form-urlencoded", b"a=1&a[][b]=2", "a"),
        ("application/x-www-form-urlencoded", b"a[b][c][d]=1", "a"),
        ("multipart/form-data", b"status=Hi", "body"),
        ("multipart/form-data; boundary=\xc3\xa9", b"status=Hi", "body"),
        ("text/plain", b"status=Hi", "status"),
        ("", b"status=Hi", "status"),
    ],
)
def test_a_body_that_cannot_be_read(cast: Cast, api_of: DoorOf, content_type: str, content: bytes, field: str) -> None:
    answer = api_of(cast.bob).request("POST", STATUSES, content, headers={"Content-Type": content_type})
    assert answer.status_code == 422
    assert answer.json()["error"].startswith(f"Validation failed: {field}: ")


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=x", "limit=-1", "max_id=x", "since_id=1e3", f"min_id={2**63}", "limit=²"]
)
def test_a_page_that_makes_no_sense(cast: Cast, api_of: DoorOf, query: str) -> None:
    answer = api_of(cast.bob).get(f"{HOME}?{quote(query, safe='=')}")
    assert answer.status_code == 422
    assert answer.json()["error"].startswith(f"Validation failed: {query.partition('=')[0]}: ")


@pytest.mark.parametrize(
    "kind", ["application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
def test_more_than_is_taken_at_once(cast: Cast, api_of: DoorOf, kind: str) -> None:
    answer = api_of(cast.bob).request("POST", STATUSES, b"a" * 1_000_001, headers={"Content-Type": kind})
    assert (answer.status_code, answer.json()) == (413, {"error": "The request is too large"})


@pytest.mark.parametrize("key", ["k\0", "x" * 201, "é\x80"])
def test_a_key_that_cannot_be_kept(cast: Cast, api_of: DoorOf, key: str) -> None:
    answer = api_of(cast.bob).post(STATUSES, {"status": "Hi"}, Idempotency_Key=key)
    assert answer.status_code == 422
    assert answer.json()["error"].startswith("Validation failed: Idempotency-Key: ")


@pytest.mark.parametrize(
    "text",
    [
        "a\0b",
        "\ud800",
        "\u202eevil",
        "a" + "\u0301" * 5_000,
        "\u200b",
        "\ufdd0",
        "\U0010ffff",
        "<script>alert(1)</script>",
    ],
)
def test_hostile_text_is_cleaned_or_refused(cast: Cast, api_of: DoorOf, text: str) -> None:
    for body in ({"status": text}, {"status": "Hi", "spoiler_text": text}, {"status": f"{text} ok"}):
        answer = api_of(cast.bob).post(STATUSES, body=body)
        assert answer.status_code in {200, 422}
        assert not {"\0", "\u202e"} & set(answer.text)
        assert "<script" not in answer.json().get("content", "")


NAMES = st.sampled_from(
    [
        "status",
        "visibility",
        "in_reply_to_id",
        "sensitive",
        "language",
        "spoiler_text",
        "id",
        "acct",
        "limit",
        "max_id",
        "reblogs",
        "poll",
    ]
)
TEXTS = st.text(st.characters(exclude_categories=()), max_size=40)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | TEXTS
    | st.sampled_from(["public", "direct", "1", str(2**63)]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
FIELDS = st.lists(
    st.tuples(NAMES.flatmap(lambda name: st.sampled_from([name, f"{name}[]", f"{name}[a]", f"{name}[a][]"])), TEXTS),
    max_size=6,
)


@pytest.fixture
def hounded(cast: Cast, api_of: DoorOf) -> tuple[Door, Account]:
    calls._seen.clear()
    return api_of(cast.bob), cast.alice


def _survives(door: Door, address: str, target: int, *, content: bytes = b"", kind: str = "", query: str = "") -> None:
    method, _, path = address.partition(" ")
    url = f"{path.replace(':id', str(target))}?{query}"
    answer = door.request(method, url, content, headers={"Content-Type": kind})
    assert answer.status_code < 500, (address, content, query, answer.text)
    assert path == "/health" or answer.json() is not None


@pace(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(address=st.sampled_from(PATHS), body=st.dictionaries(NAMES, VALUES, max_size=6))
def test_no_json_breaks_anything(hounded: tuple[Door, Account], address: str, body: dict[str, Any]) -> None:
    door, alice = hounded
    for target in (alice.id, say(alice)):
        _survives(door, address, target, content=json.dumps(body).encode(), kind="application/json")


@pace(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(address=st.sampled_from(PATHS), fields=FIELDS)
def test_no_form_and_no_query_breaks_anything(
    hounded: tuple[Door, Account], address: str, fields: list[tuple[str, str]]
) -> None:
    door, alice = hounded
    text = "&".join(f"{quote(name)}={quote(value.encode('utf-8', 'surrogatepass'))}" for name, value in fields)
    for target in (alice.id, say(alice)):
        _survives(door, address, target, content=text.encode(), kind="application/x-www-form-urlencoded")
        _survives(door, address, target, query=text)


@pace(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    address=st.sampled_from(PATHS),
    content=st.binary(max_size=60),
    kind=st.sampled_from(
        [
            "application/json",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=a",
            "multipart/form-data; boundary=",
            "application/json; charset=utf-16",
        ]
    ),
)
def test_no_bytes_break_anything(hounded: tuple[Door, Account], address: str, content: bytes, kind: str) -> None:
    door, alice = hounded
    _survives(door, address, alice.id, content=content, kind=kind)
