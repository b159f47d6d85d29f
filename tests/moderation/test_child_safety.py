"""Cases in which a child is harmed: for whoever was named for them and for owners; nobody else learns of any."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.accounts.models import Account, RoleGrant
from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.moderation.actions import (
    Decision,
    complain,
    decide,
    decide_case,
    decide_many,
    lift,
    report,
    undo,
    undo_about,
)
from folkmoot.moderation.actions.appeal import appeal
from folkmoot.moderation.actions.casework import assign, claim, escalate
from folkmoot.moderation.actions.closing import close_without_action, merge
from folkmoot.moderation.actions.evidence import look_at
from folkmoot.moderation.actions.referral import mark_sent, refer
from folkmoot.moderation.actions.report import Complaint
from folkmoot.moderation.actions.review import Milder, lighten, overturn
from folkmoot.moderation.actions.rota import Peace, choose_peace
from folkmoot.moderation.actions.talking import note
from folkmoot.moderation.models import Case, Missed, Report, Restriction
from folkmoot.moderation.queries.appeals import open_appeals
from folkmoot.moderation.queries.case import case_view
from folkmoot.moderation.queries.decisions import decided_together, restrictions
from folkmoot.moderation.queries.evidence import evidence_visible
from folkmoot.moderation.queries.history import history_of
from folkmoot.moderation.queries.members import Sought, members
from folkmoot.moderation.queries.queue import SHELVES, Wanted, queue
from folkmoot.moderation.queries.referrals import subject_of, unsent_referrals
from folkmoot.moderation.queries.strikes import strikes
from folkmoot.moderation.queries.waiting import waiting
from folkmoot.moderation.tasks import escalate_unclaimed, tell_of_cases
from folkmoot.moderation.tasks.peace import tell_of_missed
from folkmoot.moderation.visibility import about_children, roster, sight
from folkmoot.project.cast import Cast
from tests.moderation.casing import laid
from tests.moderation.deciding import REASONS, WHY, decided
from tests.moderation.staffing import NOON, Letters, clock, danger, urgent
from tests.moderation.test_evidence import with_picture
from tests.posts.writing import say

pytestmark = pytest.mark.django_db
PAGE = Page(limit=20)


def named(account: Account, role: str = "child_safety") -> Account:
    """From now on somebody is there for this."""
    RoleGrant.objects.create(account=account, role=role)
    return account


def harmed(cast: Cast, about: Account, category: str = "children") -> Case:
    """A case with one report of this kind about a post."""
    complain(cast.carol, Complaint(about.id, (say(about, "Look"),), category, comment="Please look!"))
    return Case.objects.get(account=about, state="open")


@pytest.fixture
def case(cast: Cast) -> Case:
    return harmed(cast, cast.hal)


class TestWhileNobodyIsNamed:
    def test_moderators_decide_them(self, cast: Cast, case: Case) -> None:
        seen = sight(cast.frank.id)
        assert seen.is_whole
        assert seen.shows(case)
        decide_case(cast.frank, case.id, [Decision("terminate", "account", cast.hal.id, "Harm.")])

    def test_it_costs_no_statement_more(self, cast: Cast, case: Case, queries: Any) -> None:
        with queries(1):
            assert sight(cast.frank.id).shows(case)


class TestOnceSomebodyIsNamed:
    def test_whoever_is_named_and_owners_alone_see_it(self, cast: Cast, case: Case) -> None:
        named(cast.alice)
        named(cast.bob, "senior_moderator")
        plain = laid(cast.dan)
        assert [sight(each.id).shows(case) for each in (cast.alice, cast.olivia)] == [True, True]
        assert [sight(each.id).shows(case) for each in (cast.frank, cast.bob)] == [False, False]
        assert [sight(each.id).shows(plain) for each in (cast.alice, cast.olivia, cast.frank)] == [False, True, True]
        assert roster().who_see(cast.hal.id, case.id) == sorted([cast.alice.id, cast.olivia.id])

    @pytest.mark.parametrize("also", ["life", "spam", "terror"])
    def test_one_report_is_enough_whatever_else_was_reported(self, cast: Cast, case: Case, also: str) -> None:
        complain(cast.bob, Complaint(cast.hal.id, (say(cast.hal, "And"),), also))
        case.refresh_from_db()
        named(cast.alice)
        assert about_children([case.id]) == {case.id}
        assert not sight(cast.frank.id).shows(case)
        assert sight(cast.alice.id).shows(case)

    def test_the_queue_and_its_numbers(self, cast: Cast, case: Case) -> None:
        named(cast.alice)
        plain = laid(cast.dan)
        for viewer, expected in ((cast.alice, {case.id}), (cast.frank, {plain.id}), (cast.olivia, {case.id, plain.id})):
            for shelf in ("open", "free"):
                found = queue(viewer.id, Wanted(shelf))
                assert {row.id for row in found.cases} == expected
                assert found.counts[shelf] == len(expected)
            assert waiting(viewer.id).cases == len(expected)
        assert queue(cast.frank.id, Wanted(category="children")).cases == ()

    @pytest.mark.parametrize("state", ["open", "escalated", "waiting", "decided", "closed"])
    def test_on_no_shelf(self, cast: Cast, case: Case, state: str) -> None:
        named(cast.alice)
        until = timezone.now() + timedelta(hours=1)
        Case.objects.filter(id=case.id).update(state=state, assignee_id=cast.frank.id, claimed_until=until)
        for shelf in SHELVES:
            found = queue(cast.frank.id, Wanted(shelf))
            assert found.cases == ()
            assert found.counts.get(shelf, 0) == 0

    def test_no_read_shows_it(self, cast: Cast, case: Case) -> None:
        batch = decide_case(cast.olivia, case.id, [Decision("limit", "account", cast.hal.id, "Harm to a child.")])
        again = harmed(cast, cast.hal)
        refer(cast.olivia, again.id, "DE")
        named(cast.alice)
        me = cast.frank.id
        for read in (case_view, subject_of):
            with pytest.raises(NotFound):
                read(me, again.id)
        past = history_of(me, cast.hal.id, 0)
        assert (past.cases, past.decisions) == ((), ())
        assert [each.case_id for each in restrictions(me, PAGE).items] == [None], "made before, in no case"
        assert decided_together(me, batch) == []
        assert unsent_referrals(me) == []
        row = next(row for row in members(me, Sought("hal"), PAGE).items)
        assert row.case_id is None
        seen = history_of(cast.alice.id, cast.hal.id, 0)
        assert (len(seen.cases), len(seen.decisions)) == (2, 1)
        assert [each.case_id for each in restrictions(cast.alice.id, PAGE).items] == [case.id]
        assert len(decided_together(cast.alice.id, batch)) == len(unsent_referrals(cast.alice.id)) == 1

    def test_no_action_reaches_it(self, cast: Cast, case: Case) -> None:
        batch = decide_case(cast.olivia, case.id, [Decision("limit", "account", cast.hal.id, "Harm.")])
        made, again, plain = Restriction.objects.get(batch=batch), harmed(cast, cast.hal), laid(cast.dan)
        some = refer(cast.olivia, again.id, "DE")
        named(cast.alice)
        me = cast.frank
        for act in (
            lambda: claim(me, again.id),
            lambda: note(me, again.id, "Hm."),
            lambda: escalate(me, again.id, "Hm."),
            lambda: close_without_action(me, again.id),
            lambda: merge(me, again.id, plain.id),
            lambda: merge(me, plain.id, again.id),
            lambda: decide_case(me, again.id, [Decision("warn", "account", cast.hal.id, "Harm.")]),
            lambda: refer(me, again.id, "DE"),
            lambda: mark_sent(me, some, "To nobody"),
            lambda: lift(me, made.id),
            lambda: undo(me, batch),
        ):
            with pytest.raises(NotFound):
                act()
        with pytest.raises(Invalid):
            assign(cast.olivia, again.id, me.id)
        assert undo_about(me, cast.hal.id) == 0
        assert undo_about(cast.olivia, cast.hal.id) == 1

    def test_a_decision_elsewhere_leaves_it_open(self, cast: Cast, case: Case) -> None:
        named(cast.alice)
        decide(cast.frank, Decision("suspend", "account", cast.hal.id, "Spam."))
        decide_many(cast.frank, [Decision("warn", "account", cast.hal.id, "Spam.")])
        case.refresh_from_db()
        assert case.state == "open"
        assert Report.objects.get(case=case).outcome == ""
        assert not Restriction.objects.filter(case_id=case.id).exists()

    def test_whoever_had_it_has_it_no_more(self, cast: Cast) -> None:
        case = harmed(cast, cast.hal, "spam")
        named(cast.alice)
        assign(cast.olivia, case.id, cast.frank.id)
        complain(cast.bob, Complaint(cast.hal.id, (say(cast.hal, "And"),), "children"))
        with pytest.raises(NotFound):
            note(cast.frank, case.id, "Hm.")
        claim(cast.alice, case.id)
        assert Case.objects.get(id=case.id).assignee_id == cast.alice.id

    def test_no_file_of_it(self, cast: Cast) -> None:
        post, picture = with_picture(cast.hal)
        report(cast.bob, cast.hal.id, post, "")
        assert evidence_visible(cast.frank.id, picture)
        named(cast.alice)
        assert evidence_visible(cast.frank.id, picture)
        assert not evidence_visible(cast.alice.id, picture)
        complain(cast.carol, Complaint(cast.hal.id, (post,), "children"))
        assert not evidence_visible(cast.frank.id, picture)
        with pytest.raises(NotFound):
            look_at(cast.frank, picture)
        assert evidence_visible(cast.alice.id, picture)
        assert evidence_visible(cast.olivia.id, picture)
        assert not evidence_visible(None, picture)

    def test_no_page_of_it(self, cast: Cast, case: Case, client_of: Callable[..., Client]) -> None:
        named(cast.alice)
        frank, alice = client_of(cast.frank), client_of(cast.alice)
        assert frank.get(f"/staff/cases/{case.id}").status_code == 404
        assert alice.get(f"/staff/cases/{case.id}").status_code == 200
        assert "Look" not in frank.get("/staff/cases").content.decode()
        assert str(case.id) not in frank.get("/staff/members?q=hal").content.decode()

    def test_no_number_of_it(self, cast: Cast, case: Case) -> None:
        decide_case(cast.olivia, case.id, [Decision("strike", "account", cast.hal.id, "Harm.", weight=3)])
        decided(cast.frank, "strike", "account", cast.hal.id)
        named(cast.alice)
        numbers = {who.id: strikes(who.id, cast.hal.id).weight for who in (cast.frank, cast.olivia)}
        assert numbers == {cast.frank.id: 1, cast.olivia.id: 4}
        rows = {who: members(who.id, Sought(words="hal"), PAGE).items for who in (cast.frank, cast.olivia)}
        assert {who.id: [row.decisions for row in found] for who, found in rows.items()} == {
            cast.frank.id: [1],
            cast.olivia.id: [2],
        }

    def test_a_case_that_went_on_as_part_of_another_stays_closed_to_others(self, cast: Cast, case: Case) -> None:
        complain(cast.bob, Complaint(cast.hal.id, (say(cast.hal, "And"),), "life"))
        named(cast.alice)
        merge(cast.olivia, case.id, laid(None).id)
        assert not Report.objects.filter(case=case).exists()
        assert not sight(cast.frank.id).shows(Case.objects.get(id=case.id))
        assert sight(cast.olivia.id).shows(Case.objects.get(id=case.id))


class TestWhoeverIsNamed:
    def test_being_a_moderator_as_well_shuts_nobody_out_elsewhere(self, cast: Cast, case: Case) -> None:
        me = named(named(cast.alice), "moderator")
        named(cast.bob, "senior_moderator")
        shut = Decision("terminate", "account", cast.dan.id, "Spam.")
        with pytest.raises(NotAllowed):
            decide(me, shut)
        with pytest.raises(NotAllowed):
            decide_case(me, laid(cast.dan).id, [shut])
        with pytest.raises(NotAllowed):
            lift(me, decided(cast.bob, "terminate", "account", cast.dan.id).id)
        assert decide_case(me, case.id, [replace(shut, object_id=cast.hal.id)])

    def test_decides_all_of_it_in_a_case_and_nothing_elsewhere(self, cast: Cast, case: Case) -> None:
        me = named(cast.alice)
        named(cast.bob, "senior_moderator")
        with pytest.raises(NotAllowed):
            decide(me, Decision("warn", "account", cast.hal.id, "Harm."))
        with pytest.raises(NotAllowed):
            decide_many(me, [Decision("warn", "account", cast.hal.id, "Harm.")])
        with pytest.raises(NotFound):
            members(me.id, Sought(), PAGE)
        batch = decide_case(me, case.id, [Decision("suspend", "account", cast.hal.id, "Harm.")])
        lift(me, Restriction.objects.get(batch=batch).id)
        with pytest.raises(NotFound):
            lift(me, decided(cast.frank, "limit", "account", cast.dan.id).id)

    def test_objections_are_answered_by_those_who_see_the_case(self, cast: Cast, case: Case) -> None:
        me = named(cast.alice)
        named(cast.bob, "senior_moderator")
        decide_case(me, case.id, [Decision("suspend", "account", cast.hal.id, "Harm.")])
        made = Restriction.objects.get(case_id=case.id)
        some = appeal(Account.objects.get(id=cast.hal.id), made.id, WHY)
        now = timezone.now()
        assert open_appeals(cast.bob.id, now) == []
        assert [each.id for each in open_appeals(me.id, now)] == [some]
        for who in (cast.bob, cast.frank, me):
            with pytest.raises(NotAllowed):
                overturn(who, some, REASONS)
        overturn(cast.olivia, some, REASONS)

    def test_another_takes_something_milder(self, cast: Cast, case: Case) -> None:
        me, other = named(cast.alice), named(cast.bob)
        decide_case(me, case.id, [Decision("suspend", "account", cast.hal.id, "Harm.")])
        made = Restriction.objects.get(case_id=case.id)
        some = appeal(Account.objects.get(id=cast.hal.id), made.id, WHY)
        lighten(other, some, REASONS, Milder("warn", None))
        assert Restriction.objects.filter(action="warn", decided_by=other.id).exists()

    def test_nothing_about_themselves_or_staff(self, cast: Cast) -> None:
        me = named(cast.alice)
        for account in (cast.frank, cast.olivia):
            assert not sight(me.id).shows(harmed(cast, account))
        assert sight(cast.olivia.id).shows(harmed(cast, me))


class TestLetters:
    def test_new_cases_go_to_those_who_see_them(self, cast: Cast, three: None, letters: Letters) -> None:
        named(cast.bob)
        letters()
        Case.objects.all().delete()
        harmed(cast, cast.hal)
        assert {to for to, _ in letters()} == {"olivia", "bob"}
        with clock(timezone.now() + timedelta(hours=1)):
            laid(cast.dan)
            tell_of_cases()
        assert {to for to, _ in letters()} == {"olivia", "frank", "alice"}

    @pytest.mark.parametrize("role", ["admin", "analyst", "auditor", "rules_editor", "legal_contact"])
    def test_nobody_else_hears_of_cases(self, cast: Cast, three: None, letters: Letters, role: str) -> None:
        named(cast.bob, role)
        letters()
        harmed(cast, cast.hal, "spam")
        assert "bob" not in {to for to, _ in letters()}

    def test_danger_is_told_to_those_who_see_it(self, cast: Cast, three: None, letters: Letters) -> None:
        named(cast.bob, "admin")
        case = harmed(cast, cast.hal)
        named(cast.carol)
        letters()
        complain(cast.dan, Complaint(cast.hal.id, (say(cast.hal, "And"),), "life"))
        assert {to for to, subject in letters() if "danger" in subject} == {"olivia", "carol"}
        refer(cast.olivia, case.id, "DE")
        assert {to for to, subject in letters() if "police" in subject} == {"olivia", "carol"}

    def test_the_legal_contact_hears_of_danger_in_other_cases(self, cast: Cast, three: None, letters: Letters) -> None:
        named(cast.bob, "legal_contact")
        case = harmed(cast, cast.hal, "life")
        letters()
        refer(cast.frank, case.id, "DE")
        assert {to for to, _ in letters()} == {"olivia", "frank", "alice", "bob"}

    def test_a_case_that_nobody_takes(self, cast: Cast, three: None, letters: Letters) -> None:
        named(cast.bob)
        choose_peace(cast.olivia, cast.olivia.id, Peace(away_from=NOON.date(), away_until=NOON.date()))
        danger(cast.hal, NOON)
        urgent(cast.dan, NOON, category="children")
        letters()
        with clock(NOON + timedelta(hours=13)):
            escalate_unclaimed()
        found = letters()
        assert {to for to, subject in found if "danger" in subject} >= {"frank", "alice"}
        assert {to for to, subject in found if "urgent" in subject} == {"bob", "olivia"}

    def test_what_came_in_quiet_hours(self, cast: Cast, three: None, letters: Letters) -> None:
        """Kept for somebody while they saw it, and named for somebody else before they were told."""
        case, plain = harmed(cast, cast.hal), laid(cast.dan)
        letters()
        for each in (case, plain):
            Missed.objects.create(account=cast.frank, case=each, subject="", path="")
        named(cast.bob)
        tell_of_missed()
        assert [(to, subject) for to, subject in letters() if to == "frank"] == [
            ("frank", "1 case came while you were away")
        ]
