"""Cases and batches are decided in one transaction, by one of the staff, and last as long as they should."""

from datetime import timedelta
from unittest import mock

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.audit.queries import entries, verify
from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.moderation.actions import (
    Decision,
    complain,
    decide,
    decide_case,
    decide_many,
    lift,
    lift_suspensions,
    preview,
    report,
    suspend,
    undo,
)
from folkmoot.moderation.actions.report import Complaint
from folkmoot.moderation.models import Appeal, Case, Report, Restriction, Statement
from folkmoot.moderation.queries.lasting import closed_for_good
from folkmoot.moderation.tasks import end_due_restrictions
from folkmoot.posts.models import Post
from folkmoot.privacy.models import Departure
from folkmoot.privacy.tasks.retention import keep_no_longer
from folkmoot.project import cast as stage
from folkmoot.project.cast import Cast
from folkmoot.staff.decision_words import decided
from tests.happened import Happened, at_once, problems
from tests.posts.writing import lay, say

pytestmark = pytest.mark.django_db


def remove(post: int) -> Decision:
    return Decision("remove", "post", post, "Vile.")


def case_of(account: Account) -> Case:
    return Case.objects.get(account=account)


def test_a_case_ends_with_all_that_was_decided_in_it(cast: Cast, happened: Happened) -> None:
    posts = [say(cast.hal, f"Vile {n}") for n in range(2)]
    complain(cast.bob, Complaint(cast.hal.id, tuple(posts), "hate"))
    report(cast.carol, cast.hal.id, None, "")
    case = case_of(cast.hal)
    happened()
    batch = decide_case(
        cast.frank, case.id, [*map(remove, posts), Decision("strike", "account", cast.hal.id, "Vile.", weight=2)]
    )
    case.refresh_from_db()
    assert (case.state, case.decided_by, case.claimed_until) == ("decided", cast.frank.id, None)
    made = Restriction.objects.filter(batch=batch)
    assert {(row.case_id, row.decided_by, row.account_id) for row in made} == {(case.id, cast.frank.id, cast.hal.id)}
    assert made.count() == 3
    assert set(Report.objects.values_list("outcome", flat=True)) == {"acted"}
    assert {row.fields["category"] for row in Statement.objects.filter(restriction__batch=batch)} == {
        "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH"
    }
    names = [name for name, _ in happened()]
    assert [names.count(name) for name in ("Decided", "PostRemoved", "ReportClosed", "CaseDecided")] == [3, 2, 2, 1]
    assert [entry.verb for entry in entries(Page(limit=1)).items] == ["case.decide"]
    assert verify() is None


def test_a_case_is_decided_wholly_or_not_at_all(cast: Cast) -> None:
    post = say(cast.hal)
    report(cast.bob, cast.hal.id, post, "")
    case = case_of(cast.hal)
    for wrong, error in (
        (remove(7), NotFound),
        (remove(say(cast.carol)), Invalid),
        (Decision("", "post", 7, ""), Invalid),
    ):
        with pytest.raises(error), transaction.atomic():
            decide_case(cast.frank, case.id, [remove(post), wrong])
    with pytest.raises(Invalid):
        decide_case(cast.frank, case.id, [])
    assert not Restriction.objects.filter(account_id=cast.hal.id).exists()
    case.refresh_from_db()
    assert case.state == "open"
    assert Post.objects.get(id=post).removed_at is None


def test_a_case_that_has_ended_is_not_decided_again(cast: Cast) -> None:
    post = say(cast.hal)
    report(cast.bob, cast.hal.id, post, "")
    case = case_of(cast.hal)
    decide_case(cast.frank, case.id, [remove(post)])
    with pytest.raises(NotAllowed):
        decide_case(cast.olivia, case.id, [remove(post)])
    assert Restriction.objects.filter(account_id=cast.hal.id).count() == 1


