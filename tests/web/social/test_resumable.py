"""Uploads in pieces as browsers send them: tus 1.0.0, through the pages' own door."""

import re
from base64 import b64encode
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from folkmoot.core.errors import TooMany
from folkmoot.media import actions
from folkmoot.media.models import Recording, Upload
from folkmoot.project.cast import Cast
from tests.media.conftest import empty_disk
from tests.media.recordings import Film, film, song

__all__ = ["empty_disk"]
pytestmark = pytest.mark.django_db
PIECE = "application/offset+octet-stream"
type ClientOf = Callable[..., Client]


@pytest.fixture
def browser(cast: Cast, client_of: ClientOf) -> Client:
    return client_of(cast.bob)


def begin(browser: Client, length: object, name: str = "quay.mp4", **headers: str) -> Any:
    coded = f"filename {b64encode(name.encode()).decode()},filetype dmlkZW8vbXA0"
    known = {"Tus-Resumable": "1.0.0", "Upload-Length": str(length), "Upload-Metadata": coded, **headers}
    return browser.post("/uploads", headers=known)


def send(browser: Client, where: str, data: bytes, offset: object = 0, kind: str = PIECE, **headers: str) -> Any:
    known = {"Tus-Resumable": "1.0.0", "Upload-Offset": str(offset), **headers}
    known |= {} if data else {"Content-Type": kind, "Content-Length": "0"}  # which the client leaves out
    return browser.patch(where, data, content_type=kind, headers=known)


def ask(browser: Client, where: str) -> Any:
    return browser.head(where, headers={"Tus-Resumable": "1.0.0"})


def test_what_the_server_can_do(browser: Client) -> None:
    answer = browser.options("/uploads")
    assert answer.status_code == 204
    assert answer.headers["Tus-Version"] == answer.headers["Tus-Resumable"] == "1.0.0"
    assert set(answer.headers["Tus-Extension"].split(",")) == {"creation", "termination", "expiration"}
    assert answer.headers["Tus-Max-Size"] == "200000000"


def test_a_file_in_three_pieces(browser: Client, cast: Cast) -> None:
    data = film(Film())
    begun = begin(browser, len(data))
    assert begun.status_code == 201
    where = begun.headers["Location"]
    assert re.fullmatch(r"/uploads/[0-9]+", where)
    assert begun.headers["Upload-Expires"].endswith("GMT")
    assert begun.headers["Tus-Resumable"] == "1.0.0"
    third = len(data) // 3 + 1
    for offset in range(0, len(data), third):
        state = ask(browser, where)
        assert (state.headers["Upload-Offset"], state.headers["Upload-Length"]) == (str(offset), str(len(data)))
        assert state.headers["Cache-Control"] == "no-store"
        assert "Folkmoot-Recording" not in state.headers
        answer = send(browser, where, data[offset : offset + third], offset)
        assert (answer.status_code, answer.content) == (204, b"")
        assert answer.headers["Upload-Offset"] == str(min(len(data), offset + third))
    recording = Recording.objects.get()
    assert answer.headers["Folkmoot-Recording"] == str(recording.id)
    assert recording.owner_id == cast.bob.id
    late = ask(browser, where)
    assert late.headers["Folkmoot-Recording"] == str(recording.id), "for whoever missed the answer"
    assert send(browser, where, b"", len(data)).headers["Folkmoot-Recording"] == str(recording.id)


@pytest.mark.parametrize("version", ["", "0.2.2", "1.0.1"])
@pytest.mark.parametrize("method", ["post", "head", "patch", "delete"])
def test_only_this_version_is_spoken(browser: Client, method: str, version: str) -> None:
    headers = {"Tus-Resumable": version} if version else {}
    path = "/uploads" if method == "post" else "/uploads/5"
    answer = getattr(browser, method)(path, headers=headers)
    assert answer.status_code == 412
    assert answer.headers["Tus-Version"] == "1.0.0"


