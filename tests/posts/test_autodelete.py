"""Old posts that go by themselves: those that were meant, no other, little by little, and only after a yes."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from folkmoot.accounts.models import Account, Stats
from folkmoot.core.errors import Invalid
from folkmoot.core.events import drain
from folkmoot.core.ids import as_of
from folkmoot.core.rows import id_list
from folkmoot.moderation.actions import suspend
from folkmoot.posts.actions import autodelete, bookmark, boost, like, pin
from folkmoot.posts.actions.autodelete import delete_old_posts, delete_some, keep_old_posts
from folkmoot.posts.actions.polls import NewPoll
from folkmoot.posts.models import AutoDelete, Counters, Post
from folkmoot.posts.queries import aging
from folkmoot.posts.queries.aging import Policy, old_posts, policy_of, would_go
from folkmoot.posts.tasks import clear_old_posts
from folkmoot.project.cast import Cast
from tests.pictures import lay
from tests.posts.writing import say

MONTH = Policy(30)
_moments = iter(range(10_000))


@pytest.fixture(autouse=True)
def unhurried(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is asked how fast they write."""
    from folkmoot.core import gates

    monkeypatch.setattr(gates, "ask", lambda *_asked: gates.Verdict.PASS)


def old(actor: Account, text: str = "Long ago", *, days: float = 40, **more: Any) -> int:
    """A post of so many days ago."""
    with as_of(timezone.now() - timedelta(days=days, seconds=-next(_moments))):
        return say(actor, text, **more)


def confirm(actor: Account, policy: Policy = MONTH) -> None:
    delete_old_posts(actor, policy, would_go(actor.id, policy))


def standing(actor: Account) -> set[int]:
    return set(Post.objects.filter(account=actor, deleted_at=None, boost_of=None).values_list("id", flat=True))


def test_old_posts_go_and_new_ones_stay(cast: Cast) -> None:
    gone, stays, theirs = old(cast.alice), old(cast.alice, days=29), old(cast.bob)
    confirm(cast.alice)
    clear_old_posts()
    assert standing(cast.alice) == {stays}
    assert standing(cast.bob) == {theirs}
    assert Post.objects.get(id=gone).deleted_at


def test_they_go_as_if_deleted_by_hand(cast: Cast) -> None:
    """With all that follows: words erased, counts right, out of every feed."""
    gone = old(cast.alice, "Secret words")
    old(cast.bob, "An answer", reply_to=gone, days=39)
    parent = old(cast.bob, "Ask me", days=50)
    old(cast.alice, "I ask", reply_to=parent, days=45)
    drain()
    before = Stats.objects.get(account=cast.alice).posts
    confirm(cast.alice)
    clear_old_posts()
    drain()
    assert Post.objects.get(id=gone).text == ""
    assert Stats.objects.get(account=cast.alice).posts == before - 2
    assert Counters.objects.get(post=parent).replies == 0


KEPT: list[tuple[str, dict[str, Any], Callable[[Cast, int], object], dict[str, Any]]] = [
    ("keep_pinned", {}, lambda cast, post: pin(cast.alice, post), {}),
    ("keep_bookmarked", {}, lambda cast, post: bookmark(cast.alice, post), {}),
    ("keep_liked", {}, lambda cast, post: like(cast.alice, post), {}),
    ("keep_media", {"pictures": True}, lambda cast, post: None, {}),
    ("keep_polls", {"poll": NewPoll(("tea", "milk"), 3600)}, lambda cast, post: None, {}),
    ("keep_direct", {"scope": "direct"}, lambda cast, post: None, {}),
]


@pytest.mark.parametrize(("name", "written", "done", "_rest"), KEPT, ids=[each[0] for each in KEPT])
def test_each_exception(
    cast: Cast, name: str, written: dict[str, Any], done: Callable[[Cast, int], object], _rest: object
) -> None:
    if written.get("pictures"):
        written = {"pictures": (lay(cast.alice.id).id,)}
    special, plain = old(cast.alice, "@bob special", **written), old(cast.alice)
    done(cast, special)
    none = dict.fromkeys(("keep_pinned", "keep_bookmarked", "keep_direct"), False)
    assert would_go(cast.alice.id, Policy(30, **none)) == 2
    keeping = Policy(30, **{**none, name: True})
    assert old_posts(cast.alice.id, keeping, 0, 100).ids == (plain,)
    confirm(cast.alice, keeping)
    clear_old_posts()
    assert standing(cast.alice) == {special}


