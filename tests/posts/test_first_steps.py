"""How far a new member has come by themselves, and the hashtags that are in use."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from folkmoot.accounts.actions import set_avatar
from folkmoot.accounts.models import Account
from folkmoot.posts.actions import boost, delete_post, follow_tag
from folkmoot.posts.queries import steps_taken, tags_in_use
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import block, follow
from tests.pictures import lay as lay_picture
from tests.posts.writing import lay, say

pytestmark = pytest.mark.django_db

type Queries = Callable[[int], AbstractContextManager[object]]


def test_each_is_seen_wherever_it_was_taken(cast: Cast, queries: Queries) -> None:
    with queries(1):
        assert steps_taken(cast.hal.id) == set()
    set_avatar(cast.hal, lay_picture(cast.hal.id).id)
    Account.objects.filter(id=cast.hal.id).update(bio="I mend nets.")
    follow_tag(cast.hal, "boats")
    assert steps_taken(cast.hal.id) == {"picture", "bio", "interests"}
    follow(cast.hal, cast.bob.id)
    say(cast.hal, "Hello")
    assert steps_taken(cast.hal.id) == {"picture", "bio", "interests", "people", "post"}


def test_asking_to_follow_counts(cast: Cast) -> None:
    assert steps_taken(cast.carol.id) == {"people"}


def test_a_boost_and_what_was_deleted_are_no_first_post(cast: Cast) -> None:
    boost(cast.hal, say(cast.bob, "Hello"))
    delete_post(cast.hal, say(cast.hal, "Oh no"))
    assert "post" not in steps_taken(cast.hal.id)


def test_nobody_has_taken_any(db: None) -> None:
    assert steps_taken(12345) == set()


def test_hashtags_by_how_many_use_them(cast: Cast, queries: Queries) -> None:
    for _again in range(3):
        say(cast.alice, "Mine alone #Shouting")
    for each in (cast.bob, cast.carol):
        say(each, "Low tide #Harbour")
    follow_tag(cast.hal, "harbour")
    with queries(1):
        found = tags_in_use(cast.hal.id, 5)
    assert [(each.name, each.shown, each.followed) for each in found] == [
        ("harbour", "Harbour", True),
    ], "nothing that one alone writes"
    say(cast.carol, "#shouting")
    say(cast.dan, "#Harbour")
    assert [each.name for each in tags_in_use(cast.hal.id, 5)] == ["harbour", "shouting"]
    assert [each.name for each in tags_in_use(cast.hal.id, 1)] == ["harbour"]


@pytest.mark.parametrize("scope", ["quiet", "followers", "direct"])
def test_only_from_what_everybody_here_may_find(cast: Cast, scope: str) -> None:
    for each in (cast.alice, cast.bob):
        say(each, "@hal #hidden", scope)
    assert tags_in_use(cast.hal.id, 5) == []


def test_nothing_of_those_who_block_or_of_held_posts(cast: Cast) -> None:
    for each in (cast.alice, cast.bob):
        say(each, "#shouting")
    assert len(tags_in_use(cast.hal.id, 5)) == 1
    lay(cast.bob, "public", held_at="2026-01-01T00:00Z")
    block(cast.alice, cast.hal.id)
    assert tags_in_use(cast.hal.id, 5) == []
