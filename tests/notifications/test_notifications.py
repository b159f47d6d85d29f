"""What a member is told: the right people, once, grouped, and nothing that they may not see."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.utils.timezone import now

from folkmoot.accounts.models import Account
from folkmoot.core.cursors import Page
from folkmoot.core.events import drain
from folkmoot.moderation.actions import suspend
from folkmoot.notifications import tasks
from folkmoot.notifications.actions import mark_read
from folkmoot.notifications.models import Notification
from folkmoot.notifications.queries import grouped, unread_count
from folkmoot.posts.actions import Draft, boost, delete_post, like, unboost, unlike
from folkmoot.posts.actions.schedule import schedule_post
from folkmoot.posts.events import Boosted, Liked, PlanFailed, PostPublished, Unboosted, Unliked
from folkmoot.posts.models import Post, ScheduledPost
from folkmoot.posts.tasks import publish_due
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import (
    approve_request,
    block,
    follow,
    mute,
    refuse_request,
    unblock,
    unfollow,
)
from tests.posts.writing import PAGE, lay, say

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quiet_start(cast: Cast) -> None:
    drain()
    Notification.objects.all().delete()


def told(account: Account) -> list[tuple[str, list[str]]]:
    drain()
    return [(group.kind, [actor.username for actor in group.actors]) for group in grouped(account.id, PAGE).items]


def test_an_answer_is_told_once_even_if_it_names_the_author(cast: Cast) -> None:
    say(cast.hal, "Yes, @alice!", reply_to=say(cast.alice))
    assert told(cast.alice) == [("reply", ["hal"])]


def test_a_mention_is_told_to_those_who_may_read_it(cast: Cast) -> None:
    say(cast.hal, "Hello @bob and @dan and @erin@elsewhere.example")
    assert told(cast.bob) == [("mention", ["hal"])]
    assert told(cast.dan) == [("mention", ["hal"])]
    assert not Notification.objects.filter(account=cast.erin).exists(), "her own server tells her"


def test_naming_oneself_or_liking_ones_own_tells_nobody(cast: Cast) -> None:
    post = say(cast.alice, "Me, @alice")
    like(cast.alice, post)
    boost(cast.alice, post)
    say(cast.alice, "Me again", reply_to=post)
    assert told(cast.alice) == []


def test_likes_and_boosts_of_one_post_stand_together(cast: Cast) -> None:
    post, other = say(cast.alice), say(cast.alice, "Other")
    for person in (cast.bob, cast.hal, cast.carol):
        like(person, post)
    like(cast.hal, other)
    boost(cast.hal, post)
    assert told(cast.alice) == [
        ("boost", ["hal"]),
        ("like", ["hal"]),
        ("like", ["carol", "hal", "bob"]),
    ]


def test_followers_and_requests(cast: Cast) -> None:
    follow(cast.hal, cast.bob.id)
    follow(cast.frank, cast.bob.id)
    follow(cast.hal, cast.alice.id)
    assert told(cast.bob) == [("follow", ["frank", "hal"])]
    assert told(cast.alice) == [("request", ["hal"])]


@pytest.mark.parametrize("answer", [approve_request, refuse_request])
def test_an_answered_request_is_no_news(cast: Cast, answer: Callable[[Account, int], None]) -> None:
    follow(cast.hal, cast.alice.id)
    assert told(cast.alice)
    answer(cast.alice, cast.hal.id)
    assert told(cast.alice) == []


def test_what_is_taken_back_takes_its_notification_along(cast: Cast) -> None:
    post = say(cast.alice)
    like(cast.bob, post)
    boost(cast.bob, post)
    mention = say(cast.hal, "Hi @alice")
    follow(cast.hal, cast.bob.id)
    assert len(told(cast.alice)) == 3
    unlike(cast.bob, post)
    unboost(cast.bob, post)
    delete_post(cast.hal, mention)
    unfollow(cast.hal, cast.bob.id)
    assert told(cast.alice) == []
    assert told(cast.bob) == []


def test_pressing_a_button_back_and_forth_tells_once(cast: Cast) -> None:
    post = say(cast.alice)
    for _ in range(4):
        like(cast.bob, post)
        unlike(cast.bob, post)
    like(cast.bob, post)
    assert told(cast.alice) == [("like", ["bob"])]


@pytest.mark.parametrize("kind", ["mention", "like", "boost", "follow"])
def test_nothing_is_told_of_the_muted(cast: Cast, kind: str) -> None:
    post = say(cast.bob)
    mute(cast.bob, cast.hal.id, None)
    {
        "mention": lambda: say(cast.hal, "Hi @bob"),
        "like": lambda: like(cast.hal, post),
        "boost": lambda: boost(cast.hal, post),
        "follow": lambda: follow(cast.hal, cast.bob.id),
    }[kind]()
    assert told(cast.bob) == []
    assert not Notification.objects.filter(account=cast.bob).exists()


def test_a_block_hides_what_was_told_before(cast: Cast) -> None:
    like(cast.hal, say(cast.alice))
    assert told(cast.alice)
    block(cast.alice, cast.hal.id)
    assert told(cast.alice) == []
    assert unread_count(cast.alice.id) == 0
    unblock(cast.alice, cast.hal.id)
    assert told(cast.alice) == [("like", ["hal"])]


def test_a_suspended_member_is_news_to_nobody(cast: Cast) -> None:
    like(cast.hal, say(cast.alice))
    say(cast.hal, "Buy this, @alice")
    suspend(cast.olivia, cast.hal.id, "Advertising.", None)
    assert told(cast.alice) == []


def test_nobody_hears_of_what_they_may_not_see(cast: Cast) -> None:
    hidden = lay(cast.hal, "direct")
    Notification.objects.create(account=cast.alice, kind="mention", actor=cast.hal, post_id=hidden)
    assert told(cast.alice) == []
    assert unread_count(cast.alice.id) == 0


def test_the_read_mark_moves_forward_only(cast: Cast) -> None:
    for n in range(3):
        say(cast.hal, f"Hi @bob {n}")
    drain()
    groups = grouped(cast.bob.id, PAGE).items
    assert unread_count(cast.bob.id) == 3
    assert all(group.unread for group in groups)
    mark_read(cast.bob, groups[0].id)
    mark_read(cast.bob, groups[2].id)
    assert unread_count(cast.bob.id) == 0
    assert not any(group.unread for group in grouped(cast.bob.id, PAGE).items)
    say(cast.hal, "Hi again @bob")
    assert [group.unread for group in _fresh(cast.bob)] == [True, False, False, False]


def _fresh(account: Account) -> tuple[object, ...]:
    drain()
    return grouped(account.id, PAGE).items


def test_the_unread_count_stops_at_more_than_twenty(cast: Cast) -> None:
    author = say(cast.hal)
    crowd = Account.objects.bulk_create(Account(username=f"x{n}", active=True) for n in range(25))
    Notification.objects.bulk_create(
        Notification(account=cast.hal, kind="like", actor=person, post_id=author) for person in crowd
    )
    assert unread_count(cast.hal.id) == 21


def test_pages_meet_everything_once(cast: Cast) -> None:
    for n in range(7):
        say(cast.hal, f"Hi @bob {n}")
    drain()
    met, page = [], Page(limit=3)
    while True:
        cut = grouped(cast.bob.id, page)
        met += [group.id for group in cut.items]
        if cut.older is None:
            break
        page = Page(limit=3, max_id=cut.older)
    assert met == sorted(Notification.objects.filter(account=cast.bob).values_list("id", flat=True), reverse=True)


@pytest.mark.parametrize("size", [1, 20])
def test_the_number_of_statements_does_not_grow(
    cast: Cast, queries: Callable[[int], AbstractContextManager[object]], size: int
) -> None:
    from folkmoot.posts import hydrate

    for n in range(size):
        say(cast.hal, f"Hi @bob {n} #t{n}")
    drain()
    hydrate.kept._cache.clear()
    with queries(7):
        assert len(grouped(cast.bob.id, PAGE).items) == size
    with queries(1):
        assert unread_count(cast.bob.id) == size


def test_every_reaction_may_run_twice_and_late(cast: Cast) -> None:
    post = say(cast.alice, "Hi @bob")
    like(cast.bob, post)
    row = boost(cast.bob, post)
    drain()
    before = list(Notification.objects.order_by("id").values_list("id", flat=True))
    for _ in range(2):
        tasks.on_post(PostPublished(post))
        tasks.on_like(Liked(cast.bob.id, post))
        tasks.on_boost(Boosted(row))
        tasks.off_like(Unliked(cast.bob.id, post))
        tasks.off_boost(Unboosted(row))
    assert list(Notification.objects.order_by("id").values_list("id", flat=True)) == before
    unlike(cast.bob, post)
    unboost(cast.bob, post)
    drain()
    tasks.on_like(Liked(cast.bob.id, post))
    tasks.on_boost(Boosted(row))
    assert told(cast.alice) == []


def test_a_post_deleted_before_the_worker_came_tells_nobody(cast: Cast) -> None:
    post = say(cast.alice, "Hi @bob")
    delete_post(cast.alice, post)
    assert told(cast.bob) == []
    assert Post.objects.get(id=post).text == ""


def failing(account: Account, parent: int) -> None:
    """A plan whose time has come, and with it the news that nothing can be answered there."""
    chosen = schedule_post(account, Draft("Yes", "public", reply_to=parent), now() + timedelta(hours=1), {})
    Post.objects.filter(id=parent).update(reply_policy="mentioned", version=2)
    ScheduledPost.objects.filter(id=chosen).update(due_at=now())
    publish_due()


def test_whoever_planned_a_post_hears_that_it_could_not_be_published(cast: Cast) -> None:
    failing(cast.alice, say(cast.bob))
    assert told(cast.alice) == [("plan", ["alice"])]
    assert unread_count(cast.alice.id) == 1
    assert told(cast.bob) == []
    failing(cast.alice, say(cast.bob))
    drain()
    assert told(cast.alice) == [("plan", ["alice"])], "one word for all that wait"


def test_the_next_plan_that_fails_is_news_again_and_a_repeated_reaction_is_not(cast: Cast) -> None:
    failing(cast.alice, say(cast.bob))
    drain()
    first = Notification.objects.get()
    mark_read(cast.alice, first.id)
    tasks.on_plan_failed(PlanFailed(cast.alice.id, first.id - 1))
    assert Notification.objects.get() == first
    failing(cast.alice, say(cast.bob))
    drain()
    assert Notification.objects.get().id > first.id
    assert unread_count(cast.alice.id) == 1


def test_a_plan_that_comes_true_tells_nobody(cast: Cast) -> None:
    chosen = schedule_post(cast.alice, Draft("Morning", "public"), now() + timedelta(hours=1), {})
    ScheduledPost.objects.filter(id=chosen).update(due_at=now())
    publish_due()
    assert told(cast.alice) == []