@pytest.mark.parametrize("name", ["least_likes", "least_boosts"])
def test_what_many_liked_or_boosted_stays(cast: Cast, name: str) -> None:
    loved, known, plain = old(cast.alice, "loved"), old(cast.alice, "known"), old(cast.alice, "plain")
    press = like if name == "least_likes" else boost
    for fan in (cast.bob, cast.hal):
        press(fan, loved)
    press(cast.bob, known)
    assert set(old_posts(cast.alice.id, Policy(30, **{name: 2}), 0, 100).ids) == {known, plain}
    assert set(old_posts(cast.alice.id, Policy(30, **{name: 1}), 0, 100).ids) == {plain}
    assert would_go(cast.alice.id, Policy(30)) == 3


def test_what_others_keep_is_theirs_to_lose(cast: Cast) -> None:
    """Only the author's own likes and bookmarks hold a post."""
    post = old(cast.alice)
    like(cast.bob, post)
    bookmark(cast.bob, post)
    assert would_go(cast.alice.id, Policy(30, keep_liked=True)) == 1


def test_boosts_stay_and_so_does_what_is_gone_already(cast: Cast) -> None:
    other = old(cast.bob)
    with as_of(timezone.now() - timedelta(days=60)):
        passed_on = boost(cast.alice, other)
    assert would_go(cast.alice.id, MONTH) == 0
    confirm(cast.alice)
    clear_old_posts()
    assert Post.objects.get(id=passed_on).deleted_at is None


class TestConsent:
    def test_without_a_yes_nothing_goes(self, cast: Cast) -> None:
        post = old(cast.alice)
        clear_old_posts()
        delete_some(cast.alice.id)
        assert standing(cast.alice) == {post}

    def test_more_than_was_told_is_asked_about_again(self, cast: Cast) -> None:
        old(cast.alice)
        told = would_go(cast.alice.id, MONTH)
        late = old(cast.alice, days=31)
        with pytest.raises(Invalid, match="more posts") as refused:
            delete_old_posts(cast.alice, MONTH, told)
        assert refused.value.field == "confirmed"
        assert policy_of(cast.alice.id) is None
        delete_old_posts(cast.alice, MONTH, told + 1)
        assert policy_of(cast.alice.id) == MONTH
        assert late in standing(cast.alice)

    def test_a_new_choice_takes_the_place_of_the_old(self, cast: Cast) -> None:
        confirm(cast.alice)
        AutoDelete.objects.update(seen_up_to=99)
        confirm(cast.alice, Policy(60, keep_media=True, least_likes=3))
        assert policy_of(cast.alice.id) == Policy(60, keep_media=True, least_likes=3)
        assert AutoDelete.objects.get().seen_up_to == 0

    @pytest.mark.parametrize(
        ("policy", "field"),
        [
            (Policy(0), "days"),
            (Policy(1), "days"),
            (Policy(10_000), "days"),
            (Policy(30, least_likes=0), "least_likes"),
            (Policy(30, least_boosts=-1), "least_boosts"),
            (Policy(30, least_likes=10**9), "least_likes"),
        ],
    )
    def test_nonsense_is_refused(self, cast: Cast, policy: Policy, field: str) -> None:
        with pytest.raises(Invalid) as refused:
            delete_old_posts(cast.alice, policy, 0)
        assert (refused.value.field, policy_of(cast.alice.id)) == (field, None)