def test_what_is_decided_outside_a_case_answers_what_was_reported_about_just_that(cast: Cast) -> None:
    post, other = say(cast.hal, "Vile"), say(cast.hal, "Viler")
    for each in (post, other):
        report(cast.bob, cast.hal.id, each, "")
    decide(cast.frank, remove(post))
    assert sorted(Report.objects.values_list("outcome", flat=True)) == ["", "acted"]
    assert case_of(cast.hal).state == "open"
    decide(cast.frank, remove(other))
    assert case_of(cast.hal).state == "decided"


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_once_decide_once() -> None:
    hal, bob = stage.member("hal"), stage.member("bob")
    staff = [stage.member("frank", role="moderator"), stage.member("fay", role="moderator")]
    post = say(hal)
    report(bob, hal.id, post, "")
    case = case_of(hal)
    outcomes = at_once(*[lambda actor=actor: decide_case(actor, case.id, [remove(post)]) for actor in staff])
    assert len(problems(outcomes)) == 1
    assert isinstance(problems(outcomes)[0], NotAllowed)
    assert Restriction.objects.filter(object_id=post).count() == Statement.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_deciding_and_lifting_at_once_leaves_columns_that_fit() -> None:
    hal, frank = stage.member("hal"), stage.member("frank", role="moderator")
    post = say(hal)
    first = decide(frank, remove(post))
    assert problems(at_once(lambda: lift(frank, first), lambda: decide(frank, remove(post)))) == []
    running = Restriction.objects.filter(object_id=post, ended_at=None)
    assert running.count() == 1
    assert Post.objects.get(id=post).removed_at == running.get().starts_at


def test_shutting_somebody_out_answers_everything_about_them(cast: Cast) -> None:
    for each in (say(cast.hal, "Vile"), None):
        report(cast.bob, cast.hal.id, each, "")
    decide(cast.frank, Decision("terminate", "account", cast.hal.id, "Vile."))
    assert case_of(cast.hal).state == "decided"
    assert set(Report.objects.values_list("outcome", flat=True)) == {"acted"}


def test_many_are_decided_together_and_taken_back_together(cast: Cast) -> None:
    posts = [say(cast.hal), say(cast.bob), say(cast.carol)]
    batch = decide_many(cast.frank, list(map(remove, posts)))
    assert undo(cast.frank, batch) == 3
    assert undo(cast.frank, batch) == 0
    assert not Post.objects.filter(removed_at__isnull=False).exists()
    for wrong in ([], [remove(posts[0])] * 501):
        with pytest.raises(Invalid):
            decide_many(cast.frank, wrong)


def test_what_was_reported_about_just_them_is_answered(cast: Cast) -> None:
    """And whoever is concerned reads that somebody told of it."""
    mine, other = say(cast.hal, "Vile"), say(cast.hal, "Vile, too")
    theirs = say(cast.carol, "Vile as well")
    for author, post in ((cast.hal, mine), (cast.hal, other), (cast.carol, theirs)):
        report(cast.bob, author.id, post, "")
    decide_many(cast.frank, [remove(mine), remove(theirs), remove(say(cast.alice, "Nobody reported it"))])
    assert [case_of(cast.hal).state, case_of(cast.carol).state] == ["open", "decided"]
    outcomes = Report.objects.order_by("id").values_list("outcome", flat=True)
    assert list(outcomes) == ["acted", "", "acted"]
    assert {row.case_id for row in Restriction.objects.filter(object_id=mine)} == {case_of(cast.hal).id}
    told = [Statement.objects.get(account_id=who.id).text for who in (cast.hal, cast.carol, cast.alice)]
    assert ["Somebody told us" in text for text in told] == [True, True, False]


def test_shutting_somebody_out_among_many_answers_everything_about_them(cast: Cast) -> None:
    for each in (say(cast.hal, "Vile"), None):
        report(cast.bob, cast.hal.id, each, "")
    decide_many(cast.frank, [remove(say(cast.hal)), Decision("suspend", "account", cast.hal.id, "Vile.")])
    assert case_of(cast.hal).state == "decided"
    assert set(Report.objects.values_list("outcome", flat=True)) == {"acted"}


