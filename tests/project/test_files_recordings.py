"""Files of recordings, asked as Granian asks: the audience of the post, a part at a time, and of the right kind."""

import time
from typing import Any

import pytest

from folkmoot.accounts.models import Account
from folkmoot.instance.actions import begin_open, change_settings
from folkmoot.media import addresses
from folkmoot.media.models import Recording
from folkmoot.moderation.actions import suspend
from folkmoot.posts.actions import Draft, delete_post, publish_post
from folkmoot.relations.actions import block
from tests.moderation.removing import remove_post
from tests.project.test_files import SITE, ask

pytestmark = pytest.mark.django_db(transaction=True)
FILES = {
    "720.mp4": b"\0\0\0\x18ftyp" + bytes(200),
    "480.mp4": b"\0\0\0\x18ftyp" + bytes(100),
    "sound.m4a": b"\0\0\0\x18ftyp" + bytes(90),
    "still.webp": b"RIFF" + bytes(40),
    "captions-en.vtt": b"WEBVTT\n",
}
KINDS = {"mp4": "video/mp4", "m4a": "audio/mp4", "webp": "image/webp", "vtt": "text/vtt; charset=utf-8"}


@pytest.fixture(autouse=True)
def harbour(cast: Any) -> None:
    """A community that visitors may read."""
    begin_open()
    change_settings(None, {"name": "Harbour", "sign_up": "open", "visitors": "posts"})


def lay(owner: Account) -> Recording:
    recording = Recording.objects.create(owner_id=owner.id, kind="video", state="ready", heights="480 720", height=720)
    place = addresses.folder(recording.id, recording.name)
    place.mkdir(parents=True, exist_ok=True)
    for name, data in FILES.items():
        (place / name).write_bytes(data)
    return recording


def path(recording: Recording, name: str = "720.mp4") -> str:
    return f"/media/{recording.id}-{recording.name}/{name}"


def address_for(viewer: Account, recording: Recording, name: str = "720.mp4") -> str:
    return addresses.signed(path(recording, name), viewer.id, time.time())


def shown(author: Account, scope: str = "public") -> tuple[Recording, int]:
    recording = lay(author)
    return recording, publish_post(author, Draft("@bob listen", scope, recordings=(recording.id,)))


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    ("scope", "seen_by"),
    [
        ("public", "bob carol hal olivia visitor"),
        ("community", "bob carol hal olivia"),
        ("followers", "bob"),
        ("direct", "bob"),
    ],
)
def test_a_file_has_the_audience_of_its_post(cast: Any, scope: str, seen_by: str, name: str) -> None:
    recording, _ = shown(cast.alice, scope)
    people = {who: getattr(cast, who) for who in ("bob", "carol", "dan", "hal", "olivia", "gina", "ivy")}
    found = {who for who, account in people.items() if ask(address_for(account, recording, name)).status == 200}
    found |= {"visitor"} if ask(path(recording, name)).status == 200 else set()
    assert found == set(seen_by.split())
    assert ask(address_for(cast.alice, recording, name)).status == 200


def test_until_it_is_published_it_is_its_owners(cast: Any) -> None:
    recording = lay(cast.alice)
    for name in FILES:
        assert ask(address_for(cast.alice, recording, name)).status == 200
        assert ask(address_for(cast.bob, recording, name)).status == 404
        assert ask(path(recording, name)).status == 404


def test_what_ends_it_ends_it_at_once(cast: Any) -> None:
    recording, post = shown(cast.alice, "followers")
    address = address_for(cast.bob, recording)
    assert ask(address).status == 200
    block(cast.alice, cast.bob.id)
    assert ask(address).status == 404
    recording, post = shown(cast.alice)
    address = address_for(cast.carol, recording)
    assert ask(address).status == 200
    remove_post(cast.frank, post, "Not here")
    assert (ask(address).status, ask(address_for(cast.alice, recording)).status) == (404, 200)
    recording, post = shown(cast.alice)
    address = address_for(cast.carol, recording)
    assert ask(address).status == 200
    delete_post(cast.alice, post)
    assert ask(address).status == 404
    assert ask(address_for(cast.alice, recording)).status == 404
    recording, post = shown(cast.hal)
    address = address_for(cast.carol, recording)
    suspend(cast.olivia, cast.hal.id, "Enough", None)
    assert ask(address).status == 404


@pytest.mark.parametrize("name", FILES)
def test_each_file_says_of_what_kind_it_is(cast: Any, name: str) -> None:
    recording, _ = shown(cast.alice)
    answer = ask(path(recording, name))
    assert answer.headers["content-type"] == KINDS[name.rpartition(".")[2]]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["access-control-allow-origin"] == SITE, "captions are read across origins"
    assert answer.headers["content-length"] == str(len(FILES[name]))
    assert answer.file[0].endswith(name)


def test_a_part_at_a_time(cast: Any) -> None:
    recording, _ = shown(cast.alice)
    size = len(FILES["720.mp4"])
    for asked, part in {
        "bytes=0-": (0, size),
        "bytes=10-19": (10, 20),
        "bytes=-5": (size - 5, size),
        "bytes=100-9999": (100, size),
    }.items():
        answer = ask(path(recording), range=asked)
        assert (answer.status, answer.file[1:]) == (206, part)
        assert answer.headers["content-range"] == f"bytes {part[0]}-{part[1] - 1}/{size}"
        assert answer.headers["content-type"] == "video/mp4"
    assert ask(path(recording), range=f"bytes={size}-").status == 416


def test_captions_may_change_and_the_rest_stays(cast: Any) -> None:
    recording, _ = shown(cast.alice)
    words, film = path(recording, "captions-en.vtt"), path(recording)
    assert "immutable" in ask(film).headers["cache-control"]
    assert ask(film, if_none_match=ask(film).headers["etag"]).status == 304
    assert ask(words).headers["cache-control"] == "private, no-cache"
    assert ask(words, if_none_match=ask(words).headers["etag"]).status == 200


@pytest.mark.parametrize("name", ["source", "720.webp", "large.part", "captions-.vtt", "captions-fr.vtt", "1080.mp4"])
def test_there_is_nothing_else(cast: Any, name: str) -> None:
    recording, _ = shown(cast.alice)
    (addresses.folder(recording.id, recording.name) / "source").write_bytes(b"as it was uploaded")
    assert ask(path(recording, name)).status == 404


def test_a_name_that_is_guessed_wrong_leads_nowhere(cast: Any) -> None:
    recording, _ = shown(cast.alice)
    assert ask(path(recording).replace(recording.name, "A" * 22)).status == 404
    other = lay(cast.alice)
    assert ask(path(recording).replace(str(recording.id), str(other.id))).status == 404
