"""A grave case that nobody takes goes on by steps, each once."""

from datetime import datetime, time, timedelta
from typing import Any
from unittest import mock

import pytest
from django.utils import timezone

from folkmoot.moderation.actions.casework import claim
from folkmoot.moderation.actions.rota import Peace, add_hours, choose_peace
from folkmoot.moderation.models import Case, Duty
from folkmoot.moderation.queries.case import case_view
from folkmoot.moderation.tasks import escalate_unclaimed, escalating
from folkmoot.project.cast import Cast
from tests.moderation.casing import held
from tests.moderation.staffing import ALICE, NOON, Letters, clock, danger, urgent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("three")]


class TestNobodyTakesIt:
    """Frank is there on Mondays from nine to five, alice from five to ten; olivia owns the community."""

    @pytest.fixture(autouse=True)
    def hours(self, cast: Cast, three: None) -> None:
        add_hours(cast.frank, cast.frank.id, [0], time(9), time(17))
        add_hours(cast.alice, cast.alice.id, [0], time(17), time(22))

    def steps(self, moment: datetime) -> int:
        """What happens then; the same task run again at once does nothing."""
        with clock(moment):
            made = escalate_unclaimed()
            assert escalate_unclaimed() == 0
        return made

    def test_danger_to_life_step_by_step(self, cast: Cast, letters: Letters, mail: Any) -> None:
        case = danger(cast.hal, NOON)
        subject = "Nobody has taken it: somebody’s life may be in danger"
        assert self.steps(NOON + timedelta(minutes=29)) == 0
        assert self.steps(NOON + timedelta(minutes=30)) == 1
        assert letters() == [("alice", subject)]
        assert f"/staff/cases/{case.id}" in mail.to(ALICE)[-1].get_content()
        assert self.steps(NOON + timedelta(minutes=59)) == 0
        assert self.steps(NOON + timedelta(minutes=60)) == 1
        assert letters() == [("alice", subject), ("frank", subject), ("olivia", subject)]
        assert self.steps(NOON + timedelta(minutes=90)) == 1
        assert letters() == [("olivia", subject)]
        for hours in (2, 3, 24, 240):
            assert self.steps(NOON + timedelta(hours=hours)) == 0
        assert letters() == []
        steps = case_view(cast.frank.id, case.id).steps
        assert [(each.whom, each.people) for each in steps] == [("next", 1), ("staff", 3), ("owners", 1)]
        assert [each.at for each in steps] == [NOON + timedelta(minutes=minutes) for minutes in (30, 60, 90)]

    def test_what_is_urgent_after_half_of_what_was_promised(self, cast: Cast, letters: Letters) -> None:
        urgent(cast.hal, NOON)
        assert self.steps(NOON + timedelta(hours=11, minutes=59)) == 0
        assert self.steps(NOON + timedelta(hours=12)) == 1
        assert letters() == [("alice", "Nobody has taken what is urgent")]
        assert self.steps(NOON + timedelta(hours=23)) == 0
        assert self.steps(NOON + timedelta(hours=24)) == 1
        assert len(letters()) == 3

    @pytest.mark.parametrize(("severity", "priority"), [(2, 5), (1, 1)])
    def test_what_is_not_grave_waits(self, cast: Cast, severity: int, priority: int) -> None:
        urgent(cast.hal, NOON, severity=severity, priority=priority)
        assert self.steps(NOON + timedelta(days=9)) == 0

    @pytest.mark.parametrize("state", ["escalated", "waiting", "decided", "closed"])
    def test_only_what_is_to_be_taken(self, cast: Cast, state: str) -> None:
        danger(cast.hal, NOON)
        Case.objects.update(state=state)
        assert self.steps(NOON + timedelta(days=1)) == 0

    def test_nothing_while_somebody_has_it(self, cast: Cast, letters: Letters) -> None:
        case = danger(cast.hal, timezone.now() - timedelta(hours=5))
        claim(cast.frank, case.id)
        assert self.steps(timezone.now()) == 0
        held(case, cast.frank, minutes=-1)
        assert self.steps(timezone.now()) == 1
        assert len(letters()) > 0

    def test_quiet_hours_are_kept_but_for_danger(self, cast: Cast, letters: Letters) -> None:
        for who in (cast.olivia, cast.frank, cast.alice):
            choose_peace(who, who.id, Peace(time(23), time(7)))
        urgent(cast.hal, NOON)
        danger(cast.bob, NOON)
        midnight = NOON + timedelta(hours=12)
        assert self.steps(midnight) == 1
        assert {subject for _who, subject in letters()} == {"Nobody has taken it: somebody’s life may be in danger"}
        Case.objects.filter(severity=7).update(state="closed")
        assert self.steps(midnight + timedelta(hours=1)) == 0
        assert self.steps(midnight + timedelta(hours=7)) == 1
        assert letters() == [("alice", "Nobody has taken what is urgent")]

    def test_who_is_next_is_left_out_where_nobody_is(self, cast: Cast, letters: Letters) -> None:
        Duty.objects.all().delete()
        choose_peace(cast.frank, cast.frank.id, Peace(time(23), time(7)))
        case = danger(cast.hal, NOON)
        assert self.steps(NOON + timedelta(minutes=30)) == 1
        assert [who for who, _subject in letters()] == ["alice", "frank", "olivia"]
        assert [each.whom for each in case_view(cast.frank.id, case.id).steps] == ["staff"]

    def test_many_at_once_are_one_letter(self, cast: Cast, letters: Letters, mail: Any) -> None:
        for account in (cast.hal, cast.bob, cast.carol):
            urgent(account, NOON)
        assert self.steps(NOON + timedelta(hours=12)) == 3
        assert letters() == [("alice", "Nobody has taken what is urgent")]
        assert mail.to(ALICE)[-1].get_content().rstrip().endswith("/staff/cases")

    def test_cases_that_were_told_to_all_stand_in_nobodys_way(
        self, cast: Cast, letters: Letters, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(escalating, "MOST", 1)
        danger(cast.hal, NOON)
        for minutes in (30, 60, 90):
            assert self.steps(NOON + timedelta(minutes=minutes)) == 1
        danger(cast.gina, NOON)
        assert self.steps(NOON + timedelta(minutes=120)) == 1

    def test_the_next_letter_about_others_comes_half_an_hour_later(self, cast: Cast, letters: Letters) -> None:
        urgent(cast.hal, NOON)
        urgent(cast.bob, NOON + timedelta(minutes=1))
        assert self.steps(NOON + timedelta(hours=12)) == 1
        assert self.steps(NOON + timedelta(hours=12, minutes=29)) == 0
        assert self.steps(NOON + timedelta(hours=12, minutes=31)) == 1

    def test_what_becomes_danger_begins_anew(self, cast: Cast, letters: Letters) -> None:
        case = urgent(cast.hal, NOON)
        for hours in (12, 24, 36):
            assert self.steps(NOON + timedelta(hours=hours)) == 1
        later = NOON + timedelta(hours=40)
        Case.objects.filter(id=case.id).update(severity=7, priority=10, due_at=later + timedelta(hours=1))
        letters()
        assert self.steps(later + timedelta(minutes=30)) == 1
        assert [subject for _who, subject in letters()] == ["Nobody has taken it: somebody’s life may be in danger"]

    def test_nobody_of_the_staff_is_told_about_themselves(self, cast: Cast, letters: Letters) -> None:
        danger(cast.alice, NOON)
        self.steps(NOON + timedelta(minutes=30))
        assert [who for who, _subject in letters()] == ["olivia"]

    def test_what_nobody_may_see_is_told_to_nobody(self, cast: Cast, letters: Letters) -> None:
        danger(cast.olivia, NOON)
        assert self.steps(NOON + timedelta(minutes=30)) == 0
        assert letters() == []

    def test_two_workers_make_a_step_once(self, cast: Cast, letters: Letters) -> None:
        danger(cast.hal, NOON)
        with clock(NOON + timedelta(minutes=30)):
            stale = escalating._due(timezone.now())
            assert escalate_unclaimed() == 1
            with mock.patch.object(escalating, "_due", return_value=stale):
                assert escalate_unclaimed() == 0
        assert len(letters()) == 1
