"""Blocks and mutes: what they end, what they do not bring back, and how accounts stand to each other."""

from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.accounts.hydrate import views
from folkmoot.accounts.models import Account
from folkmoot.core.errors import Invalid, NotAllowed
from folkmoot.core.rows import select
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import block, follow, mute, unblock, unmute
from folkmoot.relations.models import Follow, FollowRequest, Mute
from folkmoot.relations.queries import Relationship, blocked_either_way, follows, muting_sql, relationship
from tests.happened import Happened

pytestmark = pytest.mark.django_db


def counts(account: Account) -> tuple[int, int]:
    view = views([account.id])[account.id]
    return view.followers, view.following


def muted(muter: Account, other: Account) -> bool:
    known = {"muter": muter.id, "muted": other.id, "now": timezone.now()}
    return bool(select(f"SELECT 1 WHERE {muting_sql('%(muter)s', '%(muted)s')}", known))


def test_a_block_ends_follows_both_ways_and_their_counts(cast: Cast, happened: Happened) -> None:
    block(cast.alice, cast.bob.id)
    block(cast.alice, cast.bob.id)
    assert not Follow.objects.filter(follower__in=[cast.alice, cast.bob], followed__in=[cast.alice, cast.bob]).exists()
    assert counts(cast.bob) == (0, 0)
    assert counts(cast.alice) == (1, 0), "erin stays"
    assert happened() == [("Blocked", {"blocker_id": cast.alice.id, "blocked_id": cast.bob.id})]


@pytest.mark.parametrize(("blocker", "blocked"), [("alice", "carol"), ("carol", "alice")])
def test_a_block_ends_requests_either_way(cast: Cast, blocker: str, blocked: str) -> None:
    block(getattr(cast, blocker), getattr(cast, blocked).id)
    assert not FollowRequest.objects.exists()


def test_a_lifted_block_brings_nothing_back(cast: Cast, happened: Happened) -> None:
    block(cast.alice, cast.bob.id)
    unblock(cast.alice, cast.bob.id)
    unblock(cast.alice, cast.bob.id)
    assert not follows(cast.bob.id, cast.alice.id)
    assert [name for name, _ in happened()] == ["Blocked", "Unblocked"]
    assert follow(cast.bob, cast.alice.id) == "requested", "as any stranger"


def test_nobody_lifts_the_block_of_another(cast: Cast, happened: Happened) -> None:
    unblock(cast.dan, cast.alice.id)
    assert blocked_either_way(cast.alice.id, cast.dan.id)
    assert blocked_either_way(cast.dan.id, cast.alice.id)
    assert happened() == []


def test_both_may_block_each_other_and_each_lifts_their_own(cast: Cast) -> None:
    block(cast.dan, cast.alice.id)
    unblock(cast.alice, cast.dan.id)
    assert blocked_either_way(cast.alice.id, cast.dan.id)
    unblock(cast.dan, cast.alice.id)
    assert not blocked_either_way(cast.alice.id, cast.dan.id)


def test_a_mute_for_good_and_its_end(cast: Cast, happened: Happened) -> None:
    mute(cast.alice, cast.bob.id, None)
    mute(cast.alice, cast.bob.id, None)
    assert muted(cast.alice, cast.bob)
    assert not muted(cast.bob, cast.alice)
    assert follows(cast.alice.id, cast.bob.id), "a mute is taste, not access"
    unmute(cast.alice, cast.bob.id)
    unmute(cast.alice, cast.bob.id)
    assert not muted(cast.alice, cast.bob)
    assert [name for name, _ in happened()] == ["Muted", "Unmuted"]


def test_a_mute_with_an_end_stops_counting_then(cast: Cast) -> None:
    until = timezone.now() + timedelta(days=1)
    mute(cast.alice, cast.bob.id, until)
    assert relationship(cast.alice.id, [cast.bob.id])[cast.bob.id].muting_until == until
    assert muted(cast.alice, cast.bob)
    Mute.objects.update(ends_at=timezone.now() - timedelta(hours=1))
    assert not muted(cast.alice, cast.bob)
    assert not relationship(cast.alice.id, [cast.bob.id])[cast.bob.id].muting


def test_a_mute_can_be_made_longer(cast: Cast, happened: Happened) -> None:
    mute(cast.alice, cast.bob.id, timezone.now() + timedelta(days=1))
    mute(cast.alice, cast.bob.id, None)
    assert relationship(cast.alice.id, [cast.bob.id])[cast.bob.id].muting_until is None
    assert muted(cast.alice, cast.bob)
    assert [name for name, _ in happened()] == ["Muted", "Muted"]


def test_a_mute_cannot_end_in_the_past_nor_be_of_oneself(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        mute(cast.alice, cast.bob.id, timezone.now())
    assert refused.value.field == "until"
    with pytest.raises(NotAllowed):
        mute(cast.alice, cast.alice.id, None)


@pytest.mark.parametrize(
    ("viewer", "other", "expected"),
    [
        ("alice", "bob", Relationship(following=True, followed_by=True)),
        ("bob", "alice", Relationship(following=True, followed_by=True)),
        ("carol", "alice", Relationship(requested=True)),
        ("alice", "carol", Relationship(requested_by=True)),
        ("alice", "dan", Relationship(blocking=True)),
        ("dan", "alice", Relationship(blocked_by=True)),
        ("alice", "erin", Relationship(followed_by=True)),
        ("alice", "hal", Relationship()),
    ],
)
def test_how_accounts_stand_to_each_other(cast: Cast, viewer: str, other: str, expected: Relationship) -> None:
    other_id = getattr(cast, other).id
    assert relationship(getattr(cast, viewer).id, [other_id]) == {other_id: expected}


def test_relationships_are_one_query_and_none_for_visitors(cast: Cast, queries) -> None:
    ids = [account.id for account in cast.everybody()]
    mute(cast.alice, cast.bob.id, None)
    with queries(1):
        found = relationship(cast.alice.id, ids)
    assert set(found) == set(ids)
    assert found[cast.bob.id] == Relationship(following=True, followed_by=True, muting=True, muting_notifications=True)
    with queries(0):
        assert set(relationship(None, ids).values()) == {Relationship()}
        assert relationship(cast.alice.id, []) == {}
