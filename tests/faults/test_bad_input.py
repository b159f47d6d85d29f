"""What people and programs send that they should not: nothing breaks, nothing deceitful is kept, no text is lost."""

import html
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.apps import apps
from django.db import models
from django.test import Client

from folkmoot.accounts.actions import create_token
from folkmoot.core.events import drain
from folkmoot.core.html import clean
from folkmoot.instance.actions import change_settings, finish_setup
from folkmoot.moderation.actions import report
from folkmoot.posts.actions import Draft, delete_post, publish_post
from folkmoot.posts.models import Post
from folkmoot.project.cast import PASSWORD, Cast
from folkmoot.relations.actions import block
from tests.doors import Door, client_of

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
DECEITFUL = re.compile("[\0\ud800-\udfff\u202a-\u202e\u2066-\u2069\u200b\ufeff]")
NASTY = {
    "nothing": "",
    "NUL": "Before\0after",
    "bidi override": "Pay \u202emoc.live\u202c now",
    "bidi isolate": "Pay \u2067moc.live\u2069 now",
    "zero-width joiners": "He\u200dll\u200bo" + "\u200d" * 50,
    "5,000 combining marks": "Z" + "\u0301\u0489" * 2_500,
    "newlines of all kinds": "a\r\nb\rc\u2028d\u0085e\x0bf",
    "over-long": "x" * 30_000,
    "over-long word": "@" + "a" * 9_000 + "#" + "b" * 9_000,
    "SQL and HTML": "'; DROP TABLE post; -- <script>alert(1)</script>{{ 7*7 }}%s%(x)s",
    "number": "9" * 40,
    "negative": "-1",
    "digits of another script": "\u0661\u0662\u0663",
    "astral": "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U000e0041",
}
RAW = {  # bytes that are no text, percent-encoded as a form sends them
    "lone surrogate": "%ED%A0%80",
    "half a character": "%F0%9F%98",
    "no UTF-8": "%FF%FE%00",
}


@pytest.fixture
def world(cast: Cast) -> Cast:
    """The cast in a community that is open."""
    finish_setup()
    change_settings(None, {"name": "Hillside Choir", "sign_up": "open", "visitors": "posts"})
    return cast


def doors(cast: Cast) -> list[tuple[str, Any, str, dict[str, str]]]:
    """Every form there is: a name, who sends it, where to, and what makes sense in it."""
    post = publish_post(cast.bob, Draft("Something to answer", "public"))
    reported = report(cast.carol, cast.hal.id, None, "Rude")
    words = {"text": "Hello", "scope": "public", "warning": "", "language": "en", "key": "k", "place": "home"}
    place = {"reply_to": "", "conversation": "", "next": "/"}
    profile = {"name": "Alice", "bio": "Sings.", "name_0": "Web", "value_0": "https://example.org"}
    community = {"name": "Choir", "description": "We sing", "sign_up": "open", "visitors": "posts"}
    reset = {"reason": "Spam"}
    return [
        ("post", cast.alice, "/posts", words | place),
        ("visitor's post", None, "/posts", words | place),
        ("profile", cast.alice, "/settings/profile", profile | {"locked": "on", "discoverable": "on"}),
        ("appearance", cast.alice, "/settings/appearance", {"theme": "dark"}),
        ("password", cast.hal, "/settings/password", {"oldpassword": PASSWORD, "password1": "another long one"}),
        ("report", cast.alice, "/report", {"account": str(cast.bob.id), "post": str(post), "comment": "Not nice"}),
        ("mute", cast.alice, f"/accounts/{cast.bob.id}/mute", {"for": "day", "next": "/"}),
        ("follow", cast.hal, f"/accounts/{cast.bob.id}/follow", {"next": "/", "_method": "POST"}),
        ("like", cast.hal, f"/posts/{post}/like", {"next": "/", "_method": "POST"}),
        ("read marks", cast.bob, "/notifications/read", {"up_to": "1"}),
        ("sign-up", None, "/sign-up", {"username": "zoe", "email": "zoe@example.org", "password1": "a long secret"}),
        ("sign-in", None, "/sign-in", {"login": "bob", "password": PASSWORD}),
        ("reset", None, "/password/reset", {"email": "bob@example.org"}),
        ("mail again", None, "/confirm-email", {"email": "bob@example.org"}),
        ("settings", cast.olivia, "/staff/settings", community | {"contact": "a@example.org", "rules": "Be kind."}),
        ("invitation", cast.olivia, "/staff/invitations", {"uses": "1", "days": "7"}),
        ("dismiss", cast.frank, f"/staff/reports/{reported}/dismiss", {"next": "/"}),
        ("removal", cast.frank, f"/staff/posts/{post}/remove", reset),
        ("suspension", cast.frank, f"/staff/accounts/{cast.hal.id}/suspend", reset | {"ends_on": "2099-01-01"}),
        ("decline", cast.frank, f"/staff/applications/{cast.ivy.login_id}/decline", {"note": "Sorry"}),
    ]