def test_taking_back_leaves_what_others_decided(cast: Cast) -> None:
    post = say(cast.hal)
    batch = decide_many(cast.frank, [remove(post)])
    decide(cast.olivia, remove(post))
    undo(cast.frank, batch)
    assert Post.objects.get(id=post).removed_at is not None


@pytest.mark.parametrize("actor", ["bob", "gina"])
def test_only_staff_take_back_or_look(cast: Cast, actor: str) -> None:
    batch = decide_many(cast.frank, [remove(say(cast.hal))])
    for act in (lambda me: undo(me, batch), lambda me: preview(me, [])):
        with pytest.raises(NotAllowed):
            act(getattr(cast, actor))


def test_a_preview_says_what_cannot_be_done_and_changes_nothing(cast: Cast) -> None:
    wanted = [remove(say(cast.hal)), remove(say(cast.olivia)), remove(7)]
    seen = preview(cast.frank, wanted)
    assert [(each.account and each.account.username, bool(each.problem)) for each in seen] == [
        ("hal", False),
        ("olivia", True),
        (None, True),
    ]
    assert not Post.objects.filter(removed_at__isnull=False).exists()
    with pytest.raises(Invalid):
        preview(cast.frank, [Decision("remove", "post", wanted[0].object_id, "")])


def test_a_suspension_is_a_fact_written_once_however_much_somebody_wrote(cast: Cast) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as said:
            lift(cast.frank, suspend(cast.frank, cast.hal.id, "Spam.", None).id)
        assert not [each for each in said.captured_queries if 'UPDATE "post"' in each["sql"]]
        return len(said)

    statements()  # what is kept between requests is read
    few = statements()
    for _ in range(50):
        lay(cast.hal, "public")
    assert statements() == few


def test_the_command_line_lifts_what_shuts_out_and_leaves_the_rest(cast: Cast) -> None:
    for action in ("suspend", "terminate", "demote"):
        decide(cast.olivia, Decision(action, "account", cast.hal.id, "Spam."))
    lift_suspensions(cast.hal.id)
    hal = Account.objects.get(id=cast.hal.id)
    assert hal.active
    assert hal.unlisted_at is not None


@pytest.mark.parametrize(("kind", "action"), [("post", "label"), ("account", "limit"), ("account", "strike")])
def test_each_kind_ends_by_itself(cast: Cast, kind: str, action: str) -> None:
    about = say(cast.hal) if kind == "post" else cast.hal.id
    label = "So" if action == "label" else ""
    ends = timezone.now() + timedelta(hours=1)
    made = decide(cast.frank, Decision(action, kind, about, "Well.", label=label, ends_at=ends))
    Restriction.objects.filter(id=made).update(ends_at=timezone.now())
    assert end_due_restrictions() == 1
    assert (Post.objects.get(id=about).notice if kind == "post" else Account.objects.get(id=about).limited_at) is None


@pytest.mark.parametrize("disputed", [False, True])
def test_a_closed_account_is_erased_when_nobody_can_object_any_more(cast: Cast, disputed: bool) -> None:
    made = decide(cast.frank, Decision("terminate", "account", cast.hal.id, "Vile."))
    if disputed:
        Appeal.objects.create(restriction_id=made, by="author", account=cast.hal, text="No", due_at=timezone.now())
    now = timezone.now()
    assert closed_for_good(now + timedelta(days=183), 10) == []
    later = now + timedelta(days=185)
    assert closed_for_good(later, 10) == ([] if disputed else [cast.hal.id])
    with mock.patch.object(timezone, "now", return_value=later):
        keep_no_longer()
    assert Departure.objects.filter(account=cast.hal, cause="closed").exists() is not disputed
    lift(cast.frank, made)
    assert closed_for_good(later, 10) == []


@pytest.mark.parametrize("end", ["", ".lift", ".expire"])
def test_the_log_has_words_for_each_of_it(end: str) -> None:
    from folkmoot.moderation.models.decisions import POSSIBLE

    said = [decided(f"{kind}.{action}{end}") for kind, actions in POSSIBLE.items() for action in actions]
    assert all(said)
    assert decided(f"post.praise{end}") == ""
