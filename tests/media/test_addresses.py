"""Addresses of files: nobody guesses, alters, borrows or outlives one."""

from types import SimpleNamespace

import pytest
from django.conf import settings

from folkmoot.media import addresses

NAME = "AbCdEfGhIjKlMnOpQr-_12"
PICTURE = SimpleNamespace(id=117658704406437035, name=NAME)
PATH = f"/media/117658704406437035-{NAME}/640.webp"
DAY = 24 * 60 * 60
NOON = 20_000 * DAY + DAY / 2


def _query(address: str) -> str:
    return address.partition("?")[2]


def test_a_path_and_back() -> None:
    assert addresses.path(PICTURE, 640) == PATH
    assert addresses.parse(PATH) == (PICTURE.id, NAME, "640.webp")
    assert addresses.parse(addresses.path(PICTURE, "still")) == (PICTURE.id, NAME, "still.webp")


RECORDINGS = {
    "1080.mp4": addresses.video_path(PICTURE, 1_080),
    "sound.m4a": addresses.sound_path(PICTURE),
    "captions-ar.vtt": addresses.caption_path(PICTURE, "ar"),
    "captions-zh-Hant.vtt": addresses.caption_path(PICTURE, "zh-Hant"),
}


@pytest.mark.parametrize("name", RECORDINGS)
def test_recordings_have_addresses_of_the_same_kind(name: str) -> None:
    path = RECORDINGS[name]
    assert addresses.parse(path) == (PICTURE.id, NAME, name)
    closed = f"<video src='{addresses.closed(path)}'>"
    assert addresses.finish(closed, 42, NOON, visitors_may_read=True) == (
        f"<video src='{addresses.signed(path, 42, NOON)}'>"
    )
    assert addresses.verify(path, _query(addresses.signed(path, 42, NOON)), NOON) == 42


@pytest.mark.parametrize(
    "path",
    [
        f"/media/{PICTURE.id}-{NAME}/../../secret.key",
        f"/media/{PICTURE.id}-{NAME}/640.webp/",
        f"/media/{PICTURE.id}-{NAME}/640.webp\n",
        f"/media/{PICTURE.id}-{NAME}/0640.webp",
        f"/media/{PICTURE.id}-{NAME}/original.webp",
        f"/media/{PICTURE.id}-{NAME}/640.svg",
        f"/media/{PICTURE.id}-{NAME}/still.mp4",
        f"/media/{PICTURE.id}-{NAME}/source",
        f"/media/{PICTURE.id}-{NAME}/640.m4a",
        f"/media/{PICTURE.id}-{NAME}/captions-.vtt",
        f"/media/{PICTURE.id}-{NAME}/captions-en/../x.vtt",
        f"/media/{PICTURE.id}-{NAME[:-1]}/640.webp",
        f"/media/{PICTURE.id}-{NAME}x/640.webp",
        f"/media/-{PICTURE.id}-{NAME}/640.webp",
        f"/media/٣-{NAME}/640.webp",
        f"//media/{PICTURE.id}-{NAME}/640.webp",
        "/media/child-0.lock",
        "",
    ],
)
def test_what_is_no_path_of_a_file(path: str) -> None:
    assert addresses.parse(path) is None


def test_files_lie_below_the_data_directory() -> None:
    folder = addresses.folder(PICTURE.id, NAME)
    assert folder == settings.DATA_DIR / "media" / "35" / f"{PICTURE.id}-{NAME}"
    assert addresses.folder(1_000_007, NAME).parent.name == "07"


def test_a_signed_address_says_who_it_is_for() -> None:
    address = addresses.signed(PATH, 42, NOON)
    assert address.startswith(f"{PATH}?v=42&e=20002&s=")
    assert addresses.verify(PATH, _query(address), NOON) == 42


def test_it_is_the_same_all_day_and_good_for_a_day_at_least() -> None:
    start = 20_000 * DAY
    first, last = addresses.signed(PATH, 42, start), addresses.signed(PATH, 42, start + DAY - 0.1)
    assert first == last
    assert addresses.verify(PATH, _query(last), start + 2 * DAY - 0.1) == 42
    assert addresses.verify(PATH, _query(last), start + 2 * DAY) is None
    assert addresses.signed(PATH, 42, start + DAY) != first


