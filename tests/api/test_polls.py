"""Polls through the API: asked with a post, seen as far as one may, voted in once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from folkmoot.posts import hydrate
from folkmoot.posts.actions import NewPoll, boost, vote
from folkmoot.posts.models import Ballot, Poll, Post
from folkmoot.project.cast import Cast
from tests.api.shapes import check
from tests.doors import Door
from tests.posts.writing import say

STATUSES = "/api/v1/statuses"
type DoorOf = Callable[..., Door]
ASKED = {"options": ["Tea", "Coffee"], "expires_in": 3600}


def _asked(cast: Cast, **more: Any) -> int:
    return say(cast.alice, "Which?", poll=NewPoll(("a", "b", "c"), 3_600, **more))


@pytest.mark.parametrize(
    "sent",
    [
        {"body": {"status": "Which?", "poll": {**ASKED, "multiple": True, "hide_totals": True}}},
        {"body": {"status": "Which?", "poll": {**ASKED, "expires_in": "3600", "multiple": "true"}}},
        {
            "form": {
                "status": "Which?",
                "poll[options][]": ["Tea", "Coffee"],
                "poll[expires_in]": "3600",
                "poll[multiple]": "1",
            }
        },
    ],
)
def test_a_poll_comes_with_a_post(cast: Cast, api_of: DoorOf, sent: Any) -> None:
    answer = api_of(cast.bob).post(STATUSES, sent.get("form"), body=sent.get("body"))
    check(answer.json(), "Status")
    poll = answer.json()["poll"]
    check(poll, "Poll")
    assert [each["title"] for each in poll["options"]] == ["Tea", "Coffee"]
    assert (poll["multiple"], poll["expired"], poll["voted"], poll["own_votes"]) == (True, False, True, [])
    assert (poll["votes_count"], poll["voters_count"]) == (0, 0)


@pytest.mark.parametrize(
    "poll",
    [
        "yes",
        [1],
        {"options": ["a", "b"]},
        {"expires_in": 3600},
        {"options": "a", "expires_in": 3600},
        {"options": ["a", 1], "expires_in": 3600},
        {"options": ["a"], "expires_in": 3600},
        {"options": ["a", "b"], "expires_in": 10},
        {"options": ["a", "b"], "expires_in": True},
        {"options": ["a", "b"], "expires_in": -300},
        {"options": ["a", "b"], "expires_in": 10**30},
        {"options": ["a", "b"], "expires_in": 3600, "multiple": "perhaps"},
        {"options": ["a", "b"], "expires_in": 3600, "hide_totals": "perhaps"},
    ],
)
def test_a_poll_that_makes_no_sense(cast: Cast, api_of: DoorOf, poll: object) -> None:
    answer = api_of(cast.bob).post(STATUSES, body={"status": "Which?", "poll": poll})
    assert answer.status_code == 422, answer.text
    assert not Post.objects.exists()


@pytest.mark.parametrize("nothing", [None, "", {}, []])
def test_no_poll_is_no_poll(cast: Cast, api_of: DoorOf, nothing: object) -> None:
    assert api_of(cast.bob).post(STATUSES, body={"status": "Plain", "poll": nothing}).json()["poll"] is None


def test_voting_and_what_each_may_know(cast: Cast, api_of: DoorOf) -> None:
    post_id = _asked(cast)
    bob, hal = api_of(cast.bob), api_of(cast.hal)
    before = hal.get(f"/api/v1/polls/{post_id}").json()
    check(before, "Poll")
    assert before["id"] == str(post_id)
    assert [each["votes_count"] for each in before["options"]] == [None] * 3
    assert (before["voted"], before["own_votes"], before["voters_count"]) == (False, [], None)
    after = bob.post(f"/api/v1/polls/{post_id}/votes", body={"choices": [1]}).json()
    check(after, "Poll")
    assert [each["votes_count"] for each in after["options"]] == [0, 1, 0]
    assert (after["voted"], after["own_votes"], after["votes_count"]) == (True, [1], 1)
    hidden = hal.get(f"{STATUSES}/{post_id}").json()["poll"]
    assert ([each["votes_count"] for each in hidden["options"]], hidden["votes_count"]) == ([None] * 3, 1)
    assert api_of(cast.alice).get(f"/api/v1/polls/{post_id}").json()["options"][1]["votes_count"] == 1
    Poll.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    hydrate.kept._cache.clear()
    ended = hal.get(f"/api/v1/polls/{post_id}").json()
    assert (ended["expired"], ended["options"][1]["votes_count"]) == (True, 1)


def test_several_choices_as_a_form(cast: Cast, api_of: DoorOf) -> None:
    post_id = _asked(cast, multiple=True)
    answer = api_of(cast.bob).post(f"/api/v1/polls/{post_id}/votes", {"choices[]": ["0", "2"]}).json()
    assert (answer["own_votes"], answer["votes_count"], answer["voters_count"]) == ([0, 2], 2, 1)


@pytest.mark.parametrize("choices", [[], [3], [0, 1], ["x"], [-1], None, "nonsense", [10**30]])
def test_choices_that_make_no_sense(cast: Cast, api_of: DoorOf, choices: object) -> None:
    post_id = _asked(cast)
    answer = api_of(cast.bob).post(f"/api/v1/polls/{post_id}/votes", body={"choices": choices})
    assert answer.status_code == 422, answer.text
    assert not Ballot.objects.exists()


def test_once_and_not_in_one_s_own(cast: Cast, api_of: DoorOf) -> None:
    post_id = _asked(cast)
    address = f"/api/v1/polls/{post_id}/votes"
    assert api_of(cast.bob).post(address, body={"choices": [1]}).status_code == 200
    assert api_of(cast.bob).post(address, body={"choices": [0]}).status_code in {403, 422}
    assert api_of(cast.alice).post(address, body={"choices": [0]}).status_code in {403, 422}
    assert Ballot.objects.count() == 1


def test_what_is_not_there_or_not_for_this_viewer(cast: Cast, api_of: DoorOf) -> None:
    private, plain = say(cast.alice, "x", "followers", poll=NewPoll(("a", "b"), 600)), say(cast.alice)
    hal = api_of(cast.hal)
    for some_id in (private, plain, 12345):
        assert hal.get(f"/api/v1/polls/{some_id}").status_code == 404
        assert hal.post(f"/api/v1/polls/{some_id}/votes", body={"choices": [0]}).status_code == 404
    assert api_of(cast.bob, "read").post(f"/api/v1/polls/{private}/votes", body={"choices": [0]}).status_code == 403
    assert api_of(None).get(f"/api/v1/polls/{private}").status_code == 401


def test_the_home_feed_has_it_byte_for_byte(cast: Cast, api_of: DoorOf, drain: Callable[[], int]) -> None:
    post_id = _asked(cast)
    vote(cast.bob, post_id, [2])
    boost(cast.bob, post_id)
    drain()
    bob = api_of(cast.bob)
    (row,) = [each for each in bob.get("/api/v1/timelines/home").json() if each["id"] == str(post_id)]
    assert row == bob.get(f"{STATUSES}/{post_id}").json()
    assert row["poll"]["own_votes"] == [2]
