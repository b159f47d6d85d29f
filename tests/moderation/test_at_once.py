"""Two of the staff at the same moment, in real transactions: one of them decides, the other is told that."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.audit.models import Entry
from folkmoot.audit.queries import verify
from folkmoot.core.errors import NotAllowed
from folkmoot.instance.actions import begin_open
from folkmoot.moderation.actions import Decision, decide, decide_case, lift, report
from folkmoot.moderation.actions.appeal import appeal, appeal_report
from folkmoot.moderation.actions.casework import assign, escalate
from folkmoot.moderation.actions.closing import close_without_action, merge
from folkmoot.moderation.actions.referral import refer
from folkmoot.moderation.actions.review import Milder, lighten, overturn, uphold
from folkmoot.moderation.models import Appeal, Case, Report, Restriction, Statement, ThreatReferral
from folkmoot.posts.models import Post
from folkmoot.project.cast import member
from tests.happened import at_once, problems
from tests.moderation.deciding import REASONS, WHY, removed
from tests.posts.writing import say

pytestmark = pytest.mark.django_db(transaction=True)


class Town:
    """Two moderators, an owner, and a member of whom another has reported a post."""

    def __init__(self) -> None:
        self.olivia, self.frank = member("olivia", "owner"), member("frank", "moderator")
        self.fay, self.hal, self.bob = member("fay", "moderator"), member("hal"), member("bob")
        begin_open()
        self.post = say(self.hal, "Vile")
        self.report = report(self.bob, self.hal.id, self.post, "")
        self.case = Case.objects.get()

    def remove(self, actor: Account) -> Callable[[], object]:
        return lambda: decide_case(actor, self.case.id, [Decision("remove", "post", self.post, "Vile.")])


def lost(outcomes: list[object]) -> Exception:
    """What the one who came second was told: that it is over, and in words."""
    (problem,) = problems(outcomes)
    assert isinstance(problem, NotAllowed), repr(problem)
    assert str(problem)
    return problem


def test_a_case_is_decided_by_one_of_three() -> None:
    town = Town()
    outcomes = at_once(*[town.remove(each) for each in (town.frank, town.fay, town.olivia)])
    assert len(problems(outcomes)) == 2
    assert all(isinstance(each, NotAllowed) and str(each) for each in problems(outcomes))
    assert Restriction.objects.count() == Statement.objects.count() == 1
    assert Entry.objects.filter(verb="case.decide").count() == 1
    assert Case.objects.get().state == "decided"
    assert verify() is None


@pytest.mark.parametrize("end", [close_without_action, lambda me, case: escalate(me, case, "I know them.")])
def test_a_case_is_decided_or_ended_in_another_way_and_not_both(end: Callable[[Account, int], None]) -> None:
    town = Town()
    lost(at_once(town.remove(town.frank), lambda: end(town.fay, town.case.id)))
    town.case.refresh_from_db()
    was_decided = town.case.state == "decided"
    assert Restriction.objects.exists() is Statement.objects.exists() is was_decided
    assert (Post.objects.get(id=town.post).removed_at is not None) is was_decided


def test_a_case_that_is_decided_is_not_joined_too() -> None:
    town = Town()
    report(town.hal, town.bob.id, None, "")
    other = Case.objects.get(account=town.bob)
    lost(at_once(town.remove(town.frank), lambda: merge(town.fay, town.case.id, other.id)))
    report_of = Report.objects.get(id=town.report)
    assert (report_of.case_id == town.case.id) is (report_of.outcome == "acted")
    assert (report_of.case_id == other.id) is (report_of.outcome == "")


def test_two_cases_joined_both_ways_are_one() -> None:
    town = Town()
    report(town.hal, town.bob.id, None, "")
    one, other = Case.objects.order_by("id").values_list("id", flat=True)
    lost(at_once(lambda: merge(town.frank, one, other), lambda: merge(town.fay, other, one)))
    assert Case.objects.get(state="open").reports == 2


def test_a_report_beside_a_decision_is_answered_or_opens_another_case() -> None:
    town = Town()
    carol = member("carol")
    outcomes = at_once(town.remove(town.frank), lambda: report(carol, town.hal.id, None, ""))
    assert problems(outcomes) == []
    late = Report.objects.select_related("case").get(reporter=carol)
    assert late.case is not None
    assert (late.outcome == "acted") is (late.case_id == town.case.id)
    assert late.case.state == ("decided" if late.outcome else "open")


def test_a_case_is_handed_to_one() -> None:
    town = Town()
    at_once(
        lambda: assign(town.frank, town.case.id, town.olivia.id), lambda: assign(town.fay, town.case.id, town.fay.id)
    )
    assert Case.objects.get().assignee_id in {town.olivia.id, town.fay.id}


def test_the_police_are_told_once() -> None:
    town = Town()
    outcomes = at_once(lambda: refer(town.frank, town.case.id, "DE"), lambda: refer(town.fay, town.case.id, "FR"))
    assert problems(outcomes) == []
    assert len(set(outcomes)) == ThreatReferral.objects.count() == 1


class TestAppeals:
    @pytest.mark.parametrize("acts", [(uphold, overturn), (overturn, overturn), (uphold, uphold)])
    def test_one_of_two_decides(self, acts: tuple[Callable[..., None], ...]) -> None:
        town = Town()
        _post, made = removed(town.olivia, town.hal)
        some = appeal(town.hal, made.id, WHY)
        staff = zip(acts, (town.frank, town.fay), strict=True)
        assert "just decided" in str(
            lost(at_once(*[lambda act=act, me=me: act(me, some, REASONS) for act, me in staff]))
        )
        found = Appeal.objects.get(id=some)
        made.refresh_from_db()
        assert (made.ended_at is not None) is (found.outcome == "overturned")
        assert made.ended_by in {None, found.reviewer_id}
        assert Entry.objects.filter(verb__startswith="appeal.").count() == 1

    def test_what_is_made_milder_is_made_milder_once(self) -> None:
        town = Town()
        _post, made = removed(town.olivia, town.hal)
        some = appeal(town.hal, made.id, WHY)
        milder = [lambda me=me: lighten(me, some, REASONS, Milder("warn", None)) for me in (town.frank, town.fay)]
        lost(at_once(*milder))
        assert list(Restriction.objects.order_by("id").values_list("action", flat=True)) == ["remove", "warn"]
        assert Statement.objects.count() == 2

    def test_lifted_beside_an_answer_ends_once(self) -> None:
        town = Town()
        post, made = removed(town.olivia, town.hal)
        some = appeal(town.hal, made.id, WHY)
        outcomes = at_once(lambda: overturn(town.frank, some, REASONS), lambda: lift(town.olivia, made.id))
        assert problems(outcomes) == []
        assert Entry.objects.filter(verb="post.remove.lift").count() == 1
        assert Post.objects.get(id=post).removed_at is None

    def test_made_twice_at_once_it_is_one(self) -> None:
        town = Town()
        _post, made = removed(town.olivia, town.hal)
        outcomes = at_once(*[lambda: appeal(town.hal, made.id, WHY)] * 4)
        assert problems(outcomes) == []
        assert len(set(outcomes)) == Appeal.objects.count() == 1

    def test_so_it_is_by_whoever_reported(self) -> None:
        town = Town()
        close_without_action(town.frank, town.case.id)
        outcomes = at_once(*[lambda: appeal_report(town.bob, town.report, WHY)] * 4)
        assert problems(outcomes) == []
        assert len(set(outcomes)) == Appeal.objects.count() == 1

    def test_an_appeal_beside_its_decision_being_taken_back_is_made_or_refused(self) -> None:
        town = Town()
        _post, made = removed(town.olivia, town.hal)
        outcomes = at_once(lambda: appeal(town.hal, made.id, WHY), lambda: lift(town.olivia, made.id))
        assert all(isinstance(each, NotAllowed) for each in problems(outcomes))
        assert Appeal.objects.count() == 1 - len(problems(outcomes))


def test_a_decision_beside_a_decision_about_the_same_leaves_both_with_their_reasons() -> None:
    town, tomorrow = Town(), timezone.now() + timedelta(days=1)
    outcomes = at_once(
        lambda: decide(town.frank, Decision("suspend", "account", town.hal.id, "Vile.")),
        lambda: decide(town.fay, Decision("remove", "post", town.post, "Vile.")),
        lambda: decide(town.olivia, Decision("suspend", "account", town.hal.id, "Vile.", ends_at=tomorrow)),
    )
    assert problems(outcomes) == []
    assert Restriction.objects.count() == Statement.objects.count() == 3
    assert Entry.objects.filter(verb="case.decide").count() == 1
    assert not Account.objects.get(id=town.hal.id).active
    assert verify() is None
