"""Reports: open to every member, of what they may see, once; the words are frozen; staff read and close them."""

import pytest

from folkmoot.accounts.models import Account
from folkmoot.audit.queries import entries
from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.moderation.actions import dismiss, remove_post, report, suspend
from folkmoot.moderation.models import Report
from folkmoot.moderation.queries import open_count, reports, restrictions
from folkmoot.posts.actions import boost, delete_post
from folkmoot.posts.models import Post
from folkmoot.project import cast as stage
from folkmoot.project.cast import Cast
from tests.happened import Happened, at_once, problems
from tests.posts.writing import lay, say

pytestmark = pytest.mark.django_db
PAGE = Page(limit=20)


def test_an_account_is_reported_once_while_it_is_open(cast: Cast, happened: Happened) -> None:
    first = report(cast.bob, cast.hal.id, None, " Spams me. ")
    assert report(cast.bob, cast.hal.id, None, "Still does.") == first
    assert report(cast.carol, cast.hal.id, None, "Me too.") != first
    assert [name for name, _ in happened()] == ["Reported", "Reported"]
    row = Report.objects.get(id=first)
    assert (row.comment, row.snapshot, row.post_id) == ("Spams me.", "", None)
    dismiss(cast.frank, first)
    assert report(cast.bob, cast.hal.id, None, "Again!") != first


def test_the_words_of_a_post_are_frozen(cast: Cast) -> None:
    post = say(cast.hal, "Something vile", warning="Vile")
    one = report(cast.bob, cast.hal.id, post, "")
    assert report(cast.bob, cast.hal.id, post, "") == one
    assert report(cast.bob, cast.hal.id, None, "") != one, "the account is another matter"
    delete_post(cast.hal, post)
    Post.objects.filter(id=post).update(text="", warning="")
    assert Report.objects.get(id=one).snapshot == "Vile\n\nSomething vile"


@pytest.mark.parametrize(
    ("who", "author", "scope"),
    [("bob", "hal", "direct"), ("bob", "hal", "followers"), ("dan", "alice", "public"), ("alice", "dan", "public")],
)
def test_nobody_reports_a_post_they_may_not_see(cast: Cast, who: str, author: str, scope: str) -> None:
    writer = getattr(cast, author)
    hidden = lay(writer, scope)
    with pytest.raises(NotFound):
        report(getattr(cast, who), writer.id, hidden, "")
    assert not Report.objects.exists()


def test_a_direct_post_is_reported_by_whom_it_addresses(cast: Cast) -> None:
    post = lay(cast.hal, "direct", cast.bob)
    assert Report.objects.get(id=report(cast.bob, cast.hal.id, post, "")).snapshot == "Laid"


@pytest.mark.parametrize("target", ["gina", "ivy"])
def test_nobody_reports_an_account_they_may_not_see(cast: Cast, target: str) -> None:
    with pytest.raises(NotFound):
        report(cast.bob, getattr(cast, target).id, None, "")


def test_a_report_names_the_author_and_the_post_that_belong_together(cast: Cast) -> None:
    post = say(cast.hal)
    with pytest.raises(NotFound):
        report(cast.bob, cast.carol.id, post, "")
    passed_on = boost(cast.carol, post)
    boost_id = passed_on if isinstance(passed_on, int) else Post.objects.get(boost_of=post).id
    with pytest.raises(NotFound):
        report(cast.bob, cast.hal.id, boost_id, "")
    with pytest.raises(NotFound):
        report(cast.bob, cast.hal.id, 1, "")


