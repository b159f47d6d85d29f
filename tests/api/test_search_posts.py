"""Finding posts by their words, for programs."""

from collections.abc import Callable

import pytest

from folkmoot.project.cast import Cast
from tests.api.shapes import check
from tests.doors import Door
from tests.search.finding import write

type DoorOf = Callable[..., Door]
SEARCH = "/api/v2/search"


def _ids(door: Door, **query: object) -> list[int]:
    answer = door.get(SEARCH, {"type": "statuses", **query})
    assert answer.status_code == 200, answer.text
    check(answer.json(), "Search")
    return [int(each["id"]) for each in answer.json()["statuses"]]


def test_words_operators_and_what_one_may_not_see(cast: Cast, api_of: DoorOf) -> None:
    post = write(cast.bob, "A fountain in the #Park")
    write(cast.alice, "A fountain for few", "followers")
    door = api_of(cast.hal)
    assert _ids(door, q="FOUNTAIN") == _ids(door, q="fountain from:bob") == _ids(door, q="#park") == [post]
    assert _ids(door, q='"fountain for"') == _ids(door, q="fountain -park") == []
    whole = door.get(SEARCH, {"q": "fountain from:bob"}).json()
    assert (len(whole["statuses"]), whole["accounts"], whole["hashtags"]) == (1, [], [])


def test_names_are_compared_with_the_words_alone(cast: Cast, api_of: DoorOf) -> None:
    write(cast.bob, "On the #Harbour")
    door = api_of(cast.hal)
    assert [each["acct"] for each in door.get(SEARCH, {"q": "alic has:poll"}).json()["accounts"]] == ["alice"]
    assert [each["name"] for each in door.get(SEARCH, {"q": "harb -soup"}).json()["hashtags"]] == ["harbour"]


def test_cut_by_account_ids_limit_and_offset(cast: Cast, api_of: DoorOf) -> None:
    mine = [write(cast.bob, f"Larkspur {number}") for number in range(4)]
    other = write(cast.carol, "Larkspur")
    door = api_of(cast.hal)
    every = _ids(door, q="larkspur")
    assert set(every) == {*mine, other}
    assert _ids(door, q="larkspur", account_id=cast.carol.id) == [other]
    assert _ids(door, q="larkspur from:bob", account_id=cast.carol.id) == []
    assert _ids(door, q="larkspur", limit=2) + _ids(door, q="larkspur", limit=2, offset=2) == every[:4]
    assert _ids(door, q="larkspur", offset=5) == []
    assert set(_ids(door, q="larkspur", max_id=mine[2])) == set(mine[:2])
    assert set(_ids(door, q="larkspur", min_id=mine[2])) == {mine[3], other}
    assert _ids(door, q="larkspur", limit=40, exclude_unreviewed="true", resolve="true") == every


@pytest.mark.parametrize("query", ["account_id=x", "min_id=x", "exclude_unreviewed=perhaps", "limit=0"])
def test_questions_that_make_no_sense(cast: Cast, api_of: DoorOf, query: str) -> None:
    assert api_of(cast.hal).get(f"{SEARCH}?q=a&type=statuses&{query}").status_code == 422


@pytest.mark.parametrize(
    "words", ['" OR 1=1 --', "x" * 10_000, '"' * 5_000, "🎉", "\u200f\u202e", "has:poll", "-", "NEAR(a b)", "a*", "'"]
)
def test_odd_questions_are_answered(cast: Cast, api_of: DoorOf, words: str) -> None:
    write(cast.bob, "Plain words")
    assert _ids(api_of(cast.hal), q=words) == []


def test_a_visitor_and_a_program_without_the_right_find_nothing(cast: Cast, api_of: DoorOf) -> None:
    assert Door().get(SEARCH, {"q": "fountain"}).status_code == 401
    assert api_of(cast.hal, "write").get(SEARCH, {"q": "fountain"}).status_code == 403
