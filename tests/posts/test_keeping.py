"""Likes, boosts, bookmarks and pins: once each, counted exactly, and only on what one may see."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from folkmoot.accounts.models import Account
from folkmoot.core.errors import NotAllowed, NotFound
from folkmoot.core.models import Event
from folkmoot.posts import queries
from folkmoot.posts.actions import bookmark, boost, like, pin, unbookmark, unboost, unlike, unpin
from folkmoot.posts.models import Counters, Like, Post
from folkmoot.project.cast import Cast, member
from folkmoot.relations.actions import block
from tests.posts.writing import PAGE, lay, say

pytestmark = pytest.mark.django_db

type Verb = Callable[[Account, int], object]


@pytest.mark.parametrize(
    ("do", "undo", "flag", "counted"),
    [
        (like, unlike, "liked", "likes"),
        (boost, unboost, "boosted", "boosts"),
        (bookmark, unbookmark, "bookmarked", None),
    ],
)
def test_done_and_undone_any_number_of_times(cast: Cast, do: Verb, undo: Verb, flag: str, counted: str | None) -> None:
    post = say(cast.alice)
    for verb, on in ((do, True), (do, True), (undo, False), (undo, False), (do, True)):
        verb(cast.bob, post)
        mark = queries.get_post(cast.bob.id, post).mark
        assert getattr(mark, flag) is on
        assert not getattr(queries.get_post(cast.hal.id, post).mark, flag), "it is the doer's own"
        if counted:
            assert getattr(mark, counted) == int(on)


@pytest.mark.parametrize("verb", [like, boost, bookmark, pin])
def test_nothing_can_be_done_to_what_one_may_not_see(cast: Cast, verb: Verb) -> None:
    hidden = lay(cast.alice, "direct")
    with pytest.raises(NotFound):
        verb(cast.bob, hidden)
    assert not Event.objects.filter(kind__startswith="posts.").exists()


@pytest.mark.parametrize("verb", [like, boost, bookmark])
def test_a_block_ends_what_can_be_done(cast: Cast, verb: Verb) -> None:
    post = say(cast.alice)
    block(cast.alice, cast.bob.id)
    with pytest.raises(NotFound):
        verb(cast.bob, post)


@pytest.mark.parametrize(
    ("scope", "allowed"),
    [("public", True), ("quiet", True), ("community", True), ("followers", False), ("direct", False)],
)
def test_only_what_everybody_may_read_is_passed_on(cast: Cast, scope: str, allowed: bool) -> None:
    post = lay(cast.alice, scope, cast.bob)
    if allowed:
        assert boost(cast.bob, post)
        return
    with pytest.raises(NotAllowed, match="fewer people"):
        boost(cast.bob, post)
    with pytest.raises(NotAllowed):
        boost(cast.alice, post)


def test_the_boost_of_a_community_post_stays_in_the_community(cast: Cast) -> None:
    row = boost(cast.bob, say(cast.alice, scope="community"))
    assert Post.objects.get(id=row).scope == "community"


def test_boosting_a_boost_passes_on_the_post(cast: Cast) -> None:
    post = say(cast.alice)
    row = boost(cast.hal, boost(cast.bob, post))
    assert Post.objects.get(id=row).boost_of_id == post
    assert queries.get_post(cast.hal.id, post).mark.boosts == 2
    shown = queries.get_post(cast.hal.id, row)
    assert shown.boosted_by is not None
    assert (shown.boosted_by.author.username, shown.body.author.username, shown.post_id) == ("hal", "alice", post)


def test_liking_a_boost_likes_the_post(cast: Cast) -> None:
    post = say(cast.alice)
    like(cast.hal, boost(cast.bob, post))
    assert Like.objects.get().post_id == post


def test_bookmarks_and_likes_are_listed_newest_first(cast: Cast) -> None:
    first, second = say(cast.alice, "One"), say(cast.alice, "Two")
    for post in (second, first):
        bookmark(cast.bob, post)
        like(cast.bob, post)
    assert [view.id for view in queries.bookmarks(cast.bob.id, PAGE).items] == [first, second]
    assert [view.id for view in queries.likes(cast.bob.id, PAGE).items] == [first, second]
    assert queries.bookmarks(cast.hal.id, PAGE).items == ()


def test_who_liked_and_boosted_hides_the_blocked_and_the_gone(cast: Cast) -> None:
    post = say(cast.hal)
    for person in (cast.alice, cast.bob, cast.dan):
        like(person, post)
        boost(person, post)
    for people in (queries.liked_by, queries.boosted_by):
        assert [p.username for p in people(cast.hal.id, post, PAGE).items] == ["dan", "bob", "alice"]
        assert [p.username for p in people(cast.alice.id, post, PAGE).items] == ["bob", "alice"]
    Account.objects.filter(id=cast.bob.id).update(active=False)
    assert [p.username for p in queries.liked_by(cast.hal.id, post, PAGE).items] == ["dan", "alice"]


@pytest.mark.parametrize("people", [queries.liked_by, queries.boosted_by])
def test_who_liked_an_invisible_post_is_not_told(cast: Cast, people: Callable[..., object]) -> None:
    with pytest.raises(NotFound):
        people(cast.bob.id, lay(cast.alice, "direct"), PAGE)


def test_five_posts_can_be_pinned(cast: Cast) -> None:
    rows = [say(cast.alice, f"Number {n}") for n in range(6)]
    for row in rows[:5]:
        pin(cast.alice, row)
        pin(cast.alice, row)
    with pytest.raises(NotAllowed, match="Unpin one first"):
        pin(cast.alice, rows[5])
    unpin(cast.alice, rows[0])
    pin(cast.alice, rows[5])
    assert [view.id for view in queries.pinned(cast.bob.id, cast.alice.id)] == [rows[5], *rows[4:0:-1]]


def test_only_ones_own_posts_are_pinned_and_direct_ones_never(cast: Cast) -> None:
    with pytest.raises(NotFound):
        pin(cast.bob, say(cast.alice))
    with pytest.raises(NotAllowed):
        pin(cast.bob, say(cast.bob, "Hi @alice", "direct"))


def test_a_pin_shows_nothing_that_the_rule_hides(cast: Cast) -> None:
    pin(cast.alice, say(cast.alice, scope="followers"))
    assert queries.pinned(cast.bob.id, cast.alice.id)
    assert queries.pinned(cast.hal.id, cast.alice.id) == []


@pytest.mark.parametrize(("verb", "column"), [(like, "likes"), (boost, "boosts")])
@pytest.mark.django_db(transaction=True)
def test_counts_are_exact_when_many_press_at_once(verb: Verb, column: str) -> None:
    author, crowd = member("author"), [member(f"m{n}") for n in range(4)]
    post = say(author)

    def press(person: Account) -> None:
        for _ in range(3):
            verb(person, post)
        connection.close()

    threads = [threading.Thread(target=press, args=(person,)) for person in crowd * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert getattr(Counters.objects.get(post=post), column) == len(crowd)
