"""Files that come in pieces: over broken lines, restarts, two lines at once, and a hundred members at once."""

import io
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from folkmoot.core.errors import Busy, Invalid, NotFound, TooMany
from folkmoot.media import queries
from folkmoot.media.actions import (
    Conflict,
    TooLarge,
    abandon,
    append,
    begin_upload,
    most_bytes,
    recordings,
    upload_state,
    uploads,
)
from folkmoot.media.addresses import root
from folkmoot.media.models import Recording, Upload
from folkmoot.media.studio import order
from tests.media.conftest import on_disk
from tests.media.recordings import Film, film, song

OWNER, OTHER = 4711, 4712
pytestmark = pytest.mark.django_db


def send(upload_id: int, data: bytes, offset: int = 0, owner: int = OWNER) -> int:
    return append(owner, upload_id, offset, io.BytesIO(data))


def test_piece_by_piece() -> None:
    data = film(Film())
    begun = begin_upload(OWNER, "C:\\films\\quay.mp4", len(data))
    assert (begun.name, begun.length, begun.received, begun.recording_id) == ("quay.mp4", len(data), 0, None)
    assert queries.usage(OWNER).bytes == len(data), "it is reserved whole"
    half = len(data) // 2
    assert send(begun.id, data[:half]) == half
    found = upload_state(OWNER, begun.id)
    assert (found.received, found.recording_id) == (half, None)
    assert found.expires > begun.expires
    assert send(begun.id, data[half:], half) == len(data)
    done = upload_state(OWNER, begun.id)
    assert done.recording_id is not None
    recording = Recording.objects.get(id=done.recording_id)
    assert (recording.owner_id, recording.kind, recording.state) == (OWNER, "video", "waiting")
    assert queries.usage(OWNER).bytes == len(data)
    assert [path.parent.name for path in on_disk()] == ["work"]
    assert send(begun.id, b"", len(data)) == len(data), "asked once more, it stays what it is"
    assert Recording.objects.count() == 1
    with pytest.raises(Conflict):
        send(begun.id, b"x", 3)


def test_where_it_went_on_after_a_restart() -> None:
    """What counts is what the table says: bytes that were written but not told of are written again."""
    data = song()
    begun = begin_upload(OWNER, "song.mp3", len(data))
    send(begun.id, data[:1_000])
    path = next((root() / "uploads").iterdir())
    path.write_bytes(data[:1_000] + b"half of a piece whose end never came")
    assert upload_state(OWNER, begun.id).received == 1_000
    assert send(begun.id, data[1_000:], 1_000) == len(data)
    assert Recording.objects.get().title == "song"


class Broken(io.BytesIO):
    """A line that breaks after a while."""

    def read(self, size: int | None = -1, /) -> bytes:
        found = super().read(min(size or 100, 100))
        if self.tell() > 450:
            raise ConnectionResetError("gone")
        return found


def test_what_came_before_the_line_broke_is_kept() -> None:
    data = song()
    begun = begin_upload(OWNER, "x", len(data))
    assert append(OWNER, begun.id, 0, Broken(data)) == 400
    assert upload_state(OWNER, begun.id).received == 400
    assert send(begun.id, data[400:], 400) == len(data)


@pytest.mark.parametrize("offset", [1, 999, 1_001])
def test_pieces_follow_each_other(offset: int) -> None:
    begun = begin_upload(OWNER, "x", 5_000)
    send(begun.id, b"x" * 1_000)
    with pytest.raises(Conflict) as conflict:
        send(begun.id, b"y" * 10, offset)
    assert conflict.value.received == 1_000
    assert conflict.value.message
    assert upload_state(OWNER, begun.id).received == 1_000


