"""Home and community feeds: who finds what, at once and after a while, and that hints never outweigh the rule."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.accounts.events import SeenToday
from folkmoot.accounts.models import Account, Stats
from folkmoot.core.cursors import Page
from folkmoot.core.events import drain
from folkmoot.moderation.actions import suspend
from folkmoot.posts import hydrate
from folkmoot.posts.actions import boost, delete_post, unboost
from folkmoot.posts.models import Post
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import block, follow, mute, remove_follower, unfollow, unmute
from folkmoot.relations.models import Follow
from folkmoot.timelines import tasks
from folkmoot.timelines.models import HomeEntry
from folkmoot.timelines.queries import community, home, home_marks, new_since
from tests.posts.writing import PAGE, say

pytestmark = pytest.mark.django_db


def at_home(account: Account) -> list[int]:
    drain()
    return [view.id for view in home(account.id, PAGE).items]


def test_followers_find_what_is_written(cast: Cast) -> None:
    post = say(cast.alice)
    assert at_home(cast.bob) == [post]
    assert at_home(cast.hal) == []
    assert at_home(cast.carol) == [], "she is not let in yet"


def test_ones_own_post_is_at_home_before_any_worker_ran(cast: Cast) -> None:
    post = say(cast.alice)
    row = boost(cast.alice, say(cast.hal))
    assert [view.id for view in home(cast.alice.id, PAGE).items] == [row, post]


@pytest.mark.parametrize(
    ("scope", "there"),
    [("public", True), ("quiet", True), ("community", True), ("followers", True), ("direct", False)],
)
def test_each_audience(cast: Cast, scope: str, there: bool) -> None:
    post = say(cast.alice, "For @bob", scope)
    assert (post in at_home(cast.bob)) is there
    assert (post in at_home(cast.alice)) is there


def test_a_block_empties_the_feed_at_once_and_backwards(cast: Cast) -> None:
    say(cast.alice)
    assert at_home(cast.bob)
    block(cast.alice, cast.bob.id)
    assert [view.id for view in home(cast.bob.id, PAGE).items] == []


@pytest.mark.parametrize("leave", [lambda c: unfollow(c.bob, c.alice.id), lambda c: remove_follower(c.alice, c.bob.id)])
def test_who_follows_no_longer_finds_nothing_at_once(cast: Cast, leave: Callable[[Cast], None]) -> None:
    say(cast.alice)
    drain()
    leave(cast)
    assert [view.id for view in home(cast.bob.id, PAGE).items] == []


def test_a_mute_hides_posts_and_boosts_until_it_ends(cast: Cast) -> None:
    follow(cast.bob, cast.hal.id)
    post, passed_on = say(cast.alice), boost(cast.hal, say(cast.alice, "Passed on"))
    boosted_original = Post.objects.get(id=passed_on).boost_of_id
    assert set(at_home(cast.bob)) == {post, boosted_original}
    mute(cast.bob, cast.alice.id, None)
    assert at_home(cast.bob) == []
    unmute(cast.bob, cast.alice.id)
    mute(cast.bob, cast.alice.id, timezone.now() + timedelta(hours=1))
    assert at_home(cast.bob) == []
    from folkmoot.relations.models import Mute

    Mute.objects.update(ends_at=timezone.now() - timedelta(days=1))
    assert set(at_home(cast.bob)) == {post, boosted_original}


def test_answers_come_home_only_between_people_one_follows(cast: Cast) -> None:
    theirs = say(cast.hal, "Question")
    answer = say(cast.alice, "Answer to hal", reply_to=theirs)
    to_me = say(cast.alice, "Answer to bob", reply_to=say(cast.bob, "Mine"))
    to_self = say(cast.alice, "And another thing", reply_to=say(cast.alice, "One thing"))
    found = at_home(cast.bob)
    assert answer not in found
    assert {to_me, to_self} <= set(found)
    follow(cast.bob, cast.hal.id)
    assert {answer, theirs} <= set(at_home(cast.bob))


def test_a_boost_of_what_is_in_the_feed_already_is_not_shown_again(cast: Cast) -> None:
    follow(cast.bob, cast.hal.id)
    follow(cast.bob, cast.frank.id)
    stranger = say(cast.olivia, "From somebody bob does not follow")
    first = boost(cast.hal, stranger)
    boost(cast.frank, stranger)
    original = say(cast.alice)
    boost(cast.hal, original)
    assert at_home(cast.bob) == [original, first]


def test_when_the_first_booster_takes_it_back_the_second_shows(cast: Cast) -> None:
    follow(cast.bob, cast.hal.id)
    follow(cast.bob, cast.frank.id)
    stranger = say(cast.olivia, "Interesting")
    boost(cast.hal, stranger)
    second = boost(cast.frank, stranger)
    drain()
    unboost(cast.hal, stranger)
    assert at_home(cast.bob) == [second]


@pytest.mark.parametrize("hide", ["mute", "suspend", "block"])
def test_when_the_first_booster_is_out_of_sight_the_second_shows(cast: Cast, hide: str) -> None:
    follow(cast.bob, cast.hal.id)
    follow(cast.bob, cast.frank.id)
    stranger = say(cast.olivia, "Interesting")
    first, second = boost(cast.hal, stranger), boost(cast.frank, stranger)
    assert at_home(cast.bob) == [first]
    if hide == "mute":
        mute(cast.bob, cast.hal.id, None)
    elif hide == "block":
        block(cast.bob, cast.hal.id)
    else:
        suspend(cast.frank, cast.hal.id, "Spam", None)
    assert at_home(cast.bob) == [second]


def test_deleted_posts_and_boosts_leave_every_feed(cast: Cast) -> None:
    post = say(cast.alice)
    row = boost(cast.alice, say(cast.hal, "Passed on"))
    assert set(at_home(cast.bob)) == {post, row}
    delete_post(cast.alice, post)
    unboost(cast.alice, Post.objects.get(id=row).boost_of_id)
    assert [view.id for view in home(cast.bob.id, PAGE).items] == []
    drain()
    assert not HomeEntry.objects.filter(post_id__in=[post, row]).exists()


def test_following_somebody_brings_their_newest_posts(cast: Cast) -> None:
    rows = [say(cast.hal, f"Number {n}") for n in range(3)]
    follow(cast.bob, cast.hal.id)
    assert at_home(cast.bob) == rows[::-1]


def test_being_let_in_brings_posts_for_followers(cast: Cast) -> None:
    from folkmoot.relations.actions import approve_request

    post = say(cast.alice, "Only for followers", "followers")
    approve_request(cast.alice, cast.carol.id)
    assert at_home(cast.carol) == [post]


def test_large_followings_are_served_in_batches(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "BATCH", 3)
    crowd = [Account.objects.create(username=f"c{n}", active=True) for n in range(8)]
    for person in crowd:
        Stats.objects.create(account=person, seen_on=timezone.localdate())
        Follow.objects.create(follower=person, followed=cast.hal)
    post = say(cast.hal)
    drain()
    assert HomeEntry.objects.filter(post_id=post, account__in=crowd).count() == 8


def test_feeds_are_not_kept_for_those_long_away_and_rebuilt_when_they_return(cast: Cast) -> None:
    drain()
    Stats.objects.filter(account=cast.bob).update(seen_on=timezone.localdate() - timedelta(days=40))
    post = say(cast.alice)
    drain()
    assert not HomeEntry.objects.filter(account=cast.bob).exists()
    tasks.keep_home(SeenToday(cast.bob.id, 40))
    assert at_home(cast.bob) == [post]


def test_feeds_are_cut_to_their_length_once_a_day(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "FEED_MOST", 5)
    rows = [say(cast.alice, f"Number {n}") for n in range(9)]
    drain()
    tasks.keep_home(SeenToday(cast.bob.id, 1))
    assert at_home(cast.bob) == rows[:3:-1]


def test_every_reaction_may_run_twice(cast: Cast) -> None:
    from folkmoot.posts.events import Boosted, PostPublished, Unboosted
    from folkmoot.relations.events import Followed

    post, row = say(cast.alice), boost(cast.alice, say(cast.hal))
    drain()
    before = sorted(HomeEntry.objects.values_list("account_id", "post_id"))
    tasks.fan_out(PostPublished(post))
    tasks.fan_out_boost(Boosted(row))
    tasks.enter_own(PostPublished(post))
    tasks.enter_own_boost(Boosted(row))
    tasks.backfill(Followed(cast.bob.id, cast.alice.id))
    assert sorted(HomeEntry.objects.values_list("account_id", "post_id")) == before
    tasks.take_out_boost(Unboosted(row))
    tasks.take_out_boost(Unboosted(row))
    assert not HomeEntry.objects.filter(post_id=row).exists()


def test_a_late_fan_out_brings_nothing_deleted_back(cast: Cast) -> None:
    from folkmoot.posts.events import PostPublished

    post = say(cast.alice)
    delete_post(cast.alice, post)
    drain()
    tasks.fan_out(PostPublished(post))
    tasks.enter_own(PostPublished(post))
    assert not HomeEntry.objects.filter(post_id=post).exists()


def test_a_rebuilt_feed_equals_the_kept_one(cast: Cast) -> None:
    follow(cast.bob, cast.hal.id)
    for n in range(6):
        parent = say(cast.alice, f"Number {n}")
        say(cast.hal, "Answer", reply_to=parent)
        boost(cast.hal, say(cast.olivia, f"Passed on {n}"))
        if n % 2:
            delete_post(cast.alice, parent)
    kept = at_home(cast.bob)
    tasks.rebuild_home(cast.bob.id)
    assert at_home(cast.bob) == kept


def test_the_pill_counts_what_is_new(cast: Cast) -> None:
    first = say(cast.alice, "First")
    drain()
    assert new_since(cast.bob.id, "home", first) == 0
    for n in range(3):
        say(cast.alice, f"More {n}")
    say(cast.hal, "Not at bob's home")
    drain()
    assert new_since(cast.bob.id, "home", first) == 3
    assert new_since(cast.bob.id, "community", first) == 4
    assert new_since(None, "community", first) == 0, "the community is not open to visitors"


def test_the_community_feed_has_no_boosts_and_no_answers(cast: Cast) -> None:
    post = say(cast.alice)
    say(cast.bob, "Yes", reply_to=post)
    boost(cast.bob, post)
    thread = say(cast.alice, "And then", reply_to=post)
    assert [view.id for view in community(cast.hal.id, PAGE).items] == [thread, post]


def test_the_community_feed_leaves_out_the_muted_and_the_blocked(cast: Cast) -> None:
    say(cast.hal)
    mute(cast.bob, cast.hal.id, None)
    say(cast.dan)
    assert community(cast.bob.id, PAGE).items[0].body.author.username == "dan"
    assert community(cast.alice.id, PAGE).items[0].body.author.username == "hal"


@pytest.mark.parametrize("size", [1, 20])
def test_the_number_of_statements_does_not_grow(
    cast: Cast, queries: Callable[[int], AbstractContextManager[object]], size: int
) -> None:
    for n in range(size):
        say(cast.alice, f"Number {n} for @hal #t{n}")
    drain()
    hydrate.kept._cache.clear()
    with queries(5):
        assert len(home(cast.bob.id, PAGE).items) == size
    with queries(1):
        assert len(home_marks(cast.bob.id, Page(limit=20)).items) == size
