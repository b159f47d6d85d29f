"""People whom a member hardly knows: who is told at once, kept apart, or not at all; and what can be done about it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid, NotFound
from folkmoot.core.events import drain
from folkmoot.core.ids import as_of
from folkmoot.notifications.actions import choose_policy, clear, turn_away, welcome
from folkmoot.notifications.interaction import GUARDED, Deed, Kind, way_of
from folkmoot.notifications.models import Notification, Welcome
from folkmoot.notifications.queries import (
    Choice,
    Waiting,
    grouped,
    grouped_of,
    policy_of,
    stranger,
    strangers,
    unread_count,
    waiting,
)
from folkmoot.posts.actions import boost, delete_post, like, react, unlike
from folkmoot.project.cast import Cast, member
from folkmoot.relations.actions import block, follow, mute, unfollow
from folkmoot.relations.models import Follow
from tests.happened import Happened, happened
from tests.posts.writing import say

pytestmark = pytest.mark.django_db
__all__ = ["happened"]  # a fixture
PAGE = Page(limit=20)


def choose(who: Account, **ways: str) -> None:
    choose_policy(who, Choice(**ways))


def kinds(who: Account) -> list[str]:
    return [group.kind for group in grouped(who.id, PAGE).items]


def way(who: Account, actor: Account, kind: str = Kind.LIKE, post_id: int | None = None) -> str:
    return str(way_of(Deed(kind, who.id, actor.id, post_id)))


def by_name(username: str) -> int:
    return Account.objects.get(username=username).id


def long_ago(days: int = 90) -> datetime:
    return timezone.now() - timedelta(days=days)


@pytest.fixture
def iris(cast: Cast) -> Account:
    """She has been here for long; nobody follows her, and she follows nobody."""
    with as_of(long_ago()):
        return member("iris")


@pytest.fixture(autouse=True)
def nothing_yet(cast: Cast) -> None:
    drain()
    for each in (cast.alice, cast.bob):
        clear(each)


class TestTheRule:
    def test_without_a_policy_everything_is_told_and_asks_nothing(self, cast: Cast, queries: Any) -> None:
        way(cast.alice, cast.hal)
        with queries(0):
            assert way(cast.alice, cast.hal) == "accept"
        assert policy_of(cast.alice.id) == Choice() == Choice(*["accept"] * 5)

    @pytest.mark.parametrize("chosen", ["accept", "filter", "drop"])
    def test_people_one_does_not_follow(self, cast: Cast, iris: Account, chosen: str) -> None:
        choose(cast.alice, not_following=chosen)
        assert way(cast.alice, iris) == chosen
        assert way(cast.alice, cast.bob) == "accept"  # she follows him

    @pytest.mark.parametrize("chosen", ["accept", "filter", "drop"])
    def test_people_who_do_not_follow(self, cast: Cast, iris: Account, chosen: str) -> None:
        choose(cast.alice, not_followers=chosen)
        assert way(cast.alice, iris) == chosen
        assert way(cast.alice, cast.bob) == chosen  # he follows her since a moment ago
        Follow.objects.all().delete()
        with as_of(long_ago(4)):
            Follow.objects.create(follower=cast.bob, followed=cast.alice)
        assert way(cast.alice, cast.bob) == "accept"

    @pytest.mark.parametrize("chosen", ["accept", "filter", "drop"])
    def test_new_accounts(self, cast: Cast, iris: Account, chosen: str) -> None:
        choose(cast.alice, new_accounts=chosen)
        assert way(cast.alice, iris) == "accept"
        assert way(cast.alice, cast.hal) == chosen
        assert way(cast.alice, cast.bob) == "accept"  # new, but she follows him

    @pytest.mark.parametrize("chosen", ["accept", "filter", "drop"])
    def test_private_mentions(self, cast: Cast, iris: Account, chosen: str) -> None:
        choose(cast.alice, private_mentions=chosen)
        private = say(iris, "@alice psst", scope="direct")
        assert way(cast.alice, iris, Kind.MENTION, private) == chosen
        assert way(cast.alice, iris, Kind.MENTION, say(iris, "@alice hello")) == "accept"
        from_bob = say(cast.bob, "@alice psst", scope="direct")
        assert way(cast.alice, cast.bob, Kind.MENTION, from_bob) == "accept"

    def test_answers_to_what_one_began_in_private(self, cast: Cast, iris: Account) -> None:
        choose(cast.alice, private_mentions="drop")
        began = say(cast.alice, "@iris psst", scope="direct")
        answer = say(iris, "@alice what?", scope="direct", reply_to=began)
        assert way(cast.alice, iris, Kind.REPLY, answer) == "accept"

    def test_the_strictest_counts(self, cast: Cast, iris: Account) -> None:
        choose(cast.alice, not_following="filter", new_accounts="drop", not_followers="accept")
        assert (way(cast.alice, cast.hal), way(cast.alice, iris)) == ("drop", "filter")

    def test_staff_are_heard(self, cast: Cast) -> None:
        choose(cast.alice, not_following="drop", private_mentions="drop", new_accounts="drop", not_followers="drop")
        post_id = say(cast.olivia, "@alice about your post", scope="direct")
        assert way(cast.alice, cast.olivia, Kind.MENTION, post_id) == "accept"
        assert way(cast.alice, cast.olivia, Kind.REPLY, post_id) == "accept"
        assert way(cast.alice, cast.olivia, Kind.LIKE) == "drop"  # that is no word of theirs

    def test_what_must_arrive_does(self, cast: Cast) -> None:
        choose(cast.alice, not_following="drop", not_followers="drop", new_accounts="drop")
        assert {kind for kind in Kind if way(cast.alice, cast.hal, kind) == "accept"} == set(Kind) - GUARDED
        from_staff = {Kind.REPORT, Kind.DECISION, Kind.APPEAL}
        assert set(Kind) - GUARDED == {Kind.POLL, Kind.EDIT, Kind.PLAN, Kind.POST, *from_staff}

    def test_a_policy_is_of_one_member_alone(self, cast: Cast, iris: Account) -> None:
        choose(cast.alice, not_following="drop")
        assert way(cast.bob, iris) == "accept"

    @pytest.mark.parametrize("name", Choice._fields)
    def test_nonsense_is_refused(self, cast: Cast, name: str) -> None:
        with pytest.raises(Invalid) as refused:
            choose(cast.alice, **{name: "perhaps"})
        assert refused.value.field == name
        assert policy_of(cast.alice.id) == Choice()

    def test_it_can_be_changed(self, cast: Cast, iris: Account) -> None:
        choose(cast.alice, not_following="drop", limited_accounts="filter")
        assert policy_of(cast.alice.id) == Choice(not_following="drop", limited_accounts="filter")
        choose(cast.alice)
        assert policy_of(cast.alice.id) == Choice()
        assert way(cast.alice, iris) == "accept"


class TestWhatIsTold:
    DEEDS: tuple[tuple[str, Callable[[Account, int], object]], ...] = (
        ("like", like),
        ("boost", boost),
        ("reaction", lambda who, post_id: react(who, post_id, "🎉")),
        ("reply", lambda who, post_id: say(who, "Yes", reply_to=post_id)),
        ("mention", lambda who, _post_id: say(who, "@bob hello")),
        ("follow", lambda who, _post_id: follow(who, by_name("bob"))),
    )

    @pytest.mark.parametrize(("kind", "do"), DEEDS)
    @pytest.mark.parametrize("chosen", ["accept", "filter", "drop"])
    def test_every_deed_goes_its_way(
        self, cast: Cast, iris: Account, kind: str, do: Callable[[Account, int], object], chosen: str
    ) -> None:
        choose(cast.bob, not_following=chosen)
        mine = say(cast.bob, "Mine")
        do(iris, mine)
        drain()
        told = {"accept": [kind], "filter": [], "drop": []}
        apart = {"accept": [], "filter": [kind], "drop": []}
        assert kinds(cast.bob) == told[chosen]
        assert unread_count(cast.bob.id) == len(told[chosen])
        assert [group.kind for group in grouped_of(cast.bob.id, iris.id, PAGE).items] == apart[chosen]

    def test_asking_to_follow(self, cast: Cast, iris: Account) -> None:
        choose(cast.alice, not_following="filter")
        follow(iris, cast.alice.id)
        drain()
        assert (kinds(cast.alice), waiting(cast.alice.id)) == ([], Waiting(1, 1))

    def test_what_is_taken_back_goes_from_there_too(self, cast: Cast, iris: Account) -> None:
        choose(cast.bob, not_following="filter")
        mine = say(cast.bob, "Mine")
        like(iris, mine)
        hers = say(iris, "@bob hello")
        follow(iris, cast.bob.id)
        drain()
        assert waiting(cast.bob.id) == Waiting(1, 3)
        unlike(iris, mine)
        delete_post(iris, hers)
        unfollow(iris, cast.bob.id)
        drain()
        assert waiting(cast.bob.id) == Waiting(0, 0)

    def test_open_pages_hear_only_of_what_is_told(
        self, cast: Cast, iris: Account, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        told: list[int] = []
        monkeypatch.setattr("folkmoot.notifications.tasks.ringing.push.tell", lambda who, _what: told.extend(who))
        choose(cast.bob, not_following="filter")
        say(iris, "@bob hello")
        like(iris, say(cast.bob, "Mine"))
        drain()
        assert told == []
        say(cast.alice, "@bob hello")
        drain()
        assert told == [cast.bob.id]

    def test_nobody_is_told_twice(self, cast: Cast, iris: Account) -> None:
        choose(cast.bob, not_following="filter")
        mine = say(cast.bob, "Mine")
        like(iris, mine)
        drain()
        choose(cast.bob)
        unlike(iris, mine)
        like(iris, mine)
        drain()
        assert Notification.objects.filter(account=cast.bob, actor=iris).count() == 1


@pytest.fixture
def two(cast: Cast, iris: Account) -> dict[str, int]:
    """Iris and hal did something that bob wants to look at first; alice did something that he hears of."""
    choose(cast.bob, not_following="filter")
    mine = say(cast.bob, "Mine")
    for who in (iris, cast.hal, cast.alice):
        like(who, mine)
        drain()
    posts = {"mine": mine, "first": say(iris, "@bob one"), "second": say(iris, "@bob two")}
    drain()
    return posts


class TestStrangers:
    def test_each_is_there_once_the_last_to_come_first(self, cast: Cast, iris: Account, two: dict[str, int]) -> None:
        found = strangers(cast.bob.id, PAGE).items
        assert [(each.account.id, each.count) for each in found] == [(cast.hal.id, 1), (iris.id, 3)]
        assert [each.mark and each.mark.id for each in found] == [None, two["second"]]
        assert found[1].since < found[1].latest_at
        assert waiting(cast.bob.id) == Waiting(2, 4)
        assert kinds(cast.bob) == ["like"]

    def test_in_pages(self, cast: Cast, iris: Account, two: dict[str, int]) -> None:
        first = strangers(cast.bob.id, Page(limit=1))
        assert [each.account.id for each in first.items] == [cast.hal.id]
        rest = strangers(cast.bob.id, Page(limit=1, max_id=first.older))
        assert [each.account.id for each in rest.items] == [iris.id]
        newer = strangers(cast.bob.id, Page(limit=1, min_id=rest.items[0].id))
        assert [each.account.id for each in newer.items] == [cast.hal.id]

    def test_one_by_any_of_their_deeds(self, cast: Cast, iris: Account, two: dict[str, int]) -> None:
        listed = strangers(cast.bob.id, PAGE).items[1]
        for some_id in (listed.id, listed.latest_id):
            assert stranger(cast.bob.id, some_id) == listed

    def test_of_another_member_or_of_nothing(self, cast: Cast, iris: Account, two: dict[str, int]) -> None:
        some_id = strangers(cast.bob.id, PAGE).items[0].id
        told_id = grouped(cast.bob.id, PAGE).items[0].id
        for viewer, wanted in ((cast.alice.id, some_id), (cast.bob.id, 5), (cast.bob.id, told_id)):
            with pytest.raises(NotFound):
                stranger(viewer, wanted)
        assert welcome(cast.alice, [some_id]) == turn_away(cast.alice, [some_id]) == welcome(cast.bob, [told_id]) == 0
        assert not Welcome.objects.exists()

    def test_who_is_blocked_muted_or_gone_does_not_wait(self, cast: Cast, iris: Account, two: dict[str, int]) -> None:
        some_id = strangers(cast.bob.id, PAGE).items[1].id
        block(cast.bob, iris.id)
        mute(cast.bob, cast.hal.id, None)
        drain()
        assert waiting(cast.bob.id) == Waiting(0, 0)
        assert strangers(cast.bob.id, PAGE).items == grouped_of(cast.bob.id, iris.id, PAGE).items == ()
        with pytest.raises(NotFound):
            stranger(cast.bob.id, some_id)

    def test_a_post_that_may_not_be_seen_any_more_is_not_shown(
        self, cast: Cast, iris: Account, two: dict[str, int]
    ) -> None:
        delete_post(iris, two["second"])
        found = strangers(cast.bob.id, PAGE).items[1]
        assert (found.count, found.mark and found.mark.id) == (2, two["first"])

    def test_let_through_for_good(self, cast: Cast, iris: Account, two: dict[str, int], happened: Happened) -> None:
        happened()
        assert welcome(cast.bob, [strangers(cast.bob.id, PAGE).items[1].id]) == 1
        assert happened() == [("StrangersWelcomed", {"account_id": cast.bob.id, "people": [iris.id]})]
        assert kinds(cast.bob) == ["mention", "mention", "like"]
        assert waiting(cast.bob.id) == Waiting(1, 1)
        say(iris, "@bob three")
        drain()
        assert kinds(cast.bob) == ["mention", "mention", "mention", "like"]
        choose(cast.bob, not_following="drop", new_accounts="drop")
        say(iris, "@bob four")
        drain()
        assert len(kinds(cast.bob)) == 5
        assert way(cast.alice, iris) == "accept"  # she has no policy

    def test_turned_away_until_the_next_time(
        self, cast: Cast, iris: Account, two: dict[str, int], happened: Happened
    ) -> None:
        happened()
        ids = [each.id for each in strangers(cast.bob.id, PAGE).items]
        assert turn_away(cast.bob, ids) == 2
        assert happened() == [("StrangersTurnedAway", {"account_id": cast.bob.id, "people": [iris.id, cast.hal.id]})]
        assert (waiting(cast.bob.id), kinds(cast.bob)) == (Waiting(0, 0), ["like"])
        assert turn_away(cast.bob, ids) == 0
        say(iris, "@bob three")
        drain()
        assert waiting(cast.bob.id) == Waiting(1, 1)

    def test_whoever_never_chose_is_asked_nothing(self, cast: Cast, queries: Any) -> None:
        waiting(cast.hal.id)
        with queries(0):
            assert waiting(cast.hal.id) == Waiting(0, 0)
        with queries(1):
            grouped(cast.hal.id, PAGE)
