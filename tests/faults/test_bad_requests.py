"""Whose word is not taken, what is sent twice or too late: one post at the most, and no text is lost."""

import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now

from folkmoot.core.events import drain
from folkmoot.posts.actions import Draft, delete_post, publish_post
from folkmoot.posts.models import Post, SavedDraft, ScheduledPost
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import block
from tests.doors import Door
from tests.faults.disputed import OPEN
from tests.faults.nasty import NAMES, browser_of, doors, fingerprint, kept_deceit, program, strict, without_numbers

pytestmark = pytest.mark.django_db

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
    holder = program(world.alice)
    answer = holder.post("/api/v1/statuses", body={"status": "Hello"}, **sent)
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
def test_a_wrong_form_token_keeps_thetext(world: Cast, token: str) -> None:
    browser = strict(world.alice)
    browser.get("/")
    answer = browser.post("/posts", TYPED | ({"csrfmiddlewaretoken": token} if token else {}))
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Please send that again" in page
    assert TYPED["text"] in html.unescape(page)
    assert Post.objects.count() == 0


def test_the_kept_text_can_be_sent_again_from_that_page(world: Cast) -> None:
    browser = strict(world.alice)
    page = browser.post("/posts", TYPED).content.decode()
    fresh = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert fresh
    for name, value in TYPED.items():
        assert f'name="{name}"' in page, name
        assert value in html.unescape(page), name
    assert browser.post("/posts", TYPED | {"csrfmiddlewaretoken": fresh[1]}).status_code == 303
    assert Post.objects.get().text == TYPED["text"]


@pytest.mark.parametrize("door", [name for name in NAMES if name not in OPEN])
def test_no_form_works_without_its_token(world: Cast, door: str) -> None:
    _, who, address, sensible = next(each for each in doors(world) if each[0] == door)
    before = fingerprint()
    assert strict(who).post(address, sensible).status_code == 403
    assert fingerprint() == before


def test_another_site_learns_and_keeps_nothing(world: Cast) -> None:
    browser = strict(world.alice)
    answer = browser.post("/posts", TYPED, headers={"origin": "https://evil.example", "sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert TYPED["text"] not in html.unescape(answer.content.decode())


def test_a_cookie_opens_nothing_at_the_json_door(world: Cast) -> None:
    session = browser_of(world.alice).cookies["session"].value
    answer = Door(Cookie=f"session={session}").post("/api/v1/statuses", body={"status": "Hello"})
    assert answer.status_code == 401


# -- Twice -------------------------------------------------------------------------------------------------------------


def test_a_form_sent_twice_makes_one_post(world: Cast) -> None:
    browser = browser_of(world.alice)
    answers = [browser.post("/posts", TYPED) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer["Location"] for answer in answers}) == 1
    assert Post.objects.count() == 1


def test_a_request_sent_twice_makes_one_post(world: Cast) -> None:
    door = program(world.alice)
    answers = [door.post("/api/v1/statuses", body={"status": "Once"}, Idempotency_Key="k") for _ in range(3)]
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert Post.objects.count() == 1
    program(world.bob).post("/api/v1/statuses", body={"status": "Mine"}, Idempotency_Key="k")
    assert Post.objects.count() == 2


@pytest.mark.parametrize("key", ["\0", "\r\n", "x" * 5_000, "\u202e", "é" * 200])
def test_strange_keys(world: Cast, key: str) -> None:
    answer = program(world.alice).post("/api/v1/statuses", body={"status": "Once"}, Idempotency_Key=key)
    assert answer.status_code in {200, 422}
    form = TYPED | {"key": key, f"more{key[:9]}": key}
    later = {"due_day": f"{now() + timedelta(days=2):%Y-%m-%d}", "due_time": "12:00"}
    browser = browser_of(world.alice)
    assert browser.post("/posts", form).status_code == 303
    assert browser.post("/posts", form | later).status_code == 303
    assert browser.post("/drafts", form).status_code == 303
    assert (ScheduledPost.objects.count(), SavedDraft.objects.count()) == (1, 1)
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
def test_an_answer_by_form_that_comes_too_late_keeps_itstext(world: Cast, happens: Callable[..., None]) -> None:
    post = publish_post(world.bob, Draft("A question", "public"))
    browser = browser_of(world.alice)
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
    late = program(world.alice).post("/api/v1/statuses", body=body, Idempotency_Key="k")
    absent = program(world.alice).post("/api/v1/statuses", body=body | {"in_reply_to_id": "12345"})
    assert late.status_code == absent.status_code == 404
    assert late.content == absent.content
    alone = program(world.alice).post("/api/v1/statuses", body={"status": "An answer"}, Idempotency_Key="k")
    assert alone.status_code == 200


@pytest.mark.parametrize("happens", LATE)
@pytest.mark.parametrize("what", ["like", "boost", "bookmark"])
def test_a_press_that_comes_too_late(world: Cast, happens: Callable[..., None], what: str) -> None:
    post = publish_post(world.bob, Draft("A question", "public"))
    browser = browser_of(world.alice)
    happens(world, post)
    late, absent = (browser.post(f"/posts/{which}/{what}") for which in (post, 12345))
    assert late.status_code == absent.status_code == 404
    assert without_numbers(late) == without_numbers(absent)
