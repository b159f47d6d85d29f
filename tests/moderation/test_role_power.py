"""What roles may do in moderation: every action by every role that is not for it, and who stands above whom."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.moderation.actions import Decision, decide, decide_case, decide_many, lift, preview, report, undo
from folkmoot.moderation.actions.appeal import appeal
from folkmoot.moderation.actions.appeal_thread import ask
from folkmoot.moderation.actions.casework import assign, claim
from folkmoot.moderation.actions.evidence import look_at
from folkmoot.moderation.actions.looking import note_search
from folkmoot.moderation.actions.referral import mark_sent, refer
from folkmoot.moderation.actions.review import overturn, uphold
from folkmoot.moderation.actions.rota import Peace, choose_peace
from folkmoot.moderation.actions.trust import decide_trust
from folkmoot.moderation.models import Appeal, Case, ThreatReferral
from folkmoot.moderation.queries.appeals import decided_appeals, facts_of, open_appeals
from folkmoot.moderation.queries.case import case_view
from folkmoot.moderation.queries.decisions import past_restrictions, restrictions
from folkmoot.moderation.queries.evidence import evidence_visible
from folkmoot.moderation.queries.history import history_of
from folkmoot.moderation.queries.load import load
from folkmoot.moderation.queries.members import Sought, members
from folkmoot.moderation.queries.persons import persons
from folkmoot.moderation.queries.queue import Wanted, queue
from folkmoot.moderation.queries.referrals import referral, referrals_of, unsent_referrals
from folkmoot.moderation.queries.rota import hours_of, rota
from folkmoot.moderation.queries.strikes import strikes
from folkmoot.moderation.queries.trust import CERTAIN
from folkmoot.moderation.queries.trusting import trust_for_staff
from folkmoot.moderation.queries.waiting import waiting
from folkmoot.project.cast import Cast
from tests.moderation.casing import complained, held, laid
from tests.moderation.deciding import REASONS, WHY, decided
from tests.moderation.test_evidence import with_picture
from tests.moderation.test_power import ACTS, Trial, trial_of
from tests.posts.writing import say
from tests.roles import only

__all__ = ["trial_of"]
pytestmark = pytest.mark.django_db
POWERLESS = ["admin", "legal_contact", "rules_editor", "analyst", "auditor", "trusted_flagger"]
OF_THE_POLICE = {"rewrite_referral", "mark_sent", "drop_referral"}
PAGE = Page(limit=20)
READS: dict[str, Callable[[int, Trial], object]] = {
    "queue": lambda me, _t: queue(me, Wanted()),
    "case": lambda me, t: case_view(me, t.case.id),
    "history": lambda me, t: history_of(me, t.innocent.id, 0),
    "strikes": lambda me, t: strikes(me, t.innocent.id),
    "decisions": lambda me, _t: restrictions(me, PAGE),
    "past decisions": lambda me, _t: past_restrictions(me, PAGE),
    "appeals": lambda me, _t: open_appeals(me, timezone.now()),
    "answered appeals": lambda me, _t: decided_appeals(me, PAGE, timezone.now()),
    "members": lambda me, _t: members(me, Sought(), PAGE),
    "rota": lambda me, _t: rota(me),
    "hours": lambda me, _t: hours_of(me, me),
    "trust": lambda me, t: trust_for_staff(me, t.innocent.id),
    "persons": lambda me, t: persons(me, [t.innocent.id]),
}


class TestWithoutThePower:
    @pytest.mark.parametrize("role", POWERLESS)
    def test_no_action_is_theirs(self, cast: Cast, trial_of: Callable[[str], Trial], role: str) -> None:
        trial, me = trial_of("dan"), only(cast.bob, role)
        for name, act in ACTS.items():
            if role == "legal_contact" and name in OF_THE_POLICE:
                continue
            with pytest.raises((NotAllowed, NotFound)):
                act(me, trial)

    @pytest.mark.parametrize("role", POWERLESS)
    def test_no_read_is_theirs(self, cast: Cast, trial_of: Callable[[str], Trial], role: str) -> None:
        trial, me = trial_of("dan"), only(cast.bob, role)
        for read in READS.values():
            with pytest.raises(NotFound):
                read(me.id, trial)
        assert waiting(me.id) == (0, 0)

    @pytest.mark.parametrize("role", ["owner", "moderator"])
    def test_no_read_is_theirs_who_are_suspended(self, cast: Cast, trial_of: Callable[[str], Trial], role: str) -> None:
        trial, me = trial_of("dan"), only(cast.bob, role)
        Account.objects.filter(id=me.id).update(active=False)
        for read in READS.values():
            with pytest.raises(NotFound):
                read(me.id, trial)
        assert waiting(me.id) == (0, 0)

    @pytest.mark.parametrize("role", POWERLESS)
    def test_no_file_is_theirs(self, cast: Cast, role: str) -> None:
        post, picture = with_picture(cast.hal)
        report(cast.carol, cast.hal.id, post, "")
        me = only(cast.bob, role)
        assert not evidence_visible(me.id, picture)
        with pytest.raises(NotAllowed):
            look_at(me, picture)
        assert evidence_visible(cast.frank.id, picture)

    @pytest.mark.parametrize("role", POWERLESS)
    def test_no_rota_is_theirs(self, cast: Cast, role: str) -> None:
        me = only(cast.bob, role)
        with pytest.raises(NotAllowed):
            choose_peace(me, me.id, Peace())
        with pytest.raises(NotFound):
            choose_peace(cast.olivia, me.id, Peace())
        with pytest.raises(NotAllowed):
            note_search(me, Sought("hal@example.org"))
        assert me.id not in {each.id for each in rota(cast.olivia.id).staff}

    @pytest.mark.parametrize("role", POWERLESS)
    def test_no_case_is_handed_to_them(self, cast: Cast, role: str) -> None:
        me, case = only(cast.bob, role), laid(cast.hal)
        with pytest.raises(Invalid):
            assign(cast.frank, case.id, me.id)


class TestTheLegalContact:
    def test_tells_the_police_and_sees_no_case(self, cast: Cast) -> None:
        me, case = only(cast.bob, "legal_contact"), laid(cast.hal)
        some = refer(cast.frank, case.id, "DE")
        assert [each.id for each in unsent_referrals(me.id)] == [some]
        assert [each.id for each in referrals_of(me.id, case.id)] == [some]
        mark_sent(me, some, "By telephone")
        assert referral(cast.frank.id, some).sent_how == "By telephone"
        with pytest.raises(NotFound):
            case_view(me.id, case.id)
        with pytest.raises(NotFound):
            refer(me, laid(cast.carol).id, "DE")

    def test_none_about_themselves_or_about_staff(self, cast: Cast) -> None:
        me = only(cast.bob, "legal_contact")
        for account in (me, cast.frank):
            about = {"country": "DE", "text": "Help.", "opened_by": cast.olivia.id, "reminded_at": timezone.now()}
            made = ThreatReferral.objects.create(case=laid(account), **about)
            assert unsent_referrals(me.id) == []
            with pytest.raises(NotFound):
                mark_sent(me, made.id, "To nobody")


class TestTheAnalyst:
    def test_figures_without_names(self, cast: Cast) -> None:
        me = only(cast.bob, "analyst")
        held(laid(cast.hal), cast.frank)
        found = load(me.id)
        assert (found.waiting, found.shares) == (1, ())
        assert {each.account.username for each in load(cast.frank.id).shares} == {"olivia", "frank"}
        for role in ("admin", "auditor", "rules_editor", "trusted_flagger"):
            with pytest.raises(NotFound):
                load(only(cast.bob, role).id)


class TestSeniors:
    def test_moderators_shut_nobody_out_once_there_are_seniors(self, cast: Cast) -> None:
        case = laid(cast.hal)
        earlier = decided(cast.frank, "suspend", "account", cast.dan.id)
        only(cast.alice, "senior_moderator")
        for action in ("suspend", "terminate"):
            one = Decision(action, "account", cast.hal.id, "Rude.")
            for act in (
                lambda one=one: decide(cast.frank, one),
                lambda one=one: decide_many(cast.frank, [one]),
                lambda one=one: decide_case(cast.frank, case.id, [one]),
            ):
                with pytest.raises(NotAllowed, match="senior moderators"):
                    act()
            assert "senior moderators" in preview(cast.frank, [one])[0].problem
        with pytest.raises(NotAllowed, match="senior moderators"):
            lift(cast.frank, earlier.id)
        for action in ("warn", "limit", "demote"):
            decide(cast.frank, Decision(action, "account", cast.hal.id, "Rude."))
        lift(cast.alice, earlier.id)
        decide(cast.alice, Decision("suspend", "account", cast.hal.id, "Rude."))

    def test_a_batch_with_a_suspension_is_taken_back_by_seniors(self, cast: Cast) -> None:
        both = [Decision(each, "account", cast.hal.id, "Rude.") for each in ("limit", "suspend")]
        batch = decide_many(cast.frank, both)
        only(cast.alice, "senior_moderator")
        with pytest.raises(NotAllowed):
            undo(cast.frank, batch)
        assert undo(cast.alice, batch) == 2

    def test_they_answer_objections(self, cast: Cast) -> None:
        made = decided(cast.olivia, "limit", "account", cast.hal.id)
        some = appeal(cast.hal, made.id, WHY)
        only(cast.alice, "senior_moderator")
        for act in (lambda: uphold(cast.frank, some, REASONS), lambda: ask(cast.frank, some, "Why?")):
            with pytest.raises(NotAllowed):
                act()
        with pytest.raises(NotFound):
            open_appeals(cast.frank.id, timezone.now())
        overturn(cast.alice, some, REASONS)

    def test_a_senior_decides_about_moderators_alone(self, cast: Cast) -> None:
        senior = only(cast.alice, "senior_moderator")
        decide(senior, Decision("warn", "account", cast.frank.id, "Rude."))
        with pytest.raises(NotAllowed, match="Only an owner"):
            decide(cast.frank, Decision("warn", "account", senior.id, "Rude."))
        with pytest.raises(NotAllowed, match="Nobody decides about themselves"):
            decide(senior, Decision("warn", "account", senior.id, "Rude."))
        for role in ("owner", "admin", "senior_moderator", "auditor", "analyst", "rules_editor", "child_safety"):
            with pytest.raises(NotAllowed, match="Only an owner"):
                decide(senior, Decision("warn", "account", only(cast.bob, role).id, "Rude."))
        decide(senior, Decision("warn", "account", only(cast.bob, "trusted_flagger").id, "Rude."))
        decide(cast.frank, Decision("warn", "account", cast.bob.id, "Rude."))

    def test_a_senior_sees_cases_about_moderators(self, cast: Cast) -> None:
        senior = only(cast.alice, "senior_moderator")
        only(cast.bob, "admin")
        only(cast.carol, "trusted_flagger")
        about = {name: laid(getattr(cast, name)) for name in ("frank", "bob", "carol", "olivia", "alice", "hal")}

        def seen(viewer: Account) -> set[str]:
            found = {row.id for row in queue(viewer.id, Wanted()).cases}
            assert waiting(viewer.id).cases == len(found)
            return {name for name, case in about.items() if case.id in found}

        assert seen(senior) == {"frank", "carol", "hal"}
        assert seen(cast.frank) == {"carol", "hal"}
        assert seen(cast.olivia) == {"frank", "bob", "carol", "alice", "hal"}
        claim(senior, about["frank"].id)
        with pytest.raises(NotFound):
            claim(cast.frank, about["alice"].id)

    def test_who_looks_again_at_a_decision_about_a_moderator(self, cast: Cast) -> None:
        made = decided(cast.olivia, "warn", "account", cast.frank.id)
        some = appeal(cast.frank, made.id, WHY)
        only(cast.alice, "senior_moderator")
        only(cast.bob, "moderator")
        assert facts_of(Appeal.objects.get(id=some)).able == {cast.alice.id}


class TestWhatIsHeldByWhoLostTheRole:
    def test_others_take_it(self, cast: Cast) -> None:
        case = laid(cast.hal)
        assign(cast.olivia, case.id, cast.frank.id)
        with pytest.raises(NotAllowed):
            claim(only(cast.alice, "moderator"), case.id)
        only(cast.frank, "analyst")
        claim(cast.alice, case.id)
        assert Case.objects.get(id=case.id).assignee_id == cast.alice.id


class TestTrustedFlaggers:
    def test_their_reports_go_in_front(self, cast: Cast) -> None:
        report(cast.bob, cast.hal.id, say(cast.hal), "")
        report(only(cast.carol, "trusted_flagger"), cast.dan.id, say(cast.dan), "")
        plain, trusted = (Case.objects.get(account=each, state="open") for each in (cast.hal, cast.dan))
        assert (plain.confidence, trusted.confidence) == (1, CERTAIN)
        assert trusted.priority > plain.priority
        assert [row.id for row in queue(cast.frank.id, Wanted()).cases] == [trusted.id, plain.id]

    @pytest.mark.parametrize(("outcomes", "expected"), [("ddd", 0), ("dda", 2), ("aaa", 3)])
    def test_as_long_as_they_turn_out_right(self, cast: Cast, outcomes: str, expected: int) -> None:
        flagger = only(cast.carol, "trusted_flagger")
        for each in outcomes:
            complained(laid(None, state="closed"), flagger, outcome="dismissed" if each == "d" else "acted")
        report(flagger, cast.hal.id, say(cast.hal), "")
        assert Case.objects.get(account=cast.hal, state="open").confidence == expected

    def test_nothing_else_is_different_for_them(self, cast: Cast) -> None:
        flagger = only(cast.carol, "trusted_flagger")
        assert waiting(flagger.id) == (0, 0)
        decide(
            cast.frank, Decision("limit", "account", flagger.id, "Rude.", ends_at=timezone.now() + timedelta(days=1))
        )
        assert Account.objects.get(id=flagger.id).limited_at


class TestHowWellSomebodyIsKnown:
    def test_is_said_by_those_who_look_after_members(self, cast: Cast) -> None:
        why = "They have been here from the beginning."
        for role in (*POWERLESS, "child_safety"):
            with pytest.raises(NotAllowed):
                decide_trust(only(cast.bob, role), cast.hal.id, 3, why)
        decide_trust(cast.frank, cast.hal.id, 3, why)
