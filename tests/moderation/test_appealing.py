"""Appeals by whoever had reported, what is said while somebody looks, and how staff see them."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid, NotAllowed, NotFound, TooMany
from folkmoot.moderation.actions import report
from folkmoot.moderation.actions.appeal import appeal, appeal_notice, appeal_report
from folkmoot.moderation.actions.appeal_thread import UNANSWERED, answer, answer_notice, ask
from folkmoot.moderation.actions.review import overturn, uphold
from folkmoot.moderation.models import Appeal, AppealMessage, Case, CaseMessage, Report
from folkmoot.moderation.queries.appeal_page import appeal_page
from folkmoot.moderation.queries.appeals import decided_appeals, open_appeals
from folkmoot.moderation.queries.standing import decision_about, own_appeal_of_report
from folkmoot.project.cast import Cast
from tests.happened import Happened
from tests.moderation.deciding import REASONS, WHY, after, decided, dismissed, removed, statement_of

pytestmark = pytest.mark.django_db


class TestReporters:
    def test_what_is_overturned_is_looked_at_again(self, cast: Cast) -> None:
        report_id = dismissed(cast, cast.bob)
        some = appeal_report(cast.bob, report_id, WHY)
        assert appeal_report(cast.bob, report_id, "Again!") == some
        overturn(cast.olivia, some, REASONS)
        found = Report.objects.get(id=report_id)
        assert (found.outcome, found.closed_at, found.told_at) == ("", None, None)
        case = Case.objects.get(id=found.case_id)
        assert (case.state, case.account_id, case.reports) == ("open", cast.hal.id, 1)
        assert CaseMessage.objects.get(case=case).text == REASONS
        shown = own_appeal_of_report(report_id)
        assert shown is not None
        assert (shown.outcome, shown.reasons, shown.by_same) == ("overturned", REASONS, False)

    def test_the_case_that_a_report_about_a_child_leaves_stays_about_that(self, cast: Cast) -> None:
        report_id = dismissed(cast, cast.bob)
        Report.objects.filter(id=report_id).update(category="children")
        before = Report.objects.get(id=report_id).case_id
        overturn(cast.olivia, appeal_report(cast.bob, report_id, WHY), REASONS)
        assert Report.objects.get(id=report_id).case_id != before
        assert Case.objects.get(id=before).category == "children"

    def test_it_joins_what_is_live_by_then(self, cast: Cast) -> None:
        report_id = dismissed(cast, cast.bob)
        some = appeal_report(cast.bob, report_id, WHY)
        report(cast.carol, cast.hal.id, None, "Me too.")
        live = Case.objects.get(state="open", account=cast.hal)
        overturn(cast.olivia, some, REASONS)
        assert Report.objects.get(id=report_id).case_id == live.id

    def test_upheld_leaves_everything(self, cast: Cast) -> None:
        report_id = dismissed(cast, cast.bob)
        uphold(cast.olivia, appeal_report(cast.bob, report_id, WHY), REASONS)
        assert Report.objects.get(id=report_id).outcome == "dismissed"
        assert Case.objects.filter(state="open").count() == 0

    @pytest.mark.parametrize(("days", "open_"), [(180, True), (184, True), (185, False)])
    def test_for_six_months(self, cast: Cast, days: int, open_: bool) -> None:
        report_id = dismissed(cast, cast.bob)
        with after(days=days, seconds=-30):
            if open_:
                assert appeal_report(cast.bob, report_id, WHY)
            else:
                with pytest.raises(NotAllowed):
                    appeal_report(cast.bob, report_id, WHY)

    def test_not_before_it_was_decided_and_not_by_others(self, cast: Cast) -> None:
        report(cast.bob, cast.hal.id, None, "He is unkind.")
        found = Report.objects.get()
        with pytest.raises(NotAllowed, match="Nobody has decided"):
            appeal_report(cast.bob, found.id, WHY)
        for somebody in (cast.alice, cast.hal):
            with pytest.raises(NotFound):
                appeal_report(somebody, found.id, WHY)
        with pytest.raises(NotFound):
            appeal_notice(found.id, WHY)
        assert own_appeal_of_report(found.id) is None

    def test_a_notice_without_an_account(self, cast: Cast) -> None:
        closed = {"closed_at": timezone.now(), "closed_by": cast.frank.id, "outcome": "dismissed"}
        case = Case.objects.create(account=None, state="closed")
        notice = Report.objects.create(kind="art16_notice", case=case, comment="Look there.", **closed)
        some = appeal_notice(notice.id, WHY)
        ask(cast.olivia, some, "Where exactly?")
        answer_notice(notice.id, "On the second page.")
        overturn(cast.olivia, some, REASONS)
        case.refresh_from_db()
        assert (case.state, case.decided_at) == ("open", None)
        assert Report.objects.get().case_id == case.id
        with pytest.raises(NotAllowed):
            answer_notice(notice.id, "Thank you.")
        with pytest.raises(NotFound):
            answer_notice(4711, "Hello?")


class TestThread:
    def test_staff_ask_and_the_member_answers(self, cast: Cast, happened: Happened) -> None:
        _post, made = removed(cast.frank, cast.hal)
        some = appeal(cast.hal, made.id, WHY)
        happened()
        ask(cast.olivia, some, "Who was meant?")
        answer(cast.hal, some, "My brother.")
        assert [name for name, _data in happened()] == ["AppealSaid", "AppealSaid"]
        shown = decision_about(cast.hal.id, statement_of(made).id).appeal
        assert shown is not None
        assert [(said.text, said.by_staff) for said in shown.thread] == [
            ("Who was meant?", True),
            ("My brother.", False),
        ]

    def test_by_nobody_else(self, cast: Cast) -> None:
        _post, made = removed(cast.frank, cast.hal)
        some = appeal(cast.hal, made.id, WHY)
        with pytest.raises(NotAllowed):
            ask(cast.frank, some, "Why?")
        with pytest.raises(NotAllowed):
            ask(cast.bob, some, "Why?")
        with pytest.raises(NotFound):
            answer(cast.bob, some, "Because.")
        with pytest.raises(Invalid):
            ask(cast.olivia, some, " ")
        uphold(cast.olivia, some, REASONS)
        with pytest.raises(NotAllowed, match="closed"):
            answer(cast.hal, some, "But!")
        assert not AppealMessage.objects.exists()

    def test_nobody_writes_without_end(self, cast: Cast) -> None:
        _post, made = removed(cast.frank, cast.hal)
        some = appeal(cast.hal, made.id, WHY)
        for number in range(UNANSWERED):
            answer(cast.hal, some, f"And {number}")
        with pytest.raises(TooMany):
            answer(cast.hal, some, "And more")
        ask(cast.olivia, some, "Slowly, please.")
        answer(cast.hal, some, "Sorry.")


class TestLists:
    def test_the_most_urgent_first_and_what_was_answered_below(self, cast: Cast) -> None:
        first, second, third = (
            appeal(who, removed(cast.frank, who)[1].id, WHY) for who in (cast.hal, cast.bob, cast.carol)
        )
        Appeal.objects.filter(id=second).update(due_at=timezone.now() - timedelta(days=1))
        assert [(row.id, row.is_late) for row in open_appeals(cast.olivia.id, timezone.now())] == [
            (second, True),
            (first, False),
            (third, False),
        ]
        uphold(cast.olivia, first, REASONS)
        uphold(cast.olivia, third, REASONS)
        answered = decided_appeals(cast.olivia.id, Page(limit=1), timezone.now())
        assert [row.id for row in answered.items] == [third]
        older = decided_appeals(cast.olivia.id, Page(limit=1, max_id=answered.older), timezone.now())
        assert [(row.id, row.outcome, row.is_late) for row in older.items] == [(first, "upheld", False)]
        assert [row.id for row in open_appeals(cast.olivia.id, timezone.now())] == [second]

    def test_what_is_about_staff_is_not_for_other_staff(self, cast: Cast) -> None:
        made = decided(cast.olivia, "warn", "account", cast.frank.id)
        appeal(cast.frank, made.id, WHY)
        assert open_appeals(cast.frank.id, timezone.now()) == []
        assert len(open_appeals(cast.olivia.id, timezone.now())) == 1

    def test_a_page_shows_all_it_takes(self, cast: Cast) -> None:
        _post, made = removed(cast.frank, cast.hal, "Vile words")
        page = appeal_page(cast.olivia.id, appeal(cast.hal, made.id, WHY), timezone.now())
        assert (page.post_text, page.reason, page.kind) == ("Vile words", "Against our rules.", "post")
        assert page.decided_by is not None
        assert page.decided_by.id == cast.frank.id
        assert page.statement == statement_of(made).text
        report_id = dismissed(cast, cast.bob)
        about = appeal_page(cast.olivia.id, appeal_report(cast.bob, report_id, WHY), timezone.now())
        assert (about.report_comment, about.post_text, about.milder) == ("He is unkind.", "", ())

    def test_a_list_costs_the_same_for_one_and_for_many(self, cast: Cast, queries: Any) -> None:
        appeal(cast.hal, removed(cast.frank, cast.hal)[1].id, WHY)
        open_appeals(cast.olivia.id, timezone.now())
        with queries(5):
            open_appeals(cast.olivia.id, timezone.now())
        for who in (cast.bob, cast.carol, cast.alice):
            appeal(who, removed(cast.frank, who)[1].id, WHY)
        with queries(5):
            assert len(open_appeals(cast.olivia.id, timezone.now())) == 4
