"""A member with a row in every table asks for a copy: it has all of theirs, and nothing of others."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from folkmoot.core.inventory import everything
from folkmoot.core.rows import select
from folkmoot.moderation.models import Report
from folkmoot.posts.actions import boost
from folkmoot.privacy.archive.facts import facts_of
from folkmoot.privacy.archive.tables import name_of
from folkmoot.relations.actions import block, follow
from tests import recordings
from tests.posts.writing import say
from tests.privacy.everywhere import Everywhere

pytestmark = pytest.mark.django_db
WORD, OTHER_WORD = "pelicanword", "ospreyword"
Copying = Callable[[Any], zipfile.ZipFile]


def all_of(archive: zipfile.ZipFile) -> str:
    return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


@pytest.fixture
def everywhere(cast: Any) -> Any:
    Everywhere(cast.hal, cast.bob, WORD).fill()
    Everywhere(cast.bob, cast.hal, OTHER_WORD).fill()
    Report.objects.filter(reporter=cast.hal, comment__contains=OTHER_WORD).delete()  # those words are hal's own
    return cast


def test_every_row_that_the_inventory_exports_is_in_it(everywhere: Any, copy_of: Copying) -> None:
    cast = everywhere
    select("DELETE FROM privacy_export RETURNING id", {})
    archive = copy_of(cast.hal)
    told = {each["name"]: each for each in json.loads(archive.read("manifest.json"))}
    cast.hal.refresh_from_db()
    for each in everything():
        if each.exported:
            rows = json.loads(archive.read(name_of(each)))
            found = select(f"SELECT COUNT(*) FROM {each.name} t WHERE {each.mine}", facts_of(cast.hal))[0][0]
            assert len(rows) == found == told[each.name]["rows"] >= 1, each.name
            assert all(set(row) == set(each.exported) for row in rows), each.name


def test_the_list_says_of_everything_why_it_is_kept_or_not_there(everywhere: Any, copy_of: Copying) -> None:
    select("DELETE FROM privacy_export RETURNING id", {})
    told = json.loads(copy_of(everywhere.hal).read("manifest.json"))
    assert {each["name"] for each in told} == {each.name for each in everything() if each.personal}
    assert [each["name"] for each in told if not (each["holds"] and each["why"] and each["kept"])] == []


@pytest.mark.parametrize("column", ["password", "digest", "refresh_digest", "endpoint", "secret", "key", "session_key"])
def test_it_opens_no_door(everywhere: Any, copy_of: Copying, column: str) -> None:
    select("DELETE FROM privacy_export RETURNING id", {})
    said = all_of(copy_of(everywhere.hal))
    assert f"{WORD}-0-{column}" not in said
    assert everywhere.hal.login.password not in said


def test_nobody_elses_words_are_in_it(everywhere: Any, copy_of: Copying) -> None:
    select("DELETE FROM privacy_export RETURNING id", {})
    said = all_of(copy_of(everywhere.hal))
    assert OTHER_WORD not in said
    assert everywhere.bob.login.email not in said


def test_posts_are_there_for_other_servers(cast: Any, copy_of: Copying) -> None:
    say(cast.hal, "The boats are back", "public")
    say(cast.hal, "Only for bob @bob", "direct")
    box = json.loads((archive := copy_of(cast.hal)).read("outbox.json"))
    notes = [each["object"] for each in box["orderedItems"]]
    assert [note["source"]["content"] for note in notes] == ["The boats are back", "Only for bob @bob"]
    assert box["orderedItems"][0]["to"] == ["https://www.w3.org/ns/activitystreams#Public"]
    assert box["orderedItems"][1]["to"] == []
    assert json.loads(archive.read("actor.json"))["preferredUsername"] == "hal"


def test_people_are_there_for_other_servers(cast: Any, copy_of: Copying) -> None:
    follow(cast.hal, cast.bob.id)
    block(cast.hal, cast.carol.id)
    archive = copy_of(cast.hal)
    lines = list(csv.reader(io.StringIO(archive.read("following_accounts.csv").decode())))
    assert lines[1][0].startswith("bob@")
    assert lines[1][1:] == ["true", "false", ""]
    assert archive.read("blocked_accounts.csv").decode().startswith("carol@")


def test_conversations_hold_what_the_member_could_read(cast: Any, copy_of: Copying) -> None:
    say(cast.bob, "Hello @hal", "direct")
    say(cast.bob, "A secret for @carol", "direct")
    archive = copy_of(cast.hal)
    assert [each["text"] for each in json.loads(archive.read("conversations.json"))] == ["Hello @hal"]
    assert "A secret" not in all_of(archive)


def test_it_can_be_read_without_the_net_or_a_script(cast: Any, copy_of: Copying) -> None:
    say(cast.hal, "The **boats** are back", "public")
    cast.hal.language = "ar"
    cast.hal.save(update_fields=["language"])
    archive = copy_of(cast.hal)
    assert '<html lang="ar" dir="rtl">' in archive.read("index.html").decode()
    assert "<strong>boats</strong>" in archive.read("posts-1.html").decode()
    assert "<script" not in all_of(archive)


def test_recordings_come_with_their_captions_and_stand_in_the_posts(cast: Any, copy_of: Copying) -> None:
    sound, film = recordings.lay(cast.hal.id, "sound", ("en",)), recordings.lay(cast.hal.id, "video")
    say(cast.hal, "Listen", recordings=(sound.id,))
    say(cast.hal, "Look", recordings=(film.id,))
    archive = copy_of(cast.hal)
    there = {f"media/{sound.id}.m4a", f"media/{sound.id}-en.vtt", f"media/{film.id}.mp4"}
    assert there <= set(archive.namelist())
    notes = [each["object"] for each in json.loads(archive.read("outbox.json"))["orderedItems"]]
    assert [note["attachment"][0]["mediaType"] for note in notes] == ["audio/mp4", "video/mp4"]


def test_boosts_and_each_conversation_are_in_it(cast: Any, copy_of: Copying, drain: Callable[[], int]) -> None:
    boost(cast.hal, say(cast.bob, "Passed on"))
    say(cast.bob, "First, @hal", "direct")
    say(cast.alice, "Second, @hal", "direct")
    drain()
    archive = copy_of(cast.hal)
    assert [each["type"] for each in json.loads(archive.read("outbox.json"))["orderedItems"]] == ["Announce"]
    page = next(archive.read(name).decode() for name in archive.namelist() if "conversation" in name and "html" in name)
    assert page.index("First,") < page.index("Second,")
