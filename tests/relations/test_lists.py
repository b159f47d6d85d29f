"""The member list and search, mutes and blocks in lists, and what they cost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.accounts.models import Account, Stats
from folkmoot.core.cursors import Page
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import block, follow, mute
from folkmoot.relations.models import Mute
from folkmoot.relations.queries import blocks, followers, following, members, mutes

pytestmark = pytest.mark.django_db
PAGE = Page(limit=40)


def names(found) -> list[str]:
    return [view.username for view in found.items]


def called(account: Account, name: str) -> None:
    Account.objects.filter(id=account.id).update(name=name)


def crowd(size: int) -> None:
    people = [Account(username=f"person{n}", active=True, name=f"Person {n}") for n in range(size)]
    Account.objects.bulk_create(people)
    Stats.objects.bulk_create([Stats(account=account) for account in people])


def test_members_are_local_active_and_newest_first(cast: Cast) -> None:
    assert names(members(None, "", PAGE)) == ["hal", "dan", "carol", "bob", "alice", "frank", "olivia"]


def test_members_leave_out_who_does_not_want_to_be_found(cast: Cast) -> None:
    Account.objects.filter(id=cast.hal.id).update(discoverable=False)
    assert "hal" not in names(members(cast.bob.id, "", PAGE))
    assert names(members(cast.bob.id, "hal", PAGE)) == []


@pytest.mark.parametrize(("viewer", "missing"), [("alice", "dan"), ("dan", "alice"), ("bob", None)])
def test_a_block_hides_either_from_the_other(cast: Cast, viewer: str, missing: str | None) -> None:
    found = names(members(getattr(cast, viewer).id, "", PAGE))
    assert found == [name for name in ["hal", "dan", "carol", "bob", "alice", "frank", "olivia"] if name != missing]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("ali", ["alice"]),
        ("ALI", ["alice"]),
        ("@alice", ["alice"]),
        ("  lic ", ["alice"]),
        ("ünal", ["bob"]),
        ("ÜNAL", ["bob"]),
        ("مريم", ["carol"]),
        ("Žofie Ü", []),
        ("100%", ["hal"]),
        ("%", ["hal"]),
        ("_", []),
        ("\\", []),
        ("(", ["dan"]),
        ("ü(", []),
        ("gina", []),
        ("erin", []),
        ("\0", ["hal", "dan", "carol", "bob", "alice", "frank", "olivia"]),
    ],
)
def test_search_by_name(cast: Cast, search: str, found: list[str]) -> None:
    called(cast.alice, "Alice Liddell")
    called(cast.bob, "Bob Ünal")
    called(cast.carol, "مريم")
    called(cast.dan, "Dan (the man)")
    called(cast.hal, "100% Hal")
    assert names(members(cast.frank.id, search, PAGE)) == found


def test_blocks_and_mutes_are_listed_for_their_owner(cast: Cast) -> None:
    mute(cast.alice, cast.bob.id, None)
    mute(cast.alice, cast.hal.id, timezone.now() + timedelta(hours=1))
    block(cast.alice, cast.hal.id)
    assert names(blocks(cast.alice.id, PAGE)) == ["hal", "dan"]
    assert names(mutes(cast.alice.id, PAGE)) == ["hal", "bob"]
    assert names(blocks(cast.bob.id, PAGE)) == names(mutes(cast.bob.id, PAGE)) == []


def test_a_mute_that_ended_is_not_listed(cast: Cast) -> None:
    mute(cast.alice, cast.bob.id, timezone.now() + timedelta(hours=1))
    Mute.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert names(mutes(cast.alice.id, PAGE)) == []


@pytest.mark.parametrize("size", [1, 20])
def test_every_list_costs_the_same_however_long(cast: Cast, queries, size: int) -> None:
    crowd(size)
    for account in Account.objects.filter(username__startswith="person"):
        follow(account, cast.hal.id)
        block(cast.frank, account.id)
    with queries(2):
        assert len(members(None, "person", PAGE).items) == size
    with queries(4):  # may the profile be seen, is there a block, the list, the views
        assert len(followers(cast.bob.id, cast.hal.id, PAGE).items) == size
    with queries(2):
        assert len(blocks(cast.frank.id, PAGE).items) == size


def test_an_empty_list_needs_no_views(cast: Cast, queries) -> None:
    with queries(2):
        assert following(None, cast.hal.id, PAGE).items == ()
