"""What an account wrote and who follows it, for programs."""

from collections.abc import Callable
from typing import Any

import pytest

from folkmoot.accounts.models import Account, Stats
from folkmoot.instance.actions import change_settings
from folkmoot.posts.actions import boost, pin
from folkmoot.project.cast import Cast
from folkmoot.relations import actions
from folkmoot.relations.actions import block, follow
from folkmoot.relations.models import Follow
from tests.api.shapes import check_all
from tests.doors import Answer, Door
from tests.pictures import lay as picture
from tests.posts.writing import say

type DoorOf = Callable[..., Door]
ACCOUNTS = "/api/v1/accounts"


def _ids(answer: Answer) -> list[int]:
    assert answer.status_code == 200, answer.text
    return [int(each["id"]) for each in answer.json()]


def _next(answer: Answer, rel: str) -> str:
    found = [part for part in answer.headers["Link"].split(", ") if part.endswith(f'rel="{rel}"')]
    return found[0].partition(">")[0].removeprefix("<http://localhost:8000") if found else ""


@pytest.fixture
def written(cast: Cast) -> dict[str, int]:
    hers = say(cast.alice, "By alice")
    plain = say(cast.bob, "Plain #boats")
    return {
        "plain": plain,
        "answer": say(cast.bob, "Answer", reply_to=hers),
        "on": say(cast.bob, "And another thing", reply_to=plain),
        "boost": boost(cast.bob, hers),
        "picture": say(cast.bob, "Look", pictures=(picture(cast.bob.id).id,)),
        "followers": say(cast.bob, "For few #Boats", "followers"),
        "direct": say(cast.bob, "@alice a word", "direct"),
    }


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["followers", "picture", "boost", "on", "answer", "plain"]),
        ("exclude_replies=true", ["followers", "picture", "boost", "on", "plain"]),
        ("exclude_reblogs=1", ["followers", "picture", "on", "answer", "plain"]),
        ("exclude_replies=true&exclude_reblogs=true", ["followers", "picture", "on", "plain"]),
        ("only_media=true", ["picture"]),
        ("tagged=BOATS", ["followers", "plain"]),
        ("tagged=boats&exclude_replies=true&limit=1", ["followers"]),
        ("tagged=nowhere", []),
        ("only_media=false&limit=2", ["followers", "picture"]),
    ],
)
def test_the_cuts_of_a_profile(
    cast: Cast, api_of: DoorOf, written: dict[str, int], query: str, shown: list[str]
) -> None:
    answer = api_of(cast.alice).get(f"{ACCOUNTS}/{cast.bob.id}/statuses?{query}")
    check_all(answer.json(), "Status")
    assert _ids(answer) == [written[name] for name in shown]


def test_what_the_viewer_may_not_see_is_left_out(cast: Cast, api_of: DoorOf, written: dict[str, int]) -> None:
    stranger = _ids(api_of(cast.hal).get(f"{ACCOUNTS}/{cast.bob.id}/statuses"))
    assert written["followers"] not in stranger
    assert written["plain"] in stranger
    block(cast.bob, cast.hal.id)
    assert _ids(api_of(cast.hal).get(f"{ACCOUNTS}/{cast.bob.id}/statuses")) == []


def test_pages_of_a_profile_ask_for_the_same(cast: Cast, api_of: DoorOf, written: dict[str, int]) -> None:
    door, seen = api_of(cast.alice), []
    answer = door.get(f"{ACCOUNTS}/{cast.bob.id}/statuses?exclude_replies=true&limit=2")
    newest = _next(answer, "prev")
    while True:
        seen += _ids(answer)
        if not (older := _next(answer, "next")):
            break
        assert "exclude_replies=true&limit=2&max_id=" in older
        answer = door.get(older)
    assert seen == [written[name] for name in ("followers", "picture", "boost", "on", "plain")]
    later = say(cast.bob, "Later")
    assert _ids(door.get(newest)) == [later]


def test_pinned_posts_stand_alone(cast: Cast, api_of: DoorOf, written: dict[str, int]) -> None:
    pin(cast.bob, written["plain"])
    pin(cast.bob, written["followers"])
    path = f"{ACCOUNTS}/{cast.bob.id}/statuses?pinned=true"
    assert _ids(api_of(cast.alice).get(path)) == [written["followers"], written["plain"]]
    assert _ids(api_of(cast.alice).get(f"{path}&limit=1")) == [written["followers"]]
    assert _ids(api_of(cast.hal).get(path)) == [written["plain"]]
    [mine] = [each for each in api_of(cast.bob).get(path).json() if each["id"] == str(written["plain"])]
    assert mine["pinned"] is True


