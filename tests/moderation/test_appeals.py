"""Appeals: who may make them and until when, who may decide them, and that what was taken comes back exactly."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from folkmoot.accounts.actions import grant_role
from folkmoot.accounts.models import Account
from folkmoot.audit.queries import verify
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.moderation.actions import lift
from folkmoot.moderation.actions.appeal import LONGEST_APPEAL, appeal, appeal_report
from folkmoot.moderation.actions.appeal_thread import ask
from folkmoot.moderation.actions.review import Milder, lighten, overturn, uphold
from folkmoot.moderation.models import Appeal, Restriction, Statement
from folkmoot.moderation.queries.appeal_page import appeal_page
from folkmoot.moderation.queries.appeals import milder_than, open_appeals
from folkmoot.moderation.queries.standing import decision_about
from folkmoot.posts.queries import get_post
from folkmoot.project.cast import Cast
from tests.happened import Happened
from tests.moderation.deciding import REASONS, WHY, after, decided, dismissed, every, removed, statement_of
from tests.posts.writing import say

pytestmark = pytest.mark.django_db
EVERY = every()


def row_of(table: str, some_id: int) -> dict[str, Any]:
    """A whole row, as the database has it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE id = %s", [some_id])
        names = [each[0] for each in cursor.description]
        return dict(zip(names, cursor.fetchone(), strict=True))


@pytest.mark.parametrize(("kind", "action"), EVERY)
@pytest.mark.parametrize(("days", "open_"), [(0, True), (180, True), (184, True), (185, False)])
def test_every_decision_can_be_appealed_for_six_months(
    cast: Cast, kind: str, action: str, days: int, open_: bool
) -> None:
    object_id = say(cast.hal) if kind == "post" else cast.hal.id
    made = decided(cast.frank, action, kind, object_id)
    view = statement_of(made)
    with after(days=days, seconds=-30 if days else 0):
        assert decision_about(cast.hal.id, view.id).may_appeal is open_
        if open_:
            assert appeal(Account.objects.get(id=cast.hal.id), made.id, WHY)
        else:
            with pytest.raises(NotAllowed, match="Six months"):
                appeal(cast.hal, made.id, WHY)
    assert Appeal.objects.count() == open_


@pytest.mark.parametrize(("kind", "action"), EVERY)
def test_what_is_overturned_is_exactly_as_it_was(cast: Cast, kind: str, action: str) -> None:
    post = say(cast.hal, "A joke")
    before = row_of("post", post), row_of("accounts_account", cast.hal.id)
    made = decided(cast.frank, action, kind, post if kind == "post" else cast.hal.id)
    overturn(cast.olivia, appeal(cast.hal, made.id, WHY), REASONS)
    after_ = row_of("post", post), row_of("accounts_account", cast.hal.id)
    for was, is_ in zip(before, after_, strict=True):
        assert {k: v for k, v in is_.items() if k != "version"} == {k: v for k, v in was.items() if k != "version"}
    assert Restriction.objects.get(id=made.id).ended_by == cast.olivia.id
    assert get_post(cast.bob.id, post).body.text == "A joke"
    assert verify() is None


def test_of_two_decisions_only_the_one_that_is_overturned_ends(cast: Cast) -> None:
    post, first = removed(cast.frank, cast.hal)
    second = decided(cast.frank, "remove", "post", post)
    overturn(cast.olivia, appeal(cast.hal, first.id, WHY), REASONS)
    with pytest.raises(NotFound):
        get_post(cast.bob.id, post)
    overturn(cast.olivia, appeal(cast.hal, second.id, WHY), REASONS)
    assert get_post(cast.bob.id, post).post_id == post


def test_an_appeal_is_made_once_and_is_answered_in_two_weeks(cast: Cast, happened: Happened) -> None:
    _post, made = removed(cast.frank, cast.hal)
    happened()
    first = appeal(cast.hal, made.id, WHY)
    assert appeal(cast.hal, made.id, "Once more!") == first
    assert [name for name, _data in happened()] == ["AppealOpened"]
    found = Appeal.objects.get()
    assert (found.text, found.by, found.case_id) == (WHY, "author", made.case_id)
    assert timedelta(days=13) < found.due_at - timezone.now() <= timedelta(days=14)


