"""How cases end without a decision: nothing had to be done, or they go on as part of another."""

import pytest

from folkmoot.accounts.actions import grant_role
from folkmoot.audit.queries import entries
from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.moderation.actions.casework import Taken, claim
from folkmoot.moderation.actions.closing import close_without_action, merge
from folkmoot.moderation.actions.talking import note, say_to_member, say_to_reporter
from folkmoot.moderation.models import Case, CaseMessage, Report, Restriction
from folkmoot.posts.models import Post
from folkmoot.project import cast as stage
from folkmoot.project.cast import Cast
from tests.happened import Happened, at_once, problems
from tests.moderation.casing import complained, held, laid, reported

pytestmark = pytest.mark.django_db


def test_nothing_had_to_be_done(cast: Cast, happened: Happened) -> None:
    case, post = reported(cast)
    happened()
    close_without_action(cast.frank, case.id)
    case.refresh_from_db()
    assert (case.state, case.decided_by) == ("closed", cast.frank.id)
    assert case.decided_at is not None
    report = Report.objects.get(case=case)
    assert (report.outcome, report.closed_by) == ("dismissed", cast.frank.id)
    assert Post.objects.get(id=post).removed_at is None
    assert not Restriction.objects.filter(account_id=cast.hal.id).exists()
    assert [name for name, _fields in happened()] == ["ReportClosed", "CaseDecided"]
    assert entries(Page(limit=1)).items[0].verb == "case.close"


def test_another_report_opens_another_case(cast: Cast) -> None:
    case, _post = reported(cast)
    close_without_action(cast.frank, case.id)
    again, _post = reported(cast, "Buy my oars")
    assert again.id != case.id
    assert again.state == "open"


def test_whoever_else_has_it_is_not_passed_over(cast: Cast) -> None:
    case = laid(cast.hal)
    claim(cast.olivia, case.id)
    with pytest.raises(Taken):
        close_without_action(cast.frank, case.id)
    case.refresh_from_db()
    assert case.state == "open"


def test_it_ends_once(cast: Cast) -> None:
    case = laid(cast.hal)
    close_without_action(cast.frank, case.id)
    with pytest.raises(NotAllowed):
        close_without_action(cast.olivia, case.id)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_end_it_once() -> None:
    olivia, frank, hal = stage.member("olivia", "owner"), stage.member("frank", "moderator"), stage.member("hal")
    case = laid(hal)
    complained(case, None)
    outcomes = at_once(lambda: close_without_action(olivia, case.id), lambda: close_without_action(frank, case.id))
    assert len(problems(outcomes)) == 1
    assert isinstance(problems(outcomes)[0], NotAllowed)
    assert Report.objects.get(case=case).closed_by == Case.objects.get().decided_by


def test_upward_and_about_oneself_nobody_closes(cast: Cast) -> None:
    for about in (cast.frank, cast.olivia):
        with pytest.raises(NotFound):
            close_without_action(cast.frank, laid(about).id)


def merged(cast: Cast) -> tuple[Case, Case]:
    one = laid(cast.hal, severity=4, confidence=1, priority=5, category="hate", reports=2)
    other = laid(cast.bob, severity=2, confidence=2, priority=4, category="spam", reports=1)
    return one, other


def test_two_become_one(cast: Cast) -> None:
    case, into = merged(cast)
    first = complained(case, cast.alice)
    merge(cast.frank, case.id, into.id)
    case.refresh_from_db()
    into.refresh_from_db()
    first.refresh_from_db()
    assert (case.state, case.merged_into_id) == ("closed", into.id)
    assert (into.state, into.reports, into.category) == ("open", 3, "hate")
    assert (into.severity, into.confidence, into.priority) == (4, 2, 6)
    assert (first.case_id, first.outcome) == (into.id, "")
    assert into.assignee_id == cast.frank.id
    assert entries(Page(limit=1)).items[0].verb == "case.merge"


def test_a_danger_to_life_stays_the_first(cast: Cast) -> None:
    case, into = laid(cast.hal, severity=7, priority=10), laid(cast.bob, confidence=3)
    merge(cast.frank, case.id, into.id)
    into.refresh_from_db()
    assert into.priority == 10


def test_what_was_said_with_one_member_is_not_shown_to_another(cast: Cast) -> None:
    case, into = merged(cast)
    made = complained(case, cast.alice)
    say_to_member(cast.frank, case.id, "Hal, what is this?")
    say_to_reporter(cast.frank, case.id, made.id, "Thank you, Alice.")
    note(cast.frank, case.id, "Looks like a gang.")
    merge(cast.frank, case.id, into.id)
    there = dict(CaseMessage.objects.values_list("text", "case_id"))
    assert there["Hal, what is this?"] == case.id
    assert there["Thank you, Alice."] == there["Looks like a gang."] == into.id


def test_with_itself_or_what_is_closed_or_not_theirs_nothing_is_joined(cast: Cast) -> None:
    case, into = merged(cast)
    with pytest.raises(Invalid):
        merge(cast.frank, case.id, case.id)
    with pytest.raises(NotFound):
        merge(cast.frank, case.id, laid(cast.olivia).id)
    with pytest.raises(NotAllowed):
        merge(cast.frank, case.id, laid(cast.alice, state="decided").id)
    held(into, cast.olivia)
    with pytest.raises(Taken):
        merge(cast.frank, case.id, into.id)
    case.refresh_from_db()
    assert (case.state, case.assignee_id) == ("open", None), "all of it or nothing"


def test_a_moderator_cannot_join_what_the_owners_have(cast: Cast) -> None:
    case, into = merged(cast)
    grant_role(cast.olivia, cast.carol.id, "moderator")
    Case.objects.filter(id=into.id).update(state="escalated")
    with pytest.raises(NotAllowed):
        merge(cast.carol, case.id, into.id)
    merge(cast.olivia, case.id, into.id)
    into.refresh_from_db()
    assert into.state == "escalated"
