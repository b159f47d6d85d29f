"""Finding people, posts and hashtags, for programs."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from folkmoot.accounts.models import Account, Stats
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import follow
from tests.api.shapes import check, check_all
from tests.doors import Door
from tests.posts.writing import say

type DoorOf = Callable[..., Door]
SEARCH, PEOPLE, DIRECTORY = "/api/v2/search", "/api/v1/accounts/search", "/api/v1/directory"


def _names(door: Door, path: str, **query: object) -> list[str]:
    answer = door.get(path, query)
    assert answer.status_code == 200, answer.text
    check_all(answer.json(), "Account")
    return [each["acct"] for each in answer.json()]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ali", ["alice"]),
        ("@ALICE", ["alice"]),
        ("lidd", ["alice"]),
        ("erin@elsewhere.example", ["erin@elsewhere.example"]),
        ("@erin@else", ["erin@elsewhere.example"]),
        ("erin@nowhere", []),
        ("gina", []),
        ("ivy", []),
        ("car", []),
        ("carol", ["carol"]),
        ("fran", ["frank"]),
        ("%", []),
        ("", []),
        ("@", []),
        ("\0", []),
    ],
)
def test_people_by_name_and_address(cast: Cast, api_of: DoorOf, words: str, found: list[str]) -> None:
    Account.objects.filter(id=cast.alice.id).update(name="Alice Liddell")
    Account.objects.filter(id__in=[cast.carol.id, cast.frank.id]).update(discoverable=False)
    follow(cast.hal, cast.frank.id)
    assert _names(api_of(cast.hal), PEOPLE, q=words) == found


def test_whom_one_follows_comes_first(cast: Cast, api_of: DoorOf) -> None:
    follow(cast.hal, cast.olivia.id)
    door = api_of(cast.hal)
    found = _names(door, PEOPLE, q="a")
    assert found[0] == "olivia"
    assert set(found) >= {"alice", "carol", "dan", "hal"}
    assert _names(door, PEOPLE, q="a", following="true") == ["olivia"]
    assert _names(door, PEOPLE, q="a", limit=1) + _names(door, PEOPLE, q="a", limit=40, offset=1) == found


def test_who_is_called_just_so_comes_before_all(cast: Cast, api_of: DoorOf) -> None:
    Account.objects.filter(id__in=[cast.bob.id, cast.olivia.id]).update(name="Hal's friend")
    follow(cast.carol, cast.bob.id)
    assert _names(api_of(cast.carol), PEOPLE, q="hal") == ["hal", "bob", "olivia"]
    assert _names(api_of(cast.carol), PEOPLE, q="hal's") == ["bob", "olivia"]


@pytest.mark.parametrize(("viewer", "words"), [("alice", "dan"), ("dan", "alice")])
def test_a_block_hides_both(cast: Cast, api_of: DoorOf, viewer: str, words: str) -> None:
    door = api_of(getattr(cast, viewer))
    assert _names(door, PEOPLE, q=words) == []
    assert words not in _names(door, DIRECTORY)
    assert door.get(SEARCH, {"q": words}).json()["accounts"] == []


def test_everything_at_once(cast: Cast, api_of: DoorOf) -> None:
    say(cast.bob, "On the #Harbour")
    Account.objects.filter(id=cast.bob.id).update(name="Harbour Bob")
    answer = api_of(cast.hal).get(SEARCH, {"q": "harb"}).json()
    check(answer, "Search")
    assert [each["acct"] for each in answer["accounts"]] == ["bob"]
    assert [each["name"] for each in answer["hashtags"]] == ["harbour"]
    for kind, other in (("accounts", "hashtags"), ("hashtags", "accounts")):
        one = api_of(cast.hal).get(SEARCH, {"q": "harb", "type": kind}).json()
        assert (bool(one[kind]), one[other], one["statuses"]) == (True, [], [])
    assert not any(api_of(cast.hal).get(SEARCH, {"q": "harb", "type": "statuses"}).json().values())


def test_what_has_an_address_here(cast: Cast, api_of: DoorOf) -> None:
    post, secret = say(cast.bob, "Hello"), say(cast.alice, "For few", "followers")
    door = api_of(cast.hal)
    [shown] = door.get(SEARCH, {"q": f"http://localhost:8000/@bob/{post}", "resolve": "true"}).json()["statuses"]
    check(shown, "Status")
    assert shown["id"] == str(post)
    assert door.get(SEARCH, {"q": f"http://localhost:8000/@alice/{secret}"}).json()["statuses"] == []
    [bob] = door.get(SEARCH, {"q": "http://localhost:8000/@bob"}).json()["accounts"]
    assert bob["acct"] == "bob"
    for gone in ("gina", "nobody"):
        assert door.get(SEARCH, {"q": f"http://localhost:8000/@{gone}"}).json()["accounts"] == []


def test_hashtags_of_what_one_may_not_see_are_not_found(cast: Cast, api_of: DoorOf) -> None:
    for scope in ("direct", "followers", "quiet"):
        say(cast.bob, f"#secret{scope} @alice", scope)
    say(cast.bob, "#secretcommunity", "community")
    say(cast.bob, "#secret_public")
    say(cast.dan, "#secretdan")

    def found(who: Account) -> list[str]:
        return [each["name"] for each in api_of(who).get(SEARCH, {"q": "#Secret"}).json()["hashtags"]]

    assert found(cast.hal) == ["secretdan", "secret_public", "secretcommunity"]
    assert found(cast.alice) == ["secret_public", "secretcommunity"]
    two = api_of(cast.hal).get(SEARCH, {"q": "secret", "limit": 2, "offset": 1}).json()["hashtags"]
    assert [each["name"] for each in two] == ["secret_public", "secretcommunity"]
    assert api_of(cast.hal).get(SEARCH, {"q": "secret_d"}).json()["hashtags"] == []


@pytest.mark.parametrize(
    ("path", "query"),
    [
        (SEARCH, ""),
        (SEARCH, "q="),
        (SEARCH, "q=+"),
        (SEARCH, "q[]=a"),
        (SEARCH, "q=a&limit=0"),
        (SEARCH, "q=a&offset=-1"),
        (SEARCH, "q=a&following=perhaps"),
        (PEOPLE, "q=a&offset=x"),
        (PEOPLE, "q=a&resolve=perhaps"),
        (DIRECTORY, "order=best"),
        (DIRECTORY, "local=perhaps"),
    ],
)
def test_questions_that_make_no_sense(cast: Cast, api_of: DoorOf, path: str, query: str) -> None:
    assert api_of(cast.hal).get(f"{path}?{query}").status_code == 422


@pytest.mark.parametrize("words", ["%", "_", "\\", "'", "#", "x" * 5_000, "\U0010ffff", "(", "\ufffd"])
def test_words_that_mean_something_to_databases(cast: Cast, api_of: DoorOf, words: str) -> None:
    answer = api_of(cast.hal).get(SEARCH, {"q": words})
    assert (answer.status_code, answer.json()["accounts"]) == (200, [])


def test_the_directory(cast: Cast, api_of: DoorOf) -> None:
    for account, day in ((cast.carol, date(2026, 1, 2)), (cast.bob, date(2026, 1, 3))):
        Stats.objects.filter(account=account).update(last_post_on=day)
    Account.objects.filter(id=cast.frank.id).update(discoverable=False)
    door = api_of(cast.hal)
    assert _names(door, DIRECTORY) == ["bob", "carol", "hal", "dan", "alice", "olivia"]
    assert _names(door, DIRECTORY, order="new") == ["hal", "dan", "carol", "bob", "alice", "olivia"]
    assert _names(door, DIRECTORY, order="new", limit=2, offset=1) == ["dan", "carol"]
    assert _names(door, DIRECTORY, offset=100) == []
    assert Door().get(DIRECTORY).status_code == 401, "the list of members is for members"


@pytest.mark.parametrize("several", [1, 20])
def test_what_finding_costs(cast: Cast, api_of: DoorOf, queries: Any, several: int) -> None:
    people = [Account(username=f"person{n}", active=True) for n in range(several)]
    Account.objects.bulk_create(people)
    Stats.objects.bulk_create([Stats(account=each) for each in people])
    for n in range(several):
        say(cast.bob, f"#person{n}")
    door = api_of(cast.hal)
    door.get(PEOPLE, {"q": "person"})
    with queries(3):  # the token, who it is, their views
        assert len(_names(door, PEOPLE, q="person")) == several
    with queries(5):  # and the hashtags, and the index of posts
        assert len(door.get(SEARCH, {"q": "person"}).json()["hashtags"]) == several
    with queries(3):
        door.get(DIRECTORY)
