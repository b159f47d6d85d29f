"""Why somebody meets a post: what connects the two, and nothing that is not theirs to know."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from folkmoot.accounts.models import Account
from folkmoot.posts.actions import boost, follow_tag
from folkmoot.posts.queries import get_post
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import (
    CircleDraft,
    FollowWishes,
    add_to_circle,
    block,
    change_follow,
    follow,
    make_circle,
    mute,
)
from folkmoot.timelines.queries import Why
from folkmoot.timelines.queries import why as ask
from tests.posts.writing import say

pytestmark = pytest.mark.django_db
NOTHING = Why(
    mine=False,
    named=False,
    answered=False,
    followed=False,
    muted=False,
    listed=False,
    boosted_by=(),
    tags=(),
    circles=(),
)


def why(viewer: Account, post_id: int) -> Why:
    return ask(viewer.id, get_post(viewer.id, post_id))


def boosters(found: Why) -> list[str]:
    return sorted(account.username for account in found.boosted_by)


def test_whom_one_follows(cast: Cast) -> None:
    found = why(cast.bob, say(cast.alice, "Out they go", "quiet"))
    assert found == NOTHING.__class__(**{**_parts(NOTHING), "followed": True})
    assert found.chosen


def test_ones_own(cast: Cast) -> None:
    found = why(cast.alice, say(cast.alice, "Mine", "quiet"))
    assert (found.mine, found.followed, found.listed, found.chosen) == (True, False, False, True)


@pytest.mark.parametrize(
    ("scope", "listed"), [("public", True), ("community", True), ("quiet", False), ("followers", False)]
)
def test_what_stands_in_the_feed_of_all(cast: Cast, scope: str, listed: bool) -> None:
    assert why(cast.bob, say(cast.alice, "Hello", scope)).listed is listed


def test_nothing_at_all(cast: Cast) -> None:
    found = why(cast.hal, say(cast.alice, "By its address", "quiet"))
    assert found == NOTHING
    assert not found.chosen


def test_a_name_and_an_answer(cast: Cast) -> None:
    first = say(cast.hal, "What is on?")
    found = why(cast.hal, say(cast.bob, "@hal the fair", reply_to=first))
    assert (found.named, found.answered, found.followed, found.listed) == (True, True, False, False)
    assert why(cast.hal, say(cast.hal, "And more", reply_to=first)).answered is False


def test_hashtags_that_one_follows(cast: Cast) -> None:
    follow_tag(cast.hal, "Boats")
    follow_tag(cast.hal, "Tide")
    follow_tag(cast.olivia, "fair")
    assert why(cast.hal, say(cast.alice, "#boats and #tide and the #fair")).tags == ("Boats", "Tide")
    assert why(cast.hal, say(cast.alice, "@hal #boats", "quiet")).tags == (), "it does not come by its hashtags"


def test_boosts_of_those_one_follows(cast: Cast) -> None:
    post = say(cast.hal, "Low tide at seven")
    for each in (cast.alice, cast.olivia, cast.frank):
        boost(each, post)
    assert boosters(why(cast.bob, post)) == ["alice"]
    for each in (cast.olivia, cast.frank):
        follow(cast.bob, each.id)
    assert boosters(why(cast.bob, post)) == ["alice", "frank", "olivia"]
    mute(cast.bob, cast.frank.id, None)
    change_follow(cast.bob, cast.olivia.id, FollowWishes(boosts=False))
    assert boosters(why(cast.bob, post)) == ["alice"]


def test_a_boost_is_asked_about_by_what_it_passes_on(cast: Cast) -> None:
    passed_on = boost(cast.alice, say(cast.hal, "Low tide"))
    assert boosters(why(cast.bob, passed_on)) == ["alice"]


def test_whoever_blocks_is_not_named(cast: Cast) -> None:
    post = say(cast.hal, "Low tide")
    follow(cast.bob, cast.olivia.id)
    boost(cast.olivia, post)
    block(cast.olivia, cast.bob.id)
    assert why(cast.bob, post).boosted_by == ()


def test_ones_own_circles(cast: Cast) -> None:
    mine = make_circle(cast.hal, CircleDraft("Sailors"))
    theirs = make_circle(cast.olivia, CircleDraft("Secret"))
    follow(cast.hal, cast.bob.id)
    follow(cast.olivia, cast.bob.id)
    add_to_circle(cast.hal, mine, cast.bob.id)
    add_to_circle(cast.olivia, theirs, cast.bob.id)
    assert why(cast.hal, say(cast.bob, "Ahoy")).circles == ((mine, "Sailors"),)


def test_muted(cast: Cast) -> None:
    mute(cast.hal, cast.bob.id, None)
    assert why(cast.hal, say(cast.bob, "Ahoy")).muted


def test_it_takes_one_statement_and_one_for_names(
    cast: Cast, queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    post = say(cast.hal, "Low tide")
    view = get_post(cast.bob.id, post)
    with queries(1):
        ask(cast.bob.id, view)
    boost(cast.alice, post)
    with queries(2):
        ask(cast.bob.id, view)


def _parts(found: Why) -> dict[str, object]:
    return {name: getattr(found, name) for name in found.__slots__}
