"""When suggestions are worked out: each night for all, and at once for whom something changed."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from folkmoot.accounts.events import SeenToday
from folkmoot.accounts.models import Account, Stats
from folkmoot.core.models import Event
from folkmoot.posts.actions import follow_tag
from folkmoot.project.cast import Cast, member
from folkmoot.relations import tasks
from folkmoot.relations.actions import (
    approve_request,
    dismiss_suggestion,
    follow,
    round_due,
    suggest_some,
    suggest_to,
    suggesting,
    wish_suggestions,
)
from folkmoot.relations.models import Suggestion, SuggestionRound, SuggestionWish
from folkmoot.relations.queries.candidates import Candidates
from tests.relations.suggesting import names

pytestmark = pytest.mark.django_db
type Drain = Callable[..., int]


@pytest.fixture
def friends(cast: Cast, drain: Drain) -> Cast:
    """Hal follows bob, who follows alice; everybody is here today, and nothing waits."""
    follow(cast.hal, cast.bob.id)
    drain()
    Event.objects.all().delete()
    Suggestion.objects.all().delete()
    Stats.objects.update(seen_on=timezone.localdate())
    return cast


def waiting() -> list[str]:
    return [row.kind.rpartition(".")[2] for row in Event.objects.order_by("id")]


def night(drain: Drain) -> None:
    tasks.see_to_round()
    drain()


class TestAtOnce:
    def test_after_somebody_is_followed(self, friends: Cast, drain: Drain) -> None:
        zoe = member("zoe")
        follow(friends.bob, zoe.id)
        follow(friends.frank, friends.bob.id)
        drain()
        assert names(friends.frank)[0] in {"alice", "zoe"}

    def test_after_a_request_is_approved(self, friends: Cast, drain: Drain) -> None:
        approve_request(friends.alice, friends.carol.id)
        drain()
        assert "bob" in names(friends.carol)

    def test_after_a_hashtag_is_followed_and_when_somebody_is_turned_away(self, friends: Cast, drain: Drain) -> None:
        follow_tag(friends.hal, "nets")
        drain()
        assert names(friends.hal)[0] == "alice"
        dismiss_suggestion(friends.hal, friends.alice.id)
        drain()
        assert "alice" not in names(friends.hal)
        assert not Suggestion.objects.filter(account=friends.hal, suggested=friends.alice).exists()

    def test_once_for_all_that_changes_until_then(self, friends: Cast, drain: Drain) -> None:
        for _ in range(3):
            wish_suggestions(friends.hal.id)
        assert waiting() == ["SuggestionsWanted"]
        drain()
        assert not SuggestionWish.objects.exists()
        wish_suggestions(friends.hal.id)
        assert waiting() == ["SuggestionsWanted"]

    def test_whoever_follows_many_waits_for_the_night(
        self, friends: Cast, drain: Drain, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(suggesting, "SETTLED_FROM", 2)
        follow(friends.hal, friends.frank.id)
        drain()
        assert names(friends.hal) == []

    @pytest.mark.parametrize(("days", "is_due"), [(None, True), (1, False), (29, False), (30, True)])
    def test_whoever_is_here_first_or_was_away_for_long(self, friends: Cast, days: int | None, is_due: bool) -> None:
        tasks.on_seen(SeenToday(friends.hal.id, days))
        assert (waiting() == ["SuggestionsWanted"]) is is_due

    def test_not_for_who_is_gone_or_elsewhere(self, friends: Cast) -> None:
        Account.objects.filter(id=friends.hal.id).update(active=False)
        for some_id in (friends.hal.id, friends.erin.id, 5):
            suggest_to(some_id)
        assert not Suggestion.objects.exists()

    def test_in_the_lane_of_long_work_and_read_outside_any_transaction(
        self, friends: Cast, drain: Drain, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        opened: list[int] = []
        depth = len(connection.savepoint_ids)
        was = Candidates.of
        monkeypatch.setattr(
            Candidates, "of", lambda self, ids: opened.append(len(connection.savepoint_ids) - depth) or was(self, ids)
        )
        wish_suggestions(friends.hal.id)
        drain(["now"])
        assert opened == []
        drain(["long"])
        assert opened == [0]
        assert names(friends.hal)[0] == "alice"


class TestTheNight:
    def test_everybody_who_is_about_gets_theirs(self, friends: Cast, drain: Drain) -> None:
        night(drain)
        assert names(friends.hal)[0] == "alice"
        round_ = SuggestionRound.objects.get()
        assert (round_.is_complete, round_.day) == (True, timezone.localdate())
        assert not Suggestion.objects.filter(account__in=[friends.gina, friends.ivy, friends.erin]).exists()

    def test_once_a_day(self, friends: Cast, drain: Drain) -> None:
        night(drain)
        round_due()
        assert waiting() == []
        SuggestionRound.objects.update(day=date(2026, 1, 1))
        round_due()
        assert waiting() == ["SuggestingContinues"]

    def test_one_works_on_it_and_another_goes_on_when_that_one_ended(self, friends: Cast) -> None:
        round_due()
        round_due()
        assert waiting() == ["SuggestingContinues"]
        SuggestionRound.objects.update(stirred_at=timezone.now() - timedelta(minutes=6))
        round_due()
        assert waiting() == ["SuggestingContinues", "SuggestingContinues"]

    def test_a_pause_asks_nothing(self, friends: Cast) -> None:
        with CaptureQueriesContext(connection) as asked:
            suggesting.pause_round()
        assert waiting() == ["SuggestingContinues"]
        assert not [each for each in asked if "relations_" in each["sql"]]

    def test_in_slices_each_of_which_may_be_the_last_of_a_turn(
        self, friends: Cast, drain: Drain, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(suggesting, "AT_ONCE", 2)
        monkeypatch.setattr(tasks, "_PAUSE", 0)
        round_due()
        SuggestionRound.objects.update(above=0)
        assert suggest_some(Candidates())
        assert SuggestionRound.objects.get().above > 0
        monkeypatch.setattr(tasks, "_TURN", -1)
        turns: list[int] = []
        monkeypatch.setattr(
            tasks.suggesting, "pause_round", lambda pause=suggesting.pause_round: turns.append(1) or pause()
        )
        drain()
        assert len(turns) > 2
        assert SuggestionRound.objects.get().is_complete
        assert names(friends.hal)[0] == "alice"

    def test_in_one_turn_where_there_is_time(
        self, friends: Cast, drain: Drain, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(suggesting, "AT_ONCE", 2)
        monkeypatch.setattr(tasks, "_PAUSE", 0)
        monkeypatch.setattr(tasks, "_TURN", 86_400)
        night(drain)
        assert names(friends.hal)[0] == "alice"

    def test_nothing_is_kept_for_who_has_been_away_for_long(self, friends: Cast, drain: Drain) -> None:
        suggest_to(friends.hal.id)
        assert names(friends.hal)
        Stats.objects.filter(account=friends.hal).update(seen_on=timezone.localdate() - timedelta(days=31))
        night(drain)
        assert names(friends.hal) == []

    def test_a_wish_that_got_lost_ends_with_the_night(self, friends: Cast, drain: Drain) -> None:
        SuggestionWish.objects.create(account=friends.hal)
        night(drain)
        assert not SuggestionWish.objects.exists()

    def test_what_another_wrote_meanwhile_is_no_trouble(self, friends: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        suggest_to(friends.hal.id)
        Suggestion.objects.filter(account=friends.hal).update(number=7)
        monkeypatch.setattr(suggesting, "_dropped", lambda: "DELETE FROM relations_suggestion WHERE 1 = 0")
        suggest_to(friends.hal.id)
        assert names(friends.hal)[0] == "alice"

    def test_wishes_go_before_suggestions_are_written(self, friends: Cast) -> None:
        SuggestionWish.objects.create(account=friends.hal)
        round_due()
        with CaptureQueriesContext(connection) as caught:
            suggest_some(Candidates())
        written = [each["sql"] for each in caught if each["sql"].startswith(("DELETE", "INSERT"))]
        assert ["wish" in each for each in written][:2] == [True, False], "in the order of who works for one member"

    def test_what_stays_the_same_is_not_written_again(self, friends: Cast, queries: Any) -> None:
        suggest_to(friends.hal.id)
        before = list(Suggestion.objects.filter(account=friends.hal).order_by("place").values_list())
        with queries(11):  # of which two are the transaction, and none writes a suggestion
            suggest_to(friends.hal.id)
        assert list(Suggestion.objects.filter(account=friends.hal).order_by("place").values_list()) == before