@pytest.mark.parametrize(
    ("length", "status", "sentence"),
    [
        ("0", 422, "empty"),
        ("-1", 400, "whole number"),
        ("", 400, "whole number"),
        ("ten", 400, "whole number"),
        ("200000001", 413, "200 MB"),
        ("9" * 30, 400, "whole number"),
    ],
)
def test_how_long_a_file_may_be(browser: Client, length: str, status: int, sentence: str) -> None:
    answer = begin(browser, length)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "text/plain; charset=utf-8")
    assert sentence in answer.text
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("metadata", "name"),
    [
        ("filename cXVheS5tcDQ=", "quay.mp4"),
        ("filetype eA==,filename w6ouZmxhYw==", "ê.flac"),
        ("filename", ""),
        ("filename !!!", ""),
        ("filename /w==", ""),
        ("", ""),
        ("other eA==", ""),
    ],
)
def test_what_it_is_called(browser: Client, metadata: str, name: str) -> None:
    begin(browser, 10, **{"Upload-Metadata": metadata})
    assert Upload.objects.get().file_name == name


def test_pieces_are_in_order_and_of_their_kind(browser: Client) -> None:
    where = begin(browser, 5_000).headers["Location"]
    assert send(browser, where, b"x" * 10).status_code == 204
    cases = [
        (send(browser, where, b"x", 5), 409),
        (send(browser, where, b"x", 11), 409),
        (send(browser, where, b"x", "ten"), 400),
        (send(browser, where, b"x", 10, "application/octet-stream"), 415),
        (send(browser, where, b"x" * (4 * 1024 * 1024 + 1), 10), 413),
        (send(browser, where, b"x" * 4_991, 10), 422),
        (send(browser, "/uploads/5", b"x"), 404),
    ]
    for answer, status in cases:
        assert answer.status_code == status
        assert answer.text
        assert answer.headers["Tus-Resumable"] == "1.0.0"
    assert send(browser, where, b"", int(ask(browser, where).headers["Upload-Offset"])).status_code == 204


def test_a_piece_says_how_long_it_is(browser: Client) -> None:
    where = begin(browser, 5_000).headers["Location"]
    request = {"PATH_INFO": where, "REQUEST_METHOD": "PATCH", "CONTENT_TYPE": PIECE, "HTTP_TUS_RESUMABLE": "1.0.0"}
    assert browser.request(**request, HTTP_UPLOAD_OFFSET="0").status_code == 411


def test_giving_up(browser: Client) -> None:
    where = begin(browser, 5_000).headers["Location"]
    tus = {"Tus-Resumable": "1.0.0"}
    assert browser.delete(where, headers=tus).status_code == 204
    assert (ask(browser, where).status_code, browser.delete(where, headers=tus).status_code) == (404, 404)


def test_what_is_nothing_we_play_is_said_at_the_end(browser: Client) -> None:
    where = begin(browser, 500).headers["Location"]
    answer = send(browser, where, b"x" * 500)
    assert answer.status_code == 422
    assert "MP4" in answer.text
    assert ask(browser, where).status_code == 404


def test_a_crowd_is_asked_to_come_again(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    where = begin(browser, 500).headers["Location"]

    def crowded(*_arguments: object) -> int:
        raise TooMany(7)

    monkeypatch.setattr(actions, "append", crowded)
    answer = send(browser, where, b"x")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")


def test_it_is_for_members_and_each_has_their_own(cast: Cast, client_of: ClientOf, browser: Client) -> None:
    where = begin(browser, 500).headers["Location"]
    assert send(client_of(cast.alice), where, b"x").status_code == 404
    assert ask(client_of(cast.alice), where).status_code == 404
    for stranger in (client_of(None), client_of(cast.gina)):
        for answer in (begin(stranger, 500), send(stranger, where, b"x"), stranger.options("/uploads")):
            assert answer.status_code in {302, 403, 404}
    assert Upload.objects.count() == 1
    assert ask(browser, where).headers["Upload-Offset"] == "0"


def test_forms_of_other_sites_cannot_upload(cast: Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.bob)
    browser.handler.enforce_csrf_checks = True
    assert begin(browser, 500).status_code == 403
    where = f"/uploads/{actions.begin_upload(cast.bob.id, 'x', 500).id}"
    assert send(browser, where, b"x").status_code == 403
    assert browser.delete(where, headers={"Tus-Resumable": "1.0.0"}).status_code == 403
    assert Upload.objects.get().received == 0


def test_other_ways_of_asking_are_not_known(browser: Client) -> None:
    assert browser.get("/uploads").status_code == 405
    assert browser.get("/uploads/5").status_code == 405
    assert browser.put("/uploads/5").status_code == 405


def test_one_that_is_full(browser: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "FOLKMOOT", settings.FOLKMOOT.model_copy(update={"pictures_mb_each": 1}))
    answer = begin(browser, 1_000_001)
    assert answer.status_code == 422
    assert "all the room" in answer.text
    assert song()