@pytest.mark.parametrize("text", ["", "  \n ", "x" * (LONGEST_APPEAL + 1)])
def test_an_appeal_says_something(cast: Cast, text: str) -> None:
    _post, made = removed(cast.frank, cast.hal)
    with pytest.raises(Invalid) as refused:
        appeal(cast.hal, made.id, text)
    assert refused.value.field == "text"


def test_nobody_appeals_for_others_or_against_what_was_taken_back(cast: Cast) -> None:
    _post, made = removed(cast.frank, cast.hal)
    for somebody in (cast.bob, cast.frank):
        with pytest.raises(NotFound):
            appeal(somebody, made.id, WHY)
    lift(cast.olivia, made.id)
    with pytest.raises(NotAllowed, match="taken back"):
        appeal(cast.hal, made.id, WHY)


def test_what_has_ended_by_itself_can_still_be_appealed(cast: Cast) -> None:
    made = decided(cast.frank, "suspend", "account", cast.hal.id, ends_at=timezone.now() + timedelta(hours=1))
    Restriction.objects.filter(id=made.id).update(ended_at=timezone.now())
    overturn(cast.olivia, appeal(cast.hal, made.id, WHY), REASONS)
    assert Appeal.objects.get().outcome == "overturned"


class TestWhoDecides:
    def test_not_whoever_made_the_decision(self, cast: Cast) -> None:
        _post, made = removed(cast.frank, cast.hal)
        some = appeal(cast.hal, made.id, WHY)
        for act in (uphold, overturn):
            with pytest.raises(NotAllowed, match="You made this decision"):
                act(cast.frank, some, REASONS)
        page = appeal_page(cast.frank.id, some, timezone.now())
        assert (page.may_decide, page.is_own) == (False, True)
        assert appeal_page(cast.olivia.id, some, timezone.now()).may_decide

    def test_whoever_is_alone_does_and_that_is_told(self, cast: Cast) -> None:
        _post, made = removed(cast.frank, cast.hal)
        some = appeal(cast.hal, made.id, WHY)
        cast.olivia.roles.all().delete()
        page = appeal_page(cast.frank.id, some, timezone.now())
        assert (page.may_decide, page.is_own) == (True, True)
        uphold(cast.frank, some, REASONS)
        shown = decision_about(cast.hal.id, statement_of(made).id).appeal
        assert shown is not None
        assert shown.by_same

    def test_about_staff_owners_decide(self, cast: Cast) -> None:
        grant_role(None, cast.bob.id, "owner")
        made = decided(cast.olivia, "warn", "account", cast.frank.id)
        some = appeal(cast.frank, made.id, WHY)
        grant_role(None, cast.alice.id, "moderator")
        for somebody in (cast.frank, cast.alice):
            with pytest.raises(NotAllowed):
                overturn(somebody, some, REASONS)
            with pytest.raises(NotFound):
                appeal_page(somebody.id, some, timezone.now())
        overturn(cast.bob, some, REASONS)

    @pytest.mark.parametrize("who", ["hal", "bob", "gina"])
    def test_no_member(self, cast: Cast, who: str) -> None:
        _post, made = removed(cast.frank, cast.hal)
        some = appeal(cast.hal, made.id, WHY)
        for act in (uphold, overturn):
            with pytest.raises(NotAllowed):
                act(getattr(cast, who), some, REASONS)
        with pytest.raises(NotFound):
            open_appeals(getattr(cast, who).id, timezone.now())
        with pytest.raises(NotFound):
            appeal_page(getattr(cast, who).id, some, timezone.now())

    def test_a_reporter_of_the_staff_does_not_decide_their_own(self, cast: Cast) -> None:
        grant_role(None, cast.alice.id, "moderator")
        report_id = dismissed(cast, cast.alice)
        some = appeal_report(cast.alice, report_id, WHY)
        with pytest.raises(NotAllowed, match="somebody else"):
            overturn(cast.alice, some, REASONS)
        overturn(cast.olivia, some, REASONS)

    def test_only_one_of_two(self, cast: Cast) -> None:
        _post, made = removed(cast.frank, cast.hal)
        some = appeal(cast.hal, made.id, WHY)
        uphold(cast.olivia, some, REASONS)
        with pytest.raises(NotAllowed, match="just decided"):
            overturn(cast.olivia, some, REASONS)
        assert Restriction.objects.get(id=made.id).ended_at is None

    def test_nothing_that_is_not_there(self, cast: Cast) -> None:
        with pytest.raises(NotFound):
            uphold(cast.olivia, 4711, REASONS)
        with pytest.raises(NotFound):
            ask(cast.olivia, 4711, "Why?")


