"""Being told of each new post of somebody one follows: only those who wished it, once, of what they may see."""

import pytest

from folkmoot.accounts.models import Account
from folkmoot.core.cursors import Page
from folkmoot.core.events import drain
from folkmoot.notifications import tasks
from folkmoot.notifications.models import Notification
from folkmoot.notifications.queries import grouped
from folkmoot.posts.actions import boost, mute_thread
from folkmoot.posts.events import PostPublished
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import FollowWishes, change_follow, mute, unfollow
from tests.posts.writing import say

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wished(cast: Cast) -> None:
    change_follow(cast.bob, cast.alice.id, FollowWishes(tell=True))
    drain()
    Notification.objects.all().delete()


def told(account: Account) -> list[tuple[str, int]]:
    drain()
    rows = Notification.objects.filter(account=account).order_by("id")
    return [(row.kind, row.post_id or 0) for row in rows]


@pytest.mark.parametrize(
    ("scope", "is_told"),
    [("public", True), ("quiet", True), ("community", True), ("followers", True), ("direct", False)],
)
def test_each_audience(cast: Cast, scope: str, is_told: bool) -> None:
    post = say(cast.alice, "For @hal" if scope == "direct" else "Hello", scope)
    assert told(cast.bob) == ([("post", post)] if is_told else [])
    assert told(cast.carol) == [], "she follows nobody yet"


def test_answers_to_others_and_boosts_are_not_told(cast: Cast) -> None:
    other = say(cast.hal, "Question")
    say(cast.alice, "Answer", reply_to=other)
    boost(cast.alice, other)
    assert told(cast.bob) == []
    first = say(cast.alice, "One")
    second = say(cast.alice, "Two", reply_to=first)
    assert told(cast.bob) == [("post", first), ("post", second)], "a thread of one's own goes on"


def test_whoever_is_named_is_told_that_alone(cast: Cast) -> None:
    post = say(cast.alice, "Hello @bob")
    assert told(cast.bob) == [("mention", post)]


def test_only_in_the_languages_that_are_wanted(cast: Cast) -> None:
    change_follow(cast.bob, cast.alice.id, FollowWishes(languages=("de",)))
    say(cast.alice, "Hello", language="en")
    post = say(cast.alice, "Moin", language="de")
    assert told(cast.bob) == [("post", post)]


def test_not_any_more(cast: Cast) -> None:
    post = say(cast.alice, "Hello")
    drain()
    for _again in range(2):
        tasks.on_post_of_followed(PostPublished(post))
    assert told(cast.bob) == [("post", post)], "a repeated reaction tells nothing new"
    mute_thread(cast.bob, post)
    say(cast.alice, "More", reply_to=post)
    mute(cast.bob, cast.alice.id, None)
    say(cast.alice, "Muted")
    assert [row for row in told(cast.bob) if row[1] != post] == []
    unfollow(cast.bob, cast.alice.id)
    say(cast.alice, "Unfollowed")
    assert told(cast.bob) == [("post", post)]


def test_it_stands_on_the_page(cast: Cast) -> None:
    post = say(cast.alice, "Hello")
    drain()
    (group,) = grouped(cast.bob.id, Page(limit=5)).items
    assert (group.kind, group.post.id if group.post else 0) == ("post", post)
