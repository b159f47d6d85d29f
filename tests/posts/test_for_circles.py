"""Posts for a circle: their audience is what the circle was at that moment, and an answer opens nothing."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from folkmoot.accounts.models import Account
from folkmoot.core.errors import Invalid, NotAllowed
from folkmoot.core.events import drain
from folkmoot.notifications.models import Notification
from folkmoot.posts import queries
from folkmoot.posts.actions import boost, delete_post
from folkmoot.posts.models import Audience, PostCircle
from folkmoot.posts.visibility import audience_of
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import (
    CircleDraft,
    add_to_circle,
    block,
    follow,
    make_circle,
    remove_circle,
    take_out_of_circle,
)
from folkmoot.timelines.models import HomeEntry
from folkmoot.timelines.queries import community, home
from tests.posts.writing import PAGE, say

pytestmark = pytest.mark.django_db


def circle_of(owner: Account, *people: Account) -> int:
    made = make_circle(owner, CircleDraft("Choir"))
    for each in people:
        add_to_circle(owner, made, each.id)
    return made


def seen_by(post: int, cast: Cast) -> set[str]:
    return {each.username for each in cast.everybody() if each.id in audience_of(post)}


def test_a_post_for_a_circle_is_for_its_people_and_nobody_else(cast: Cast) -> None:
    circle = circle_of(cast.hal, cast.bob, cast.frank)
    post = say(cast.hal, "Rehearsal at six, says @alice", "list", circle=circle)
    assert seen_by(post, cast) == {"hal", "bob", "frank"}, "naming somebody opens nothing"
    assert queries.get_post(cast.bob.id, post).body.scope == "list"
    drain()
    assert not Notification.objects.filter(post=post).exists()


def test_the_audience_is_fixed_at_publishing(cast: Cast) -> None:
    circle = circle_of(cast.hal, cast.bob)
    post = say(cast.hal, "Only bob", "list", circle=circle)
    add_to_circle(cast.hal, circle, cast.frank.id)
    take_out_of_circle(cast.hal, circle, cast.bob.id)
    assert seen_by(post, cast) == {"hal", "bob"}
    assert seen_by(say(cast.hal, "Only frank", "list", circle=circle), cast) == {"hal", "frank"}
    remove_circle(cast.hal, circle)
    assert seen_by(post, cast) == {"hal", "bob"}


def test_a_block_closes_what_the_snapshot_opened(cast: Cast) -> None:
    post = say(cast.hal, "For bob", "list", circle=circle_of(cast.hal, cast.bob))
    block(cast.bob, cast.hal.id)
    assert seen_by(post, cast) == {"hal"}


def test_an_empty_circle_is_for_oneself(cast: Cast) -> None:
    assert seen_by(say(cast.hal, "A diary", "list", circle=circle_of(cast.hal)), cast) == {"hal"}


@pytest.mark.parametrize("which", ["another's", "absent"])
def test_circles_of_others_cannot_be_written_for(cast: Cast, which: str) -> None:
    circle = circle_of(cast.alice, cast.bob) if which == "another's" else 12345
    with pytest.raises(Invalid) as refused:
        say(cast.hal, "To alice's people", "list", circle=circle)
    assert refused.value.field == "scope"


@pytest.mark.parametrize(
    ("scope", "has_circle"), [("list", False), ("public", True), ("direct", True), ("followers", True)]
)
def test_the_scope_and_the_circle_go_together(cast: Cast, scope: str, has_circle: bool) -> None:
    circle = circle_of(cast.hal, cast.bob) if has_circle else None
    with pytest.raises(Invalid):
        say(cast.hal, "Hello", scope, circle=circle)


def test_an_answer_is_for_the_same_people(cast: Cast) -> None:
    post = say(cast.hal, "Who brings cake?", "list", circle=circle_of(cast.hal, cast.bob, cast.frank))
    answer = say(cast.bob, "I do, @alice can help", "list", reply_to=post)
    assert seen_by(answer, cast) == {"hal", "bob", "frank"}
    again = say(cast.frank, "Thank you", "list", reply_to=answer)
    assert seen_by(again, cast) == {"hal", "bob", "frank"}
    mine = say(cast.hal, "Both of you", "list", reply_to=again)
    assert seen_by(mine, cast) == {"hal", "bob", "frank"}
    assert not PostCircle.objects.exclude(post=post).exists(), "only the first was written for a circle of one's own"


def test_who_is_blocked_by_an_answerer_does_not_see_the_answer(cast: Cast) -> None:
    post = say(cast.hal, "All", "list", circle=circle_of(cast.hal, cast.bob, cast.frank))
    block(cast.bob, cast.frank.id)
    assert seen_by(say(cast.bob, "Here", "list", reply_to=post), cast) == {"hal", "bob"}


@pytest.mark.parametrize("scope", ["public", "followers", "direct"])
def test_an_answer_to_any_other_post_needs_a_circle(cast: Cast, scope: str) -> None:
    post = say(cast.alice, "For @hal", scope if scope != "followers" else "followers")
    with pytest.raises(Invalid) as refused:
        say(cast.hal, "To the same", "list", reply_to=post)
    assert refused.value.field == "scope"


def test_it_comes_into_no_list_that_is_not_theirs(cast: Cast) -> None:
    follow(cast.frank, cast.hal.id)
    follow(cast.bob, cast.hal.id)
    drain()
    post = say(cast.hal, "For bob #choir", "list", circle=circle_of(cast.hal, cast.bob))
    drain()
    assert [view.id for view in home(cast.bob.id, PAGE).items] == [post]
    assert not HomeEntry.objects.filter(account=cast.frank, post=post).exists(), "nor is frank told of anything new"
    assert community(cast.bob.id, PAGE).items == ()
    assert queries.tagged(cast.bob.id, "choir", PAGE).items == ()
    assert [view.id for view in queries.profile_posts(cast.bob.id, cast.hal.id, "posts", PAGE).items] == [post]
    assert queries.profile_posts(cast.frank.id, cast.hal.id, "posts", PAGE).items == ()


def test_it_cannot_be_boosted(cast: Cast) -> None:
    post = say(cast.hal, "For bob", "list", circle=circle_of(cast.hal, cast.bob))
    with pytest.raises(NotAllowed):
        boost(cast.bob, post)


def test_its_author_alone_sees_which_circle(cast: Cast) -> None:
    circle = circle_of(cast.hal, cast.bob)
    post = say(cast.hal, "For bob", "list", circle=circle)
    assert queries.get_post(cast.hal.id, post).extras.circle == "Choir"
    assert queries.get_post(cast.bob.id, post).extras.circle == ""
    remove_circle(cast.hal, circle)
    assert queries.get_post(cast.hal.id, post).extras.circle == ""


def test_deleting_takes_the_rows_along(cast: Cast) -> None:
    post = say(cast.hal, "For bob", "list", circle=circle_of(cast.hal, cast.bob))
    delete_post(cast.hal, post)
    drain()
    assert not Audience.objects.filter(post=post).exists()
    assert not PostCircle.objects.filter(post=post).exists()


@pytest.mark.parametrize("size", [1, 10])
def test_ones_own_circle_posts_cost_one_statement(
    cast: Cast, size: int, queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    from folkmoot.posts.queries import profile_posts

    circle = circle_of(cast.hal, cast.bob)
    for number in range(size):
        say(cast.hal, f"Number {number}", "list", circle=circle)
    for viewer, statements in ((cast.hal, 2), (cast.bob, 1)):
        profile_posts(viewer.id, cast.hal.id, "posts", PAGE)
        with queries(statements):
            assert len(profile_posts(viewer.id, cast.hal.id, "posts", PAGE).items) == size
