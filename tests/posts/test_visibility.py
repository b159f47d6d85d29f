"""The promise of the architecture's truth table, cell by cell, and that both readings of the rule agree."""

from dataclasses import dataclass

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from folkmoot.accounts.models import Account
from folkmoot.core.cursors import Page
from folkmoot.core.errors import NotFound
from folkmoot.core.rows import select
from folkmoot.instance.models import Setting
from folkmoot.moderation.actions import lift, suspend
from folkmoot.moderation.models import Restriction
from folkmoot.posts import queries
from folkmoot.posts.actions import boost
from folkmoot.posts.hydrate import PostView, posts
from folkmoot.posts.models import Audience, Post, Scope
from folkmoot.posts.visibility import audience_of, visible_sql
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import block, unblock
from folkmoot.relations.models import Block, Follow
from folkmoot.timelines.queries import community, live
from tests.moderation.removing import remove_post
from tests.posts.writing import PAGE, lay, say

pytestmark = pytest.mark.django_db

SCOPES = ("public", "quiet", "community", "followers", "list", "group", "direct")

# Who sees what alice wrote; the columns are SCOPES. Bob follows her, carol does not, hal was named in the post.
TABLE = {
    "alice": "●●●●●●●",
    "bob": "●●●●---",
    "carol": "●●●----",
    "olivia": "●●●----",
    "frank": "●●●----",
    "hal": "●●●●●-●",
    "dan": "-------",
    "gina": "-------",
    "ivy": "-------",
    "erin": "●●-●---",
}
CELLS = [(viewer, scope, row[column] == "●") for viewer, row in TABLE.items() for column, scope in enumerate(SCOPES)]


@pytest.mark.parametrize(("viewer", "scope", "seen"), CELLS)
def test_truth_table(cast: Cast, viewer: str, scope: str, seen: bool) -> None:
    post = lay(cast.alice, scope, *([cast.hal] if scope in {"followers", "list", "direct"} else []))
    assert bool(posts(getattr(cast, viewer).id, [post])) is seen
    assert (getattr(cast, viewer).id in audience_of(post)) is seen


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize(("opened", "sees"), [("posts", {"public", "quiet"}), ("nothing", set())])
def test_visitors_see_what_the_operator_opened(cast: Cast, scope: str, opened: str, sees: set[str]) -> None:
    Setting.objects.update_or_create(name="visitors", defaults={"value": opened})
    post = lay(cast.alice, scope)
    assert bool(posts(None, [post])) is (scope in sees)


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("state", ["held_at", "removed_at"])
def test_held_and_removed_posts_are_for_their_author_only(cast: Cast, scope: str, state: str) -> None:
    post = lay(cast.alice, scope, **{state: timezone.now()})
    assert audience_of(post) == [cast.alice.id]


@pytest.mark.parametrize("scope", SCOPES)
def test_deleted_posts_are_for_nobody(cast: Cast, scope: str) -> None:
    assert audience_of(lay(cast.alice, scope, cast.hal, deleted_at=timezone.now())) == []


@pytest.mark.parametrize("scope", SCOPES)
def test_posts_of_a_suspended_author_are_for_the_author_only(cast: Cast, scope: str) -> None:
    assert audience_of(lay(cast.gina, scope, cast.hal)) == [cast.gina.id]


@pytest.mark.parametrize("scope", [s for s in SCOPES if s != "group"])
def test_a_block_hides_both_ways_at_once_and_backwards(cast: Cast, scope: str) -> None:
    theirs, mine = lay(cast.alice, scope, cast.bob), lay(cast.bob, scope, cast.alice)
    block(cast.bob, cast.alice.id)
    assert posts(cast.bob.id, [theirs]) == []
    assert posts(cast.alice.id, [mine]) == []


def test_an_unblock_shows_public_posts_again(cast: Cast) -> None:
    post = say(cast.alice)
    block(cast.bob, cast.alice.id)
    unblock(cast.bob, cast.alice.id)
    assert posts(cast.bob.id, [post])


