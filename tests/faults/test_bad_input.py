"""What people and programs send that they should not: nothing breaks, nothing deceitful is kept."""

from urllib.parse import quote, urlencode

import pytest
from django.test import Client

from folkmoot.core.events import drain
from folkmoot.core.html import clean
from folkmoot.posts.models import Post
from folkmoot.project.cast import Cast
from tests.faults.nasty import DECEITFUL, FORM, NAMES, NASTY, RAW, browser_of, doors, kept_deceit, program, send

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", NAMES)
def test_nothing_breaks_any_form(world: Cast, name: str) -> None:
    """Each field in turn holds each nasty thing, as text and as bytes that are none."""
    _, who, address, sensible = next(door for door in doors(world) if door[0] == name)
    encoded = {label: quote(value) for label, value in NASTY.items()} | RAW
    browser = browser_of(who)
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
    door = program(world.alice)
    value = NASTY[label]
    for field in ("status", "spoiler_text", "visibility", "language", "in_reply_to_id", "sensitive"):
        for way in ("json", "form", "query"):
            answer = send(door, {"status": "Hello", field: value}, way)
            assert answer.status_code in {200, 401, 404, 413, 422}, f"{field} by {way}: {answer.text}"
    drain()
    assert kept_deceit() == []


@pytest.mark.parametrize("raw", RAW.values())
def test_bytes_that_are_no_text_are_shown_as_such(world: Cast, raw: str) -> None:
    headers = {"Content-Type": FORM}
    answer = program(world.alice).request("POST", "/api/v1/statuses", b"status=a" + raw.encode(), headers=headers)
    assert answer.status_code == 200
    assert set(Post.objects.get(id=answer.json()["id"]).text) == {"a", "\ufffd"}


WRONG = [None, True, 7, -1, 1.5, 10**400, [], ["a"], {}, {"a": "b"}, "\ud800", "\udc00\ud800", "a\ud800b", [[[]]]]


@pytest.mark.parametrize("value", WRONG, ids=lambda value: repr(value)[:12])
def test_wrong_types_are_told_apart_from_faults(world: Cast, value: object) -> None:
    door = program(world.alice)
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
    answer = program(world.alice).request("POST", "/api/v1/statuses", content, headers={"Content-Type": kind})
    assert answer.status_code in {400, 413, 422}, answer.text
    assert answer.json()["error"]
    page = browser_of(world.alice).generic("POST", "/posts", content, content_type=kind)
    assert page.status_code in {400, 413, 422}
    assert Post.objects.count() == 0


def test_what_is_kept_of_nasty_texts(world: Cast) -> None:
    """The words stay, what deceives goes, and both doors keep the same."""
    for label, value in NASTY.items():
        if not clean(value).strip() or label.startswith("over-long"):
            continue
        post = program(world.alice).post("/api/v1/statuses", body={"status": value}).json()
        by_program = Post.objects.get(id=post["id"])
        browser_of(world.alice).post("/posts", {"text": value, "scope": "public", "language": "en"})
        by_form = Post.objects.order_by("-id")[0]
        assert by_form.id != by_program.id
        assert (by_form.text, by_form.html) == (by_program.text, by_program.html), label
        assert not DECEITFUL.search(by_form.text + by_form.html), label
        assert "<script" not in by_form.html
        assert len(by_form.text) < 200, label


def test_a_family_keeps_its_joiners(world: Cast) -> None:
    post = program(world.alice).post("/api/v1/statuses", body={"status": NASTY["astral"]}).json()
    assert Post.objects.get(id=post["id"]).text == "\U0001f468\u200d\U0001f469\u200d\U0001f467"


@pytest.mark.parametrize("raw", [*RAW.values(), *(quote(value[:2_000]) for value in NASTY.values())])
def test_nothing_breaks_a_page(world: Cast, raw: str) -> None:
    browser, visitor, holder = browser_of(world.alice), Client(), program(world.alice)
    pages = ["/?max_id={}", "/community?min_id={}", "/members?q={}", "/write?text={}", "/write?to={}", "/tags/{}"]
    pages += ["/sign-in?next={}", "/report?account={}&post={}", "/feeds/home/new?since={}", "/feeds/{}/new"]
    pages += ["/@{}", "/@alice/{}", "/posts/{}/delete", "/notifications?since_id={}", "/direct/{}", "/setup/{}"]
    pages += ["/confirm-email/{}", "/password/reset/{}-{}", "/sign-up?invitation={}"]
    for page in pages:
        address = page.replace("{}", raw)
        assert browser.get(address).status_code < 500, page
        assert visitor.get(address).status_code < 500, page
    for page in ("timelines/home?max_id={}", "timelines/home?limit={}", "accounts/lookup?acct={}", "statuses/{}"):
        answer = holder.request("GET", "/api/v1/" + page.replace("{}", raw), headers={})
        assert answer.status_code in {200, 404, 422}, page
