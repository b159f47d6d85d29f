"""Following: once each, counted exactly, asked of locked accounts, never across a block."""

import pytest

from folkmoot.accounts.actions import ProfileDraft, edit_profile
from folkmoot.accounts.hydrate import views
from folkmoot.accounts.models import Account
from folkmoot.core.cursors import Page
from folkmoot.core.errors import NotAllowed, NotFound
from folkmoot.project.cast import Cast
from folkmoot.relations import queries
from folkmoot.relations.actions import (
    approve_request,
    block,
    follow,
    refuse_request,
    remove_follower,
    unfollow,
)
from tests.happened import Happened

pytestmark = pytest.mark.django_db


def counts(account: Account) -> tuple[int, int]:
    view = views([account.id])[account.id]
    return view.followers, view.following


def unlock(account: Account) -> None:
    edit_profile(account, ProfileDraft("", "", (), locked=False, discoverable=True))


def test_a_follow_is_counted_and_told_once(cast: Cast, happened: Happened) -> None:
    assert [follow(cast.hal, cast.bob.id) for _ in range(3)] == ["following"] * 3
    assert queries.follows(cast.hal.id, cast.bob.id)
    assert counts(cast.hal) == (0, 1)
    assert counts(cast.bob) == (2, 1)
    assert happened() == [("Followed", {"follower_id": cast.hal.id, "followed_id": cast.bob.id})]


def test_unfollowing_takes_it_back_once(cast: Cast, happened: Happened) -> None:
    unfollow(cast.bob, cast.alice.id)
    unfollow(cast.bob, cast.alice.id)
    assert counts(cast.bob) == (1, 0)
    assert counts(cast.alice) == (1, 1)
    assert [name for name, _ in happened()] == ["Unfollowed"]


def test_a_locked_account_is_asked(cast: Cast, happened: Happened) -> None:
    assert follow(cast.hal, cast.alice.id) == follow(cast.hal, cast.alice.id) == "requested"
    assert not queries.follows(cast.hal.id, cast.alice.id)
    assert counts(cast.alice) == (2, 1)
    assert [name for name, _ in happened()] == ["FollowRequested"]
    assert queries.request_count(cast.alice.id) == 2


def test_a_request_that_is_approved_becomes_a_follow(cast: Cast, happened: Happened) -> None:
    approve_request(cast.alice, cast.carol.id)
    approve_request(cast.alice, cast.carol.id)
    assert counts(cast.carol) == (0, 1)
    assert queries.request_count(cast.alice.id) == 0
    assert happened() == [("RequestApproved", {"follower_id": cast.carol.id, "followed_id": cast.alice.id})]


def test_a_request_that_was_withdrawn_cannot_be_approved(cast: Cast, happened: Happened) -> None:
    unfollow(cast.carol, cast.alice.id)
    with pytest.raises(NotFound):
        approve_request(cast.alice, cast.carol.id)
    assert [name for name, _ in happened()] == ["RequestWithdrawn"]
    assert counts(cast.carol) == (0, 0)


def test_a_refused_request_may_be_made_again(cast: Cast, happened: Happened) -> None:
    refuse_request(cast.alice, cast.carol.id)
    refuse_request(cast.alice, cast.carol.id)
    assert follow(cast.carol, cast.alice.id) == "requested"
    assert [name for name, _ in happened()] == ["RequestRefused", "FollowRequested"]


def test_who_asked_before_the_door_was_opened_follows_by_asking_again(cast: Cast, happened: Happened) -> None:
    unlock(cast.alice)
    happened()
    assert follow(cast.carol, cast.alice.id) == "following"
    assert queries.request_count(cast.alice.id) == 0
    assert [name for name, _ in happened()] == ["Followed"]


