"""Hours, quiet hours and absences as they are entered, and the week that they make."""

from datetime import date, time
from typing import Any

import pytest
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.audit.models import Entry
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.moderation.actions.rota import MOST, Peace, add_hours, choose_peace, drop_hours
from folkmoot.moderation.models import Duty, Rest
from folkmoot.moderation.queries.rota import hours_of, keepers, rota
from folkmoot.project.cast import Cast
from tests.moderation.staffing import NOON, clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("three")]


class TestEntering:
    def test_hours_of_several_days(self, cast: Cast) -> None:
        add_hours(cast.frank, cast.frank.id, [0, 2], time(9), time(17))
        add_hours(cast.frank, cast.frank.id, [2], time(9), time(17))
        view = hours_of(cast.frank.id, cast.frank.id)
        assert [(row.weekday, row.begins, row.ends) for row in view.duty] == [
            (0, time(9), time(17)),
            (2, time(9), time(17)),
        ]
        drop_hours(cast.frank, cast.frank.id, view.duty[0].id)
        assert [row.weekday for row in hours_of(cast.frank.id, cast.frank.id).duty] == [2]
        assert not Entry.objects.filter(verb="rota.change").exists()

    @pytest.mark.parametrize("weekdays", [[], [7], [-1], [0, 9]])
    def test_days_that_there_are(self, cast: Cast, weekdays: list[int]) -> None:
        with pytest.raises(Invalid) as refused:
            add_hours(cast.frank, cast.frank.id, weekdays, time(9), time(17))
        assert refused.value.field == "weekdays"
        assert not Duty.objects.exists()

    def test_not_without_end(self, cast: Cast) -> None:
        for minute in range(MOST // 7):
            add_hours(cast.frank, cast.frank.id, range(7), time(9, minute), time(17))
        with pytest.raises(Invalid):
            add_hours(cast.frank, cast.frank.id, range(7), time(10), time(17))
        assert Duty.objects.count() <= MOST

    @pytest.mark.parametrize(
        ("wanted", "field"),
        [
            (Peace(quiet_from=time(22)), "quiet_until"),
            (Peace(quiet_until=time(7)), "quiet_from"),
            (Peace(quiet_from=time(7), quiet_until=time(7)), "quiet_until"),
            (Peace(away_from=date(2026, 11, 23)), "away_until"),
            (Peace(away_until=date(2026, 11, 23)), "away_from"),
            (Peace(away_from=date(2026, 11, 24), away_until=date(2026, 11, 23)), "away_until"),
            (Peace(away_from=date(2026, 11, 24), away_until=date.max), "away_until"),
            (Peace(away_from=date.min, away_until=date(2026, 11, 24)), "away_from"),
        ],
    )
    def test_peace_that_cannot_be(self, cast: Cast, wanted: Peace, field: str) -> None:
        with pytest.raises(Invalid) as refused:
            choose_peace(cast.frank, cast.frank.id, wanted)
        assert refused.value.field == field
        assert not Rest.objects.exists()

    def test_midnight_is_a_time_like_any_other(self, cast: Cast) -> None:
        choose_peace(cast.frank, cast.frank.id, Peace(time(0), time(7)))
        assert hours_of(cast.frank.id, cast.frank.id).quiet == (time(0), time(7))
        choose_peace(cast.frank, cast.frank.id, Peace())
        view = hours_of(cast.frank.id, cast.frank.id)
        assert (view.quiet, view.away) == (None, None)

    def test_a_moderator_changes_nobody_elses(self, cast: Cast) -> None:
        add_hours(cast.olivia, cast.olivia.id, [0], time(9), time(17))
        theirs = Duty.objects.get().id
        for act in (
            lambda: add_hours(cast.frank, cast.olivia.id, [1], time(9), time(17)),
            lambda: drop_hours(cast.frank, cast.olivia.id, theirs),
            lambda: choose_peace(cast.frank, cast.olivia.id, Peace(time(22), time(7))),
        ):
            with pytest.raises(NotAllowed):
                act()
        with pytest.raises(NotFound):
            drop_hours(cast.frank, cast.frank.id, theirs)
        with pytest.raises(NotFound):
            hours_of(cast.frank.id, cast.olivia.id)
        assert Duty.objects.get().id == theirs

    def test_an_owner_changes_everybodys_and_the_log_says_so(self, cast: Cast) -> None:
        add_hours(cast.olivia, cast.frank.id, [1], time(9), time(17))
        choose_peace(cast.olivia, cast.frank.id, Peace(time(22), time(7)))
        drop_hours(cast.olivia, cast.frank.id, Duty.objects.get().id)
        noted = Entry.objects.filter(verb="rota.change").values_list("actor_id", "object_id")
        assert list(noted) == [(cast.olivia.id, cast.frank.id)] * 3
        assert hours_of(cast.olivia.id, cast.frank.id).quiet == (time(22), time(7))

    @pytest.mark.parametrize("who", ["bob", "gina"])
    def test_nobody_else(self, cast: Cast, who: str) -> None:
        somebody = getattr(cast, who)
        with pytest.raises(NotAllowed):
            add_hours(somebody, somebody.id, [1], time(9), time(17))
        for ask in (lambda: rota(somebody.id), lambda: hours_of(somebody.id, somebody.id)):
            with pytest.raises(NotFound):
                ask()
        with pytest.raises(NotFound):
            add_hours(cast.olivia, somebody.id, [1], time(9), time(17))
        with pytest.raises(NotFound):
            hours_of(cast.olivia.id, somebody.id)


class TestTheWeek:
    def test_who_is_there_who_comes_and_when_nobody_does(self, cast: Cast) -> None:
        add_hours(cast.frank, cast.frank.id, [0], time(9), time(17))
        add_hours(cast.alice, cast.alice.id, [0], time(16), time(2))
        with clock(NOON), timezone.override("UTC"):
            view = rota(cast.frank.id)
        assert [each.id for each in view.now] == [cast.frank.id]
        assert [(each.account and each.account.id, each.begins.hour) for each in view.next] == [(cast.alice.id, 16)]
        monday, tuesday, *_rest = view.days
        assert [(each.account and each.account.id, each.begins.hour) for each in monday.stints] == [
            (cast.frank.id, 9),
            (cast.alice.id, 16),
        ]
        assert [(each.begins.hour, each.ends.hour) for each in monday.gaps] == [(0, 9)]
        assert [(each.begins.hour, each.ends.hour) for each in tuesday.stints] == [(0, 2)]
        assert [(each.begins.hour, each.ends.hour) for each in tuesday.gaps] == [(2, 0)]
        assert (len(view.days), view.is_empty, view.is_owner) == (7, False, False)

    def test_as_many_statements_for_many_hours_as_for_few(self, cast: Cast, queries: Any) -> None:
        rota(cast.olivia.id)  # what the community chose is read once
        with queries(6):
            assert rota(cast.olivia.id).is_empty
        for who in (cast.olivia, cast.frank, cast.alice):
            add_hours(who, who.id, range(7), time(9), time(17))
            choose_peace(who, who.id, Peace(time(22), time(7)))
        with queries(6):
            assert not rota(cast.olivia.id).is_empty

    def test_whose_clock_counts(self, cast: Cast) -> None:
        Account.objects.filter(id=cast.frank.id).update(time_zone="Asia/Tokyo")
        found = {each.id: each for each in keepers([cast.olivia.id, cast.frank.id])}
        assert (found[cast.frank.id].zone, found[cast.olivia.id].zone) == ("Asia/Tokyo", "UTC")
        assert (found[cast.olivia.id].is_owner, found[cast.frank.id].is_owner) == (True, False)
        assert keepers([]) == []
