"""Videos and sounds for programs: uploading, waiting, describing, showing."""

from collections.abc import Callable
from typing import Any

import pytest

from folkmoot.api.entities.recordings import _length, attachments_of
from folkmoot.core.events import drain
from folkmoot.media.models import Recording
from folkmoot.media.queries import recordings
from folkmoot.project.cast import Cast
from tests.api.shapes import check
from tests.api.test_media import STATUSES, _upload, _viewer_of
from tests.doors import Door
from tests.media import pictures
from tests.media.conftest import empty_disk
from tests.media.recordings import Film, film, gif, song
from tests.media.test_keeping import lay as lay_picture

__all__ = ["empty_disk"]
type DoorOf = Callable[..., Door]
pytestmark = pytest.mark.django_db


def shaped(found: dict[str, Any]) -> None:
    """As the schema has it: it knows parts of ``meta``, and not what stands beside them in Mastodon's examples."""
    meta = {name: part for name, part in found["meta"].items() if name in {"original", "small", "focus"}}
    check({**found, "meta": meta}, "MediaAttachment")


def _path(found: dict[str, Any]) -> str:
    return f"/api/v1/media/{found['id']}"


def test_a_video_is_accepted_then_prepared_then_ready(cast: Cast, api_of: DoorOf) -> None:
    door = api_of(cast.bob)
    answer = _upload(door, film(Film(size=(640, 360))), description="The quay at night")
    assert answer.status_code == 202
    sent = answer.json()
    assert (sent["type"], sent["url"], sent["preview_url"]) == ("video", None, None)
    assert sent["description"] == "The quay at night"
    waiting = door.get(_path(sent))
    assert (waiting.status_code, waiting.json()["url"]) == (206, None)
    drain()
    ready = door.get(_path(sent))
    assert ready.status_code == 200
    found = ready.json()
    shaped(found)
    assert (_viewer_of(found["url"]), _viewer_of(found["preview_url"])) == (cast.bob.id, cast.bob.id)
    assert "/360.mp4?" in found["url"]
    meta = found["meta"]
    assert (meta["width"], meta["height"], meta["size"], meta["fps"]) == (640, 360, "640x360", 25)
    assert meta["length"] == "0:00:02.00"
    assert meta["original"]["frame_rate"] == "25/1"
    assert meta["original"]["duration"] == pytest.approx(2.0, abs=0.05)
    assert meta["original"]["bitrate"] > 1_000
    assert meta["small"] == {"width": 640, "height": 360, "aspect": 640 / 360}
    assert len(found["blurhash"]) == 28


def test_a_sound(cast: Cast, api_of: DoorOf) -> None:
    door = api_of(cast.bob)
    sent = _upload(door, song(tags=True, cover=True), "/api/v1/media").json()
    drain()
    found = door.get(_path(sent)).json()
    shaped(found)
    assert (found["type"], found["description"]) == ("audio", "The Herons – Harbour lights")
    assert "/sound.m4a?" in found["url"]
    assert "/still.webp?" in found["preview_url"]
    assert set(found["meta"]) == {"length", "duration", "original"}
    assert set(found["meta"]["original"]) == {"duration", "bitrate"}


def test_a_gif_stays_a_picture(cast: Cast, api_of: DoorOf) -> None:
    answer = _upload(api_of(cast.bob), gif())
    assert (answer.status_code, answer.json()["type"]) == (200, "image")


def test_a_loop_is_a_gifv(cast: Cast) -> None:
    loop = Recording.objects.create(
        owner_id=cast.bob.id, kind="loop", state="ready", width=120, height=80, heights="80", seconds=0.8, rate=10
    )
    (found,) = attachments_of(recordings([loop.id]).values(), "public")
    shaped(found)
    assert (found["type"], found["preview_url"]) == ("gifv", None)
    assert "/80.mp4" in found["url"]


