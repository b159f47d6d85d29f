"""Any sequence of follows, requests, blocks and mutes, compared with a model in plain sets."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from folkmoot.accounts.hydrate import views
from folkmoot.accounts.models import Account, Stats
from folkmoot.core.cursors import Page
from folkmoot.core.errors import FolkmootError, NotAllowed, NotFound
from folkmoot.core.models import Event
from folkmoot.relations import actions
from folkmoot.relations.queries import (
    Relationship,
    blocked_either_way,
    blocks,
    followers,
    following,
    follows,
    members,
    mutes,
    relationship,
    requests,
)

pytestmark = pytest.mark.django_db
PEOPLE = 4
PAGE = Page(limit=40)
VERBS = (
    "follow",
    "unfollow",
    "remove_follower",
    "approve_request",
    "refuse_request",
    "block",
    "unblock",
    "mute",
    "unmute",
)
type Pair = tuple[int, int]


@dataclass
class World:
    """What should be so: who follows, asks, blocks and mutes whom; the account ``locked`` is asked first."""

    locked: int
    follows: set[Pair] = field(default_factory=set)
    asks: set[Pair] = field(default_factory=set)
    blocks: set[Pair] = field(default_factory=set)
    mutes: set[Pair] = field(default_factory=set)

    def do(self, verb: str, actor: int, other: int) -> type[FolkmootError] | None:
        """Change the world as the verb should, or say which refusal is due."""
        return getattr(self, verb)(actor, other)

    def follow(self, actor: int, other: int) -> type[FolkmootError] | None:
        if actor == other or self.apart(actor, other):
            return NotAllowed
        if (actor, other) not in self.follows:
            (self.asks if other == self.locked else self.follows).add((actor, other))
        return None

    def unfollow(self, actor: int, other: int) -> None:
        self.follows.discard((actor, other))
        self.asks.discard((actor, other))

    def remove_follower(self, actor: int, other: int) -> None:
        self.follows.discard((other, actor))

    def approve_request(self, actor: int, other: int) -> type[FolkmootError] | None:
        if actor == other:
            return NotAllowed
        if (other, actor) in self.follows:
            return None
        if (other, actor) not in self.asks:
            return NotFound
        self.asks.discard((other, actor))
        self.follows.add((other, actor))
        return None

    def refuse_request(self, actor: int, other: int) -> None:
        self.asks.discard((other, actor))

    def block(self, actor: int, other: int) -> type[FolkmootError] | None:
        if actor == other:
            return NotAllowed
        if (actor, other) not in self.blocks:
            self.blocks.add((actor, other))
            self.follows -= {(actor, other), (other, actor)}
            self.asks -= {(actor, other), (other, actor)}
        return None

    def unblock(self, actor: int, other: int) -> None:
        self.blocks.discard((actor, other))

    def mute(self, actor: int, other: int) -> type[FolkmootError] | None:
        if actor == other:
            return NotAllowed
        self.mutes.add((actor, other))
        return None

    def unmute(self, actor: int, other: int) -> None:
        self.mutes.discard((actor, other))

    def apart(self, one: int, other: int) -> bool:
        return bool({(one, other), (other, one)} & self.blocks)

    def between(self, viewer: int, other: int) -> Relationship:
        return Relationship(
            following=(viewer, other) in self.follows,
            requested=(viewer, other) in self.asks,
            followed_by=(other, viewer) in self.follows,
            requested_by=(other, viewer) in self.asks,
            blocking=(viewer, other) in self.blocks,
            blocked_by=(other, viewer) in self.blocks,
            muting=(viewer, other) in self.mutes,
            muting_notifications=(viewer, other) in self.mutes,
        )

    def state(self) -> tuple[frozenset[Pair], ...]:
        return tuple(map(frozenset, (self.follows, self.asks, self.blocks, self.mutes)))


@pytest.fixture
def people(db: None) -> list[Account]:
    made = [Account.objects.create(username=f"person{n}", active=True, locked=n == 0) for n in range(PEOPLE)]
    Stats.objects.bulk_create([Stats(account=account) for account in made])
    return made


someone = st.integers(min_value=0, max_value=PEOPLE - 1)
steps = st.lists(st.tuples(st.sampled_from(VERBS), someone, someone), max_size=30)


def act(verb: str, actor: Account, other: int) -> type[FolkmootError] | None:
    more = (None,) if verb == "mute" else ()
    try:
        getattr(actions, verb)(actor, other, *more)
    except FolkmootError as refused:
        return type(refused)
    return None


def ids(found) -> set[int]:
    return {view.id for view in found.items}


def pairs(people: list[Account]) -> Iterator[Pair]:
    return ((one.id, other.id) for one in people for other in people if one != other)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_what_is_stored_is_what_the_model_says(people: list[Account], steps: list[tuple[str, int, int]]) -> None:
    with transaction.atomic():
        world = World(locked=people[0].id)
        for verb, actor, other in steps:
            before, told = world.state(), Event.objects.count()
            due = world.do(verb, people[actor].id, people[other].id)
            assert act(verb, people[actor], people[other].id) == due, (verb, actor, other)
            if world.state() == before:
                assert Event.objects.count() == told, "what changes nothing tells nothing"
        compare_pairs(world, people)
        compare_lists(world, people)
        compare_counts(world, people)
        transaction.set_rollback(True)


def compare_pairs(world: World, people: list[Account]) -> None:
    for one, other in pairs(people):
        assert relationship(one, [other])[other] == world.between(one, other)
        assert follows(one, other) is ((one, other) in world.follows)
        assert blocked_either_way(one, other) is world.apart(one, other)


def compare_lists(world: World, people: list[Account]) -> None:
    everybody = [account.id for account in people]
    for me in everybody:
        assert ids(blocks(me, PAGE)) == {other for other in everybody if (me, other) in world.blocks}
        assert ids(mutes(me, PAGE)) == {other for other in everybody if (me, other) in world.mutes}
        assert ids(requests(me, PAGE)) == {other for other in everybody if (other, me) in world.asks}
        assert ids(members(me, "person", PAGE)) == {other for other in everybody if not world.apart(me, other)}
        compare_following(world, me, everybody)


def compare_following(world: World, me: int, everybody: list[int]) -> None:
    for viewer in everybody:
        shown = set() if world.apart(viewer, me) else {other for other in everybody if not world.apart(viewer, other)}
        assert ids(followers(viewer, me, PAGE)) == {other for other in shown if (other, me) in world.follows}
        assert ids(following(viewer, me, PAGE)) == {other for other in shown if (me, other) in world.follows}


def compare_counts(world: World, people: list[Account]) -> None:
    found = views(account.id for account in people)
    for me, view in found.items():
        assert view.followers == sum(followed == me for _, followed in world.follows)
        assert view.following == sum(follower == me for follower, _ in world.follows)
