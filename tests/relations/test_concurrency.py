"""Many at once, in real transactions: counters stay exact and no follow survives a block."""

import pytest
from django.utils import timezone

from folkmoot.accounts.models import Stats
from folkmoot.core.errors import FolkmootError
from folkmoot.project import cast as stage
from folkmoot.relations.actions import (
    approve_request,
    block,
    follow,
    remove_follower,
    round_due,
    suggest_some,
    suggest_to,
    unfollow,
)
from folkmoot.relations.models import Block, Follow, FollowRequest, Suggestion, SuggestionRound, SuggestionWish
from folkmoot.relations.queries.candidates import Candidates
from tests.happened import Happened, at_once, problems

pytestmark = pytest.mark.django_db(transaction=True)


def tallies(account) -> tuple[int, int]:
    row = Stats.objects.get(account=account)
    return row.followers, row.following


def rows(account) -> tuple[int, int]:
    return Follow.objects.filter(followed=account).count(), Follow.objects.filter(follower=account).count()


def test_the_same_follow_eight_times_at_once(happened: Happened) -> None:
    alice, bob = stage.member("alice"), stage.member("bob")
    happened()
    outcomes = at_once(*[lambda: follow(bob, alice.id)] * 8)
    assert outcomes == ["following"] * 8
    assert tallies(alice) == (1, 0)
    assert [name for name, _ in happened()] == ["Followed"]


def test_many_follow_and_leave_one_account_at_once() -> None:
    alice = stage.member("alice")
    others = [stage.member(f"other{n}") for n in range(8)]
    for one in others[:4]:
        follow(one, alice.id)
    jobs = [lambda one=one: unfollow(one, alice.id) for one in others[:4]]
    jobs += [lambda one=one: follow(one, alice.id) for one in others[4:]]
    assert problems(at_once(*jobs)) == []
    assert tallies(alice) == rows(alice) == (4, 0)


def test_two_who_follow_each_other_at_once_do_not_lock_up() -> None:
    alice, bob = stage.member("alice"), stage.member("bob")
    for _ in range(4):
        assert problems(at_once(lambda: follow(alice, bob.id), lambda: follow(bob, alice.id))) == []
        assert tallies(alice) == tallies(bob) == (1, 1)
        assert problems(at_once(lambda: unfollow(alice, bob.id), lambda: remove_follower(alice, bob.id))) == []
        assert tallies(alice) == tallies(bob) == (0, 0)


@pytest.mark.parametrize("round_", range(4))
def test_no_follow_slips_past_a_block(round_: int) -> None:
    alice, bob = stage.member("alice"), stage.member("bob")
    outcomes = at_once(lambda: follow(bob, alice.id), lambda: block(alice, bob.id), lambda: follow(alice, bob.id))
    assert all(isinstance(problem, FolkmootError) for problem in problems(outcomes))
    assert Block.objects.count() == 1
    assert Follow.objects.count() == FollowRequest.objects.count() == 0
    assert tallies(alice) == tallies(bob) == (0, 0)


def test_a_request_withdrawn_while_it_is_approved_leaves_one_truth() -> None:
    alice, carol = stage.member("alice"), stage.member("carol")
    type(carol).objects.filter(id=carol.id).update(locked=True)
    for _ in range(4):
        follow(alice, carol.id)
        outcomes = at_once(lambda: approve_request(carol, alice.id), lambda: unfollow(alice, carol.id))
        assert all(isinstance(problem, FolkmootError) for problem in problems(outcomes))
        assert not FollowRequest.objects.exists()
        assert tallies(carol) == rows(carol)
        unfollow(alice, carol.id)


def test_the_night_and_ones_own_wish_at_once() -> None:
    alice, bob, carol = (stage.member(name) for name in ("alice", "bob", "carol"))
    follow(alice, bob.id)
    follow(bob, carol.id)
    Stats.objects.update(seen_on=timezone.localdate())
    for _ in range(6):
        SuggestionRound.objects.all().delete()
        round_due()
        Suggestion.objects.all().delete()
        SuggestionWish.objects.get_or_create(account=alice)
        jobs = [lambda: suggest_some(Candidates()), *[lambda: suggest_to(alice.id)] * 3]
        assert problems(at_once(*jobs)) == []
        assert Suggestion.objects.filter(account=alice, suggested=carol).count() == 1
        assert not SuggestionWish.objects.exists()