NAMES = ["post", "visitor's post", "profile", "appearance", "password", "report", "mute", "follow", "like"]
NAMES += ["read marks", "sign-up", "sign-in", "reset", "mail again", "settings", "invitation", "dismiss", "removal"]
NAMES += ["suspension", "decline"]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_breaks_any_form(world: Cast, name: str) -> None:
    """Each field in turn holds each nasty thing, as text and as bytes that are none."""
    _, who, address, sensible = next(door for door in doors(world) if door[0] == name)
    encoded = {label: quote(value) for label, value in NASTY.items()} | RAW
    browser = _browser(who)
    for field in sensible:
        rest = urlencode({key: value for key, value in sensible.items() if key != field})
        for label, raw in encoded.items():
            answer = (browser if who else Client()).post(address, f"{rest}&{field}={raw}", content_type=FORM)
            assert answer.status_code < 500, f"{field}: {label}"
    drain()
    assert kept_deceit() == []


def test_every_form_of_the_site_is_in_the_table(world: Cast) -> None:
    assert [door[0] for door in doors(world)] == NAMES


@pytest.mark.parametrize("label", NASTY)
def test_nothing_breaks_the_json_door(world: Cast, label: str) -> None:
    door = _program(world.alice)
    value = NASTY[label]
    for field in ("status", "spoiler_text", "visibility", "language", "in_reply_to_id", "sensitive"):
        for way in ("json", "form", "query"):
            answer = _send(door, {"status": "Hello", field: value}, way)
            assert answer.status_code in {200, 401, 404, 413, 422}, f"{field} by {way}: {answer.text}"
    drain()
    assert kept_deceit() == []


@pytest.mark.parametrize("raw", RAW.values())
def test_bytes_that_are_no_text_are_shown_as_such(world: Cast, raw: str) -> None:
    headers = {"Content-Type": FORM}
    answer = _program(world.alice).request("POST", "/api/v1/statuses", b"status=a" + raw.encode(), headers=headers)
    assert answer.status_code == 200
    assert set(Post.objects.get(id=answer.json()["id"]).text) == {"a", "\ufffd"}


WRONG = [None, True, 7, -1, 1.5, 10**400, [], ["a"], {}, {"a": "b"}, "\ud800", "\udc00\ud800", "a\ud800b", [[[]]]]


