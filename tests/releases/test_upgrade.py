"""The data directory of the release before this one, upgraded by ``serve``: what it holds reads the same as before."""

import contextlib
import sqlite3
import urllib.request
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from tests.releases.kept import told_before, unpack
from tests.releases.told import OWNER, PASSWORD, SHOWN, Member, told
from tests.servers import Server, fetch, folkmoot, start_server

MANY_TABLES = 240.0  # seconds to change them all in, while the machine is busy with other tests
pytestmark = [pytest.mark.only("sqlite"), pytest.mark.enable_socket]


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Generator[Server]:
    """The release's community on the server of this one."""
    folder = unpack(tmp_path_factory.mktemp("upgraded"))
    as_if_told_today(folder)
    server = start_server(folder, patience=MANY_TABLES, FOLKMOOT_WEB_WORKERS="1")
    yield server
    server.stop()


def as_if_told_today(folder: Path) -> None:
    """Who was here on the release's last day was here today: feeds are cut to their length but once on a new day."""
    last = "SELECT MAX(seen_on) FROM accounts_stats"
    with contextlib.closing(sqlite3.connect(folder / "folkmoot.sqlite3")) as database, database:
        done = database.execute(f"UPDATE accounts_stats SET seen_on = date('now') WHERE seen_on = ({last})")
        assert done.rowcount >= len(SHOWN)


@pytest.fixture(scope="module")
def before() -> dict[str, Any]:
    return told_before()


@pytest.fixture(scope="module")
def now(upgraded: Server) -> dict[str, Any]:
    """What this release tells the same members."""
    first, *others = [member(upgraded, name) for name in SHOWN]
    assert first.name == OWNER
    return told(first, others)


def member(server: Server, name: str) -> Member:
    done = folkmoot("token", "create", "--username", name, data_dir=server.data_dir)
    assert done.returncode == 0, done.stderr
    return Member(server.url, name, done.stdout.split()[-1]).sign_in(PASSWORD)


def test_the_release_is_worth_comparing(before: dict[str, Any]) -> None:
    """A comparison of nothing with nothing would pass."""
    home = before["home"]
    for what in ("pictures", "mentions", "tags", "content", "favourites_count", "replies_count", "bookmarked"):
        assert sum(bool(each.get(what)) for each in home) > 1, what
    assert len(before["accounts"]) > 40
    assert all(before["unread"][name]["notifications"] for name in SHOWN)
    assert len(before["lists"]["/notifications"]) > 100


def test_nothing_is_left_that_signs_anybody_in(tmp_path: Path) -> None:
    folder = unpack(tmp_path)
    assert not (folder / "secret.key").exists()
    with contextlib.closing(sqlite3.connect(folder / "folkmoot.sqlite3")) as database:
        for table in ("django_session", "usersessions_usersession", "accounts_token"):
            assert database.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
        usable = database.execute("SELECT email FROM accounts_login WHERE password NOT LIKE '!%'").fetchall()
    applicant = {"petra@demo.example"}  # has a password that nobody was ever told
    assert {email for (email,) in usable} - applicant == {f"{name}@demo.example" for name in SHOWN}


def test_the_tables_were_brought_up_to_date(upgraded: Server) -> None:
    with contextlib.closing(sqlite3.connect(place_of(upgraded))) as database:
        applied = {name for (name,) in database.execute("SELECT name FROM django_migrations WHERE app = 'posts'")}
    assert len(applied) > 1, "this release has a migration more than the one before"


def place_of(server: Server) -> str:
    return f"file:{server.data_dir / 'folkmoot.sqlite3'}"


def test_posts_read_the_same(before: dict[str, Any], now: dict[str, Any]) -> None:
    """With their pictures, mentions, hashtags and counts, and with what the reader did to them."""
    assert [each["id"] for each in now["home"]] == [each["id"] for each in before["home"]]
    assert now["home"] == before["home"]


@pytest.mark.parametrize("name", SHOWN[1:])
def test_others_read_the_same(before: dict[str, Any], now: dict[str, Any], name: str) -> None:
    assert now["others"][name] == before["others"][name]


def test_people_are_the_same(before: dict[str, Any], now: dict[str, Any]) -> None:
    """Names, lines, faces, and how many follow them."""
    assert now["accounts"] == before["accounts"]


def test_lists_lead_to_the_same(before: dict[str, Any], now: dict[str, Any]) -> None:
    """Notifications, bookmarks, likes, direct posts, members, and who follows whom."""
    missing = {path: sorted(set(found) - set(now["lists"][path])) for path, found in before["lists"].items()}
    assert {path: gone for path, gone in missing.items() if gone} == {}


def test_what_is_new_is_still_new(before: dict[str, Any], now: dict[str, Any]) -> None:
    assert {name: now["unread"][name] | unread for name, unread in before["unread"].items()} == now["unread"]


def test_pictures_still_come(upgraded: Server) -> None:
    """Addresses are made anew, since the key is; the files are where they were."""
    home = member(upgraded, OWNER).asks("/api/v1/timelines/home?limit=40")
    shown = [picture["url"] for each in home for picture in each["media_attachments"]]
    assert len(shown) > 3
    media = upgraded.stream_url.removesuffix("/stream")
    for path in shown:
        with urllib.request.urlopen(media + path) as answer:
            assert answer.headers["Content-Type"] == "image/webp"


def test_visitors_find_its_profiles(upgraded: Server) -> None:
    status, page = fetch(f"{upgraded.url}/@dilys")
    assert status == 200
    assert "Biscuit" in page