class TestLittleByLittle:
    def test_a_hundred_at_most_in_one_go(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        assert autodelete.AT_ONCE == 100
        monkeypatch.setattr(autodelete, "AT_ONCE", 3)
        posts = [old(cast.alice, days=80 - n) for n in range(7)]
        confirm(cast.alice)
        left = []
        for _ in range(4):
            clear_old_posts()
            left.append(len(standing(cast.alice)))
        assert left == [4, 1, 0, 0]
        assert len(posts) == 7
        assert AutoDelete.objects.get().seen_up_to == 0

    def test_what_is_kept_is_not_looked_at_again_in_the_same_round(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(aging, "LOOKED_AT", 2)
        pinned = [old(cast.alice, days=80 - n) for n in range(3)]
        for post in pinned:
            pin(cast.alice, post)
        plain = old(cast.alice, days=40)
        confirm(cast.alice)
        clear_old_posts()
        assert AutoDelete.objects.get().seen_up_to == pinned[1]
        assert plain in standing(cast.alice)
        clear_old_posts()
        assert standing(cast.alice) == set(pinned)
        clear_old_posts()
        assert AutoDelete.objects.get().seen_up_to == 0

    def test_it_stops_at_once(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        posts = [old(cast.alice, days=80 - n) for n in range(5)]
        confirm(cast.alice)
        real = autodelete.delete_post

        def then_stop(actor: Account, post_id: int) -> None:
            real(actor, post_id)
            if post_id == posts[1]:
                keep_old_posts(actor)

        monkeypatch.setattr(autodelete, "delete_post", then_stop)
        clear_old_posts()
        assert standing(cast.alice) == set(posts[2:])
        clear_old_posts()
        assert standing(cast.alice) == set(posts[2:])

    def test_a_change_of_mind_counts_for_the_very_next_post(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        posts = [old(cast.alice, days=80 - n) for n in range(3)]
        confirm(cast.alice)
        real = autodelete.delete_post

        def then_change(actor: Account, post_id: int) -> None:
            real(actor, post_id)
            AutoDelete.objects.update(days=730)

        monkeypatch.setattr(autodelete, "delete_post", then_change)
        clear_old_posts()
        assert standing(cast.alice) == set(posts[1:])

    def test_what_is_pinned_meanwhile_stays(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        first, second = old(cast.alice, days=80), old(cast.alice, days=70)
        confirm(cast.alice)
        real = autodelete.delete_post

        def then_pin(actor: Account, post_id: int) -> None:
            real(actor, post_id)
            pin(actor, second)

        monkeypatch.setattr(autodelete, "delete_post", then_pin)
        clear_old_posts()
        assert standing(cast.alice) == {second}
        assert first not in standing(cast.alice)

    def test_the_suspended_are_left_alone(self, cast: Cast) -> None:
        post = old(cast.alice)
        confirm(cast.alice)
        suspend(cast.olivia, cast.alice.id, "For a while", None)
        clear_old_posts()
        assert standing(cast.alice) == {post}

    def test_trouble_with_one_member_is_not_trouble_for_all(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: Any
    ) -> None:
        old(cast.alice)
        old(cast.bob)
        for actor in (cast.alice, cast.bob):
            confirm(actor)
        real = autodelete.delete_post

        def trip(actor: Account, post_id: int) -> None:
            if actor.id == cast.alice.id:
                raise ValueError("tripped")
            real(actor, post_id)

        monkeypatch.setattr(autodelete, "delete_post", trip)
        with caplog.at_level(logging.ERROR):
            clear_old_posts()
        assert standing(cast.bob) == set()
        assert len(standing(cast.alice)) == 1
        assert str(cast.alice.id) in caplog.text


def test_it_reads_by_index_and_not_the_whole_table(cast: Cast) -> None:
    for number in range(300):
        old(cast.hal, days=50 - number / 100)
    old(cast.alice)
    values = aging._values(cast.alice.id, Policy(30, keep_liked=True, least_likes=2), 0, 1000, 100)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {aging._OLD}", values)
            plan = [str(row[-1]) for row in cursor.fetchall()]
            assert any("post_by_account" in line for line in plan), plan
            assert not [line for line in plan if line.startswith("SCAN") and "p" not in line.split()[1:2]], plan
        else:
            cursor.execute("ANALYZE post")
            cursor.execute("ANALYZE post_counters")
            cursor.execute(f"EXPLAIN {aging._OLD}", values)
            plan = [str(row[0]) for row in cursor.fetchall()]
            assert not [line for line in plan if "Seq Scan on post " in line], plan
    assert id_list([1]) == "[1]"