@pytest.mark.parametrize("value", WRONG, ids=lambda value: repr(value)[:12])
def test_wrong_types_are_told_apart_from_faults(world: Cast, value: object) -> None:
    door = _program(world.alice)
    for field in (
        "status",
        "spoiler_text",
        "visibility",
        "language",
        "in_reply_to_id",
        "sensitive",
        "media_ids",
        "poll",
    ):
        answer = door.post("/api/v1/statuses", body={"status": "Hello", field: value})
        assert answer.status_code in {200, 404, 422}, f"{field}: {answer.status_code} {answer.text}"
        assert "error" in answer.json() or answer.json()["content"]
    drain()
    assert kept_deceit() == []


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "application/json"),
        (b"{", "application/json"),
        (b"[1]", "application/json"),
        (b'"text"', "application/json"),
        (b"[" * 100_000, "application/json"),
        (b'{"status": "\xff"}', "application/json"),
        (b"\xff\xfe\x00", "application/json"),
        (b"&".join(b"a%d=1" % n for n in range(5_000)), FORM),
        (b"status[a]=1&status=2&status[]=3", FORM),
        (b"x" * 2_000_000, FORM),
        (b"--x\r\nnonsense", "multipart/form-data; boundary=x"),
        (b"nonsense", "multipart/form-data"),
        (b"status=Hello", "text/plain"),
        (b"status=Hello", "no/such; charset=nonsense"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_bodies_that_make_no_sense(world: Cast, content: bytes, kind: str) -> None:
    answer = _program(world.alice).request("POST", "/api/v1/statuses", content, headers={"Content-Type": kind})
    assert answer.status_code in {400, 413, 422}, answer.text
    assert answer.json()["error"]
    page = _browser(world.alice).generic("POST", "/posts", content, content_type=kind)
    assert page.status_code in {400, 413, 422}
    assert Post.objects.count() == 0


def test_what_is_kept_of_nasty_texts(world: Cast) -> None:
    """The words stay, what deceives goes, and both doors keep the same."""
    for label, value in NASTY.items():
        if not clean(value).strip() or label.startswith("over-long"):
            continue
        post = _program(world.alice).post("/api/v1/statuses", body={"status": value}).json()
        by_program = Post.objects.get(id=post["id"])
        _browser(world.alice).post("/posts", {"text": value, "scope": "public", "language": "en"})
        by_form = Post.objects.order_by("-id")[0]
        assert by_form.id != by_program.id
        assert (by_form.text, by_form.html) == (by_program.text, by_program.html), label
        assert not DECEITFUL.search(by_form.text + by_form.html), label
        assert "<script" not in by_form.html
        assert len(by_form.text) < 200, label


def test_a_family_keeps_its_joiners(world: Cast) -> None:
    post = _program(world.alice).post("/api/v1/statuses", body={"status": NASTY["astral"]}).json()
    assert Post.objects.get(id=post["id"]).text == "\U0001f468\u200d\U0001f469\u200d\U0001f467"


@pytest.mark.parametrize("raw", [*RAW.values(), *(quote(value[:2_000]) for value in NASTY.values())])
def test_nothing_breaks_a_page(world: Cast, raw: str) -> None:
    browser, visitor, program = _browser(world.alice), Client(), _program(world.alice)
    pages = ["/?max_id={}", "/community?min_id={}", "/members?q={}", "/write?text={}", "/write?to={}", "/tags/{}"]
    pages += ["/sign-in?next={}", "/report?account={}&post={}", "/feeds/home/new?since={}", "/feeds/{}/new"]
    pages += ["/@{}", "/@alice/{}", "/posts/{}/delete", "/notifications?since_id={}", "/direct/{}", "/setup/{}"]
    pages += ["/confirm-email/{}", "/password/reset/{}-{}", "/sign-up?invitation={}"]
    for page in pages:
        address = page.replace("{}", raw)
        assert browser.get(address).status_code < 500, page
        assert visitor.get(address).status_code < 500, page
    for page in ("timelines/home?max_id={}", "timelines/home?limit={}", "accounts/lookup?acct={}", "statuses/{}"):
        answer = program.request("GET", "/api/v1/" + page.replace("{}", raw), headers={})
        assert answer.status_code in {200, 404, 422}, page


# -- Who asks ----------------------------------------------------------------------------------------------------------

SPOOFED = {
    "X_Forwarded_For": "203.0.113.9",
    "X_Forwarded_Proto": "https",
    "X_Forwarded_Host": "evil.example",
    "X_Forwarded_Port": "444",
    "X_Real_Ip": "203.0.113.9",
    "Forwarded": "for=203.0.113.9;host=evil.example;proto=https",
}


@pytest.mark.parametrize("header", [*SPOOFED, "all"])
def test_forwarded_headers_of_nobody_we_trust_change_nothing(world: Cast, header: str) -> None:
    sent = SPOOFED if header == "all" else {header: SPOOFED[header]}
    plain, spoofed = (Door(**headers).get("/community") for headers in ({}, sent))
    assert spoofed.status_code == plain.status_code == 200
    assert "evil.example" not in spoofed.text + str(spoofed.headers)
    assert "https://localhost" not in spoofed.text
    program = _program(world.alice)
    answer = program.post("/api/v1/statuses", body={"status": "Hello"}, **sent)
    assert answer.json()["url"].startswith("http://localhost:8000/@alice/")


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "localhost.evil.example", "localhost@evil.example", "", "[", "a\x00b"]
)
def test_a_strange_host_gets_no_page(world: Cast, host: str) -> None:
    for address in ("/", "/community", "/api/v1/timelines/home", "/sign-in"):
        answer = Door(Host=host).get(address)
        assert answer.status_code in {400, 403, 421}
        assert "Hillside" not in answer.text