def test_visitors_read_what_the_community_opens(cast: Cast, written: dict[str, int]) -> None:
    paths = [f"{ACCOUNTS}/{cast.bob.id}{rest}" for rest in ("", "/statuses", "/followers", "/following")]
    paths += [f"{ACCOUNTS}?id[]={cast.bob.id}", f"{ACCOUNTS}/lookup?acct=bob"]
    for path in paths:
        answer = Door().get(path)
        assert (answer.status_code, answer.json()["error"]) == (422, "This method requires an authenticated user")
    change_settings(None, {"visitors": "posts"})
    assert [Door().get(path).status_code for path in paths] == [200] * len(paths)
    shown = _ids(Door().get(paths[1]))
    assert written["followers"] not in shown
    assert written["plain"] in shown
    check_all(Door().get(paths[1]).json(), "Status")
    actions.endorse(cast.bob, cast.alice.id)
    for rest in ("following", "followers", "endorsements"):
        assert Door().get(f"{ACCOUNTS}/{cast.bob.id}/{rest}").json() == [], "as on the page, this is for members"
    assert Door().get(f"{ACCOUNTS}/{cast.gina.id}/statuses").status_code == 404


@pytest.mark.parametrize("rest", ["statuses", "followers", "following", "featured_tags", "endorsements"])
def test_nothing_of_accounts_that_are_not_there(cast: Cast, api_of: DoorOf, rest: str) -> None:
    for account in (cast.gina.id, cast.ivy.id, 1):
        answer = api_of(cast.hal).get(f"{ACCOUNTS}/{account}/{rest}")
        assert (answer.status_code, answer.json()) == (404, {"error": "Record not found"})


@pytest.mark.parametrize("query", ["limit=0", "max_id=x", "only_media=perhaps", "tagged[]=a&tagged[]=b", "pinned=?"])
def test_cuts_that_make_no_sense(cast: Cast, api_of: DoorOf, query: str) -> None:
    assert api_of(cast.hal).get(f"{ACCOUNTS}/{cast.bob.id}/statuses?{query}").status_code == 422


def test_followers_by_the_age_of_the_follow(cast: Cast, api_of: DoorOf) -> None:
    for account in (cast.olivia, cast.frank, cast.carol):
        follow(account, cast.hal.id)
    door, path = api_of(cast.bob), f"{ACCOUNTS}/{cast.hal.id}/followers"
    first = door.get(f"{path}?limit=2")
    check_all(first.json(), "Account")
    assert _ids(first) == [cast.carol.id, cast.frank.id]
    assert _ids(door.get(_next(first, "next"))) == [cast.olivia.id]
    assert _ids(door.get(_next(first, "prev"))) == []
    row = Follow.objects.get(follower=cast.frank, followed=cast.hal)
    assert f"max_id={row.id}>" in first.headers["Link"], "the cursor is the follow, not the account"
    follow(cast.bob, cast.hal.id)
    assert _ids(door.get(_next(first, "prev"))) == [cast.bob.id]
    assert _ids(api_of(cast.hal).get(f"{ACCOUNTS}/{cast.bob.id}/following")) == [cast.hal.id, cast.alice.id]


def test_followers_of_whom_a_block_stands_between(cast: Cast, api_of: DoorOf) -> None:
    for rest in ("followers", "following"):
        assert _ids(api_of(cast.dan).get(f"{ACCOUNTS}/{cast.alice.id}/{rest}")) == []
        assert cast.bob.id in _ids(api_of(cast.hal).get(f"{ACCOUNTS}/{cast.alice.id}/{rest}"))


@pytest.mark.parametrize("several", [1, 20])
def test_lists_cost_the_same_however_long(cast: Cast, api_of: DoorOf, queries: Any, several: int) -> None:
    people = [Account(username=f"person{n}", active=True) for n in range(several)]
    Account.objects.bulk_create(people)
    Stats.objects.bulk_create([Stats(account=each) for each in people])
    for each in people:
        follow(each, cast.hal.id)
    for _ in range(several):
        say(cast.hal)
    door = api_of(cast.bob)
    _ids(door.get(f"{ACCOUNTS}/{cast.hal.id}/statuses"))
    with queries(5):  # the token; may it be seen, is there a block, the list and the views
        assert len(_ids(door.get(f"{ACCOUNTS}/{cast.hal.id}/followers"))) == several
    with queries(3):  # the token, the account, the marks
        assert len(_ids(door.get(f"{ACCOUNTS}/{cast.hal.id}/statuses"))) == several
    with queries(2):
        query = "&".join(f"id[]={each.id}" for each in people)
        assert len(_ids(door.get(f"{ACCOUNTS}?{query}"))) == several


def test_several_accounts_in_the_order_asked_for(cast: Cast, api_of: DoorOf) -> None:
    asked = [cast.bob.id, cast.gina.id, cast.alice.id, 1, cast.bob.id]
    answer = api_of(cast.hal).get(ACCOUNTS, {"id[]": asked})
    check_all(answer.json(), "Account")
    assert _ids(answer) == [cast.bob.id, cast.alice.id]
    assert _ids(api_of(cast.hal).get(ACCOUNTS)) == []
    assert api_of(cast.hal).get(ACCOUNTS, {"id[]": "first"}).status_code == 422