@pytest.mark.parametrize("scope", ["public", "quiet", "community"])
def test_a_boost_shows_nothing_that_the_post_itself_hides(cast: Cast, scope: str) -> None:
    row = boost(cast.bob, say(cast.alice, scope=scope))
    assert posts(cast.hal.id, [row])
    assert posts(cast.dan.id, [row]) == [], "alice blocked dan: a boost by bob must not show him her post"
    assert bool(posts(cast.erin.id, [row])) is (scope != "community")
    assert cast.dan.id not in audience_of(row)


def test_a_boost_by_somebody_blocked_is_hidden(cast: Cast) -> None:
    row = boost(cast.dan, say(cast.hal))
    assert posts(cast.alice.id, [row]) == []
    assert posts(cast.bob.id, [row])


def test_restrictions_reach_the_rule_and_compose(cast: Cast) -> None:
    post = say(cast.hal)
    remove_post(cast.frank, post, "Advertising.")
    assert audience_of(post) == [cast.hal.id]
    lift(cast.frank, Restriction.objects.get(kind="post", object_id=post).id)
    assert cast.bob.id in audience_of(post)
    suspend(cast.olivia, cast.hal.id, "Advertising again.", None)
    assert audience_of(post) == [cast.hal.id]


def test_what_is_not_visible_reads_as_absent(cast: Cast) -> None:
    hidden = lay(cast.alice, "direct")
    with pytest.raises(NotFound) as unseen:
        queries.get_post(cast.bob.id, hidden)
    with pytest.raises(NotFound) as absent:
        queries.get_post(cast.bob.id, 12345)
    assert str(unseen.value) == str(absent.value)


@pytest.mark.parametrize(
    ("scope", "listed"),
    [("public", True), ("community", True), ("quiet", False), ("followers", False), ("direct", False)],
)
def test_reach_is_a_rule_of_its_own(cast: Cast, scope: str, listed: bool) -> None:
    post = lay(cast.alice, scope)
    assert (post in [view.id for view in community(cast.alice.id, PAGE).items]) is listed


def test_canaries_of_invisible_posts_appear_in_no_list(cast: Cast) -> None:
    """Whatever list a viewer reads, only posts of their half of the table are in it."""
    rows = {scope: say(cast.alice, f"canary-{scope} #birds", scope) for scope in ("followers", "direct")}
    for viewer in (cast.hal, cast.carol, cast.olivia, cast.dan, cast.gina):
        for found in _every_list(viewer, cast.alice):
            assert not set(rows.values()) & {view.id for view in found}


def _every_list(viewer: Account, author: Account) -> list[list[PostView]]:
    return [
        list(queries.profile_posts(viewer.id, author.id, "posts", PAGE).items),
        list(queries.profile_posts(viewer.id, author.id, "replies", PAGE).items),
        list(queries.tagged(viewer.id, "birds", PAGE).items),
        list(community(viewer.id, PAGE).items),
        queries.pinned(viewer.id, author.id),
    ]


@dataclass(frozen=True)
class World:
    """A generated community: who is active, who follows and blocks whom, and one post of each scope and author."""

    active: tuple[bool, ...]
    local: tuple[bool, ...]
    follows: frozenset[tuple[int, int]]
    blocks: frozenset[tuple[int, int]]
    audiences: frozenset[tuple[int, int]]  # (author, named)
    boosts: frozenset[tuple[int, int]]  # (booster, author)


PEOPLE = 5
_pairs = st.frozensets(st.tuples(st.integers(0, PEOPLE - 1), st.integers(0, PEOPLE - 1)).filter(lambda p: p[0] != p[1]))
_flags = st.tuples(*[st.booleans()] * PEOPLE)
worlds = st.builds(World, active=_flags, local=_flags, follows=_pairs, blocks=_pairs, audiences=_pairs, boosts=_pairs)


class Agreement(TestCase):
    """Read from the viewer's side and from the post's side, the rule says the same; and it says what was promised."""

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(worlds)
    def test_both_readings_and_a_plain_reading_agree(self, world: World) -> None:
        people = _people(world)
        rows = _write(world, people)
        for row in Post.objects.filter(id__in=rows):
            seen = {person.id for person in people if posts(person.id, [row.id])}
            assert seen == set(audience_of(row.id))
            assert seen == {person.id for person in people if _promised(world, people, row, person)}
            assert seen == _knew(row, people), "who saw it until it was deleted is told that it is gone"


