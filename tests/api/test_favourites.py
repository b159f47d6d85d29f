"""Favourites, reblogs and bookmarks through the API."""

from collections.abc import Callable

import pytest

from folkmoot.posts import queries
from folkmoot.posts.actions import bookmark, boost, like
from folkmoot.posts.models import Bookmark, Like, Post
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import block
from tests.api.shapes import check
from tests.doors import Door
from tests.posts.writing import lay, say

type DoorOf = Callable[..., Door]

PAIRS = [
    ("favourite", "unfavourite", "favourited", "favourites_count"),
    ("reblog", "unreblog", "reblogged", "reblogs_count"),
    ("bookmark", "unbookmark", "bookmarked", None),
]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair[0])
def test_pressed_and_taken_back_any_number_of_times(cast: Cast, api_of: DoorOf, pair: tuple[str, ...]) -> None:
    do, undo, flag, counted = pair
    door, post = api_of(cast.bob), say(cast.alice)
    for verb, on in ((do, True), (do, True), (undo, False), (undo, False), (do, True)):
        answer = door.post(f"/api/v1/statuses/{post}/{verb}")
        assert answer.status_code == 200
        check(answer.json(), "Status")
        told = answer.json()["reblog"] or answer.json()
        assert (told["id"], told[flag]) == (str(post), on)
        assert not counted or told[counted] == int(on)


@pytest.mark.parametrize("verb", [verb for pair in PAIRS for verb in pair[:2]])
@pytest.mark.parametrize("which", ["hidden", "absent"])
def test_what_cannot_be_seen_cannot_be_pressed(cast: Cast, api_of: DoorOf, verb: str, which: str) -> None:
    post = lay(cast.alice, "direct") if which == "hidden" else 1
    answer = api_of(cast.bob).post(f"/api/v1/statuses/{post}/{verb}")
    assert (answer.status_code, answer.json()) == (404, {"error": "Record not found"})


def test_a_reblog_is_a_status_of_its_own(cast: Cast, api_of: DoorOf) -> None:
    post = say(cast.alice)
    answer = api_of(cast.bob).post(f"/api/v1/statuses/{post}/reblog").json()
    assert answer["id"] != str(post)
    assert (answer["reblog"]["id"], answer["account"]["acct"], answer["reblogged"]) == (str(post), "bob", True)


@pytest.mark.parametrize("pair", [PAIRS[0], PAIRS[2]], ids=lambda pair: pair[0])
def test_pressing_a_boost_presses_the_post(cast: Cast, api_of: DoorOf, pair: tuple[str, ...]) -> None:
    do, undo, flag, _ = pair
    post = say(cast.alice)
    passed_on, door = boost(cast.hal, post), api_of(cast.bob)
    assert door.post(f"/api/v1/statuses/{passed_on}/{do}").json()["id"] == str(post)
    assert door.get(f"/api/v1/statuses/{post}").json()[flag] is True
    assert door.post(f"/api/v1/statuses/{passed_on}/{undo}").json()[flag] is False


def test_a_reblog_is_taken_back_by_the_boost_as_well(cast: Cast, api_of: DoorOf) -> None:
    post, door = say(cast.alice), api_of(cast.bob)
    passed_on = door.post(f"/api/v1/statuses/{post}/reblog").json()["id"]
    assert door.post(f"/api/v1/statuses/{passed_on}/unreblog").json()["id"] == str(post)
    assert queries.get_post(cast.bob.id, post).mark.boosts == 0


@pytest.mark.parametrize("scope", ["followers", "direct"])
def test_what_was_written_for_few_is_not_passed_on(cast: Cast, api_of: DoorOf, scope: str) -> None:
    post = say(cast.alice, "@bob psst", scope)
    answer = api_of(cast.bob).post(f"/api/v1/statuses/{post}/reblog")
    assert answer.status_code == 403
    assert not Post.objects.filter(boost_of=post).exists()


@pytest.mark.parametrize(
    ("visibility", "status"), [("public", 200), ("unlisted", 200), ("private", 422), ("direct", 422), ("x", 422)]
)
def test_a_boost_is_never_wider_than_it_was_asked_to_be(
    cast: Cast, api_of: DoorOf, visibility: str, status: int
) -> None:
    post = say(cast.alice)
    answer = api_of(cast.bob).post(f"/api/v1/statuses/{post}/reblog", {"visibility": visibility})
    assert answer.status_code == status
    assert Post.objects.filter(boost_of=post).exists() is (status == 200)


def test_what_one_may_not_see_any_more_can_still_be_let_go(cast: Cast, api_of: DoorOf) -> None:
    post = say(cast.alice)
    like(cast.bob, post)
    bookmark(cast.bob, post)
    block(cast.alice, cast.bob.id)
    for verb in ("unfavourite", "unbookmark", "unreblog"):
        assert api_of(cast.bob).post(f"/api/v1/statuses/{post}/{verb}").status_code == 404
    assert not Like.objects.filter(account=cast.bob).exists()
    assert not Bookmark.objects.filter(account=cast.bob).exists()
