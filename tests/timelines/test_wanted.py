"""What of somebody's posts comes home to those who chose: new ones, those there already, and in a feed made anew."""

from collections.abc import Callable

import pytest

from folkmoot.accounts.models import Account
from folkmoot.core.events import drain
from folkmoot.posts.actions import boost, follow_tag
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import FollowWishes, approve_request, change_follow, follow_as_wished, unfollow
from folkmoot.timelines import tasks
from folkmoot.timelines.models import HomeEntry
from folkmoot.timelines.queries import home
from tests.posts.writing import PAGE, say

pytestmark = pytest.mark.django_db

WISHES = {
    "all": (FollowWishes(), {"plain", "english", "german", "boost of german", "boost of english"}),
    "no boosts": (FollowWishes(boosts=False), {"plain", "english", "german"}),
    "German": (FollowWishes(languages=("de",)), {"plain", "german", "boost of german"}),
    "either": (
        FollowWishes(languages=("de", "en")),
        {"plain", "english", "german", "boost of german", "boost of english"},
    ),
    "neither": (FollowWishes(languages=("fr",)), {"plain"}),
    "German, no boosts": (FollowWishes(boosts=False, languages=("de",)), {"plain", "german"}),
}


def _written(cast: Cast) -> dict[int, str]:
    """What alice writes and passes on, by the id of its row."""
    return {
        say(cast.alice, "?!", language=""): "plain",
        say(cast.alice, "Hello", language="en"): "english",
        say(cast.alice, "Moin", language="de"): "german",
        boost(cast.alice, say(cast.hal, "Servus", language="de")): "boost of german",
        boost(cast.alice, say(cast.hal, "Howdy", language="en")): "boost of english",
    }


def _at_home(account: Account, names: dict[int, str]) -> set[str]:
    drain()
    return {names[view.id] for view in home(account.id, PAGE).items if view.id in names}


def _new(cast: Cast, wishes: FollowWishes) -> dict[int, str]:
    change_follow(cast.bob, cast.alice.id, wishes)
    return _written(cast)


def _chosen_afterwards(cast: Cast, wishes: FollowWishes) -> dict[int, str]:
    names = _written(cast)
    drain()
    change_follow(cast.bob, cast.alice.id, wishes)
    return names


def _followed_afterwards(cast: Cast, wishes: FollowWishes) -> dict[int, str]:
    unfollow(cast.bob, cast.alice.id)
    names = _written(cast)
    drain()
    follow_as_wished(cast.bob, cast.alice.id, wishes)
    approve_request(cast.alice, cast.bob.id)
    return names


def _made_anew(cast: Cast, wishes: FollowWishes) -> dict[int, str]:
    names = _new(cast, wishes)
    drain()
    HomeEntry.objects.filter(account=cast.bob).delete()
    tasks.rebuild_home(cast.bob.id)
    return names


@pytest.mark.parametrize("way", [_new, _chosen_afterwards, _followed_afterwards, _made_anew])
@pytest.mark.parametrize("which", WISHES)
def test_only_what_is_wanted_comes_home(
    cast: Cast, which: str, way: Callable[[Cast, FollowWishes], dict[int, str]]
) -> None:
    wishes, wanted = WISHES[which]
    names = way(cast, wishes)
    assert _at_home(cast.bob, names) == wanted
    assert _at_home(cast.alice, names) == set(names.values()), "one's own feed has one's own posts"


def test_a_choice_works_at_once_both_ways(cast: Cast) -> None:
    names = _written(cast)
    drain()
    change_follow(cast.bob, cast.alice.id, FollowWishes(boosts=False, languages=("de",)))
    assert {names[view.id] for view in home(cast.bob.id, PAGE).items} == {"plain", "german"}
    change_follow(cast.bob, cast.alice.id, FollowWishes(boosts=True, languages=()))
    assert {names[view.id] for view in home(cast.bob.id, PAGE).items} == set(names.values())


def test_what_a_followed_hashtag_brings_stays(cast: Cast) -> None:
    follow_tag(cast.bob, "boats")
    names = {say(cast.alice, "My #boats", language="en"): "tagged", say(cast.alice, "Hi", language="en"): "plain"}
    drain()
    change_follow(cast.bob, cast.alice.id, FollowWishes(languages=("de",)))
    assert _at_home(cast.bob, names) == {"tagged"}


def test_nobody_elses_feed_changes(cast: Cast) -> None:
    follow_as_wished(cast.hal, cast.bob.id, FollowWishes())
    post = boost(cast.bob, say(cast.olivia))
    drain()
    change_follow(cast.hal, cast.bob.id, FollowWishes(boosts=False))
    assert _at_home(cast.hal, {post: "boost"}) == set()
    assert HomeEntry.objects.filter(post=post, account=cast.bob).exists()