def test_nobody_reports_themselves_and_nobody_who_is_suspended_reports(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        report(cast.bob, cast.bob.id, None, "")
    with pytest.raises(NotAllowed):
        report(cast.gina, cast.bob.id, None, "")


@pytest.mark.parametrize(("length", "fine"), [(1000, True), (1001, False)])
def test_a_comment_has_a_limit(cast: Cast, length: int, fine: bool) -> None:
    if fine:
        assert report(cast.bob, cast.hal.id, None, "x" * length)
        return
    with pytest.raises(Invalid) as refused:
        report(cast.bob, cast.hal.id, None, "x" * length)
    assert refused.value.field == "comment"


def test_a_blocked_member_can_report_the_blocker_s_account(cast: Cast) -> None:
    assert report(cast.dan, cast.alice.id, None, "Harassed me before the block.")


def test_staff_read_reports_newest_first(cast: Cast) -> None:
    post = say(cast.hal, "Vile")
    report(cast.bob, cast.hal.id, post, "See?")
    report(cast.carol, cast.bob.id, None, "")
    newest, oldest = reports(cast.frank.id, PAGE).items
    assert (newest.reporter.username, newest.account.username, newest.post_id) == ("carol", "bob", None)
    assert (oldest.reporter.username, oldest.account.username, oldest.post_id) == ("bob", "hal", post)
    assert (oldest.snapshot, oldest.comment) == ("Vile", "See?")
    assert open_count(cast.olivia.id) == 2
    assert [one.id for one in reports(cast.frank.id, Page(limit=1, max_id=newest.id)).items] == [oldest.id]


@pytest.mark.parametrize("who", ["bob", "gina"])
def test_nobody_else_reads_them(cast: Cast, who: str) -> None:
    viewer = getattr(cast, who).id
    for read in (lambda: reports(viewer, PAGE), lambda: restrictions(viewer, PAGE), lambda: open_count(viewer)):
        with pytest.raises(NotFound):
            read()


@pytest.mark.parametrize("size", [1, 8])
def test_the_list_costs_the_same_however_long(cast: Cast, queries, size: int) -> None:
    for n in range(size):
        report(cast.bob, cast.hal.id, say(cast.hal, f"Post {n}"), "")
    with queries(3):
        assert len(reports(cast.frank.id, PAGE).items) == size


def test_a_dismissed_report_is_closed_once(cast: Cast, happened: Happened) -> None:
    one = report(cast.bob, cast.hal.id, None, "")
    happened()
    dismiss(cast.frank, one)
    dismiss(cast.olivia, one)
    row = Report.objects.get(id=one)
    assert (row.outcome, row.closed_by) == ("dismissed", cast.frank.id)
    assert row.closed_at is not None
    assert open_count(cast.frank.id) == 0
    assert [name for name, _ in happened()] == ["ReportClosed"]
    assert [(entry.verb, entry.object_id) for entry in entries(Page(limit=1)).items] == [("report.dismiss", one)]


def test_who_may_not_dismiss(cast: Cast) -> None:
    about_frank = report(cast.bob, cast.frank.id, None, "")
    for actor in (cast.bob, cast.frank, cast.gina):
        with pytest.raises(NotAllowed):
            dismiss(actor, about_frank)
    with pytest.raises(NotFound):
        dismiss(cast.frank, 1)
    assert open_count(cast.olivia.id) == 1


def test_a_decision_closes_the_reports_it_answers(cast: Cast) -> None:
    post = say(cast.hal, "Vile")
    other = report(cast.bob, cast.hal.id, None, "")
    for reporter in (cast.bob, cast.carol):
        report(reporter, cast.hal.id, post, "")
    remove_post(cast.frank, post, "Vile.")
    assert [one.id for one in reports(cast.frank.id, PAGE).items] == [other]
    suspend(cast.frank, cast.hal.id, "Vile again.", None)
    assert open_count(cast.frank.id) == 0
    assert set(Report.objects.values_list("outcome", flat=True)) == {"acted"}


@pytest.mark.django_db(transaction=True)
def test_the_same_report_at_once_is_one() -> None:
    bob, hal = stage.member("bob"), stage.member("hal")
    outcomes = at_once(*[lambda: report(bob, hal.id, None, "")] * 6)
    assert problems(outcomes) == []
    assert len(set(outcomes)) == 1
    assert Report.objects.count() == 1
    assert Account.objects.count() == 2