def _knew(row: Post, people: list[Account]) -> set[int]:
    """Who could see a post, asked once it is deleted and erased with whom it was for."""
    with transaction.atomic():
        named = list(Audience.objects.filter(post=row).values_list("account_id", flat=True))
        Audience.objects.filter(post=row).delete()
        Post.objects.filter(id=row.id).update(deleted_at=timezone.now())
        found = live.those_who_knew(row.id, {person.id for person in people}, named)
        transaction.set_rollback(True)
    return found


def _people(world: World) -> list[Account]:
    people = [
        Account.objects.create(username=f"p{n}", domain="" if world.local[n] else "far.example", active=world.active[n])
        for n in range(PEOPLE)
    ]
    Follow.objects.bulk_create(Follow(follower=people[a], followed=people[b]) for a, b in world.follows)
    Block.objects.bulk_create(Block(blocker=people[a], blocked=people[b]) for a, b in world.blocks)
    return people


def _write(world: World, people: list[Account]) -> list[int]:
    rows = []
    for n, author in enumerate(people):
        named = [people[b] for a, b in world.audiences if a == n]
        rows += [lay(author, scope, *(named if scope in {"followers", "list", "direct"} else [])) for scope in SCOPES]
    public = {row.account_id: row.id for row in Post.objects.filter(scope="public")}
    rows += [lay(people[a], "public", boost_of_id=public[people[b].id]) for a, b in world.boosts]
    return rows


def _promised(world: World, people: list[Account], row: Post, viewer: Account) -> bool:
    """The table in plain words, over Python objects."""
    if not _promised_alone(world, people, row, viewer):
        return False
    return row.boost_of is None or _promised_alone(world, people, row.boost_of, viewer)


def _promised_alone(world: World, people: list[Account], row: Post, viewer: Account) -> bool:
    places = {person.id: n for n, person in enumerate(people)}
    author, reader = places[row.account_id], places[viewer.id]
    if author == reader:
        return True
    if not (world.active[author] and world.active[reader]):
        return False
    if {(author, reader), (reader, author)} & world.blocks:
        return False
    named = (author, reader) in world.audiences
    return {
        Scope.PUBLIC: True,
        Scope.QUIET: True,
        Scope.COMMUNITY: world.local[reader],
        Scope.FOLLOWERS: (reader, author) in world.follows or named,
        Scope.LIST: named,
        Scope.GROUP: False,
        Scope.DIRECT: named,
    }[Scope(row.scope)]


def test_the_rule_uses_indexes_only(cast: Cast) -> None:
    """No table is read as a whole to decide about one post."""
    text = f"SELECT p.id FROM post p WHERE p.id = %(post)s AND {visible_sql('p', '%(viewer)s')}"
    for line in plan(text, {"post": 1, "viewer": 2}):
        assert "SCAN" not in line, line


def plan(text: str, parameters: dict[str, int]) -> list[str]:
    """How SQLite would answer; on PostgreSQL small tables are always read whole, so there is nothing to see."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return []
    return [row[3] for row in select(f"EXPLAIN QUERY PLAN {text}", parameters)]


def test_an_audience_named_twice_is_one(cast: Cast) -> None:
    post = say(cast.alice, "Only for @bob and @bob", "direct")
    assert list(Audience.objects.filter(post=post).values_list("account_id", flat=True)) == [cast.bob.id]


def test_paging_meets_every_visible_post_once(cast: Cast) -> None:
    written = [say(cast.alice, f"Number {n}", "followers" if n % 3 == 0 else "public") for n in range(15)]
    visible = [post for n, post in enumerate(written) if n % 3]
    met, page = [], Page(limit=4)
    while True:
        cut = queries.profile_posts(cast.hal.id, cast.alice.id, "posts", page)
        met += [view.id for view in cut.items]
        if cut.older is None:
            break
        page = Page(limit=4, max_id=cut.older)
    assert met == visible[::-1]
