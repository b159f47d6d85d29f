"""What stands on the page of a case: frozen copies beside what is there now, who reported, what was said, the past."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.core.errors import NotFound
from folkmoot.instance.actions import set_rules
from folkmoot.instance.queries import rules
from folkmoot.moderation.actions import Complaint, complain, report
from folkmoot.moderation.actions.casework import claim
from folkmoot.moderation.actions.closing import close_without_action
from folkmoot.moderation.actions.talking import note, say_to_member, say_to_reporter
from folkmoot.moderation.models import Case, CaseMessage, Report, ReportItem, Restriction
from folkmoot.moderation.queries.case import CaseView, Reported, case_view
from folkmoot.moderation.queries.history import history_of
from folkmoot.posts.actions import Edit, delete_post, edit_post
from folkmoot.project.cast import Cast
from tests.moderation.casing import complained, laid, reported
from tests.moderation.removing import remove_post
from tests.posts.writing import lay, say

pytestmark = pytest.mark.django_db


def view(cast: Cast, case: Case) -> CaseView:
    return case_view(cast.frank.id, case.id)


def item(cast: Cast, case: Case) -> Reported:
    (only,) = view(cast, case).items
    return only


def test_what_was_reported_and_by_whom(cast: Cast) -> None:
    set_rules(None, ["Be kind.", "No advertising."])
    rule = rules()[1].id
    post = say(cast.hal, "Buy my nets")
    complain(cast.bob, Complaint(cast.hal.id, (post,), "rule", (rule,), "This advertises."))
    found = view(cast, Case.objects.get())
    (line,) = found.lines
    assert line.reporter is not None
    assert (line.reporter.username, line.rules, line.comment) == ("bob", ("No advertising.",), "This advertises.")
    assert (line.category.key, line.is_notice) == ("rule", False)
    (one,) = found.items
    assert (one.kind, one.object_id, one.snapshot["text"], one.times) == ("post", post, "Buy my nets", 1)
    assert found.account is not None
    assert (found.account.username, found.state, found.is_live, found.late) == ("hal", "open", True, False)


def test_a_report_keeps_the_words_of_the_rule_that_it_named(cast: Cast) -> None:
    set_rules(None, ["No advertising."])
    complain(cast.bob, Complaint(cast.hal.id, (say(cast.hal, "Buy my nets"),), "rule", (rules()[0].id,)))
    set_rules(None, ["Advertise on Sundays only."])
    (line,) = view(cast, Case.objects.get()).lines
    assert line.rules == ("No advertising.",)


@pytest.mark.parametrize(
    ("change", "fate", "text"),
    [
        (lambda cast, post: None, "same", ""),
        (lambda cast, post: edit_post(cast.hal, post, Edit("Nothing to see")), "changed", "Nothing to see"),
        (lambda cast, post: delete_post(cast.hal, post), "deleted", ""),
        (lambda cast, post: remove_post(cast.olivia, post, "Gone."), "removed", ""),
    ],
)
def test_the_copy_stands_beside_what_is_there_now(
    cast: Cast, change: Callable[[Cast, int], Any], fate: str, text: str
) -> None:
    case, post = reported(cast)
    report(cast.bob, cast.hal.id, None, "And the account.")
    change(cast, post)
    now = view(cast, case).items[0]
    assert (now.now.fate, now.now.text, now.snapshot["text"]) == (fate, text, "Buy my nets")


def test_what_staff_may_not_see_is_read_as_it_was_reported_and_no_further(cast: Cast) -> None:
    post = lay(cast.hal, "direct", cast.bob)
    report(cast.bob, cast.hal.id, post, "")
    case = Case.objects.get()
    assert (item(cast, case).now.fate, item(cast, case).now.path) == ("same", "")
    edit_post(cast.hal, post, Edit("A secret"))
    now = item(cast, case).now
    assert (now.fate, now.text, now.path) == ("changed", "", "")


def test_the_account_itself(cast: Cast) -> None:
    Account.objects.filter(id=cast.hal.id).update(name="Hal", bio="I sell")
    report(cast.bob, cast.hal.id, None, "")
    case = Case.objects.get()
    assert (item(cast, case).now.fate, item(cast, case).now.path) == ("same", "/@hal")
    Account.objects.filter(id=cast.hal.id).update(bio="I mend", version=2)
    assert (item(cast, case).now.fate, item(cast, case).now.text) == ("changed", "Hal\n\nI mend")
    ReportItem.objects.update(object_id=1)
    assert item(cast, case).now.fate == "gone"


def test_what_is_elsewhere(cast: Cast) -> None:
    case = laid(None)
    complained(case, None, kind="art16_notice")
    found = view(cast, case)
    assert (found.account, found.items[0].now.fate, found.lines[0].is_notice) == (None, "elsewhere", True)
    assert found.lines[0].reporter is None


def test_the_same_thing_stands_once_however_often_it_was_reported(cast: Cast) -> None:
    case, post = reported(cast)
    for who in (cast.alice, cast.carol):
        report(who, cast.hal.id, post, "Me too.")
    found = view(cast, case)
    assert [(one.object_id, one.times) for one in found.items] == [(post, 3)]
    assert [line.reporter.username for line in found.lines if line.reporter] == ["carol", "alice", "bob"]


def test_what_was_said_with_whom(cast: Cast) -> None:
    case, _post = reported(cast)
    made = Report.objects.get(case=case)
    note(cast.olivia, case.id, "A note")
    say_to_member(cast.frank, case.id, "To hal")
    say_to_reporter(cast.frank, case.id, made.id, "To bob")
    found = view(cast, case)
    assert [(line.text, line.author.username) for line in found.notes if line.author] == [("A note", "olivia")]
    assert [line.text for line in found.with_member.lines] == ["To hal"]
    (talk,) = found.with_reporters
    assert (talk.report_id, [line.text for line in talk.lines]) == (made.id, ["To bob"])


def test_what_was_erased_says_so(cast: Cast) -> None:
    case = laid(cast.hal)
    CaseMessage.objects.create(case=case, talk="staff", by_staff=True, text="", proof="x", author_id=1)
    (line,) = view(cast, case).notes
    assert (line.is_erased, line.author) == (True, None)


def test_whoever_has_it(cast: Cast) -> None:
    case = laid(cast.hal)
    assert view(cast, case).holder is None
    claim(cast.frank, case.id)
    holder = view(cast, case).holder
    assert holder is not None
    assert holder.username == "frank"
    Case.objects.update(claimed_until=timezone.now(), due_at=timezone.now() - timedelta(hours=1))
    assert view(cast, case).holder is None
    assert view(cast, case).late
    close_without_action(cast.frank, case.id)
    ended = view(cast, case)
    assert ended.decided_by is not None
    assert (ended.decided_by.username, ended.is_live, ended.late) == ("frank", False, False)


@pytest.mark.parametrize("who", ["bob", "gina"])
def test_for_nobody_else(cast: Cast, who: str) -> None:
    case = laid(cast.hal)
    for read in (lambda viewer: case_view(viewer, case.id), lambda viewer: history_of(viewer, cast.hal.id, case.id)):
        with pytest.raises(NotFound):
            read(getattr(cast, who).id)


def test_nobody_reads_about_themselves(cast: Cast) -> None:
    case = laid(cast.frank)
    for read in (
        lambda: case_view(cast.frank.id, case.id),
        lambda: case_view(cast.frank.id, 1),
        lambda: history_of(cast.frank.id, cast.frank.id, 0),
    ):
        with pytest.raises(NotFound):
            read()
    assert case_view(cast.olivia.id, case.id).id == case.id


def test_the_past(cast: Cast) -> None:
    first, post = reported(cast)
    remove_post(cast.frank, post, "It advertises.")
    second, _post = reported(cast, "Again")
    close_without_action(cast.olivia, second.id)
    third, _post = reported(cast, "And again")
    report(cast.hal, cast.bob.id, None, "He started.")
    past = history_of(cast.frank.id, cast.hal.id, third.id)
    assert [(one.id, one.state) for one in past.cases] == [(second.id, "closed"), (first.id, past.cases[1].state)]
    (decision,) = past.decisions
    assert decision.by is not None
    assert (decision.action, decision.reason, decision.by.username) == ("remove", "It advertises.", "frank")
    assert decision.ended_at is None
    assert (past.about.made, past.about.dismissed) == (3, 1)
    assert (past.by.made, past.by.dismissed) == (1, 0)
    assert Restriction.objects.filter(account_id=cast.hal.id).count() == 1


def test_it_costs_the_same_for_one_report_and_for_many(cast: Cast, queries: Callable[..., Any]) -> None:
    case, post = reported(cast)
    view(cast, case)  # what is kept of the post is made
    with CaptureQueriesContext(connection) as one:
        view(cast, case)
    for who in (cast.alice, cast.carol, cast.olivia):
        report(who, cast.hal.id, post, "Me too.")
    with queries(len(one)):
        view(cast, case)
    assert len(one) <= 13
