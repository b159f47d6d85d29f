"""Hashtags that are followed: what carries them comes home, says why, and goes with the hashtag."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.accounts.events import SeenToday
from folkmoot.accounts.models import Account, Stats
from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid, NotAllowed
from folkmoot.core.events import drain
from folkmoot.posts import queries as posts
from folkmoot.posts.actions import boost, delete_post, follow_tag, tags, unfollow_tag
from folkmoot.posts.events import PostPublished, TagFollowed
from folkmoot.posts.models import Tag, TagFollow
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import block, follow, mute, unfollow
from folkmoot.timelines import tasks
from folkmoot.timelines.models import HomeEntry
from folkmoot.timelines.queries import home
from tests.posts.writing import PAGE, say

pytestmark = pytest.mark.django_db


def at_home(account: Account) -> list[tuple[int, str]]:
    drain()
    return [(view.id, view.extras.because) for view in home(account.id, PAGE).items]


def test_what_carries_it_comes_home_and_says_why(cast: Cast) -> None:
    follow_tag(cast.hal, "Boats")
    post = say(cast.alice, "Out they go #boats")
    say(cast.alice, "Nothing of it")
    assert at_home(cast.hal) == [(post, "Boats")]
    assert at_home(cast.olivia) == []


@pytest.mark.parametrize(
    ("scope", "there"),
    [("public", True), ("community", True), ("quiet", False), ("followers", False), ("direct", False)],
)
def test_only_what_everybody_here_may_find(cast: Cast, scope: str, there: bool) -> None:
    follow_tag(cast.hal, "boats")
    post = say(cast.alice, "For @hal #boats", scope)
    assert ((post, "boats") in at_home(cast.hal)) is there


def test_answers_to_others_and_boosts_do_not_come(cast: Cast) -> None:
    follow_tag(cast.hal, "boats")
    first = say(cast.alice, "Mine #boats")
    to_self = say(cast.alice, "And more #boats", reply_to=first)
    say(cast.bob, "Yes #boats", reply_to=first)
    boost(cast.bob, first)
    assert [post for post, _why in at_home(cast.hal)] == [to_self, first]


@pytest.mark.parametrize(
    "hide",
    [
        lambda c: mute(c.hal, c.alice.id, None),
        lambda c: block(c.alice, c.hal.id),
        lambda c: block(c.hal, c.alice.id),
        lambda c: unfollow_tag(c.hal, "BOATS"),
    ],
)
def test_it_is_gone_at_once(cast: Cast, hide: Callable[[Cast], None]) -> None:
    follow_tag(cast.hal, "boats")
    say(cast.alice, "Out #boats")
    assert at_home(cast.hal)
    hide(cast)
    assert [view.id for view in home(cast.hal.id, PAGE).items] == []


def test_whom_one_follows_needs_no_reason(cast: Cast) -> None:
    follow_tag(cast.bob, "boats")
    post = say(cast.alice, "Out #boats")
    assert at_home(cast.bob) == [(post, "")]
    unfollow(cast.bob, cast.alice.id)
    assert at_home(cast.bob) == [(post, "boats")]


def test_following_brings_what_there_is(cast: Cast) -> None:
    rows = [say(cast.alice, f"{n} #boats") for n in range(3)]
    say(cast.alice, "Not for everybody #boats", "followers")
    follow_tag(cast.hal, "boats")
    assert [post for post, _why in at_home(cast.hal)] == rows[::-1]


def test_large_followings_are_served_in_batches(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "BATCH", 3)
    crowd = [Account.objects.create(username=f"c{n}", active=True) for n in range(8)]
    follow_tag(cast.hal, "boats")
    tag = Tag.objects.get(name="boats")
    for person in crowd:
        Stats.objects.create(account=person, seen_on=timezone.localdate())
        TagFollow.objects.create(account=person, tag=tag)
    post = say(cast.alice, "Out #boats #sea")
    drain()
    assert HomeEntry.objects.filter(post_id=post, account__in=crowd).count() == 8


def test_feeds_of_those_long_away_are_rebuilt_when_they_return(cast: Cast) -> None:
    follow_tag(cast.hal, "boats")
    drain()
    Stats.objects.filter(account=cast.hal).update(seen_on=timezone.localdate() - timedelta(days=40))
    post = say(cast.alice, "Out #boats")
    assert at_home(cast.hal) == []
    tasks.keep_home(SeenToday(cast.hal.id, 40))
    assert at_home(cast.hal) == [(post, "boats")]


def test_every_reaction_may_run_twice_and_late(cast: Cast) -> None:
    follow_tag(cast.hal, "boats")
    kept, gone = say(cast.alice, "Out #boats"), say(cast.alice, "Back #boats")
    drain()
    delete_post(cast.alice, gone)
    drain()
    before = sorted(HomeEntry.objects.values_list("account_id", "post_id"))
    for post in (kept, gone):
        tasks.fan_out_by_tags(PostPublished(post))
    tasks.backfill_tag(TagFollowed(cast.hal.id, Tag.objects.get(name="boats").id))
    assert sorted(HomeEntry.objects.values_list("account_id", "post_id")) == before


@pytest.mark.parametrize("name", ["", "two words", "#boats", "a/b", "x" * 101, "boats!"])
def test_what_is_no_hashtag(cast: Cast, name: str) -> None:
    with pytest.raises(Invalid):
        follow_tag(cast.hal, name)
    assert not TagFollow.objects.exists()


def test_followed_once_in_any_case_and_up_to_an_end(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tags, "TAGS_MOST", 2)
    for name in ("Boats", "BOATS", "sea"):
        follow_tag(cast.hal, name)
    with pytest.raises(NotAllowed):
        follow_tag(cast.hal, "wind")
    assert [tag.shown for tag in posts.followed_tags(cast.hal.id, PAGE).items] == ["sea", "Boats"]
    unfollow_tag(cast.hal, "boats")
    unfollow_tag(cast.hal, "boats")
    assert [tag.name for tag in posts.followed_tags(cast.hal.id, Page(limit=1, min_id=0)).items] == ["sea"]
    assert posts.followed_tags(cast.bob.id, PAGE).items == ()
    assert (posts.tag_by_name(cast.hal.id, "SEA").followed, posts.tag_by_name(None, "sea").followed) == (True, False)


@pytest.mark.parametrize(("follows", "more"), [(False, 0), (True, 1)])
@pytest.mark.parametrize("size", [1, 20])
def test_hashtags_cost_those_who_follow_some_one_statement(
    cast: Cast, queries: Callable[[int], AbstractContextManager[object]], size: int, follows: bool, more: int
) -> None:
    follow(cast.bob, cast.hal.id)
    if follows:
        follow_tag(cast.bob, "boats")
    for number in range(size):
        say(cast.olivia if follows else cast.hal, f"Number {number} #boats")
    drain()
    home(cast.bob.id, PAGE)
    with queries(1 + more):
        assert len(home(cast.bob.id, PAGE).items) == size