def test_a_follower_is_sent_away_without_being_told(cast: Cast, happened: Happened) -> None:
    remove_follower(cast.alice, cast.bob.id)
    remove_follower(cast.alice, cast.hal.id)
    assert not queries.follows(cast.bob.id, cast.alice.id)
    assert queries.follows(cast.alice.id, cast.bob.id), "only one of the two directions"
    assert happened() == [("Unfollowed", {"follower_id": cast.bob.id, "followed_id": cast.alice.id})]


@pytest.mark.parametrize("verb", [follow, block])
def test_nobody_does_it_to_themselves(cast: Cast, verb) -> None:
    with pytest.raises(NotAllowed):
        verb(cast.alice, cast.alice.id)


@pytest.mark.parametrize(("actor", "target"), [("dan", "alice"), ("alice", "dan")])
def test_no_follow_across_a_block_and_no_word_of_it(cast: Cast, actor: str, target: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        follow(getattr(cast, actor), getattr(cast, target).id)
    assert "block" not in refused.value.message.lower()


@pytest.mark.parametrize("target", ["gina", "ivy"])
@pytest.mark.parametrize("verb", [follow, block, approve_request])
def test_who_is_not_to_be_seen_is_not_there(cast: Cast, verb, target: str) -> None:
    with pytest.raises(NotFound) as hidden:
        verb(cast.bob, getattr(cast, target).id)
    with pytest.raises(NotFound) as absent:
        verb(cast.bob, 12345)
    assert hidden.value.message == absent.value.message


@pytest.mark.parametrize("actor", ["gina", "ivy"])
def test_who_is_suspended_or_waits_follows_nobody(cast: Cast, actor: str) -> None:
    with pytest.raises(NotAllowed):
        follow(getattr(cast, actor), cast.bob.id)


def test_a_suspended_account_can_still_be_left(cast: Cast) -> None:
    follow(cast.hal, cast.bob.id)
    Account.objects.filter(id=cast.bob.id).update(active=False)
    unfollow(cast.hal, cast.bob.id)
    assert counts(cast.hal) == (0, 0)


def test_lists_hide_the_suspended_and_those_across_a_block(cast: Cast) -> None:
    unlock(cast.alice)
    for one in (cast.hal, cast.frank):
        follow(one, cast.alice.id)
    Account.objects.filter(id=cast.bob.id).update(active=False)
    block(cast.frank, cast.olivia.id)
    names = [v.username for v in queries.followers(cast.olivia.id, cast.alice.id, Page(limit=10)).items]
    assert names == ["hal", "erin"]


@pytest.mark.parametrize("viewer", ["dan"])
def test_a_blocked_viewer_sees_no_followers(cast: Cast, viewer: str) -> None:
    viewer_id = getattr(cast, viewer).id
    assert queries.followers(viewer_id, cast.alice.id, Page(limit=10)).items == ()
    assert queries.following(viewer_id, cast.alice.id, Page(limit=10)).items == ()


def test_followers_of_whom_one_may_not_see_are_not_there(cast: Cast) -> None:
    with pytest.raises(NotFound):
        queries.followers(cast.bob.id, cast.gina.id, Page(limit=10))


def test_requests_are_read_by_whom_they_are_for(cast: Cast) -> None:
    follow(cast.hal, cast.alice.id)
    assert [v.username for v in queries.requests(cast.alice.id, Page(limit=10)).items] == ["hal", "carol"]
    assert queries.requests(cast.carol.id, Page(limit=10)).items == ()


def test_pages_of_followers_meet_without_gap_or_double(cast: Cast) -> None:
    unlock(cast.alice)
    for one in (cast.hal, cast.frank, cast.olivia, cast.carol):
        follow(one, cast.alice.id)
    first = queries.followers(None, cast.alice.id, Page(limit=4))
    second = queries.followers(None, cast.alice.id, Page(limit=4, max_id=first.older))
    names = [v.username for v in (*first.items, *second.items)]
    assert names == ["carol", "olivia", "frank", "hal", "erin", "bob"]
    assert second.older is None
    back = queries.followers(None, cast.alice.id, Page(limit=4, min_id=second.newer))
    assert back.items == first.items
