"""Polls: what can be asked, one vote each, and an end that is told once."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.core.events import drain
from folkmoot.core.events.clock import tick
from folkmoot.core.ids import new_id
from folkmoot.instance.actions import change_settings
from folkmoot.notifications.models import Notification
from folkmoot.notifications.queries import grouped
from folkmoot.notifications.tasks import crowds
from folkmoot.posts.actions import NewPoll, boost, delete_post, vote
from folkmoot.posts.hydrate import Tally, kept, posts
from folkmoot.posts.models import Ballot, Poll, PollOption
from folkmoot.posts.queries import get_post
from folkmoot.posts.tasks import end_polls
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import block, mute
from tests.posts.writing import PAGE, say

HOUR = 3_600
COLOURS = ("Red", "Green", "Blue")


def asked(cast: Cast, *options: str, multiple: bool = False, scope: str = "public", text: str = "Which?") -> int:
    return say(cast.alice, text, scope, poll=NewPoll(options or COLOURS, HOUR, multiple))


def tally(viewer: int | None, post_id: int) -> Tally:
    (view,) = posts(viewer, [post_id])
    assert view.extras.tally is not None
    return view.extras.tally


def over(post_id: int) -> None:
    Poll.objects.filter(post=post_id).update(ends_at=timezone.now() - timedelta(seconds=1))
    kept._cache.clear()  # time goes by without anything being written


@pytest.mark.django_db
class TestAsking:
    @pytest.mark.parametrize(
        ("options", "seconds"),
        [
            (("One",), HOUR),
            (("One", "  ", ""), HOUR),
            ((), HOUR),
            (tuple("abcdefghijk"), HOUR),
            (("One", "x" * 101), HOUR),
            (("Yes", "yes"), HOUR),
            (("Yes", "  Yes  "), HOUR),
            (("a", "b"), 299),
            (("a", "b"), 30 * 24 * HOUR + 1),
            (("a", "b"), 0),
            (("a", "b"), -5),
        ],
    )
    def test_what_cannot_be_asked(self, cast: Cast, options: tuple[str, ...], seconds: int) -> None:
        with pytest.raises(Invalid) as refused:
            say(cast.alice, poll=NewPoll(options, seconds))
        assert refused.value.field == "poll"
        assert not Poll.objects.exists()

    @pytest.mark.parametrize("seconds", [300, 30 * 24 * HOUR])
    def test_the_shortest_and_the_longest(self, cast: Cast, seconds: int) -> None:
        post_id = say(cast.alice, poll=NewPoll(("a", "x" * 100), seconds))
        left = Poll.objects.get(post=post_id).ends_at - timezone.now()
        assert timedelta(seconds=seconds - 60) < left <= timedelta(seconds=seconds)

    def test_options_are_cleaned_and_keep_their_order(self, cast: Cast) -> None:
        post_id = say(cast.alice, "", poll=NewPoll((" B\n b ", "", "a\x00", "C\u202e"), HOUR, multiple=True))
        poll = get_post(cast.bob.id, post_id).body.poll
        assert poll is not None
        assert poll.options[:2] == ("B b", "a")
        assert poll.multiple
        assert get_post(cast.bob.id, post_id).body.text == "", "a poll may go without words"


@pytest.mark.django_db
class TestVoting:
    def test_a_vote_is_counted_and_the_result_shows_to_who_voted(self, cast: Cast) -> None:
        change_settings(None, {"visitors": "posts"})
        post_id = asked(cast)
        assert tally(cast.bob.id, post_id).votes is None
        vote(cast.bob, post_id, [1])
        assert tally(cast.bob.id, post_id).votes == (0, 1, 0)
        assert tally(cast.bob.id, post_id).chosen == (1,)
        assert tally(cast.hal.id, post_id).votes is None, "hidden from those who have not"
        assert tally(cast.hal.id, post_id).voters == 1
        assert tally(None, post_id).votes is None
        assert tally(cast.alice.id, post_id).votes == (0, 1, 0), "whoever asked knows how it stands"

    def test_several_choices(self, cast: Cast) -> None:
        post_id = asked(cast, multiple=True)
        vote(cast.bob, post_id, [2, 0, 2])
        vote(cast.hal, post_id, [2])
        assert tally(cast.bob.id, post_id).votes == (1, 0, 2)
        assert tally(cast.bob.id, post_id).chosen == (0, 2)
        assert tally(cast.bob.id, post_id).voters == 2

    @pytest.mark.parametrize("choices", [[], [3], [-1], [0, 1], [1 << 40]])
    def test_choices_that_make_no_sense(self, cast: Cast, choices: list[int]) -> None:
        post_id = asked(cast)
        with pytest.raises(Invalid):
            vote(cast.bob, post_id, choices)
        assert not Ballot.objects.exists()
        assert not PollOption.objects.filter(votes__gt=0).exists()

    def test_everybody_votes_once(self, cast: Cast) -> None:
        post_id = asked(cast)
        vote(cast.bob, post_id, [1])
        for choice in (1, 2):
            with pytest.raises(NotAllowed):
                vote(cast.bob, post_id, [choice])
        assert tally(cast.bob.id, post_id).votes == (0, 1, 0)

    def test_not_in_ones_own(self, cast: Cast) -> None:
        post_id = asked(cast)
        with pytest.raises(NotAllowed):
            vote(cast.alice, post_id, [0])

    def test_not_after_the_end_and_then_all_see_how_it_ended(self, cast: Cast) -> None:
        change_settings(None, {"visitors": "posts"})
        post_id = asked(cast)
        vote(cast.bob, post_id, [0])
        over(post_id)
        with pytest.raises(NotAllowed):
            vote(cast.hal, post_id, [0])
        assert tally(cast.hal.id, post_id).votes == (1, 0, 0)
        assert tally(None, post_id).ended

    def test_a_post_without_a_poll_and_one_that_cannot_be_seen(self, cast: Cast) -> None:
        block(cast.alice, cast.frank.id)
        private, public = asked(cast, scope="followers"), asked(cast)
        for actor, post_id in (
            (cast.bob, say(cast.alice)),
            (cast.hal, private),
            (cast.frank, public),
            (cast.bob, new_id()),
        ):
            with pytest.raises(NotFound):
                vote(actor, post_id, [0])
        assert not Ballot.objects.exists()

    def test_a_boost_is_voted_in_where_it_came_from(self, cast: Cast) -> None:
        post_id = asked(cast)
        vote(cast.hal, boost(cast.bob, post_id), [2])
        assert tally(cast.hal.id, post_id).votes == (0, 0, 1)

    def test_a_page_of_polls_takes_as_many_statements_as_one(
        self, cast: Cast, django_assert_num_queries: Callable[..., object]
    ) -> None:
        several = [asked(cast, text=f"Which {number}?") for number in range(12)]
        counts = []
        for ids in (several[:1], several):
            posts(cast.bob.id, ids)
            with django_assert_num_queries(4, exact=False) as captured:  # type: ignore[attr-defined]  # pytest-django's
                posts(cast.bob.id, ids)
            counts.append(len(captured.captured_queries))
        assert counts[0] == counts[1] == 4


@pytest.mark.django_db
class TestTheEnd:
    @pytest.fixture(autouse=True)
    def quiet_start(self, cast: Cast) -> None:
        drain()
        Notification.objects.all().delete()

    def test_voters_and_author_are_told_once(self, cast: Cast) -> None:
        post_id = asked(cast, scope="public")
        for voter in (cast.bob, cast.hal, cast.frank):
            vote(voter, post_id, [0])
        mute(cast.frank, cast.alice.id, None)
        end_polls()
        drain()
        assert not Notification.objects.exists(), "it still runs"
        over(post_id)
        for _ in range(3):
            end_polls()
            drain()
        told = Notification.objects.filter(kind="poll").values_list("account__username", "actor__username")
        assert sorted(told) == [("alice", "alice"), ("bob", "alice"), ("hal", "alice")]
        assert [group.kind for group in grouped(cast.bob.id, PAGE).items] == ["poll"]
        assert Poll.objects.get(post=post_id).closed_at is not None

    def test_whoever_may_not_see_it_any_more_is_not_told(self, cast: Cast) -> None:
        post_id = asked(cast)
        vote(cast.hal, post_id, [0])
        block(cast.alice, cast.hal.id)
        over(post_id)
        end_polls()
        drain()
        assert set(Notification.objects.values_list("account__username", flat=True)) == {"alice"}

    def test_a_deleted_poll_leaves_nothing_and_tells_nobody(self, cast: Cast) -> None:
        post_id = asked(cast)
        vote(cast.hal, post_id, [0])
        delete_post(cast.alice, post_id)
        over(post_id)
        end_polls()
        drain()
        assert not Notification.objects.filter(kind="poll").exists()
        for model in (Poll, PollOption, Ballot):
            assert not model.objects.exists()

    def test_many_are_told_in_batches(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(crowds, "AT_ONCE", 2)
        post_id = asked(cast)
        voters = (cast.bob, cast.hal, cast.frank, cast.carol, cast.olivia)
        for voter in voters:
            vote(voter, post_id, [0])
        over(post_id)
        end_polls()
        drain()
        assert Notification.objects.filter(kind="poll").count() == len(voters) + 1

    def test_the_clock_looks(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        from folkmoot.core.events import clock

        assert end_polls in clock._timers
        monkeypatch.setattr(clock, "_timers", {end_polls: clock._Timer(end_polls, 60.0)})
        post_id = asked(cast)
        over(post_id)
        tick()
        assert Poll.objects.get(post=post_id).closed_at is not None


@pytest.mark.django_db(transaction=True)
def test_many_votes_at_once_count_each_voter_once(cast: Cast) -> None:
    """Eight threads, each of them everybody: whatever way they meet, one ballot each and the numbers are right."""
    post_id = asked(cast, multiple=True)
    voters = (cast.bob, cast.hal, cast.frank, cast.carol, cast.olivia)
    start, refused = threading.Barrier(8), []

    def run(number: int) -> None:
        try:
            start.wait()
            for voter in voters:
                try:
                    vote(voter, post_id, [number % 3, (number + 1) % 3])
                except NotAllowed:
                    refused.append(voter)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stands = tally(cast.alice.id, post_id)
    assert stands.voters == Ballot.objects.count() == len(voters)
    assert sum(stands.votes or ()) == 2 * len(voters)
    assert len(refused) == 7 * len(voters)
