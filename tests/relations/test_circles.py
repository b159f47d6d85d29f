"""Circles: who may make and change them, who can be on them, and what a block does to them."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from folkmoot.accounts.models import Account
from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.project.cast import Cast
from folkmoot.relations import queries
from folkmoot.relations.actions import (
    CircleDraft,
    add_to_circle,
    block,
    change_circle,
    follow,
    make_circle,
    remove_circle,
    take_out_of_circle,
    unfollow,
)
from folkmoot.relations.actions import circles as limits
from folkmoot.relations.models import Circle, CircleMember

pytestmark = pytest.mark.django_db
PAGE = Page(limit=40)


def people(owner: Account, circle: int) -> list[str]:
    return [each.username for each in queries.circle_people(owner.id, circle, PAGE).items]


@pytest.fixture
def circle(cast: Cast) -> int:
    return make_circle(cast.alice, CircleDraft("Choir"))


def test_a_circle_is_made_changed_and_removed(cast: Cast) -> None:
    made = make_circle(cast.alice, CircleDraft("  Choir \n people "))
    assert [each.title for each in queries.circles(cast.alice.id)] == ["Choir people"]
    change_circle(cast.alice, made, CircleDraft("Singers", "none", exclusive=True))
    known = queries.circle(cast.alice.id, made)
    assert (known.title, known.replies, known.exclusive) == ("Singers", "none", True)
    remove_circle(cast.alice, made)
    assert queries.circles(cast.alice.id) == []
    assert not Circle.objects.exists()


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (CircleDraft(" \n "), "title"),
        (CircleDraft("x" * 61), "title"),
        (CircleDraft("Choir", "everybody"), "replies"),
    ],
)
def test_what_cannot_be_a_circle(cast: Cast, circle: int, draft: CircleDraft, field: str) -> None:
    for do in (lambda: make_circle(cast.alice, draft), lambda: change_circle(cast.alice, circle, draft)):
        with pytest.raises(Invalid) as refused:
            do()
        assert refused.value.field == field
    assert [each.title for each in queries.circles(cast.alice.id)] == ["Choir"]


def test_people_come_and_go(cast: Cast, circle: int) -> None:
    for who in (cast.bob, cast.hal, cast.bob, cast.erin):
        add_to_circle(cast.alice, circle, who.id)
    assert people(cast.alice, circle) == ["erin", "hal", "bob"], "followed or not, here or elsewhere, once each"
    assert queries.people_on(cast.alice.id, circle) == {cast.bob.id, cast.hal.id, cast.erin.id}
    take_out_of_circle(cast.alice, circle, cast.hal.id)
    take_out_of_circle(cast.alice, circle, cast.hal.id)
    assert people(cast.alice, circle) == ["erin", "bob"]
    assert [each.people for each in queries.circles(cast.alice.id)] == [2]
    assert [each.id for each in queries.circles_with(cast.alice.id, cast.bob.id)] == [circle]
    assert queries.circles_with(cast.alice.id, cast.hal.id) == []


@pytest.mark.parametrize(
    ("who", "error"), [("dan", NotAllowed), ("gina", NotFound), ("ivy", NotFound), ("alice", NotAllowed)]
)
def test_only_people_one_may_see(cast: Cast, circle: int, who: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        add_to_circle(cast.alice, circle, getattr(cast, who).id)
    assert not CircleMember.objects.exists()


def test_nobody_can_be_put_on_it_who_blocks_one(cast: Cast) -> None:
    made = make_circle(cast.dan, CircleDraft("Mine"))
    with pytest.raises(NotAllowed):
        add_to_circle(cast.dan, made, cast.alice.id)


@pytest.mark.parametrize("by_owner", [True, False])
def test_a_block_takes_both_out_of_each_others_circles_for_good(cast: Cast, circle: int, by_owner: bool) -> None:
    theirs = make_circle(cast.bob, CircleDraft("Friends"))
    add_to_circle(cast.alice, circle, cast.bob.id)
    add_to_circle(cast.alice, circle, cast.hal.id)
    add_to_circle(cast.bob, theirs, cast.alice.id)
    block(*((cast.alice, cast.bob.id) if by_owner else (cast.bob, cast.alice.id)))
    assert people(cast.alice, circle) == ["hal"]
    assert people(cast.bob, theirs) == []


def test_unfollowing_takes_nobody_out(cast: Cast, circle: int) -> None:
    follow(cast.alice, cast.hal.id)
    add_to_circle(cast.alice, circle, cast.hal.id)
    unfollow(cast.alice, cast.hal.id)
    assert people(cast.alice, circle) == ["hal"]


@pytest.mark.parametrize(
    "do",
    [
        lambda who, circle, other: change_circle(who, circle, CircleDraft("Mine now")),
        lambda who, circle, other: remove_circle(who, circle),
        add_to_circle,
        take_out_of_circle,
        lambda who, circle, other: queries.circle(who.id, circle),
        lambda who, circle, other: queries.circle_people(who.id, circle, PAGE),
        lambda who, circle, other: queries.people_on(who.id, circle),
    ],
)
def test_circles_of_others_are_not_there(cast: Cast, circle: int, do: Callable[..., object]) -> None:
    add_to_circle(cast.alice, circle, cast.hal.id)
    with pytest.raises(NotFound):
        do(cast.bob, circle, cast.hal.id)
    assert people(cast.alice, circle) == ["hal"]
    assert queries.circles_with(cast.bob.id, cast.hal.id) == []


def test_there_is_an_end_to_circles_and_their_people(cast: Cast, circle: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CIRCLES_MOST", 1)
    monkeypatch.setattr(limits, "PEOPLE_MOST", 1)
    with pytest.raises(NotAllowed):
        make_circle(cast.alice, CircleDraft("Another"))
    add_to_circle(cast.alice, circle, cast.bob.id)
    with pytest.raises(NotAllowed):
        add_to_circle(cast.alice, circle, cast.hal.id)
    add_to_circle(cast.alice, circle, cast.bob.id)
    assert people(cast.alice, circle) == ["bob"]


def test_who_was_suspended_is_not_shown(cast: Cast, circle: int) -> None:
    add_to_circle(cast.alice, circle, cast.hal.id)
    Account.objects.filter(id=cast.hal.id).update(active=False)
    assert people(cast.alice, circle) == []
    assert [each.people for each in queries.circles(cast.alice.id)] == [0]


def test_pages_of_people(cast: Cast, circle: int) -> None:
    for who in (cast.bob, cast.hal, cast.frank, cast.olivia, cast.carol):
        add_to_circle(cast.alice, circle, who.id)
    first = queries.circle_people(cast.alice.id, circle, Page(limit=2))
    second = queries.circle_people(cast.alice.id, circle, Page(limit=2, max_id=first.older))
    up = queries.circle_people(cast.alice.id, circle, Page(limit=2, min_id=second.newer))
    assert [[each.username for each in cut.items] for cut in (first, second, up)] == [
        ["carol", "olivia"],
        ["frank", "hal"],
        ["carol", "olivia"],
    ]


def test_whoever_has_no_circles_pays_nothing(
    cast: Cast, circle: int, queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    from folkmoot.relations.queries import circles

    with queries(0):
        assert circles(cast.bob.id) == []
    with queries(1):
        assert len(circles(cast.alice.id)) == 1