@pytest.mark.parametrize("reasons", ["", "x" * 49, " " * 60, "x" * 2001])
def test_reasons_are_real(cast: Cast, reasons: str) -> None:
    _post, made = removed(cast.frank, cast.hal)
    some = appeal(cast.hal, made.id, WHY)
    for act in (uphold, overturn):
        with pytest.raises(Invalid) as refused:
            act(cast.olivia, some, reasons)
        assert refused.value.field == "reasons"
    assert Appeal.objects.get().outcome == ""
    assert Restriction.objects.get(id=made.id).ended_at is None
    uphold(cast.olivia, some, "x" * 50)


class TestMilder:
    @pytest.mark.parametrize(
        ("kind", "action", "milder"),
        [
            ("post", "remove", ["warn", "strike", "age_gate", "demote", "limit", "hide", "remove"]),
            ("post", "warn", ["warn"]),
            ("account", "terminate", ["warn", "strike", "demote", "limit", "suspend"]),
            ("account", "suspend", ["warn", "strike", "demote", "limit", "suspend"]),
            ("account", "warn", ["warn"]),
            ("", "", []),
        ],
    )
    def test_what_is_milder(self, kind: str, action: str, milder: list[str]) -> None:
        assert milder_than(kind, action) == milder

    def test_a_removal_becomes_a_warning_with_its_own_statement(self, cast: Cast) -> None:
        post, made = removed(cast.frank, cast.hal)
        lighten(cast.olivia, appeal(cast.hal, made.id, WHY), REASONS, Milder("warn", None))
        assert get_post(cast.bob.id, post).post_id == post
        fresh = Restriction.objects.exclude(id=made.id).get(account_id=cast.hal.id)
        assert (fresh.action, fresh.reason, fresh.decided_by) == ("warn", REASONS, cast.olivia.id)
        assert Statement.objects.filter(restriction=fresh).count() == 1
        assert Appeal.objects.get().outcome == "partly"

    def test_a_suspension_becomes_shorter_and_keeps_its_law(self, cast: Cast) -> None:
        made = decided(cast.frank, "suspend", "account", cast.hal.id, law="Section 185")
        until = timezone.now() + timedelta(days=3)
        lighten(cast.olivia, appeal(cast.hal, made.id, WHY), REASONS, Milder("suspend", until))
        fresh = Restriction.objects.exclude(id=made.id).get(account_id=cast.hal.id)
        assert fresh.ends_at == until
        assert Statement.objects.get(restriction=fresh).fields["illegal_content_legal_ground"] == "Section 185"
        assert not Account.objects.get(id=cast.hal.id).active

    @pytest.mark.parametrize(
        ("action", "days"), [("suspend", None), ("suspend", 9), ("terminate", None), ("remove", 1)]
    )
    def test_what_is_not_milder_changes_nothing(self, cast: Cast, action: str, days: int | None) -> None:
        end = timezone.now() + timedelta(days=7)
        made = decided(cast.frank, "suspend", "account", cast.hal.id, ends_at=end)
        some = appeal(cast.hal, made.id, WHY)
        until = timezone.now() + timedelta(days=days) if days else None
        with pytest.raises(Invalid) as refused:
            lighten(cast.olivia, some, REASONS, Milder(action, until))
        assert refused.value.field == "action"
        assert Appeal.objects.get().outcome == ""
        assert Restriction.objects.get(id=made.id).ended_at is None