@pytest.mark.parametrize(
    ("old", "new"),
    [("v=42", "v=43"), ("e=20002", "e=20003"), ("e=20002", "e=20001"), ("&s=", "&s=A"), ("v=42&", ""), ("&", "&amp;")],
)
def test_nothing_of_it_can_be_altered(old: str, new: str) -> None:
    query = _query(addresses.signed(PATH, 42, NOON))
    assert old in query
    assert addresses.verify(PATH, query.replace(old, new), NOON) is None


def test_each_character_of_the_signature_counts() -> None:
    query = _query(addresses.signed(PATH, 42, NOON))
    for place in range(len(query) - 22, len(query) - 1):  # of the last one, two bits say nothing
        other = "A" if query[place] != "A" else "B"
        assert addresses.verify(PATH, query[:place] + other + query[place + 1 :], NOON) is None


def test_it_is_for_one_file_alone() -> None:
    query = _query(addresses.signed(PATH, 42, NOON))
    assert addresses.verify(PATH.replace("640", "1280"), query, NOON) is None
    assert addresses.verify(PATH.replace("35-", "36-"), query, NOON) is None


def test_nobody_signs_for_years_ahead() -> None:
    """Even with the key, an address that would last longer than any that is given out is not taken."""
    address = addresses.signed(PATH, 42, NOON + 30 * DAY)
    assert addresses.verify(PATH, _query(address), NOON) is None


@pytest.mark.parametrize("query", ["", "v=42", "x", "v=42&e=20002&s=", "o", "~", "v=0&e=20002&s=" + "A" * 22])
def test_other_queries_mean_nothing(query: str) -> None:
    assert addresses.verify(PATH, query, NOON) is None


def test_another_key_signs_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    query = _query(addresses.signed(PATH, 42, NOON))
    monkeypatch.setattr(settings, "SECRET_KEY", "another one")
    addresses._key.cache_clear()
    try:
        assert addresses.verify(PATH, query, NOON) is None
    finally:
        addresses._key.cache_clear()


def test_marked_addresses_become_each_readers_own() -> None:
    closed, opened = addresses.closed(PATH), addresses.opened(PATH)
    kept = f'<img src="https://m.example{closed}" srcset="{opened} 640w, {closed} 320w">'
    mine = addresses.finish(kept, 42, NOON, visitors_may_read=True)
    signed = addresses.signed(PATH, 42, NOON)
    assert mine == f'<img src="https://m.example{signed}" srcset="{PATH} 640w, {signed} 320w">'
    assert addresses.finish(kept, 42, NOON, visitors_may_read=False).count(signed) == 3
    assert addresses.finish(kept, None, NOON, visitors_may_read=True).count(f"{PATH}") == 3
    assert "?" not in addresses.finish(kept, None, NOON, visitors_may_read=True)
    assert addresses.finish_bytes(kept.encode(), 42, NOON, visitors_may_read=True) == mine.encode()


def test_texts_without_marks_stay_what_they_are() -> None:
    text = f"Look at {PATH}?o and {PATH}?~ and {addresses.signed(PATH, 1, NOON)}"
    assert addresses.finish(text, 42, NOON, visitors_may_read=True) is text
    kept = text.encode()
    assert addresses.finish_bytes(kept, 42, NOON, visitors_may_read=True) is kept
    assert not addresses.is_marked(text)
    assert not addresses.is_marked(kept)


def test_nobody_can_write_a_mark() -> None:
    """It hangs on the secret key: a text of a member's cannot become an address signed for whoever reads it."""
    mark = addresses.closed("")
    assert len(mark) >= 20
    assert addresses.is_marked(f"{PATH}{mark}")
    addresses._key.cache_clear()
    addresses._mark.cache_clear()
    assert addresses.closed("") == mark, "the same in every process of a community"


def test_files_come_from_their_own_site_or_the_communitys(monkeypatch: pytest.MonkeyPatch) -> None:
    assert addresses.origin() == settings.FOLKMOOT.media_origin
    bare = settings.FOLKMOOT.model_copy(update={"media_origin": "", "origin": "https://moot.example"})
    monkeypatch.setattr(settings, "FOLKMOOT", bare)
    assert addresses.origin() == "https://moot.example"
