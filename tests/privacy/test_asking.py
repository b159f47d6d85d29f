"""Asking for a copy, watching it, fetching it: by its member only, as often as agreed, cut short or not."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.core.errors import TooMany
from folkmoot.media import addresses
from folkmoot.privacy import archive
from folkmoot.privacy.actions import ask_for_export, exporting, make_export
from folkmoot.privacy.actions.exporting import _Told
from folkmoot.privacy.archive import making
from folkmoot.privacy.archive.files import address_of, file_of, parse, unfinished
from folkmoot.privacy.models import Export
from folkmoot.privacy.queries import export_file, latest_export, may_ask_at
from folkmoot.project.cast import PASSWORD
from folkmoot.project.files_and_streams.files import find
from tests.doors import come_in
from tests.pictures import FILE, lay
from tests.posts.writing import say

pytestmark = pytest.mark.django_db
Clients = Callable[[Any], Client]


def test_the_page_shows_how_far_it_is(cast: Any, client_of: Clients, drain: Callable[..., int], mail: Any) -> None:
    browser = client_of(cast.hal)
    assert "Have a copy made" in browser.get("/settings/data").content.decode()
    assert browser.post("/settings/data").status_code == 303
    page = browser.get("/settings/data").content.decode()
    assert "<progress" in page
    assert "Have a copy made" not in page
    drain()
    page = browser.get("/settings/data").content.decode()
    assert "Fetch the copy" in page
    assert "0.1 MB" in page
    assert "/media/exports/" not in page, "it is asked for on a page of its own"
    assert "/media/exports/" in browser.get("/settings/data/copy")["Location"]
    drain()
    [letter] = mail.to("hal@example.org")
    assert "/settings/data" in letter.get_content()
    assert "/media/exports/" not in letter.get_content()


def test_once_a_day(cast: Any, client_of: Clients, drain: Callable[..., int]) -> None:
    first = ask_for_export(cast.hal)
    with pytest.raises(TooMany):
        ask_for_export(cast.hal)
    drain()
    page = client_of(cast.hal).post("/settings/data", follow=True).content.decode()
    assert "once a day" in page
    Export.objects.update(asked_at=timezone.now() - timedelta(days=1))
    assert may_ask_at(cast.hal.id) is None
    assert ask_for_export(cast.hal).id != first.id
    assert not Export.objects.filter(id=first.id).exists()


def test_a_browser_that_was_left_open_gives_nobody_the_copy(
    cast: Any, client_of: Clients, copy_of: Callable[[Any], Any]
) -> None:
    browser = client_of(cast.hal)
    assert browser.get("/settings/data/copy").status_code == 404
    copy_of(cast.hal)
    come_in(browser, cast.hal.login, at=time.time() - 660)
    assert "Fetch the copy" in browser.get("/settings/data").content.decode()
    asked = browser.get("/settings/data/copy")
    assert asked.status_code == 200
    assert "/media/exports/" not in asked.content.decode()
    answer = browser.post("/settings/data/copy", {"step_up-before": "GET", "step_up-password": PASSWORD})
    assert answer["Location"] == "/settings/data/copy"
    assert "/media/exports/" in browser.get("/settings/data/copy")["Location"]
    assert client_of(cast.bob).get("/settings/data/copy").status_code == 404


def test_one_that_failed_does_not_count(cast: Any, monkeypatch: pytest.MonkeyPatch, client_of: Clients) -> None:
    monkeypatch.setattr(making, "_SPARE", 1 << 60)
    export = ask_for_export(cast.hal)
    make_export(export.id)
    assert "not enough room" in client_of(cast.hal).get("/settings/data").content.decode()
    Export.objects.update(problem="damaged")
    assert "could not be made" in client_of(cast.hal).get("/settings/data").content.decode()
    ask_for_export(cast.hal)


def test_one_that_was_cut_short_is_begun_anew(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    export = ask_for_export(cast.hal)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(_Told, "hear", die)
        with pytest.raises(KeyboardInterrupt):
            make_export(export.id)
    assert unfinished(export.id, export.name).exists()
    assert not file_of(export.id, export.name).exists()
    make_export(export.id)
    assert file_of(export.id, export.name).stat().st_size == Export.objects.get().bytes
    assert not unfinished(export.id, export.name).exists()


def test_one_for_which_nobody_waits_any_more_is_let_go(cast: Any) -> None:
    export = ask_for_export(cast.hal)
    told = _Told(export)
    told.held = time.monotonic() - 100  # also: word to the worker that it goes on
    told.hear(5)
    assert Export.objects.get().progress == 5
    Export.objects.all().delete()
    told.told = 0.0
    with pytest.raises(archive.LetGo):
        told.hear(6)
    make_export(export.id)
    assert not file_of(export.id, export.name).exists()


@pytest.mark.parametrize("when", ["before", "after"])
def test_letting_go_at_either_end_leaves_no_file(cast: Any, monkeypatch: pytest.MonkeyPatch, when: str) -> None:
    """The row goes while the room is looked at, or when the file is there already."""
    export = ask_for_export(cast.hal)

    def go(*_: object) -> bool:
        Export.objects.all().delete()
        return when == "after"

    if when == "before":
        monkeypatch.setattr(exporting, "is_room_for", go)
    else:
        made = archive.make
        monkeypatch.setattr(archive, "make", lambda *given: (made(*given), go())[0])
    make_export(export.id)
    assert not file_of(export.id, export.name).exists()
    assert not Export.objects.exists()


def test_letting_go_in_the_middle_leaves_no_file(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    export = ask_for_export(cast.hal)

    def gone(*_: object) -> None:
        raise archive.LetGo

    monkeypatch.setattr(_Told, "hear", gone)
    make_export(export.id)
    assert not unfinished(export.id, export.name).exists()


class TestItsAddress:
    @pytest.fixture(autouse=True)
    def ready(self, cast: Any, copy_of: Callable[[Any], Any]) -> None:
        say(cast.hal, "Hello")
        copy_of(cast.hal)
        self.export, self.hal, self.bob = Export.objects.get(), cast.hal, cast.bob

    def asked(self) -> tuple[int, str]:
        found = parse(address_of(self.export.id, self.export.name))
        assert found
        return found

    def test_is_its_members_only(self) -> None:
        found = find(self.hal.id, self.asked())
        assert found
        assert (found.size, found.kind) == (self.export.bytes, "zip")
        assert find(self.bob.id, self.asked()) is None
        assert find(None, self.asked()) is None
        assert find(self.hal.id, (self.export.id, "a" * 22)) is None

    def test_is_signed(self) -> None:
        view = latest_export(self.hal.id)
        assert view
        path, _mark, query = view.address.removeprefix(addresses.origin()).partition("?")
        assert addresses.verify(path, query, time.time()) == self.hal.id
        assert addresses.verify(path, query.replace(str(self.hal.id), str(self.bob.id)), time.time()) is None

    def test_ends_after_a_week(self) -> None:
        Export.objects.update(ready_at=timezone.now() - timedelta(days=7))
        assert export_file(self.hal.id, *self.asked()) is None

    def test_of_a_file_that_is_gone_is_nothing(self) -> None:
        file_of(*self.asked()).unlink()
        assert find(self.hal.id, self.asked()) is None

    @pytest.mark.parametrize("path", ["/media/exports/1-a.zip", "/media/exports/../1.zip", "/exports/1.zip"])
    def test_is_nothing_else(self, path: str) -> None:
        assert parse(path) is None


def test_pictures_and_recordings_are_in_it(cast: Any, copy_of: Callable[[Any], Any]) -> None:
    picture = lay(cast.hal.id, alt="Boats")
    say(cast.hal, "Look", pictures=(picture.id,))
    zipped = copy_of(cast.hal)
    assert zipped.read(f"media/{picture.id}.webp") == FILE
    assert f'src="media/{picture.id}.webp" alt="Boats"' in zipped.read("posts-1.html").decode()
