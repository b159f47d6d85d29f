"""All that is reported about one member is one case; how soon it is looked at depends on what and by whom."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.moderation.actions import Complaint, complain, report
from folkmoot.moderation.actions.gather import live_case
from folkmoot.moderation.categories import BY_KEY, CATEGORIES, category, patience, priority, worst
from folkmoot.moderation.models import Case, Report
from folkmoot.project import cast as stage
from folkmoot.project.cast import Cast
from tests.happened import Happened, at_once, problems
from tests.posts.writing import say

pytestmark = pytest.mark.django_db


def case_of(report_id: int) -> Case:
    found = Report.objects.select_related("case").get(id=report_id).case
    assert found is not None
    return found


def with_record(account: Account, *, dismissed: int, acted: int) -> Account:
    """Somebody whose reports were decided on before."""
    for outcome, times in (("dismissed", dismissed), ("acted", acted)):
        for _ in range(times):
            Report.objects.create(reporter=account, account=account, outcome=outcome)
    return account


def test_reports_about_one_member_are_one_case(cast: Cast, happened: Happened) -> None:
    posts = [say(cast.hal, f"Vile {n}") for n in range(2)]
    ids = [report(who, cast.hal.id, post, "") for who, post in zip((cast.bob, cast.carol), posts, strict=True)]
    first, second = map(case_of, ids)
    assert first == second
    assert (first.account_id, first.state, first.reports) == (cast.hal.id, "open", 2)
    assert [name for name, _ in happened() if name == "CaseOpened"] == ["CaseOpened"]
    assert case_of(report(cast.bob, cast.carol.id, None, "")) != first


def test_a_case_that_has_ended_gathers_nothing_more(cast: Cast) -> None:
    first = case_of(report(cast.bob, cast.hal.id, None, ""))
    Case.objects.filter(id=first.id).update(state="decided")
    again = case_of(report(cast.bob, cast.hal.id, None, ""))
    assert again != first
    assert again.reports == 1


@pytest.mark.parametrize("state", ["open", "escalated", "waiting"])
def test_no_member_has_two_live_cases(cast: Cast, state: str) -> None:
    Case.objects.create(account=cast.hal, state=state)
    with pytest.raises(IntegrityError):
        Case.objects.create(account=cast.hal)


def test_what_nobody_here_wrote_is_a_case_each() -> None:
    assert live_case(None).id != live_case(None).id


@pytest.mark.parametrize(
    ("kinds", "worst_of_them", "severity", "first"),
    [
        (["other"], "other", 1, 2),
        (["spam", "other"], "spam", 2, 3),
        (["other", "hate", "spam"], "hate", 4, 6),
        (["children"], "children", 6, 7),
        (["life"], "life", 7, 10),
        (["life", "spam"], "life", 7, 10),
    ],
)
def test_a_case_is_as_grave_as_its_worst_report(
    cast: Cast, kinds: list[str], worst_of_them: str, severity: int, first: int
) -> None:
    reporters = (cast.bob, cast.carol, cast.olivia)
    for who, kind in zip(reporters, kinds, strict=False):
        made = complain(who, Complaint(cast.hal.id, category=kind))
    found = case_of(made)
    believed = {1: 1, 2: 1, 3: 2}[len(kinds)]
    assert (found.category, found.severity, found.confidence) == (worst_of_them, severity, believed)
    assert found.priority == first
    assert found.due_at is not None
    assert abs(found.due_at - timezone.now() - patience(severity)) < timedelta(minutes=1)


def test_nothing_but_danger_to_life_comes_first() -> None:
    reached = {priority(severity, sure) for severity in range(7) for sure in range(4)}
    assert max(reached) == 9
    assert {priority(7, sure) for sure in range(4)} == {10}


def test_what_is_graver_is_looked_at_sooner() -> None:
    times = [patience(severity) for severity in range(8)]
    assert times == sorted(times, reverse=True)
    assert times[-1] == timedelta(hours=1)


def test_each_category_is_said_once_and_in_words() -> None:
    assert len(BY_KEY) == len(CATEGORIES)
    assert all(str(each.words) and 1 <= each.severity <= 7 for each in CATEGORIES)
    assert (category("nonsense").key, worst([])) == ("other", "other")


@pytest.mark.parametrize(
    ("dismissed", "acted", "believed"), [(0, 0, 1), (2, 0, 1), (3, 0, 0), (9, 1, 0), (3, 3, 0), (1, 5, 1)]
)
def test_who_reports_what_is_nothing_is_believed_less(cast: Cast, dismissed: int, acted: int, believed: int) -> None:
    reporter = with_record(cast.bob, dismissed=dismissed, acted=acted)
    assert case_of(report(reporter, cast.hal.id, None, "")).confidence == believed


def test_half_a_word_and_another_half_are_one(cast: Cast) -> None:
    for who in (cast.bob, cast.carol):
        with_record(who, dismissed=2, acted=2)
    assert case_of(report(cast.bob, cast.hal.id, None, "")).confidence == 0
    assert case_of(report(cast.carol, cast.hal.id, None, "")).confidence == 1


def test_one_voice_counts_once_however_often(cast: Cast) -> None:
    for n in range(4):
        made = report(cast.bob, cast.hal.id, say(cast.hal, f"Vile {n}"), "")
    assert (case_of(made).reports, case_of(made).confidence) == (4, 1)


def test_malice_does_not_lower_what_others_found(cast: Cast) -> None:
    report(cast.carol, cast.hal.id, None, "")
    liar = with_record(cast.bob, dismissed=9, acted=0)
    assert case_of(report(liar, cast.hal.id, None, "")).confidence == 1


def test_a_thousand_reports_about_one_post_are_one_case(cast: Cast, happened: Happened) -> None:
    post = say(cast.hal, "Vile")
    crowd = [Account.objects.create(username=f"crowd{n}", active=True) for n in range(60)]
    happened()
    for who in crowd:
        made = report(who, cast.hal.id, post, "")
    found = case_of(made)
    assert (found.reports, found.confidence, Case.objects.count()) == (60, 3, 1)
    assert [name for name, _ in happened()].count("CaseOpened") == 1


def test_a_report_into_a_sure_case_costs_the_same_however_many_came_before(cast: Cast, queries) -> None:
    post = say(cast.hal, "Vile")
    crowd = [Account.objects.create(username=f"crowd{n}", active=True) for n in range(12)]
    for who in crowd[:-2]:
        report(who, cast.hal.id, post, "")
    costs = []
    for who in crowd[-2:]:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as asked:
            report(who, cast.hal.id, post, "")
        costs.append(len(asked))
    assert costs[0] == costs[1]


@pytest.mark.django_db(transaction=True)
def test_reports_at_once_open_one_case() -> None:
    hal = stage.member("hal")
    crowd = [stage.member(name) for name in ("bob", "carol", "dora", "emil")]
    outcomes = at_once(*[lambda who=who: report(who, hal.id, None, "") for who in crowd])
    assert problems(outcomes) == []
    assert Case.objects.get().reports == 4
    assert set(Report.objects.values_list("case_id", flat=True)) == {Case.objects.get().id}