def test_what_fails_says_why(cast: Cast, api_of: DoorOf) -> None:
    door = api_of(cast.bob)
    sent = _upload(door, song("flac", "flac", seconds=8.0)[:60_000]).json()
    drain()
    answer = door.get(_path(sent))
    assert answer.status_code == 422
    assert "ends before its end" in answer.json()["error"]
    broken = _upload(door, b"\x1aE\xdf\xa3" + bytes(500))
    assert broken.status_code == 422
    assert "damaged" in broken.json()["error"]


def test_describing_and_discarding(cast: Cast, api_of: DoorOf) -> None:
    door = api_of(cast.bob)
    sent = _upload(door, song(tags=True)).json()
    assert door.put(_path(sent), {}).json()["description"] == "The Herons – Harbour lights"
    answer = door.put(_path(sent), {"description": "A heron calls"})
    assert (answer.status_code, answer.json()["description"]) == (206, "A heron calls")
    row = Recording.objects.get()
    assert (row.title, row.artist) == ("Harbour lights", "The Herons")
    assert door.put(_path(sent), {"description": "x" * 1_501}).status_code == 422
    assert door.delete(_path(sent)).json() == {}
    assert door.get(_path(sent)).status_code == 404


def test_uploads_of_others_are_not_there(cast: Cast, api_of: DoorOf) -> None:
    sent = _upload(api_of(cast.bob), song()).json()
    door = api_of(cast.alice)
    assert {door.get(_path(sent)).status_code, door.put(_path(sent), {}).status_code} == {404}
    assert door.put(_path(sent), {"description": "Mine"}).status_code == 404
    assert door.delete(_path(sent)).status_code == 404
    assert door.post(STATUSES, {"status": "Mine", "media_ids[]": sent["id"]}).status_code == 422
    assert Recording.objects.get().used_at is None


def test_a_post_with_both_kinds(cast: Cast, api_of: DoorOf) -> None:
    door = api_of(cast.bob)
    sent = _upload(door, film(Film())).json()
    picture = lay_picture(cast.bob.id)
    drain()
    answer = door.post(STATUSES, {"status": "Look and listen", "media_ids[]": [sent["id"], str(picture.id)]})
    assert answer.status_code == 200, answer.text
    for found in answer.json()["media_attachments"]:
        shaped(found)
    kinds = {found["id"]: found["type"] for found in answer.json()["media_attachments"]}
    assert kinds == {sent["id"]: "video", str(picture.id): "image"}
    assert door.post(STATUSES, {"status": "Again", "media_ids[]": sent["id"]}).status_code == 422


def test_a_post_whose_recording_is_not_ready_yet(cast: Cast, api_of: DoorOf) -> None:
    """Programs are given what can be played; when it can, the post is another one for them."""
    door = api_of(cast.bob)
    sent = _upload(door, film(Film())).json()
    post = door.post(STATUSES, {"status": "Soon", "media_ids[]": sent["id"]}).json()
    assert post["media_attachments"] == []
    where = f"{STATUSES}/{post['id']}"
    assert door.get(where).json()["media_attachments"] == []
    drain()
    (found,) = door.get(where).json()["media_attachments"]
    assert (found["id"], found["type"]) == (sent["id"], "video")
    assert _viewer_of(api_of(cast.alice).get(where).json()["media_attachments"][0]["url"]) == cast.alice.id


def test_scopes(cast: Cast, api_of: DoorOf) -> None:
    assert _upload(api_of(cast.bob, "read write:statuses"), song()).status_code == 403
    assert _upload(api_of(None), song()).status_code == 401
    assert _upload(api_of(cast.bob), pictures.GOOD["png"]()).status_code == 200


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.0, "0:00:00.00"), (88.65, "0:01:28.65"), (3_600.0, "1:00:00.00"), (10_799.99, "2:59:59.99")],
)
def test_how_long_it_is(seconds: float, text: str) -> None:
    assert _length(seconds) == text
