"""Where files are kept: the same promises on this disk and in a bucket of a real server."""

import io
import os
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from folkmoot.core.errors import Busy
from folkmoot.media import storage
from folkmoot.media.addresses import place, root
from folkmoot.media.models import Picture, new_name
from folkmoot.media.storage import Store, disk, spool, store
from folkmoot.media.tasks import remove_files, sweep
from tests.buckets import Bucket, serving
from tests.media import pictures as made
from tests.media.conftest import Take, on_disk

HERE = "07/1007-" + "n" * 22


@pytest.fixture(scope="module")
def server() -> Generator[Bucket]:
    with serving() as bucket:
        yield bucket


def use(monkeypatch: pytest.MonkeyPatch, **changes: object) -> None:
    monkeypatch.setattr(settings, "FOLKMOOT", settings.FOLKMOOT.model_copy(update=changes))
    storage._bucket.cache_clear()


@pytest.fixture
def bucket(server: Bucket, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    use(monkeypatch, **server.settings)
    yield server
    storage._bucket.cache_clear()


@pytest.fixture(params=["disk", "bucket"])
def kept(request: pytest.FixtureRequest) -> Store:
    """The store of this community, of each kind."""
    if request.param == "bucket":
        request.getfixturevalue("bucket")
    return store()


class TestBoth:
    def test_what_is_kept_is_found_and_read(self, kept: Store) -> None:
        kept.keep(HERE, {"320.webp": b"small", "640.webp": b"0123456789"})
        found = kept.find(HERE, "640.webp")
        assert found
        assert found.size == 10
        assert (kept.read(HERE, "640.webp", 0, 9), kept.read(HERE, "640.webp", 3, 5)) == (b"0123456789", b"345")

    @pytest.mark.parametrize("name", ["640.webp", "still.webp"])
    def test_what_is_not_there(self, kept: Store, name: str) -> None:
        assert kept.find(HERE, name) is None
        kept.keep(HERE, {"320.webp": b"x"})
        assert (kept.find(HERE, name), kept.offer(HERE, name)) == (None, None)

    def test_an_open_file_is_kept_whole_wherever_it_stands(self, kept: Store) -> None:
        with spool() as file:
            file.write(b"abc" * 1_000)
            file.seek(7)
            kept.keep(HERE, {"720.mp4": file})
        kept.keep(HERE, {"still.webp": io.BytesIO(b"held in memory")})
        assert kept.read(HERE, "720.mp4", 0, 2_999) == b"abc" * 1_000
        assert kept.read(HERE, "still.webp", 0, 3) == b"held"

    def test_a_large_file_in_parts(self, kept: Store) -> None:
        content = os.urandom(1 << 20) * 12
        with spool() as file:
            file.write(content)
            kept.keep(HERE, {"1080.mp4": file})
        found = kept.find(HERE, "1080.mp4")
        assert found
        assert found.size == len(content)
        assert kept.read(HERE, "1080.mp4", 6 << 20, (6 << 20) + 99) == content[6 << 20 : (6 << 20) + 100]

    def test_one_can_be_written_anew_beside_the_others(self, kept: Store) -> None:
        kept.keep(HERE, {"720.mp4": b"film", "en.vtt": b"old"})
        kept.keep(HERE, {"en.vtt": b"newer"})
        assert (kept.read(HERE, "en.vtt", 0, 4), kept.read(HERE, "720.mp4", 0, 3)) == (b"newer", b"film")

    def test_a_place_goes_with_all_and_twice_does_no_harm(self, kept: Store) -> None:
        neighbour = HERE + "x"
        for each in (HERE, neighbour):
            kept.keep(each, {"320.webp": b"x", "640.webp": b"y"})
        kept.remove(HERE)
        kept.remove(HERE)
        assert (kept.find(HERE, "320.webp"), kept.find(HERE, "640.webp")) == (None, None)
        assert kept.find(neighbour, "320.webp")

    def test_places_by_their_age(self, kept: Store) -> None:
        assert list(kept.places(time.time() + 60)) == []
        kept.keep(HERE, {"320.webp": b"x", "640.webp": b"y"})
        kept.keep("08/8-" + "m" * 22, {"320.webp": b"x"})
        assert sorted(kept.places(time.time() + 60)) == [HERE, "08/8-" + "m" * 22]
        assert list(kept.places(time.time() - 60)) == []

    def test_a_picture_goes_its_whole_way(self, kept: Store, take: Take, monkeypatch: pytest.MonkeyPatch) -> None:
        picture = Picture.objects.get(id=take(1, made.GOOD["jpeg"]()))
        where = place(picture.id, picture.name)
        for width in picture.widths.split():
            assert kept.read(where, f"{width}.webp", 0, 3) == b"RIFF"
        from folkmoot.media.events import PictureDropped

        remove_files(PictureDropped(picture.id, picture.name))
        assert kept.find(where, f"{picture.width}.webp") is None

    def test_nothing_stays_when_the_row_cannot_be_written(
        self, kept: Store, take: Take, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: Any, **__: Any) -> None:
            raise RuntimeError

        monkeypatch.setattr(Picture, "save", fail)
        with pytest.raises(RuntimeError):
            take(1, made.GOOD["jpeg"]())
        assert list(kept.places(time.time() + 60)) == []

    def test_the_sweep_removes_what_has_no_row(
        self, kept: Store, take: Take, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        picture = Picture.objects.get(id=take(1, made.GOOD["jpeg"]()))
        kept.keep(HERE, {"320.webp": b"x"})
        sweep()
        assert kept.find(HERE, "320.webp"), "its row may come in a moment"
        now = time.time()
        monkeypatch.setattr(time, "time", lambda: now + 2 * 60 * 60)
        sweep()
        assert kept.find(HERE, "320.webp") is None
        assert kept.find(place(picture.id, picture.name), f"{picture.width}.webp")


class TestDisk:
    def test_a_spooled_file_is_linked_and_not_copied(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(disk, "_copy", lambda *_: pytest.fail("it was copied"))
        with spool() as file:
            file.write(b"abc")
            store().keep(HERE, {"720.mp4": file})
        assert store().read(HERE, "720.mp4", 0, 2) == b"abc"
        assert [path.stat().st_mode & 0o777 for path in on_disk()] == [0o600]

    def test_where_files_always_have_names_they_are_copied(self, monkeypatch: pytest.MonkeyPatch) -> None:
        real = os.open

        def refuse(path: Any, flags: int, *rest: Any, **more: Any) -> int:
            if flags & os.O_TMPFILE == os.O_TMPFILE and not flags & os.O_EXCL:
                raise OSError
            return real(path, flags, *rest, **more)

        monkeypatch.setattr(os, "open", refuse)
        with spool() as file:
            file.write(b"abc")
            store().keep(HERE, {"720.mp4": file})
        assert store().read(HERE, "720.mp4", 0, 2) == b"abc"
        assert len(on_disk()) == 1

    def test_what_a_crash_left_half_written_is_in_nobodys_way(self) -> None:
        store().keep(HERE, {"320.webp": b"x"})
        (root() / HERE / ".640.webp").write_bytes(b"half")
        store().keep(HERE, {"640.webp": b"whole"})
        assert store().read(HERE, "640.webp", 0, 4) == b"whole"
        assert len(on_disk()) == 2

    def test_a_place_that_goes_while_one_looks(self, monkeypatch: pytest.MonkeyPatch) -> None:
        store().keep(HERE, {"320.webp": b"x"})
        monkeypatch.setattr(Path, "iterdir", lambda self: iter([self / "gone"]))
        assert list(store().places(time.time() + 60)) == []


class TestBucket:
    def test_files_are_in_the_bucket_and_nowhere_else(self, bucket: Bucket) -> None:
        store().keep(HERE, {"320.webp": b"x"})
        assert bucket.files(settings.FOLKMOOT.s3_prefix) == [f"{HERE}/320.webp"]
        assert on_disk() == []

    def test_what_others_keep_there_is_left_alone(self, bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
        store().keep(HERE, {"320.webp": b"x"})
        before = settings.FOLKMOOT.s3_prefix
        use(monkeypatch, s3_prefix="other")
        assert list(store().places(time.time() + 60)) == []
        store().remove(HERE)
        assert len(bucket.files(before)) == 1

    def test_a_service_that_sends_all_when_a_part_is_asked_for(
        self, bucket: Bucket, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        import obstore
        from obstore.exceptions import GenericError

        def ignored(*_: Any, **__: Any) -> None:
            raise GenericError("Received non-partial response when range requested")

        content = os.urandom(1 << 20) * 3
        store().keep(HERE, {"720.mp4": content})
        monkeypatch.setattr(obstore, "get_range", ignored)
        for first, last in (
            (0, len(content) - 1),
            (5, 9),
            (2_000_000, 2_000_999),
            (len(content) - 1, len(content) - 1),
        ):
            assert store().read(HERE, "720.mp4", first, last) == content[first : last + 1]

    @pytest.mark.parametrize("changed", [{"s3_secret": "wrong"}, {"s3_endpoint": "http://127.0.0.1:9"}])
    def test_a_service_that_does_not_answer_is_trouble_in_words(
        self, bucket: Bucket, monkeypatch: pytest.MonkeyPatch, changed: dict[str, str]
    ) -> None:
        from folkmoot.media.storage.bucket import Bucket as Files

        use(monkeypatch, **changed)
        monkeypatch.setattr("folkmoot.media.storage.bucket.PATIENCE", {"max_retries": 0})
        files = Files(settings.FOLKMOOT)
        for ask in (
            lambda: files.keep(HERE, {"320.webp": b"x"}),
            lambda: files.find(HERE, "320.webp"),
            lambda: files.read(HERE, "320.webp", 0, 1),
            lambda: files.remove(HERE),
            lambda: list(files.places(0)),
        ):
            with pytest.raises(Busy, match="cannot be reached"):
                ask()

    def test_readers_are_sent_there_for_a_minute_when_the_settings_say_so(
        self, bucket: Bucket, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        import urllib.error
        import urllib.request

        store().keep(HERE, {"320.webp": b"the file"})
        use(monkeypatch, s3_redirect=True)
        offered = store().offer(HERE, "320.webp")
        assert offered
        assert offered.address.startswith(f"{bucket.url}/files/{settings.FOLKMOOT.s3_prefix}/{HERE}/320.webp?")
        assert "X-Amz-Expires=60" in offered.address
        with urllib.request.urlopen(offered.address) as answer:
            assert answer.read() == b"the file"
        for spoiled in (offered.address.replace("320", "640"), offered.address.partition("?")[0]):
            with pytest.raises(urllib.error.HTTPError):
                urllib.request.urlopen(spoiled)


def test_names_of_places(db: None) -> None:
    assert place(1007, "n" * 22) == HERE
    assert len(new_name()) == 22
