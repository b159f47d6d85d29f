"""What one wants of somebody one follows: kept as chosen, unchanged where nothing is said, and through a request."""

import pytest

from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import (
    FollowWishes,
    approve_request,
    block,
    change_follow,
    follow,
    follow_as_wished,
    unfollow,
)
from folkmoot.relations.models import FollowRequest
from folkmoot.relations.queries import relationship
from tests.happened import Happened

pytestmark = pytest.mark.django_db

type Chosen = tuple[bool, bool, tuple[str, ...]]


def chosen(viewer: int, other: int) -> Chosen:
    known = relationship(viewer, [other])[other]
    return known.boosts, known.tell, known.languages


@pytest.mark.parametrize(
    ("before", "wishes", "after"),
    [
        (FollowWishes(), FollowWishes(), (True, False, ())),
        (FollowWishes(), FollowWishes(boosts=False), (False, False, ())),
        (FollowWishes(), FollowWishes(tell=True), (True, True, ())),
        (FollowWishes(), FollowWishes(languages=("de", "en", "de")), (True, False, ("de", "en"))),
        (FollowWishes(False, True, ("de",)), FollowWishes(), (False, True, ("de",))),
        (FollowWishes(False, True, ("de",)), FollowWishes(boosts=True), (True, True, ("de",))),
        (FollowWishes(False, True, ("de",)), FollowWishes(tell=False), (False, False, ("de",))),
        (FollowWishes(False, True, ("de",)), FollowWishes(languages=()), (False, True, ())),
        (FollowWishes(False, True, ("de",)), FollowWishes(languages=("pt-BR",)), (False, True, ("pt-BR",))),
    ],
)
@pytest.mark.parametrize("locked", [False, True])
def test_what_is_said_changes_and_the_rest_stays(
    cast: Cast, before: FollowWishes, wishes: FollowWishes, after: Chosen, locked: bool
) -> None:
    other = cast.alice if locked else cast.bob
    state = "requested" if locked else "following"
    assert follow_as_wished(cast.hal, other.id, before) == state
    assert follow_as_wished(cast.hal, other.id, wishes) == state
    assert chosen(cast.hal.id, other.id) == after
    if locked:
        approve_request(cast.alice, cast.hal.id)
        assert relationship(cast.hal.id, [other.id])[other.id].following
        assert chosen(cast.hal.id, other.id) == after, "it survives the approval"
    follow(cast.hal, other.id)
    assert chosen(cast.hal.id, other.id) == after, "to press Follow once more changes nothing"


def test_the_choice_ends_with_the_follow(cast: Cast) -> None:
    follow_as_wished(cast.hal, cast.bob.id, FollowWishes(False, True, ("de",)))
    unfollow(cast.hal, cast.bob.id)
    follow(cast.hal, cast.bob.id)
    assert chosen(cast.hal.id, cast.bob.id) == (True, False, ())


@pytest.mark.parametrize("languages", [("english!",), ("",), (" ",), ("%",), ("e n",), tuple("ab" for _ in range(21))])
def test_what_is_no_language(cast: Cast, languages: tuple[str, ...]) -> None:
    with pytest.raises(Invalid):
        follow_as_wished(cast.hal, cast.bob.id, FollowWishes(languages=languages))
    assert not relationship(cast.hal.id, [cast.bob.id])[cast.bob.id].following, "all of it or nothing"


def test_who_does_not_follow_has_nothing_to_choose(cast: Cast) -> None:
    with pytest.raises(NotFound):
        change_follow(cast.hal, cast.bob.id, FollowWishes(tell=True))
    with pytest.raises(NotAllowed):
        change_follow(cast.hal, cast.hal.id, FollowWishes(tell=True))
    block(cast.bob, cast.hal.id)
    with pytest.raises(NotAllowed):
        follow_as_wished(cast.hal, cast.bob.id, FollowWishes(tell=True))


def test_only_a_change_is_told(cast: Cast, happened: Happened) -> None:
    for wishes in (FollowWishes(), FollowWishes(boosts=True), FollowWishes(boosts=False), FollowWishes(boosts=False)):
        change_follow(cast.bob, cast.alice.id, wishes)
    assert happened() == [("FollowChanged", {"follower_id": cast.bob.id, "followed_id": cast.alice.id})]
    change_follow(cast.carol, cast.alice.id, FollowWishes(tell=True))
    assert happened() == [], "who only asks has nothing at home yet"
    assert FollowRequest.objects.get(follower=cast.carol).tell
