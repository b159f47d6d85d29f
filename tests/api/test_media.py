"""Pictures for programs: uploading, describing, showing."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from folkmoot.accounts.actions import set_avatar, set_header
from folkmoot.api.parameters import BODY_MOST
from folkmoot.core.errors import TooMany
from folkmoot.instance.actions import change_settings
from folkmoot.media import addresses
from folkmoot.media.models import Picture
from folkmoot.project.cast import Cast
from tests.api.shapes import check
from tests.doors import Door
from tests.media import pictures as made
from tests.media.conftest import empty_disk
from tests.media.test_keeping import lay
from tests.posts.writing import say

__all__ = ["empty_disk"]

MEDIA, STATUSES, HOME = "/api/v2/media", "/api/v1/statuses", "/api/v1/timelines/home"
type DoorOf = Callable[..., Door]


def _upload(door: Door, data: bytes, path: str = MEDIA, **fields: str) -> Any:
    parts = [f'--moot\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields.items()]
    head = '--moot\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\nContent-Type: text/html\r\n\r\n'
    body = b"".join(parts) + head.encode() + data + b"\r\n--moot--\r\n"
    return door.request("POST", path, body, headers={"Content-Type": "multipart/form-data; boundary=moot"})


def _viewer_of(address: str) -> int | None:
    parts = urlsplit(address)
    import time

    return addresses.verify(parts.path, parts.query, time.time())


@pytest.mark.parametrize("path", [MEDIA, "/api/v1/media"])
def test_an_upload_is_ready_at_once(cast: Cast, api_of: DoorOf, path: str) -> None:
    answer = _upload(api_of(cast.bob), made.GOOD["jpeg"](), path, description="Two fields", focus="-0.5,0.25")
    assert answer.status_code == 200
    found = answer.json()
    check(found, "MediaAttachment")
    assert (found["type"], found["description"]) == ("image", "Two fields")
    assert found["meta"]["focus"] == {"x": -0.5, "y": 0.25}
    assert found["meta"]["original"] == {"width": 900, "height": 600, "aspect": 1.5}
    assert found["meta"]["small"]["width"] == 640
    assert found["url"].startswith(settings.FOLKMOOT.media_origin + "/media/")
    assert (_viewer_of(found["url"]), _viewer_of(found["preview_url"])) == (cast.bob.id, cast.bob.id)
    assert Picture.objects.get(id=int(found["id"])).owner_id == cast.bob.id


def test_what_is_no_picture_is_refused_in_words(cast: Cast, api_of: DoorOf) -> None:
    answer = _upload(api_of(cast.bob), b"<svg/>")
    assert answer.status_code == 422
    assert "JPEG, PNG" in answer.json()["error"]
    for body in ("", "--moot--\r\n"):
        kind = "multipart/form-data; boundary=moot" if body else "application/json"
        answer = api_of(cast.bob).request("POST", MEDIA, body.encode(), headers={"Content-Type": kind})
        assert answer.status_code == 422
        assert "file" in answer.json()["error"]


@pytest.mark.parametrize("focus", ["0.5", "a,b", "2,0", "0.5,", "nan,0", "0,0,0", "1e9,0"])
def test_a_focus_is_two_numbers(cast: Cast, api_of: DoorOf, focus: str) -> None:
    assert _upload(api_of(cast.bob), made.GOOD["png"](), focus=focus).status_code == 422
    assert not Picture.objects.exists()


def test_a_crowd_is_asked_to_come_again(cast: Cast, api_of: DoorOf, monkeypatch: pytest.MonkeyPatch) -> None:
    def crowded(*_arguments: object) -> int:
        raise TooMany(3)

    monkeypatch.setattr("folkmoot.media.actions.take_picture", crowded)
    answer = _upload(api_of(cast.bob), made.GOOD["png"]())
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3")


def test_only_uploads_may_be_large(cast: Cast, api_of: DoorOf) -> None:
    door = api_of(cast.bob)
    large = made.GOOD["gif"]() + bytes(BODY_MOST)
    assert _upload(door, large).status_code == 200
    assert _upload(door, large, STATUSES).status_code == 413
    tall = door.request("POST", MEDIA, headers={"Content-Length": str(200_000_000)})
    assert tall.status_code in {413, 422}


def test_describing_and_discarding(cast: Cast, api_of: DoorOf) -> None:
    door, picture = api_of(cast.bob), lay(cast.bob.id, alt="A bird")
    path = f"/api/v1/media/{picture.id}"
    assert door.get(path).json()["description"] == "A bird"
    answer = door.put(path, {"focus": "1,-1"})
    check(answer.json(), "MediaAttachment")
    assert (answer.json()["description"], answer.json()["meta"]["focus"]) == ("A bird", {"x": 1.0, "y": -1.0})
    assert door.put(path, {"description": "A heron"}).json()["description"] == "A heron"
    assert door.put(path, {"description": ""}).json()["description"] is None
    assert door.put(path, {"description": "x" * 1_501}).status_code == 422
    assert door.delete(path).json() == {}
    assert door.get(path).status_code == 404


def test_uploads_of_others_are_not_there(cast: Cast, api_of: DoorOf) -> None:
    door, picture = api_of(cast.alice), lay(cast.bob.id)
    path = f"/api/v1/media/{picture.id}"
    assert {door.get(path).status_code, door.put(path, {}).status_code, door.delete(path).status_code} == {404}
    assert door.post(STATUSES, {"status": "Mine", "media_ids[]": str(picture.id)}).status_code == 422
    assert Picture.objects.get(id=picture.id).used_at is None


def test_scopes(cast: Cast, api_of: DoorOf) -> None:
    picture = lay(cast.bob.id)
    assert _upload(api_of(cast.bob, "read write:statuses"), made.GOOD["png"]()).status_code == 403
    assert api_of(cast.bob, "write:media").get(f"/api/v1/media/{picture.id}").status_code == 200
    assert _upload(api_of(None), made.GOOD["png"]()).status_code == 401


@pytest.mark.parametrize("kind", ["form", "json"])
def test_a_post_with_pictures(cast: Cast, api_of: DoorOf, kind: str) -> None:
    ids = [str(lay(cast.bob.id, alt="A heron").id) for _ in range(2)]
    door, media = api_of(cast.bob), ids[::-1]
    way: dict[str, Any] = {"form": {"media_ids[]": media}} if kind == "form" else {"body": {"media_ids": media}}
    sent = door.post(STATUSES, **way)
    assert sent.status_code == 200, sent.text
    check(sent.json(), "Status")
    assert [shown["id"] for shown in sent.json()["media_attachments"]] == media
    assert door.put(f"/api/v1/media/{ids[0]}", {"description": "x"}).status_code == 404, "it is used"
    assert door.post(STATUSES, {"status": "Again", "media_ids[]": ids[0]}).status_code == 422


@pytest.mark.parametrize("scope", ["public", "quiet", "community", "followers"])
def test_addresses_are_each_viewers_own(cast: Cast, api_of: DoorOf, scope: str) -> None:
    """From kept bytes and without them, in every answer that holds a post."""
    picture = lay(cast.alice.id)
    post = say(cast.alice, "Look", scope, pictures=(picture.id,))
    from folkmoot.core.events import drain

    drain()
    for viewer in (cast.bob, cast.alice, cast.bob):
        door = api_of(viewer)
        listed = [one for one in door.get(HOME).json() if one["id"] == str(post)]
        around = door.get(f"{STATUSES}/{post}/context").text
        for status in (*listed, door.get(f"{STATUSES}/{post}").json()):
            (shown,) = status["media_attachments"]
            assert _viewer_of(shown["url"]) == viewer.id
            assert _viewer_of(shown["preview_url"]) == viewer.id
        assert listed
        assert "?" not in re.sub(r"\?v=\d+&e=\d+&s=[\w-]{22}", "", around)


@pytest.mark.parametrize(
    ("scope", "is_open"), [("public", True), ("quiet", True), ("community", False), ("direct", False)]
)
def test_what_visitors_may_read_has_plain_addresses(cast: Cast, api_of: DoorOf, scope: str, is_open: bool) -> None:
    change_settings(None, {"visitors": "posts"})
    post = say(cast.bob, "Look", scope, pictures=(lay(cast.bob.id).id,))
    (shown,) = api_of(cast.bob).get(f"{STATUSES}/{post}").json()["media_attachments"]
    assert (urlsplit(shown["url"]).query == "") == is_open
    assert (_viewer_of(shown["url"]) == cast.bob.id) != is_open


def test_faces(cast: Cast, api_of: DoorOf) -> None:
    avatar = lay(cast.bob.id, moving=True, alt="Bob", width=640, widths="320 640")
    header = lay(cast.bob.id, width=2048, height=512, widths="320 640 1280 2048")
    set_avatar(cast.bob, avatar.id)
    set_header(cast.bob, header.id)
    found = api_of(cast.alice).get(f"/api/v1/accounts/{cast.bob.id}").json()
    check(found, "Account")
    origin = settings.FOLKMOOT.media_origin
    assert found["avatar"] == origin + addresses.path(avatar, 640)
    assert found["avatar_static"] == origin + addresses.path(avatar, "still")
    assert found["avatar_description"] == "Bob"
    assert found["header"] == found["header_static"] == origin + addresses.path(header, 1280)


def test_a_feed_without_pictures_costs_what_it_did(cast: Cast, api_of: DoorOf, queries: Any) -> None:
    say(cast.bob, "No pictures here")
    door = api_of(cast.bob)
    door.get(HOME)
    with queries(2):
        door.get(HOME)
    say(cast.bob, "Look", pictures=(lay(cast.bob.id).id,))
    door.get(HOME)
    with queries(2):
        assert door.get(HOME).json()[0]["media_attachments"]


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"sensitive": "true"}, "Sensitive content"),
        ({"sensitive": "true", "spoiler_text": "Spiders"}, "Spiders"),
        ({"sensitive": "false"}, ""),
        ({"spoiler_text": "Spiders"}, "Spiders"),
        ({}, ""),
    ],
)
def test_files_that_are_marked_sensitive_stand_behind_a_warning(
    cast: Cast, api_of: DoorOf, sent: dict[str, str], expected: str
) -> None:
    door, media = api_of(cast.bob), str(lay(cast.bob.id).id)
    shown = door.post(STATUSES, {"status": "Look", "media_ids[]": media, **sent}).json()
    assert (shown["spoiler_text"], shown["sensitive"]) == (expected, bool(expected))
    plain = door.post(STATUSES, {"status": "Only words", **sent}).json()
    assert plain["spoiler_text"] == sent.get("spoiler_text", "")
    edited = door.put(f"{STATUSES}/{shown['id']}", {"status": "Look", "media_ids[]": media, "sensitive": "true"})
    assert edited.json()["spoiler_text"] == "Sensitive content"
