"""The file service in front of a bucket: the same answers as from this disk, after the same check."""

import asyncio
import time
from collections.abc import Generator
from typing import Any

import pytest
from django.conf import settings

from folkmoot.instance.actions import begin_open, change_settings
from folkmoot.media import addresses, storage
from folkmoot.media.models import Picture
from folkmoot.media.storage import store
from folkmoot.posts.actions import Draft, publish_post
from folkmoot.project.environment import Environment, WrongSettings
from folkmoot.project.files_and_streams import files as serving
from folkmoot.project.files_and_streams.service import Service
from tests.buckets import Bucket
from tests.buckets import serving as bucket_serving
from tests.pictures import lay
from tests.project.test_files import SITE, Answer, Scope

pytestmark = pytest.mark.django_db(transaction=True)
CONTENT = bytes(range(256)) * 10_000  # three pieces, the last one short
SIZE = len(CONTENT)


@pytest.fixture(scope="module")
def server() -> Generator[Bucket]:
    with bucket_serving() as bucket:
        yield bucket


class Line:
    def __init__(self) -> None:
        self.sent: list[bytes] = []

    async def send_bytes(self, piece: bytes) -> None:
        self.sent.append(piece)


class Streamed(Answer):
    def __init__(self) -> None:
        super().__init__()
        self.line = Line()

    def response_stream(self, status: int, headers: Any) -> Line:
        self.status, self.headers = status, dict(headers)
        return self.line


def ask(address: str, method: str = "GET", **headers: str) -> Streamed:
    async def run() -> Streamed:
        service, answer = Service(SITE), Streamed()
        await asyncio.wait_for(service.__rsgi__(Scope(address, method, headers), answer), 20)
        service.files.close()
        return answer

    return asyncio.run(run())


def use(monkeypatch: pytest.MonkeyPatch, **changes: object) -> None:
    monkeypatch.setattr(settings, "FOLKMOOT", settings.FOLKMOOT.model_copy(update=changes))
    storage._bucket.cache_clear()


@pytest.fixture
def address(cast: Any, server: Bucket, monkeypatch: pytest.MonkeyPatch) -> Generator[str]:
    """The signed address of a file that Bob may see, for him."""
    use(monkeypatch, **server.settings)
    begin_open()
    change_settings(None, {"visitors": "posts"})
    picture = lay(cast.alice.id)
    publish_post(cast.alice, Draft("Look", "followers", pictures=(picture.id,)))
    store().keep(addresses.place(picture.id, picture.name), {"320.webp": CONTENT})
    monkeypatch.setattr(serving, "_PIECE", 1_000_000)
    yield addresses.signed(addresses.path(picture, 320), cast.bob.id, time.time())
    storage._bucket.cache_clear()


def test_the_whole_file_in_pieces(address: str) -> None:
    answer = ask(address)
    assert (answer.status, answer.headers["content-length"]) == (200, str(SIZE))
    assert b"".join(answer.line.sent) == CONTENT
    assert [len(piece) for piece in answer.line.sent] == [1_000_000, 1_000_000, SIZE - 2_000_000]
    assert answer.headers["content-type"] == "image/webp"


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=5-9", 5, 9), ("bytes=-7", SIZE - 7, SIZE - 1), ("bytes=999999-1000000", 999_999, 1_000_000)],
)
def test_a_part(address: str, asked: str, first: int, last: int) -> None:
    answer = ask(address, range=asked)
    assert (answer.status, answer.headers["content-range"]) == (206, f"bytes {first}-{last}/{SIZE}")
    assert b"".join(answer.line.sent) == CONTENT[first : last + 1]


def test_what_needs_no_file_asks_for_none(address: str) -> None:
    assert ask(address, range=f"bytes={SIZE}-").status == 416
    head = ask(address, "HEAD")
    assert (head.status, head.headers["content-length"], head.line.sent) == (200, str(SIZE), [])
    again = ask(address, **{"if-none-match": head.headers["etag"]})
    assert (again.status, again.line.sent) == (304, [])


def test_who_may_not_see_it_gets_nothing(address: str, cast: Any) -> None:
    path = address.partition("?")[0]
    for stranger in (addresses.signed(path, cast.carol.id, time.time()), path):
        assert ask(stranger).status == 404


def test_a_file_that_is_gone_is_not_there(address: str) -> None:
    picture = Picture.objects.get()
    store().remove(addresses.place(picture.id, picture.name))
    assert ask(address).status == 404


def test_while_the_service_is_away_browsers_try_again(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from folkmoot.media.storage import bucket

    monkeypatch.setattr(bucket, "PATIENCE", {"max_retries": 0})
    use(monkeypatch, s3_endpoint="http://127.0.0.1:9")
    answer = ask(address)
    assert (answer.status, answer.headers["retry-after"]) == (503, "5")


class TestSentThere:
    def test_after_the_same_check(self, address: str, cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        use(monkeypatch, s3_redirect=True)
        answer = ask(address)
        assert answer.status == 302
        assert "X-Amz-Signature=" in answer.headers["location"]
        assert answer.headers["cache-control"] == "private, max-age=30"
        path = address.partition("?")[0]
        for stranger in (addresses.signed(path, cast.carol.id, time.time()), path):
            assert ask(stranger).status == 404


class TestSettings:
    def test_a_bucket_needs_all_of_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("FOLKMOOT_S3_BUCKET", "files")
        monkeypatch.setenv("FOLKMOOT_S3_KEY", "key")
        with pytest.raises(WrongSettings) as wrong:
            Environment.load()
        assert wrong.value.mistakes == ["FOLKMOOT_S3_BUCKET needs FOLKMOOT_S3_ENDPOINT, FOLKMOOT_S3_SECRET as well."]

    @pytest.mark.parametrize("endpoint", ["s3.example.org", "https://s3.example.org/files", "ftp://x", "https://"])
    def test_the_endpoint_is_a_host(self, monkeypatch: pytest.MonkeyPatch, endpoint: str) -> None:
        monkeypatch.setenv("FOLKMOOT_S3_ENDPOINT", endpoint)
        with pytest.raises(WrongSettings, match="FOLKMOOT_S3_ENDPOINT"):
            Environment.load()

    @pytest.mark.parametrize(("redirect", "there"), [("true", True), ("false", False)])
    def test_pages_may_load_from_it_only_when_readers_are_sent_there(
        self, monkeypatch: pytest.MonkeyPatch, redirect: str, there: bool
    ) -> None:
        for name in ("BUCKET", "KEY", "SECRET"):
            monkeypatch.setenv(f"FOLKMOOT_S3_{name}", "x")
        monkeypatch.setenv("FOLKMOOT_S3_ENDPOINT", "https://s3.example.org:9000/")
        monkeypatch.setenv("FOLKMOOT_S3_REDIRECT", redirect)
        found = Environment.load()
        assert ("https://s3.example.org:9000" in found.file_sources) is there
        assert "'x'" not in repr(found).partition("s3_secret")[2].partition(",")[0]
