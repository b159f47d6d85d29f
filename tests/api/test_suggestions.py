"""Whom to follow, through the API."""

from collections.abc import Callable

import pytest

from folkmoot.accounts.models import Account
from folkmoot.posts.actions import follow_tag
from folkmoot.project.cast import Cast, member
from folkmoot.relations.actions import follow, suggest_to
from tests.api.shapes import check, check_all
from tests.doors import Door
from tests.posts.writing import say

pytestmark = pytest.mark.django_db
type DoorOf = Callable[..., Door]
FIRST, SECOND = "/api/v1/suggestions", "/api/v2/suggestions"


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