def test_mails_name_the_configured_origin_whatever_the_host_says(world: Cast, mail: Any) -> None:
    client = Client(headers={"host": "127.0.0.1:8000", "x-forwarded-host": "evil.example"})
    client.post("/password/reset", {"email": "bob@example.org"})
    drain()
    letter = mail.to("bob@example.org")[-1].get_content()
    assert "http://localhost:8000/password/reset/" in letter
    assert "evil.example" not in letter
    assert "127.0.0.1" not in letter


# -- Form tokens -------------------------------------------------------------------------------------------------------

TYPED = {"text": "Two hours of <typing> & “thinking”", "scope": "followers", "warning": "Long", "key": "k1"}


@pytest.mark.parametrize("token", ["", "wrong", "a" * 32, "a" * 64, "\0"])
def test_a_wrong_form_token_keeps_the_text(world: Cast, token: str) -> None:
    browser = _strict(world.alice)
    browser.get("/")
    answer = browser.post("/posts", TYPED | ({"csrfmiddlewaretoken": token} if token else {}))
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Please send that again" in page
    assert TYPED["text"] in html.unescape(page)
    assert Post.objects.count() == 0


def test_the_kept_text_can_be_sent_again_from_that_page(world: Cast) -> None:
    browser = _strict(world.alice)
    page = browser.post("/posts", TYPED).content.decode()
    fresh = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert fresh
    for name, value in TYPED.items():
        assert f'name="{name}"' in page, name
        assert value in html.unescape(page), name
    assert browser.post("/posts", TYPED | {"csrfmiddlewaretoken": fresh[1]}).status_code == 303
    assert Post.objects.get().text == TYPED["text"]


@pytest.mark.parametrize("door", NAMES)
def test_no_form_works_without_its_token(world: Cast, door: str) -> None:
    _, who, address, sensible = next(each for each in doors(world) if each[0] == door)
    before = fingerprint()
    assert _strict(who).post(address, sensible).status_code == 403
    assert fingerprint() == before


