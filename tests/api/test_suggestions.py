"""Whom to follow, through the API."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import F

from folkmoot.accounts.models import Account
from folkmoot.accounts.queries import AccountKey
from folkmoot.api.entities import people
from folkmoot.posts.actions import follow_tag
from folkmoot.project.cast import Cast, member
from folkmoot.relations.actions import follow, suggest_to
from tests.api.shapes import check, check_all
from tests.doors import Door
from tests.posts.writing import say

pytestmark = pytest.mark.django_db
type DoorOf = Callable[..., Door]
FIRST, SECOND = "/api/v1/suggestions", "/api/v2/suggestions"


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    people._cache.clear()


@pytest.fixture
def door(cast: Cast, api_of: DoorOf) -> Door:
    """Hal's, who follows bob, who follows frank and ivy's neighbours."""
    for who, whom in ((cast.hal, cast.bob), (cast.bob, cast.frank), (cast.bob, cast.olivia)):
        follow(who, whom.id)
    suggest_to(cast.hal.id)
    return api_of(cast.hal)


def test_accounts_and_why(cast: Cast, door: Door) -> None:
    found = door.get(SECOND).json()
    check_all(found, "Suggestion")
    assert {each["account"]["username"] for each in found} >= {"frank", "olivia"}
    assert {each["account"]["username"]: each["sources"] for each in found}["frank"] == ["friends_of_friends"]
    plain = door.get(FIRST).json()
    assert plain == [each["account"] for each in found]
    check(plain[0], "Account")
    assert len(door.get(SECOND, {"limit": 1}).json()) == len(door.get(FIRST, {"limit": 1}).json()) == 1


def test_dismissed(cast: Cast, door: Door) -> None:
    assert door.delete(f"{FIRST}/{cast.frank.id}").json() == {}
    assert door.delete(f"{FIRST}/{cast.frank.id}").json() == {}
    assert "frank" not in {each["username"] for each in door.get(FIRST).json()}
    assert door.delete(f"{FIRST}/{cast.gina.id}").status_code == door.delete(f"{FIRST}/5").status_code == 404


def test_every_reason_in_the_words_of_programs(cast: Cast, door: Door) -> None:
    for name in ("pia", "quinn"):
        follow(member(name), cast.dan.id)
    Account.objects.filter(username="pia").update(bio="I am new here.")
    follow_tag(cast.hal, "nets")
    say(Account.objects.get(username="quinn"), "I mend #nets")
    suggest_to(cast.hal.id)
    found = door.get(SECOND).json()
    check_all(found, "Suggestion")
    sources = {each["account"]["username"]: each["sources"] for each in found}
    assert sources["pia"] == []
    assert sources["quinn"] == ["similar_to_recently_followed"]
    assert sources["dan"] == ["most_followed"]


def test_nobody(cast: Cast, api_of: DoorOf) -> None:
    assert api_of(cast.frank).get(SECOND).json() == []
    assert api_of(cast.frank, "write").get(SECOND).status_code == 403
    assert api_of(cast.frank, "read").delete(f"{FIRST}/{cast.bob.id}").status_code == 403


class TestKept:
    """What the people in it look like is kept for a minute, by their versions."""

    def test_asking_again_reads_nobody_anew(self, door: Door, queries: Any) -> None:
        found = door.get(SECOND).json()
        assert found
        with pytest.MonkeyPatch.context() as patch:
            patch.delattr(people, "views")
            assert door.get(SECOND).json() == found
        keys = [AccountKey(*key) for key in Account.objects.values_list("id", "version")]
        assert people.people(keys)
        with queries(0):
            assert set(people.people(keys)) == {key.id for key in keys}

    def test_whoever_changes_is_shown_as_they_are_now(self, cast: Cast, door: Door) -> None:
        def name() -> str:
            return str(next(each for each in door.get(FIRST).json() if each["username"] == "frank")["display_name"])

        before = name()
        Account.objects.filter(id=cast.frank.id).update(name="Frank of the harbour", version=F("version") + 1)
        assert before != name() == "Frank of the harbour"

    def test_numbers_are_a_minute_old_at_most(
        self, cast: Cast, door: Door, monkeypatch: pytest.MonkeyPatch, drain: Callable[[], int]
    ) -> None:
        def posts() -> int:
            found = next(each for each in door.get(FIRST).json() if each["username"] == "frank")
            return int(found["statuses_count"])

        now, before = people.monotonic(), posts()
        say(cast.frank)
        drain()
        assert posts() == before
        monkeypatch.setattr(people, "monotonic", lambda: now + 65)
        assert posts() == before + 1

    def test_whoever_went_between_two_statements_is_left_out(
        self, cast: Cast, door: Door, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        everybody = people.views
        monkeypatch.setattr(people, "views", lambda ids: {**everybody(set(ids) - {cast.frank.id})})
        found = {each["account"]["username"] for each in door.get(SECOND).json()}
        assert "olivia" in found
        assert "frank" not in found

    def test_the_oldest_go(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(people._cache, "most", 2)
        keys = [AccountKey(account.id, account.version) for account in (cast.bob, cast.frank, cast.olivia)]
        for key in keys:
            assert people.people([key])
        assert list(people._cache.find(keys, people.monotonic())) == keys[1:]
