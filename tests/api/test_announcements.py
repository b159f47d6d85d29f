"""Announcements through the API: who sees them, read and answered."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from folkmoot.accounts.actions import choose_language
from folkmoot.instance.actions import Notice, announce, change_settings, hide_emoji, withdraw_announcement
from folkmoot.project.cast import Cast
from tests.api.shapes import check
from tests.doors import Door
from tests.emoji import own_emoji

pytestmark = pytest.mark.django_db
type DoorOf = Callable[..., Door]
PATH = "/api/v1/announcements"


def raw(emoji: str) -> str:
    """An emoji at the end of an address, as servers hand it on."""
    return emoji.encode().decode("latin-1")


@pytest.fixture
def said(cast: Cast) -> int:
    own_emoji(cast.olivia, "wave")
    now = timezone.now()
    words = "**Tonight** at [the hall](https://example.org/hall) :wave: #choir"
    return announce(cast.olivia, Notice(words, starts_at=now + timedelta(days=1), ends_at=now + timedelta(days=2)))


def test_what_is_announced(cast: Cast, api_of: DoorOf, said: int) -> None:
    (found,) = api_of(cast.alice).get(PATH).json()
    check(found, "Announcement")
    assert found["id"] == str(said)
    assert "<strong>Tonight</strong>" in found["content"]
    assert 'href="http://localhost:8000/tags/choir"' in found["content"]
    assert (found["read"], found["all_day"], found["reactions"]) == (False, False, [])
    assert found["starts_at"] < found["ends_at"]
    assert [tag["name"] for tag in found["tags"]] == ["choir"]
    assert [emoji["shortcode"] for emoji in found["emojis"]] == ["wave"]


class TestLanguages:
    BOTH = {"en": "We meet :wave: #choir", "ar": "نلتقي #جوقة"}

    def test_each_reads_their_own(self, cast: Cast, api_of: DoorOf) -> None:
        own_emoji(cast.olivia, "wave")
        announce(cast.olivia, Notice(self.BOTH))
        choose_language(cast.alice, "ar", "")
        (found,) = api_of(cast.alice).get(PATH).json()
        check(found, "Announcement")
        assert ("نلتقي" in found["content"], "We meet" in found["content"]) == (True, False)
        assert ([tag["name"] for tag in found["tags"]], found["emojis"]) == (["جوقة"], [])
        (found,) = api_of(cast.hal).get(PATH).json()
        assert ("We meet" in found["content"], len(found["emojis"])) == (True, 1)
        assert [tag["name"] for tag in found["tags"]] == ["choir"]

    def test_who_chose_none_reads_the_communitys(self, cast: Cast, api_of: DoorOf) -> None:
        change_settings(cast.olivia, {"language": "ar"})
        announce(cast.olivia, Notice(self.BOTH))
        assert "نلتقي" in api_of(cast.hal).get(PATH).json()[0]["content"]

    def test_what_has_no_other_words_is_read_as_it_was_written(self, cast: Cast, api_of: DoorOf) -> None:
        announce(cast.olivia, Notice("Plain"))
        choose_language(cast.alice, "ar", "")
        assert "Plain" in api_of(cast.alice).get(PATH).json()[0]["content"]

    def test_languages_cost_no_statement(self, cast: Cast, api_of: DoorOf) -> None:
        door = api_of(cast.hal)
        costs = []
        for words in ("One", {"en": "Two", "ar": "اثنان"}):
            announce(cast.olivia, Notice(words))
            door.get(PATH)
            with CaptureQueriesContext(connection) as found:
                door.get(PATH)
            costs.append(len(found))
        assert costs[0] == costs[1]


def test_without_times(cast: Cast, api_of: DoorOf) -> None:
    announce(cast.olivia, Notice("Plain"))
    (found,) = api_of(cast.alice).get(PATH).json()
    check(found, "Announcement")
    assert (found["starts_at"], found["ends_at"]) == (None, None)


def test_what_was_read_is_shown_only_on_request(cast: Cast, api_of: DoorOf, said: int) -> None:
    door = api_of(cast.alice)
    assert door.post(f"{PATH}/{said}/dismiss").json() == {}
    assert door.get(PATH).json() == []
    assert [each["read"] for each in door.get(PATH, {"with_dismissed": "true"}).json()] == [True]
    assert [each["read"] for each in api_of(cast.hal).get(PATH).json()] == [False]
    assert door.get(PATH, {"with_dismissed": "perhaps"}).status_code == 422


def test_answered_with_emoji(cast: Cast, api_of: DoorOf, said: int) -> None:
    door = api_of(cast.alice)
    for name in (raw("🎉"), "wave"):
        assert door.put(f"{PATH}/{said}/reactions/{name}").json() == {}
    party, wave = api_of(cast.hal).get(PATH).json()[0]["reactions"]
    check(party, "Reaction", without=("url", "static_url"))
    check(wave, "Reaction")
    assert (party["name"], party["count"], party["me"], wave["name"]) == ("🎉", 1, False, "wave")
    assert [each["me"] for each in door.get(PATH).json()[0]["reactions"]] == [True, True]
    hide_emoji(cast.olivia, "wave")
    for name in (raw("🎉"), "wave"):
        assert door.delete(f"{PATH}/{said}/reactions/{name}").json() == {}
    assert door.get(PATH).json()[0]["reactions"] == []
    assert door.put(f"{PATH}/{said}/reactions/wave").status_code == 422


def test_an_address_may_end_with_a_slash(cast: Cast, api_of: DoorOf, said: int) -> None:
    door = api_of(cast.alice)
    for name in (raw("🎉"), "wave"):
        assert door.put(f"{PATH}/{said}/reactions/{name}/").status_code == 200
    assert [each["name"] for each in door.get(PATH).json()[0]["reactions"]] == ["🎉", "wave"]
    for name in (raw("🎉"), "wave"):
        assert door.delete(f"{PATH}/{said}/reactions/{name}/").status_code == 200
    assert door.get(PATH).json()[0]["reactions"] == []


@pytest.mark.parametrize("name", ["nowhere", "5", raw("🎉🎉"), "a" * 100])
def test_what_is_no_emoji(cast: Cast, api_of: DoorOf, said: int, name: str) -> None:
    assert api_of(cast.alice).put(f"{PATH}/{said}/reactions/{name}").status_code == 422
    assert api_of(cast.alice).delete(f"{PATH}/{said}/reactions/{name}").json() == {}


def test_what_is_not_there_any_more(cast: Cast, api_of: DoorOf, said: int) -> None:
    withdraw_announcement(cast.olivia, said)
    door = api_of(cast.alice)
    assert door.get(PATH).json() == []
    for some_id in (said, 5):
        answers = [
            door.post(f"{PATH}/{some_id}/dismiss"),
            door.put(f"{PATH}/{some_id}/reactions/{raw('🎉')}"),
            door.delete(f"{PATH}/{some_id}/reactions/{raw('🎉')}"),
        ]
        assert [answer.status_code for answer in answers] == [404] * 3


def test_scopes(cast: Cast, api_of: DoorOf, said: int) -> None:
    reads, writes = api_of(cast.alice, "read"), api_of(cast.alice, "write:accounts")
    assert reads.get(PATH).status_code == 200
    assert reads.post(f"{PATH}/{said}/dismiss").status_code == 403
    assert writes.put(f"{PATH}/{said}/reactions/{raw('🎉')}").status_code == 403
    assert Door().get(PATH).status_code == 401
