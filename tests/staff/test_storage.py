"""Storage: what takes how much, whose files take most, and the limits that uploads keep to."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from folkmoot.core.errors import Invalid
from folkmoot.core.rows import database_size
from folkmoot.instance.actions import change_settings
from folkmoot.instance.queries import community as present
from folkmoot.media.actions import take_for_community, take_picture
from folkmoot.media.models import Picture, Recording
from folkmoot.media.queries import Taken, biggest, room, taken, usage
from folkmoot.web import words
from tests.pictures import drawn, lay
from tests.web.pages import page

pytestmark = pytest.mark.usefixtures("community")
STORAGE = "/staff/storage"
MB = 1_000_000
type ClientOf = Callable[..., Client]


@pytest.fixture
def olivia(cast: Any, client_of: ClientOf) -> Client:
    return client_of(cast.olivia)


@pytest.fixture
def full(cast: Any) -> Any:
    """Alice has 30 MB, Bob 300, and the community 5."""
    lay(cast.alice.id, bytes=10 * MB)
    lay(cast.alice.id, bytes=20 * MB)
    lay(cast.bob.id, bytes=100 * MB)
    Recording.objects.create(owner_id=cast.bob.id, kind="video", bytes=200 * MB)
    lay(0, bytes=5 * MB, use="card")
    return cast


def test_what_takes_how_much(olivia: Client, full: Any) -> None:
    assert taken() == Taken(130 * MB, 200 * MB, 5 * MB, 0)
    read = page(olivia.get(STORAGE))
    for words_there in ("Pictures of members 130 MB", "voice 200 MB", "Pictures of link previews 5 MB", "Database"):
        assert words_there in read.text
    assert database_size() > 10_000


def test_whose_files_take_most(olivia: Client, full: Any) -> None:
    assert biggest(5) == [(full.bob.id, 300 * MB), (full.alice.id, 30 * MB)]
    assert biggest(1) == [(full.bob.id, 300 * MB)]
    text = page(olivia.get(STORAGE)).text
    assert text.index("@bob 300 MB") < text.index("@alice 30 MB")
    assert "@carol" not in text


def test_an_empty_community(olivia: Client) -> None:
    text = page(olivia.get(STORAGE)).text
    assert "Pictures of members 0 kB" in text
    assert "Whose files take most" not in text


@pytest.mark.parametrize("who", ["frank", "alice", None])
def test_it_is_for_owners(cast: Any, client_of: ClientOf, who: str | None) -> None:
    client = client_of(getattr(cast, who) if who else None)
    assert {client.get(STORAGE).status_code, client.post(STORAGE, {"files_gb": "1"}).status_code} <= {302, 403, 404}
    assert present().files_gb == 0


def test_limits_are_set_and_taken_back(olivia: Client) -> None:
    form = page(olivia.get(STORAGE)).form()
    assert (form.fields["files_gb"], form.fields["files_mb_each"]) == ("", "")
    assert olivia.post(STORAGE, form.filled(files_gb="40", files_mb_each="500")).status_code == 303
    assert (present().files_gb, present().files_mb_each) == (40, 500)
    form = page(olivia.get(STORAGE)).form()
    assert (form.fields["files_gb"], form.fields["files_mb_each"]) == ("40", "500")
    assert olivia.post(STORAGE, form.filled(files_gb="", files_mb_each="")).status_code == 303
    assert (present().files_gb, present().files_mb_each) == (0, 0)


@pytest.mark.parametrize("typed", ["many", "-1", "1.5", "9999999", "9" * 10, "٣"])
@pytest.mark.parametrize("field", ["files_gb", "files_mb_each"])
def test_what_is_no_number_is_refused(olivia: Client, field: str, typed: str) -> None:
    answer = olivia.post(STORAGE, {field: typed})
    assert answer.status_code == 422
    assert "whole number" in page(answer).text
    assert f'value="{typed}"' in answer.content.decode()


class TestOneMember:
    def test_the_owners_number_is_stronger_than_the_servers(self, cast: Any) -> None:
        assert usage(cast.alice.id).most == settings.FOLKMOOT.pictures_mb_each * MB
        change_settings(None, {"files_mb_each": 25})
        assert usage(cast.alice.id).most == 25 * MB

    def test_whoever_is_full_is_told_and_others_are_not(self, full: Any) -> None:
        change_settings(None, {"files_mb_each": 30})
        with pytest.raises(Invalid, match="Your pictures and recordings take all the room"):
            take_picture(full.alice.id, io.BytesIO(drawn()), "")
        assert take_picture(full.carol.id, io.BytesIO(drawn()), "")


class TestAllTogether:
    @pytest.fixture(autouse=True)
    def _counted_anew(self) -> None:
        cache.delete("media.together")

    def test_nobody_uploads_any_more(self, full: Any) -> None:
        change_settings(None, {"files_gb": 1})
        lay(full.bob.id, bytes=600 * MB)
        assert take_picture(full.carol.id, io.BytesIO(drawn()), "")
        lay(full.bob.id, bytes=100 * MB)
        cache.delete("media.together")
        for take in (lambda: take_picture(full.carol.id, io.BytesIO(drawn()), ""), self._community):
            with pytest.raises(Invalid, match="no room left for files"):
                take()

    def _community(self) -> int:
        return take_for_community(io.BytesIO(drawn()))

    def test_previews_are_nobodys_share(self, full: Any) -> None:
        change_settings(None, {"files_mb_each": 1})
        assert Picture.objects.get(id=self._community()).owner_id == 0

    def test_without_a_limit_nothing_is_counted(self, cast: Any, queries: Any) -> None:
        with queries(1):
            assert room.usage_together() is None

    def test_it_is_counted_every_few_seconds_only(self, full: Any, queries: Any) -> None:
        change_settings(None, {"files_gb": 1})
        room.usage_together()
        with queries(1):
            found = room.usage_together()
        assert found == room.Usage(335 * MB, 1000 * MB)


def test_before_anything_is_wired_there_are_no_limits(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    monkeypatch.setattr(room, "_sayers", [])
    assert room.usage_together() is None


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 kB"),
        (1, "1 kB"),
        (999_000, "999 kB"),
        (1_000_000, "1 MB"),
        (9_999_000_000, "9,999 MB"),
        (12_400_000_000, "12 GB"),
    ],
)
def test_sizes_in_words(count: int, text: str) -> None:
    assert words.size(count) == text


class TestPlayers:
    """Whose players members may open: on the page of settings."""

    SETTINGS = "/staff/settings"

    def test_one_in_each_line(self, olivia: Client) -> None:
        form = page(olivia.get(self.SETTINGS)).form()
        typed = "YouTube.com\nhttps://vimeo.com/x\nyoutube.com"
        assert olivia.post(self.SETTINGS, form.filled(players=typed)).status_code == 303
        assert present().players == "youtube.com vimeo.com"
        assert page(olivia.get(self.SETTINGS)).form().fields["players"].split() == ["youtube.com", "vimeo.com"]

    @pytest.mark.parametrize(
        "typed",
        ["com", "a_b.com", "*.com", "tube.example;", "tube.example:8000", "'none'", "1.2.3.4", "x" * 300 + ".com"],
    )
    def test_what_is_no_site_is_refused(self, olivia: Client, typed: str) -> None:
        form = page(olivia.get(self.SETTINGS)).form()
        answer = olivia.post(self.SETTINGS, form.filled(players=typed))
        assert answer.status_code == 422
        assert "is not the name of a site" in page(answer).text
        assert present().players == ""
