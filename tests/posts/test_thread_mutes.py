"""Muted threads: nothing of them is told while they are, whatever happens in them; and nobody knows."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from folkmoot.core.errors import NotFound
from folkmoot.core.events import drain
from folkmoot.notifications.models import Notification
from folkmoot.posts import queries
from folkmoot.posts.actions import boost, delete_post, like, mute_thread, react, unmute_thread
from folkmoot.posts.models import ThreadMute
from folkmoot.project.cast import Cast
from tests.posts.writing import PAGE, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread(cast: Cast) -> tuple[int, int]:
    """Bob's post and his second one in the same thread."""
    first = say(cast.bob, "One")
    return first, say(cast.bob, "Two", reply_to=first)


def told(cast: Cast) -> set[str]:
    drain()
    return set(Notification.objects.filter(account=cast.bob, post__isnull=False).values_list("kind", flat=True))


def everything_happens(cast: Cast, thread: tuple[int, int]) -> None:
    first, second = thread
    like(cast.hal, first)
    boost(cast.hal, second)
    react(cast.hal, second, "🎉")
    answer = say(cast.hal, "Well", reply_to=first)
    say(cast.olivia, "As @bob says", reply_to=answer)


def test_nothing_is_told_of_a_muted_thread(cast: Cast, thread: tuple[int, int]) -> None:
    mute_thread(cast.bob, thread[1])
    everything_happens(cast, thread)
    assert told(cast) == set()
    like(cast.hal, say(cast.bob, "Another thread"))
    assert told(cast) == {"like"}


def test_all_of_it_is_told_where_it_is_not_muted(cast: Cast, thread: tuple[int, int]) -> None:
    mute_thread(cast.alice, thread[0])
    everything_happens(cast, thread)
    assert told(cast) == {"like", "boost", "reaction", "reply", "mention"}


def test_unmuting_lets_in_what_comes_then(cast: Cast, thread: tuple[int, int]) -> None:
    mute_thread(cast.bob, thread[0])
    mute_thread(cast.bob, thread[0])
    like(cast.hal, thread[0])
    assert told(cast) == set()
    unmute_thread(cast.bob, thread[1])
    unmute_thread(cast.bob, thread[1])
    boost(cast.hal, thread[0])
    assert told(cast) == {"boost"}


def test_posts_of_the_thread_say_that_it_is_muted(cast: Cast, thread: tuple[int, int]) -> None:
    mute_thread(cast.hal, thread[1])
    assert [queries.get_post(cast.hal.id, post).extras.muted for post in thread] == [True, True]
    assert not queries.get_post(cast.bob.id, thread[0]).extras.muted
    assert not queries.get_post(cast.hal.id, say(cast.bob, "Another")).extras.muted


def test_what_one_may_not_see_cannot_be_muted(cast: Cast) -> None:
    hidden = say(cast.alice, "For @bob", "direct")
    with pytest.raises(NotFound):
        mute_thread(cast.hal, hidden)
    assert not ThreadMute.objects.exists()


def test_the_list_of_muted_threads(cast: Cast, thread: tuple[int, int]) -> None:
    other = say(cast.alice, "Another")
    mute_thread(cast.bob, thread[1])
    mute_thread(cast.bob, other)
    assert [view.id for view in queries.muted_threads(cast.bob.id, PAGE).items] == [other, thread[0]]
    assert queries.muted_threads(cast.hal.id, PAGE).items == ()
    delete_post(cast.alice, other)
    assert [view.id for view in queries.muted_threads(cast.bob.id, PAGE).items] == [thread[0]]


@pytest.mark.parametrize(("mutes", "more"), [(False, 0), (True, 1)])
def test_muted_threads_cost_those_who_have_some_one_statement(
    cast: Cast,
    thread: tuple[int, int],
    queries: Callable[[int], AbstractContextManager[object]],
    mutes: bool,
    more: int,
) -> None:
    from folkmoot.posts.queries import profile_posts

    if mutes:
        mute_thread(cast.hal, thread[0])
    profile_posts(cast.hal.id, cast.bob.id, "posts", PAGE)
    with queries(1 + more):
        assert len(profile_posts(cast.hal.id, cast.bob.id, "posts", PAGE).items) == 2
