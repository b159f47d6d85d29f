"""Reports: open to every member, of what they may see, once; the words are frozen; staff read and close them."""

import pytest

from folkmoot.accounts.models import Account
from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.moderation.actions import report, suspend
from folkmoot.moderation.freezing import words_of
from folkmoot.moderation.models import Report, ReportItem
from folkmoot.posts.actions import boost, delete_post
from folkmoot.posts.models import Post
from folkmoot.project import cast as stage
from folkmoot.project.cast import Cast
from tests.happened import Happened, at_once, problems
from tests.moderation.removing import remove_post
from tests.moderation.reporting import set_aside
from tests.posts.writing import lay, say

pytestmark = pytest.mark.django_db
PAGE = Page(limit=20)


def test_an_account_is_reported_once_while_it_is_open(cast: Cast, happened: Happened) -> None:
    first = report(cast.bob, cast.hal.id, None, " Spams me. ")
    assert report(cast.bob, cast.hal.id, None, "Still does.") == first
    assert report(cast.carol, cast.hal.id, None, "Me too.") != first
    assert [name for name, _ in happened()] == ["CaseOpened", "Reported", "Reported"]
    row, (item,) = Report.objects.get(id=first), ReportItem.objects.filter(report=first)
    assert (row.comment, row.category, item.kind, item.object_id) == ("Spams me.", "other", "account", cast.hal.id)
    set_aside(cast.frank, first)
    assert report(cast.bob, cast.hal.id, None, "Again!") != first


def test_the_words_of_a_post_are_frozen(cast: Cast) -> None:
    post = say(cast.hal, "Something vile", warning="Vile")
    one = report(cast.bob, cast.hal.id, post, "")
    assert report(cast.bob, cast.hal.id, post, "") == one
    assert report(cast.bob, cast.hal.id, None, "") != one, "the account is another matter"
    delete_post(cast.hal, post)
    Post.objects.filter(id=post).update(text="", warning="")
    assert words_of(ReportItem.objects.get(report=one).snapshot) == "Vile\n\nSomething vile"


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
    assert words_of(ReportItem.objects.get(report=report(cast.bob, cast.hal.id, post, "")).snapshot) == "Laid"


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


def test_a_decision_closes_the_reports_it_answers(cast: Cast) -> None:
    post = say(cast.hal, "Vile")
    other = report(cast.bob, cast.hal.id, None, "")
    for reporter in (cast.bob, cast.carol):
        report(reporter, cast.hal.id, post, "")
    remove_post(cast.frank, post, "Vile.")
    assert [one.id for one in Report.objects.filter(outcome="")] == [other]
    suspend(cast.frank, cast.hal.id, "Vile again.", None)
    assert set(Report.objects.values_list("outcome", flat=True)) == {"acted"}


@pytest.mark.django_db(transaction=True)
def test_the_same_report_at_once_is_one() -> None:
    bob, hal = stage.member("bob"), stage.member("hal")
    outcomes = at_once(*[lambda: report(bob, hal.id, None, "")] * 6)
    assert problems(outcomes) == []
    assert len(set(outcomes)) == 1
    assert Report.objects.count() == 1
    assert Account.objects.count() == 2
