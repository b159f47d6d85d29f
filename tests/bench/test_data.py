"""The generator leaves a database as the product would: counters and feeds equal a recomputation from the rows."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection

from bench.data import PASSWORD, fill
from bench.people import people
from bench.posts import Chronicle, Said
from bench.sizes import BOOSTS, REPLIES, TINY
from bench.slowly import home as slow_home
from bench.world import World
from folkmoot.accounts.models import Account, Login, Stats
from folkmoot.accounts.queries import bearer
from folkmoot.core.cursors import Page
from folkmoot.core.html import mentions_in, render, tags_in
from folkmoot.core.ids import made_at
from folkmoot.instance.queries import community
from folkmoot.notifications.models import Notification
from folkmoot.notifications.queries import grouped
from folkmoot.posts.hydrate import posts
from folkmoot.posts.models import Audience, Carries, Counters, Like, Mention, Post, PostTag
from folkmoot.posts.queries import tagged, thread
from folkmoot.posts.visibility import audience_of
from folkmoot.relations.models import Block, Follow, FollowRequest, Mute
from folkmoot.timelines.models import HomeEntry
from folkmoot.timelines.queries import home
from folkmoot.timelines.tasks import rebuild_home

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


@pytest.fixture
def world() -> World:
    return fill(TINY, NOW)


@pytest.fixture
def rows(world: World) -> list[Post]:
    return list(Post.objects.order_by("id"))


def test_there_is_as_much_of_everything_as_promised(rows: list[Post]) -> None:
    assert Account.objects.count() == Login.objects.count() == TINY.accounts
    assert Follow.objects.count() == TINY.accounts * TINY.follows
    assert len(rows) == TINY.posts
    boosts = sum(row.boost_of_id is not None for row in rows) / TINY.posts
    replies = sum(row.reply_to_id is not None for row in rows) / TINY.posts
    assert abs(boosts - BOOSTS) < 0.05
    assert abs(replies - REPLIES) < 0.08
    assert Mute.objects.exists()
    assert Block.objects.exists()


def test_the_same_seed_makes_the_same_world() -> None:
    one, other = (Chronicle(people(TINY)) for _ in range(2))
    assert [_said(each) for each in one.posts()] == [_said(each) for each in other.posts()]
    assert (one.counters, one.people.follows, one.people.blocks) == (
        other.counters,
        other.people.follows,
        other.people.blocks,
    )


def test_the_world_survives_being_kept(world: World) -> None:
    assert World.read(world.text()) == world


def test_counters_of_accounts_equal_their_rows(rows: list[Post]) -> None:
    followers = Counter(Follow.objects.values_list("followed", flat=True))
    following = Counter(Follow.objects.values_list("follower", flat=True))
    own = [row for row in rows if row.boost_of_id is None]
    written = Counter(row.account_id for row in own)
    last = {row.account_id: made_at(row.id).date() for row in own}
    for stats in Stats.objects.all():
        counted = (stats.posts, stats.followers, stats.following, stats.last_post_on)
        key = stats.account_id
        assert counted == (written[key], followers[key], following[key], last.get(key))


def test_counters_of_posts_equal_their_rows(rows: list[Post]) -> None:
    likes = Counter(Like.objects.values_list("post", flat=True))
    boosts = Counter(row.boost_of_id for row in rows if row.boost_of_id)
    replies = Counter(row.reply_to_id for row in rows if row.reply_to_id and row.scope != "followers")
    kept = {row.post_id: (row.likes, row.boosts, row.replies) for row in Counters.objects.all()}
    counted = {row.id: (likes[row.id], boosts[row.id], replies[row.id]) for row in rows}
    assert kept == {key: value for key, value in counted.items() if any(value)}


def test_the_feeds_are_those_that_the_product_would_rebuild(world: World) -> None:
    everybody = list(Account.objects.values_list("id", flat=True))
    bulk = {account: _feed(account) for account in everybody}
    for account in everybody:
        rebuild_home(account)
    assert bulk == {account: _feed(account) for account in everybody}


def test_the_product_reads_the_same_home_as_the_slow_path(world: World) -> None:
    for account, _ in world.tokens:
        assert [str(view.id) for view in home(account, Page(limit=20)).items] == slow_home(account)


def test_the_html_is_what_the_product_writes(rows: list[Post]) -> None:
    paths = {(name, ""): f"/@{name}" for name in Account.objects.values_list("username", flat=True)}
    for row in rows:
        assert row.html == render(row.text, paths), row.text


def test_mentions_and_tags_are_those_of_the_text(rows: list[Post]) -> None:
    names = dict(Account.objects.values_list("id", "username"))
    mentions = _grouped(Mention.objects.values_list("post_id", "account_id"))
    tags = _grouped(PostTag.objects.values_list("post_id", "tag__name"))
    for row in rows:
        assert {names[i] for i in mentions.get(row.id, set())} == {name for name, _ in mentions_in(row.text)}
        assert tags.get(row.id, set()) == {tag.casefold() for tag in tags_in(row.text)}
        assert row.carries == bool(mentions.get(row.id)) * Carries.MENTIONS + bool(tags.get(row.id)) * Carries.TAGS


def test_followers_only_posts_are_addressed_to_whom_they_name(rows: list[Post]) -> None:
    expected = {
        (row.id, account)
        for row in rows
        if row.scope == "followers"
        for account in Mention.objects.filter(post=row.id).values_list("account_id", flat=True)
    }
    assert set(Audience.objects.values_list("post_id", "account_id")) == expected


def test_nobody_acted_on_what_they_could_not_see(rows: list[Post]) -> None:
    seen = {row.id: set(audience_of(row.id)) for row in rows}
    assert all(row.account_id in seen[row.boost_of_id] for row in rows if row.boost_of_id)
    assert all(row.account_id in seen[row.reply_to_id] for row in rows if row.reply_to_id)
    assert all(account in seen[post] for account, post in Like.objects.values_list("account_id", "post_id"))


def test_notifications_are_those_of_what_happened(rows: list[Post]) -> None:
    told = set(Notification.objects.values_list("account_id", "kind", "actor_id", "post_id"))
    authors = {row.id: row.account_id for row in rows}
    deaf = set(Mute.objects.values_list("muter", "muted"))
    happened = [(authors[p], "like", a, p) for a, p in Like.objects.values_list("account_id", "post_id")]
    happened += [(authors[r.boost_of_id], "boost", r.account_id, r.boost_of_id) for r in rows if r.boost_of_id]
    happened += [(r.reply_to_account_id, "reply", r.account_id, r.id) for r in rows if r.reply_to_id]
    parents = {row.id: row.reply_to_account_id for row in rows}
    named = Mention.objects.values_list("account_id", "post_id")
    happened += [(account, "mention", authors[p], p) for account, p in named if account != parents[p]]
    happened += [(b, "follow", a, None) for a, b in Follow.objects.values_list("follower", "followed")]
    happened += [(b, "request", a, None) for a, b in FollowRequest.objects.values_list("follower", "followed")]
    assert told == {each for each in happened if each[0] != each[2] and (each[0], each[2]) not in deaf}
    assert Notification.objects.count() == len(told)


def test_blocks_stand_between_people_without_follows(world: World) -> None:
    pairs = set(Follow.objects.values_list("follower", "followed"))
    blocks = set(Block.objects.values_list("blocker", "blocked"))
    assert not {pair for one, other in blocks for pair in ((one, other), (other, one))} & pairs
    assert set(world.estranged) == {blocker for blocker, _ in blocks}


def test_the_product_reads_it_all(world: World) -> None:
    viewer = world.tokens[0][0]
    first = int(world.thread.rpartition("/")[2])
    assert len(thread(None, first).replies) >= TINY.thread
    assert tagged(viewer, world.tag, Page(limit=5)).items
    assert any(grouped(account, Page(limit=20)).items for account, _ in world.tokens)
    assert len(posts(first_author(first), [first])) == 1
    assert community().is_set_up
    assert community().visitors == "posts"


def test_its_tokens_and_passwords_open_doors(world: World) -> None:
    account, token = world.tokens[3]
    holder = bearer(token)
    assert holder
    assert holder.account.id == account
    assert holder.may("write:statuses")
    assert holder.account.login.check_password(PASSWORD)


def test_indexes_are_all_back(world: World) -> None:
    with connection.cursor() as cursor:
        for model in (Post, Like, HomeEntry, Notification, Follow):
            found = connection.introspection.get_constraints(cursor, model._meta.db_table)
            assert {index.name for index in model._meta.indexes} <= set(found)


def first_author(post_id: int) -> int:
    return Post.objects.values_list("account_id", flat=True).get(id=post_id)


def _feed(account: int) -> list[int]:
    return list(HomeEntry.objects.filter(account=account).order_by("post_id").values_list("post_id", flat=True))


def _grouped(pairs: Any) -> dict[int, set[Any]]:
    found: dict[int, set[Any]] = {}
    for key, value in pairs:
        found.setdefault(key, set()).add(value)
    return found


def _said(said: Said) -> tuple[object, ...]:
    targets = (said.parent and said.parent.number, said.boosted and said.boosted.number)
    return (said.author, said.scope, said.words, targets, said.mentions, said.tags, said.likers)
