"""Letters go to those on duty, and wait for the end of quiet hours and absences: each is sent once."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from folkmoot.accounts.actions import revoke_role
from folkmoot.accounts.models import Account
from folkmoot.moderation.actions import Complaint, complain, report
from folkmoot.moderation.actions.casework import escalate
from folkmoot.moderation.actions.rota import Peace, add_hours, choose_peace
from folkmoot.moderation.actions.talking import answer, say_to_member
from folkmoot.moderation.models import Case, Missed, Step
from folkmoot.moderation.tasks import escalate_unclaimed, tell_of_cases, tell_of_missed
from folkmoot.moderation.tasks.peace import tell_or_keep
from folkmoot.project.cast import Cast
from tests.moderation.casing import laid
from tests.moderation.staffing import FRANK, NOON, Letters, clock, urgent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("three")]


class TestNewCases:
    def test_an_empty_rota_changes_nothing(self, cast: Cast, letters: Letters) -> None:
        case = urgent(cast.hal, NOON, told_at=None)
        with clock(NOON):
            assert tell_of_cases() == 1
        assert letters() == [(who, "Something was reported") for who in ("alice", "frank", "olivia")]
        for hours in (1, 13, 25, 37, 49):
            with clock(NOON + timedelta(hours=hours)):
                assert (escalate_unclaimed(), tell_of_missed()) == (0, 0)
        assert letters() == []
        assert not Step.objects.filter(case=case).exists()

    def test_those_on_duty_hear_of_it(self, cast: Cast, letters: Letters) -> None:
        add_hours(cast.frank, cast.frank.id, [0], time(9), time(17))
        urgent(cast.hal, NOON, told_at=None)
        with clock(NOON):
            tell_of_cases()
        assert letters() == [("frank", "Something was reported")]
        assert not Missed.objects.exists(), "the others are not on duty, and were not left in peace"

    def test_one_letter_afterwards_to_those_in_quiet_hours(self, cast: Cast, letters: Letters, mail: Any) -> None:
        choose_peace(cast.frank, cast.frank.id, Peace(time(11), time(15)))
        for account in (cast.hal, cast.bob, cast.carol):
            urgent(account, NOON, told_at=None)
        with clock(NOON):
            tell_of_cases()
            assert tell_of_missed() == 0
        assert letters() == [("alice", "Something was reported"), ("olivia", "Something was reported")]
        with clock(NOON + timedelta(hours=3)):
            assert tell_of_missed() == 1
            assert tell_of_missed() == 0
        assert letters() == [("frank", "3 cases came while you were away")]
        assert "/staff/cases" in mail.to(FRANK)[-1].get_content()
        assert not any(name in mail.to(FRANK)[-1].get_content() for name in ("hal", "bob", "carol"))

    def test_what_was_decided_meanwhile_is_not_counted(self, cast: Cast, letters: Letters) -> None:
        choose_peace(cast.frank, cast.frank.id, Peace(time(11), time(15)))
        first, _second = (urgent(account, NOON, told_at=None) for account in (cast.hal, cast.bob))
        with clock(NOON):
            tell_of_cases()
        letters()
        Case.objects.filter(id=first.id).update(state="closed")
        with clock(NOON + timedelta(hours=3)):
            assert tell_of_missed() == 1
        assert letters() == [("frank", "1 case came while you were away")]

    def test_nothing_is_left_to_tell_of(self, cast: Cast, letters: Letters) -> None:
        choose_peace(cast.frank, cast.frank.id, Peace(time(11), time(15)))
        urgent(cast.hal, NOON, told_at=None)
        with clock(NOON):
            tell_of_cases()
        letters()
        Case.objects.update(state="closed")
        with clock(NOON + timedelta(hours=3)):
            assert tell_of_missed() == 0
        assert letters() == []
        assert not Missed.objects.exists()

    def test_whoever_moderates_no_more_hears_nothing(self, cast: Cast, letters: Letters) -> None:
        choose_peace(cast.frank, cast.frank.id, Peace(time(11), time(15)))
        urgent(cast.hal, NOON, told_at=None)
        with clock(NOON):
            tell_of_cases()
        letters()
        revoke_role(None, cast.frank.id, "moderator")
        with clock(NOON + timedelta(hours=3)):
            assert tell_of_missed() == 0
        assert letters() == []
        assert not Missed.objects.exists()

    def test_where_all_want_peace_the_owners_hear_of_it(self, cast: Cast, letters: Letters) -> None:
        for who in (cast.olivia, cast.frank, cast.alice):
            choose_peace(who, who.id, Peace(time(11), time(15)))
        urgent(cast.hal, NOON, told_at=None)
        with clock(NOON):
            tell_of_cases()
        assert letters() == [("olivia", "Something was reported")]
        assert set(Missed.objects.values_list("account_id", flat=True)) == {cast.frank.id, cast.alice.id}

    def test_after_an_absence_too(self, cast: Cast, letters: Letters) -> None:
        choose_peace(cast.frank, cast.frank.id, Peace(None, None, NOON.date(), NOON.date()))
        urgent(cast.hal, NOON, told_at=None)
        with clock(NOON):
            tell_of_cases()
        assert "frank" not in dict(letters())
        with clock(NOON + timedelta(hours=12)):
            assert tell_of_missed() == 1
        assert letters() == [("frank", "1 case came while you were away")]

    def test_not_of_what_is_about_oneself(self, cast: Cast, letters: Letters) -> None:
        choose_peace(cast.frank, cast.frank.id, Peace(time(11), time(15)))
        urgent(cast.frank, NOON, told_at=None)
        urgent(cast.hal, NOON, told_at=None)
        with clock(NOON):
            tell_of_cases()
        assert Missed.objects.filter(account=cast.frank).count() == 1

    def test_a_case_about_whoever_is_on_duty_is_told_to_somebody_else(self, cast: Cast, letters: Letters) -> None:
        add_hours(cast.frank, cast.frank.id, [0], time(9), time(17))
        urgent(cast.frank, NOON, told_at=None)
        urgent(cast.hal, NOON, told_at=None)
        with clock(NOON):
            tell_of_cases()
        assert letters() == [("frank", "Something was reported"), ("olivia", "Something was reported")]

    def test_a_thousand_reports_are_one_letter(self, cast: Cast, letters: Letters) -> None:
        add_hours(cast.frank, cast.frank.id, range(7), time(0), time(0))
        choose_peace(cast.alice, cast.alice.id, Peace(time(0), time(23, 59, 59, 999_999)))
        for number in range(30):
            report(Account.objects.create(username=f"crowd{number}", active=True), cast.hal.id, None, "")
        assert letters() == [("frank", "Something was reported")]
        assert Missed.objects.filter(account=cast.alice).count() == 1

    def test_danger_to_life_comes_through_quiet_hours(self, cast: Cast, letters: Letters) -> None:
        now = timezone.now()
        around = Peace((now - timedelta(hours=2)).time(), (now + timedelta(hours=2)).time())
        choose_peace(cast.frank, cast.frank.id, around)
        day = now.date()
        choose_peace(cast.alice, cast.alice.id, Peace(None, None, day - timedelta(days=1), day + timedelta(days=1)))
        complain(cast.bob, Complaint(cast.hal.id, category="life"))
        told = letters()
        assert ("frank", "Somebody’s life may be in danger") in told
        assert ("olivia", "Somebody’s life may be in danger") in told
        assert "alice" not in dict(told), "she is away"


class TestOtherLetters:
    def test_an_answer_waits_for_the_end_of_quiet_hours(self, cast: Cast, letters: Letters, mail: Any) -> None:
        case = laid(cast.hal)
        say_to_member(cast.frank, case.id, "Is it yours?")
        letters()
        now = timezone.now()
        choose_peace(
            cast.frank, cast.frank.id, Peace((now - timedelta(hours=1)).time(), (now + timedelta(hours=1)).time())
        )
        for words in ("Yes.", "It is."):
            answer(cast.hal, case.id, words)
        assert letters() == []
        with clock(now + timedelta(hours=2)):
            assert tell_of_missed() == 1
        assert letters() == [("frank", "While you were away")]
        content = mail.to(FRANK)[-1].get_content()
        assert content.count(f"/staff/cases/{case.id}") == 1
        assert "An answer in a case that you have" in content

    def test_an_answer_waits_while_its_only_reader_is_away_and_others_are_there(
        self, cast: Cast, letters: Letters
    ) -> None:
        case = laid(cast.hal)
        say_to_member(cast.frank, case.id, "Is it yours?")
        letters()
        today = timezone.localdate()
        choose_peace(cast.frank, cast.frank.id, Peace(None, None, today - timedelta(days=1), today + timedelta(days=1)))
        answer(cast.hal, case.id, "Yes.")
        assert letters() == []
        with clock(timezone.now() + timedelta(days=3)):
            assert tell_of_missed() == 1
        assert letters() == [("frank", "While you were away")]

    def test_it_comes_at_once_to_whoever_is_there(self, cast: Cast, letters: Letters) -> None:
        case = laid(cast.hal)
        escalate(cast.frank, case.id, "Too big for me.")
        assert letters() == [("olivia", "A moderator leaves a case to you")]

    def test_waiting_would_not_help_where_all_are_away(self, cast: Cast, letters: Letters) -> None:
        choose_peace(cast.olivia, cast.olivia.id, Peace(None, None, NOON.date(), NOON.date()))
        with clock(NOON):
            tell_or_keep([cast.olivia.id], "A moderator leaves a case to you", "Please have a look:", "/staff/cases")
        assert letters() == [("olivia", "A moderator leaves a case to you")]
        assert not Missed.objects.exists()