def test_another_site_learns_and_keeps_nothing(world: Cast) -> None:
    browser = _strict(world.alice)
    answer = browser.post("/posts", TYPED, headers={"origin": "https://evil.example", "sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert TYPED["text"] not in html.unescape(answer.content.decode())


def test_a_cookie_opens_nothing_at_the_json_door(world: Cast) -> None:
    session = _browser(world.alice).cookies["session"].value
    answer = Door(Cookie=f"session={session}").post("/api/v1/statuses", body={"status": "Hello"})
    assert answer.status_code == 401


# -- Twice -------------------------------------------------------------------------------------------------------------


def test_a_form_sent_twice_makes_one_post(world: Cast) -> None:
    browser = _browser(world.alice)
    answers = [browser.post("/posts", TYPED) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer["Location"] for answer in answers}) == 1
    assert Post.objects.count() == 1


def test_a_request_sent_twice_makes_one_post(world: Cast) -> None:
    door = _program(world.alice)
    answers = [door.post("/api/v1/statuses", body={"status": "Once"}, Idempotency_Key="k") for _ in range(3)]
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert Post.objects.count() == 1
    _program(world.bob).post("/api/v1/statuses", body={"status": "Mine"}, Idempotency_Key="k")
    assert Post.objects.count() == 2


@pytest.mark.parametrize("key", ["\0", "\r\n", "x" * 5_000, "\u202e", "é" * 200])
def test_strange_keys(world: Cast, key: str) -> None:
    answer = _program(world.alice).post("/api/v1/statuses", body={"status": "Once"}, Idempotency_Key=key)
    assert answer.status_code in {200, 422}
    assert _browser(world.alice).post("/posts", TYPED | {"key": key}).status_code == 303
    assert kept_deceit() == []


# -- Too late ----------------------------------------------------------------------------------------------------------


def gone(cast: Cast, post: int) -> None:
    delete_post(cast.bob, post)
    drain()


def just_gone(cast: Cast, post: int) -> None:
    delete_post(cast.bob, post)


def blocked(cast: Cast, post: int) -> None:
    del post
    block(cast.bob, cast.alice.id)


def suspended(cast: Cast, post: int) -> None:
    from folkmoot.moderation.actions import suspend

    del post
    suspend(cast.olivia, cast.bob.id, "Spam", None)


LATE = [gone, just_gone, blocked, suspended]


@pytest.mark.parametrize("happens", LATE)
def test_an_answer_by_form_that_comes_too_late_keeps_its_text(world: Cast, happens: Callable[..., None]) -> None:
    post = publish_post(world.bob, Draft("A question", "public"))
    browser = _browser(world.alice)
    happens(world, post)
    sent = TYPED | {"reply_to": str(post), "place": f"reply:{post}"}
    for headers in ({}, {"HX-Request": "true"}):
        answer = browser.post("/posts", sent, headers=headers)
        page = html.unescape(answer.content.decode())
        assert answer.status_code == 422
        assert TYPED["text"] in page
        assert "is not there any more" in page
        assert "A question" not in page
    assert not Post.objects.filter(account=world.alice).exists()
    alone = browser.post("/posts", TYPED)
    assert alone.status_code == 303
    assert Post.objects.get(account=world.alice).reply_to_id is None


@pytest.mark.parametrize("happens", LATE)
def test_an_answer_by_program_that_comes_too_late_makes_nothing(world: Cast, happens: Callable[..., None]) -> None:
    post = publish_post(world.bob, Draft("A question", "public"))
    happens(world, post)
    body = {"status": "An answer", "in_reply_to_id": str(post)}
    late = _program(world.alice).post("/api/v1/statuses", body=body, Idempotency_Key="k")
    absent = _program(world.alice).post("/api/v1/statuses", body=body | {"in_reply_to_id": "12345"})
    assert late.status_code == absent.status_code == 404
    assert late.content == absent.content
    alone = _program(world.alice).post("/api/v1/statuses", body={"status": "An answer"}, Idempotency_Key="k")
    assert alone.status_code == 200


@pytest.mark.parametrize("happens", LATE)
@pytest.mark.parametrize("what", ["like", "boost", "bookmark"])
def test_a_press_that_comes_too_late(world: Cast, happens: Callable[..., None], what: str) -> None:
    post = publish_post(world.bob, Draft("A question", "public"))
    browser = _browser(world.alice)
    happens(world, post)
    late, absent = (browser.post(f"/posts/{which}/{what}") for which in (post, 12345))
    assert late.status_code == absent.status_code == 404
    assert _without_numbers(late) == _without_numbers(absent)


def kept_deceit() -> list[str]:
    """Where the database holds a character that only deceives or breaks things."""
    found = []
    for model in apps.get_models():
        if not model.__module__.startswith("folkmoot."):
            continue
        texts = [
            f.attname
            for f in model._meta.concrete_fields
            if isinstance(f, models.CharField | models.TextField | models.JSONField)
        ]
        for row in model.objects.values(*texts) if texts else ():
            found += [f"{model.__name__}.{name}" for name, value in row.items() if DECEITFUL.search(_text(value))]
    return sorted(set(found))


def fingerprint() -> dict[str, int]:
    """How many rows there are of everything."""
    return {m.__name__: m.objects.count() for m in apps.get_models() if m.__module__.startswith("folkmoot.")}


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _browser(who: Any) -> Client:
    return client_of(who.login if who else None)


def _strict(who: Any) -> Client:
    client = Client(enforce_csrf_checks=True)
    if who:
        client.force_login(who.login)
    return client


def _program(who: Any) -> Door:
    return Door(create_token(who, "read write follow", 1))


def _send(door: Door, values: dict[str, str], way: str) -> Any:
    if way == "json":
        return door.post("/api/v1/statuses", body=values)
    if way == "form":
        return door.post("/api/v1/statuses", values)
    return door.post(f"/api/v1/statuses?{urlencode(values)}")


def _without_numbers(answer: Any) -> str:
    return re.sub(r'value="[\w-]{64}"|\d{5,}', "", answer.content.decode())
