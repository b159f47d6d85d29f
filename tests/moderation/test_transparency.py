"""The numbers for everybody, against figures worked out by hand."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from folkmoot.accounts.actions import approve, decline
from folkmoot.accounts.models import Account, Login
from folkmoot.core.ids import id_at, new_id
from folkmoot.moderation import dsa
from folkmoot.moderation.actions.appeal import appeal, appeal_report
from folkmoot.moderation.actions.lift import end_restriction, lift, lift_suspensions
from folkmoot.moderation.actions.review import Milder, lighten, overturn, uphold
from folkmoot.moderation.models import Appeal, Case, Report, Restriction, Statement, ThreatReferral
from folkmoot.moderation.queries import transparency
from folkmoot.moderation.queries.transparency import LAPSED, LAW, OPEN, RULES, UNKNOWN, Figures, count, figures
from folkmoot.privacy.actions.evidence import seal
from folkmoot.project.cast import Cast
from tests.moderation.casing import laid
from tests.moderation.deciding import REASONS, WHY, decided, dismissed, removed

pytestmark = pytest.mark.django_db
type Queries = Callable[[int], AbstractContextManager[Any]]

MARCH, APRIL, MAY = (datetime(2024, month, 1, tzinfo=UTC) for month in (3, 4, 5))
EDGES = (MARCH, APRIL, MAY)


def at(day: float) -> datetime:
    """A day of March, counted on."""
    return MARCH + timedelta(days=day - 1)


def told_at(moment: datetime, **how: Any) -> Report:
    hours = how.pop("hours", None)
    if hours is not None:
        how = {"outcome": "acted", "closed_by": 7, **how, "closed_at": moment + timedelta(hours=hours)}
    return Report.objects.create(id=id_at(moment) + Report.objects.count(), **how)


def made_at(moment: datetime, action: str = "remove", fields: dict[str, str] | None = None, **how: Any) -> Restriction:
    some_id = id_at(moment) + Restriction.objects.count()
    values = {"kind": "post", "object_id": 5, "reason": "", "starts_at": moment, "decided_by": 7, **how}
    made = Restriction.objects.create(id=some_id, action=action, **values)
    if fields is not None:
        held = {"delivered_at": moment, "delivered_via": "page", "language": "en", "text": "."}
        Statement.objects.create(restriction=made, account_id=5, puid=str(some_id), fields=fields, **held)
    return made


def objected_at(moment: datetime, by: str = "author", **how: Any) -> Appeal:
    some_id = id_at(moment) + Appeal.objects.count()
    return Appeal.objects.create(id=some_id, by=by, text=".", due_at=moment, **how)


def fields(ground: str = dsa.INCOMPATIBLE, source: str = dsa.VOLUNTARY, how: str = dsa.NOT_AUTOMATED) -> dict[str, str]:
    return {"decision_ground": ground, "source_type": source, "automated_decision": how}


@pytest.fixture
def clean(cast: Cast) -> Cast:
    """The cast, about whom nothing was decided yet."""
    Restriction.objects.all().delete()
    return cast


def this_month() -> Figures:
    now = timezone.now()
    return count((now - timedelta(days=1), now + timedelta(days=1)))


class TestReports:
    def test_counted_by_hand(self) -> None:
        told_at(at(1), category="spam", hours=2)
        told_at(at(2), category="spam", hours=4)
        told_at(at(3), category="hate", hours=90, outcome="dismissed")
        told_at(at(4), category="hate", kind="art16_notice")
        told_at(at(5), category="life", outcome="dismissed", closed_at=at(9))  # with the account it was about
        told_at(at(6), category="of another release", hours=6)
        told = count(EDGES).told
        assert told.total == 6
        assert told.categories == {"spam": 2, "hate": 2, "life": 1, "other": 1}
        assert told.doors == {"user_flag": 5, "art16_notice": 1}
        assert told.outcomes == {"acted": 3, "dismissed": 1, OPEN: 1, LAPSED: 1}
        assert told.usual == timedelta(hours=5), "between 4 and 6; what ended with its account says nothing"

    @pytest.mark.parametrize(
        ("hours", "usual"), [((), None), ((1, 2), None), ((1, 2, 30), 2), ((1, 2, 4, 30), 3), ((0, 0, 0), 0)]
    )
    def test_the_usual_time(self, hours: tuple[float, ...], usual: float | None) -> None:
        for number, each in enumerate(hours):
            told_at(at(1 + number), hours=each)
        assert count(EDGES).told.usual == (None if usual is None else timedelta(hours=usual))

    @pytest.mark.parametrize(
        ("moment", "months"),
        [
            (MARCH - timedelta(milliseconds=1), (0, 0)),
            (MARCH, (1, 0)),
            (APRIL - timedelta(milliseconds=1), (1, 0)),
            (APRIL, (0, 1)),
            (MAY - timedelta(milliseconds=1), (0, 1)),
            (MAY, (0, 0)),
        ],
    )
    def test_where_months_meet(self, moment: datetime, months: tuple[int, int]) -> None:
        told_at(moment)
        made_at(moment)
        objected_at(moment)
        found = count(EDGES)
        for name in ("reports", "decisions", "objections"):
            assert tuple(getattr(month, name) for month in found.months) == months
        assert found.told.total == found.decided.total == found.objected.total == sum(months)
        assert [month.begins for month in found.months] == [MARCH, APRIL]


class TestDecisions:
    def test_counted_by_hand(self) -> None:
        made_at(at(1), "remove", fields(dsa.ILLEGAL, dsa.NOTICE))
        made_at(at(2), "remove", fields(dsa.ILLEGAL, dsa.OTHER_NOTICE))
        made_at(at(3), "warn", fields(dsa.INCOMPATIBLE, dsa.OTHER_NOTICE))
        made_at(at(4), "terminate", fields(), kind="account")
        made_at(at(5), "terminate", fields(), kind="account", ended_at=at(9), ended_by=7)
        made_at(at(6), "hide", {})  # erased with the account
        made_at(at(7), "limit")  # from before there were statements
        made_at(at(8), "label", fields(how="AUTOMATED_DECISION_FULLY"))
        decided = count(EDGES).decided
        assert decided.total == 8
        assert decided.actions == {"remove": 2, "warn": 1, "terminate": 2, "hide": 1, "limit": 1, "label": 1}
        assert decided.grounds == {LAW: 2, RULES: 4, UNKNOWN: 2}
        assert decided.sources == {dsa.NOTICE: 1, dsa.OTHER_NOTICE: 2, dsa.VOLUNTARY: 3, UNKNOWN: 2}
        assert (decided.automated, decided.restored, decided.closed_accounts) == (1, 1, 1)

    @pytest.mark.parametrize(
        ("how", "restored"),
        [
            ({}, 0),
            ({"ended_at": at(9), "ended_by": 7}, 1),
            ({"ended_at": at(9), "ended_by": 7, "ends_at": at(20)}, 1),
            ({"ended_at": at(9), "ends_at": at(9)}, 0),  # its time had come
            ({"ended_at": at(9.1), "ends_at": at(9)}, 0),  # noticed a little later
            ({"ended_at": at(9), "ends_at": at(20)}, 1),  # on the command line
            ({"ended_at": at(9)}, 1),
            ({"ended_at": MAY, "ended_by": 7}, 0),
            ({"ended_at": MARCH, "ended_by": 7}, 1),
        ],
    )
    def test_what_was_taken_back(self, how: dict[str, Any], restored: int) -> None:
        made_at(MARCH - timedelta(days=40), **how)
        found = count(EDGES).decided
        assert (found.total, found.restored) == (0, restored), "also of what was decided earlier"

    def test_as_staff_decide(self, clean: Cast) -> None:
        removed(clean.frank, clean.hal)
        law = decided(clean.frank, "suspend", "account", clean.hal.id, law="§ 130 StGB")
        ends = decided(clean.frank, "limit", "account", clean.bob.id, ends_at=timezone.now() + timedelta(days=1))
        found = this_month().decided
        assert found.actions == {"remove": 1, "suspend": 1, "limit": 1}
        assert found.grounds == {LAW: 1, RULES: 2}
        assert found.sources == {dsa.VOLUNTARY: 3}
        assert (found.automated, found.restored) == (0, 0)
        lift_suspensions(clean.hal.id)
        assert this_month().decided.restored == 1
        assert Restriction.objects.get(id=law.id).ended_by is None
        Restriction.objects.filter(id=ends.id).update(ends_at=timezone.now())
        end_restriction(ends.id)
        assert this_month().decided.restored == 1, "what ends by itself is not taken back"
        lift(clean.frank, Restriction.objects.get(action="remove").id)
        assert this_month().decided.restored == 2

    def test_what_was_erased_with_an_account_is_still_counted(self, clean: Cast) -> None:
        removed(clean.frank, clean.hal)
        dismissed(clean, clean.bob)
        appeal(clean.hal, Restriction.objects.get().id, WHY)
        seal(clean.hal.id)
        found = this_month()
        assert found.decided.grounds == found.decided.sources == {UNKNOWN: 1}
        assert found.decided.actions == {"remove": 1}
        assert found.told.outcomes == {"dismissed": 1}
        assert found.objected.outcomes == {LAPSED: 1}


class TestObjections:
    def test_counted_by_hand(self) -> None:
        mine, other = made_at(at(1), decided_by=7), made_at(at(1), decided_by=8)
        told = told_at(at(1), hours=1, closed_by=7)
        case = Case.objects.create(decided_by=7)
        again = told_at(at(2), case=case)  # forgot who had closed it when it was opened again
        done = {"reviewer_id": 7, "decided_at": at(12)}
        objected_at(at(10), restriction_id=mine.id, outcome="upheld", **done)
        objected_at(at(10), restriction_id=other.id, outcome="partly", **done)
        objected_at(at(11), "notifier", report_id=told.id, outcome="upheld", **done)
        objected_at(at(11), "notifier", report_id=again.id, case_id=case.id, outcome="overturned", **done)
        objected_at(at(11), "notifier")
        objected_at(at(2), outcome="upheld", decided_at=at(20))
        found = count(EDGES).objected
        assert found.total == 6
        assert found.by == {"author": 3, "notifier": 3}
        assert found.outcomes == {"upheld": 2, "overturned": 1, "partly": 1, OPEN: 1, LAPSED: 1}
        assert found.usual == timedelta(days=1.5)
        assert found.own_eyes == 3

    def test_as_staff_answer(self, clean: Cast) -> None:
        for text, answer in (("one", uphold), ("two", overturn)):
            made = removed(clean.frank, clean.hal, text)[1]
            answer(clean.olivia, appeal(clean.hal, made.id, WHY), REASONS)
        made = removed(clean.frank, clean.hal, "three")[1]
        lighten(clean.olivia, appeal(clean.hal, made.id, WHY), REASONS, Milder("warn", None))
        overturn(clean.olivia, appeal_report(clean.bob, dismissed(clean, clean.bob), WHY), REASONS)
        appeal(clean.hal, removed(clean.frank, clean.hal, "four")[1].id, WHY)
        found = this_month()
        assert found.objected.by == {"author": 4, "notifier": 1}
        assert found.objected.outcomes == {"upheld": 1, "overturned": 2, "partly": 1, OPEN: 1}
        assert found.objected.own_eyes == 0
        assert found.decided.actions == {"remove": 4, "warn": 1}
        assert found.decided.restored == 2

    def test_where_nobody_else_is_there(self, cast: Cast) -> None:
        made = removed(cast.olivia, cast.hal)[1]
        Account.objects.filter(id=cast.frank.id).update(active=False)
        uphold(cast.olivia, appeal(cast.hal, made.id, WHY), REASONS)
        assert this_month().objected.own_eyes == 1


class TestPeople:
    def test_who_came(self, cast: Cast) -> None:
        now = timezone.now()
        before = this_month().comings
        everybody = Account.objects.filter(domain="", kind="person")
        assert before.asked == everybody.count()
        waits = Login.objects.filter(approved_at=None).latest("id")
        decline(cast.frank, waits.id, "")
        assert this_month().comings.declined == before.declined + 1
        Login.objects.filter(id=waits.id).delete()
        after = this_month().comings
        assert after.declined == before.declined + 1, "the log knows it when the applicant is long erased"
        assert after.asked == before.asked, "a number is left of each account"
        earlier = count((now - timedelta(days=9), now - timedelta(days=8))).comings
        assert earlier == (0, 0, 0)

    def test_who_was_let_in_counts_once_when_the_moderator_is_gone(self, cast: Cast) -> None:
        waits = Login.objects.filter(approved_at=None).latest("id")
        approve(cast.frank, waits.id)
        found = this_month().comings.let_in
        Login.objects.filter(id=waits.id).update(approved_by=None)
        assert this_month().comings.let_in == found

    def test_who_moderates(self, cast: Cast) -> None:
        assert (this_month().staff, this_month().languages) == (2, ())
        for account, language in ((cast.olivia, "ar"), (cast.frank, "en")):
            Account.objects.filter(id=account.id).update(language=language)
        assert this_month().languages == (), "of two people it would say who speaks what"
        cast.bob.roles.create(role="moderator")
        assert (this_month().staff, this_month().languages) == (3, ("ar", "en"))
        Account.objects.filter(id=cast.bob.id).update(active=False)
        assert (this_month().staff, this_month().languages) == (2, ())

    def test_danger_to_life(self, cast: Cast) -> None:
        case, moment = laid(cast.hal), timezone.now()
        for dropped in (None, None, moment):
            ThreatReferral.objects.create(
                case=case, country="DE", text=".", opened_by=7, reminded_at=moment, dropped_at=dropped
            )
        assert this_month().dangers == 2, "what was a mistake is none"


def test_nothing_at_all() -> None:
    found = count(EDGES)
    assert (found.told.total, found.decided.total, found.objected.total) == (0, 0, 0)
    assert (found.told.usual, found.objected.usual, found.dangers) == (None, None, 0)
    assert found.comings == (0, 0, 0)
    assert not found.decided.grounds
    assert (found.staff, found.languages) == (0, ())
    assert [(each.reports, each.decisions, each.objections) for each in found.months] == [(0, 0, 0)] * 2


def test_kept_for_some_minutes(monkeypatch: pytest.MonkeyPatch, queries: Queries) -> None:
    told_at(at(1))
    assert figures(EDGES).told.total == 1
    told_at(at(2))
    with queries(0):
        assert figures(EDGES).told.total == 1
    assert figures((MARCH, APRIL)).told.total == 2, "another time is counted by itself"
    later = time.monotonic() + transparency.KEPT_SECONDS + 1
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert figures(EDGES).told.total == 2


def test_no_more_is_kept_than_can_be_asked_for() -> None:
    for hours in range(transparency._KEPT_MOST + 5):
        figures((MARCH + timedelta(hours=hours), APRIL))
    assert len(transparency._cache) == 5


def test_as_many_statements_and_fast_however_much_there_is(queries: Queries) -> None:
    with queries(10):
        count(EDGES)
    first = id_at(at(2))
    Report.objects.bulk_create(
        Report(id=first + each, outcome="acted", closed_at=at(9), closed_by=7, category="spam")
        for each in range(10_000)
    )
    many = {"kind": "post", "object_id": 5, "reason": "", "starts_at": at(2), "decided_by": 7}
    made = [Restriction(id=first + each, action="remove", **many) for each in range(10_000)]
    Restriction.objects.bulk_create(made)
    held = {"delivered_at": at(2), "delivered_via": "page", "language": "en", "text": ".", "account_id": 5}
    Statement.objects.bulk_create(
        Statement(id=new_id(), restriction=each, puid=str(each.id), fields=fields(), **held) for each in made
    )
    began = time.process_time()
    with queries(10):
        found = count(EDGES)
    assert time.process_time() - began < 1
    assert found.told.total == found.decided.total == found.decided.grounds[RULES] == 10_000