def test_one_line_at_a_time() -> None:
    begun = begin_upload(OWNER, "x", 5_000)

    class Meddling(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            with pytest.raises(Conflict):
                send(begun.id, b"other", 0)
            return super().read(size)

    assert append(OWNER, begun.id, 0, Meddling(b"mine")) == 4


def test_uploads_of_others_are_not_there() -> None:
    begun = begin_upload(OWNER, "x", 5_000)
    for attempt in (
        lambda: upload_state(OTHER, begun.id),
        lambda: abandon(OTHER, begun.id),
        lambda: send(begun.id, b"x", 0, OTHER),
        lambda: upload_state(OWNER, 5),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert upload_state(OWNER, begun.id).received == 0


def test_giving_up() -> None:
    begun = begin_upload(OWNER, "x", 5_000)
    send(begun.id, b"x" * 100)
    assert len(on_disk()) == 1
    abandon(OWNER, begun.id)
    assert on_disk() == []
    assert queries.usage(OWNER).bytes == 0
    with pytest.raises(NotFound):
        send(begun.id, b"x", 100)


def test_a_file_whose_pieces_are_gone() -> None:
    begun = begin_upload(OWNER, "x", 5_000)
    next((root() / "uploads").iterdir()).unlink()
    with pytest.raises(NotFound):
        send(begun.id, b"x")


@pytest.mark.parametrize("length", [0, -5])
def test_nothing_cannot_come(length: int) -> None:
    with pytest.raises(Invalid, match="empty"):
        begin_upload(OWNER, "x", length)


def test_nor_can_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    assert most_bytes() == 200_000_000
    with pytest.raises(TooLarge, match="200 MB is the most"):
        begin_upload(OWNER, "x", 200_000_001)
    begun = begin_upload(OWNER, "x", 10)
    with pytest.raises(Invalid, match="More arrived"):
        send(begun.id, b"x" * 11)
    monkeypatch.setattr(settings, "FOLKMOOT", settings.FOLKMOOT.model_copy(update={"pictures_mb_each": 1}))
    with pytest.raises(Invalid, match="all the room"):
        begin_upload(OWNER, "x", 1_000_000)
    begin_upload(OWNER, "x", 600_000)
    with pytest.raises(Invalid, match="all the room"):
        begin_upload(OWNER, "x", 600_000)


def test_ten_at_a_time() -> None:
    begun = [begin_upload(OWNER, "x", 10) for _ in range(10)]
    with pytest.raises(Invalid, match="Ten files"):
        begin_upload(OWNER, "x", 10)
    begin_upload(OTHER, "x", 10)
    abandon(OWNER, begun[0].id)
    begin_upload(OWNER, "x", 10)


def test_what_is_nothing_we_play_is_gone_at_its_last_byte() -> None:
    begun = begin_upload(OWNER, "x", 500)
    with pytest.raises(Invalid, match="not a file we can play"):
        send(begun.id, b"x" * 500)
    assert not Upload.objects.exists()
    assert not Recording.objects.exists()
    assert on_disk() == []


def test_when_there_is_no_seat_the_end_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    data, real = song(), recordings.seat

    def full() -> Any:
        raise TooMany(3)

    begun = begin_upload(OWNER, "x", len(data))
    monkeypatch.setattr(recordings, "seat", full)
    with pytest.raises(TooMany):
        send(begun.id, data)
    assert upload_state(OWNER, begun.id).received == len(data)
    assert not Recording.objects.exists()
    monkeypatch.setattr(recordings, "seat", real)
    assert send(begun.id, b"", len(data)) == len(data)
    assert upload_state(OWNER, begun.id).recording_id == Recording.objects.get().id


def test_a_full_disk_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = begin_upload(OWNER, "x", 5_000)

    def full(_file: object, _piece: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(uploads, "_write_all", full)
    with pytest.raises(Busy, match="disk"):
        send(begun.id, b"x" * 100)
    assert upload_state(OWNER, begun.id).received == 0


QUICK = '{"made": {"kind": "sound", "seconds": 1, "width": 0, "height": 0}}'


@pytest.mark.django_db(transaction=True)
def test_a_hundred_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred files of a hundred members, each in four pieces, all on their way together."""
    monkeypatch.setattr(order, "CHILD", ("-I", "-S", "-c", f"print({QUICK!r})"))
    data = song(seconds=1.0)
    piece = len(data) // 4 + 1
    at_once = 24 if connection.vendor == "sqlite" else 8
    barrier, ends = threading.Barrier(at_once), Counter[str]()

    def upload(number: int) -> None:
        try:
            if number < at_once:
                barrier.wait(30)
            begun = begin_upload(number + 1, f"{number}.mp3", len(data))
            for offset in range(0, len(data), piece):
                _patiently(begun.id, data[offset : offset + piece], offset, number + 1)
            ends[str(upload_state(number + 1, begun.id).recording_id is not None)] += 1
        finally:
            connection.close()

    with ThreadPoolExecutor(at_once) as pool:
        list(pool.map(upload, range(100)))
    assert ends == {"True": 100}
    assert Recording.objects.count() == 100
    assert len({recording.title for recording in Recording.objects.all()}) == 100
    assert not [path for path in on_disk() if path.parent.name == "uploads"]


def _patiently(upload_id: int, data: bytes, offset: int, owner: int) -> None:
    """As a browser does: whoever is asked to come again comes again."""
    import time

    try:
        send(upload_id, data, offset, owner)
    except TooMany:
        time.sleep(0.05)
        while True:
            try:
                send(upload_id, b"", offset + len(data), owner)
            except TooMany:
                time.sleep(0.05)
            else:
                return
