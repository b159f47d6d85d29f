"""Decisions through programs: the same decisions, with the same reasons, limits and notes as on pages."""

from collections.abc import Callable
from typing import Any

import pytest

from folkmoot.accounts.actions import grant_role
from folkmoot.accounts.models import Account
from folkmoot.core.errors import NotAllowed
from folkmoot.instance.actions import set_rules
from folkmoot.instance.queries import rules
from folkmoot.moderation.actions import Decision, close_for_good, decide, report, undo_measures
from folkmoot.moderation.models import Case, Report, Restriction, Statement
from folkmoot.project.cast import Cast
from tests.api.admin.conftest import StaffDoor
from tests.api.admin.staffing import ACCOUNTS, WHY, is_not_allowed, log, since
from tests.api.shapes import check
from tests.doors import Answer, Door
from tests.moderation.casing import held, laid, reported

DONE = [("none", "warn"), ("silence", "limit"), ("suspend", "suspend")]


def act(door: Door, about: Account, **sent: Any) -> Answer:
    return door.post(f"{ACCOUNTS}/{about.id}/action", {"type": "none", "text": WHY, **sent})


def made() -> list[tuple[str, int]]:
    """What was decided since the cast was there, and about whom."""
    return list(Restriction.objects.order_by("id").values_list("action", "object_id"))[1:]


def untouched() -> tuple[int, ...]:
    return (*(model.objects.count() for model in (Restriction, Statement)), len(log()))


class TestActing:
    @pytest.mark.parametrize(("kind", "action"), DONE)
    def test_each_is_one_decision_with_one_statement(
        self, cast: Cast, staff_of: StaffDoor, kind: str, action: str
    ) -> None:
        door = staff_of(cast.frank)
        before, said = len(log()), Statement.objects.count()
        answer = act(door, cast.hal, type=kind)
        assert (answer.status_code, answer.json()) == (200, {})
        assert made() == [(action, cast.hal.id)]
        assert since(before) == [(f"account.{action}", cast.hal.id)]
        (statement,) = Statement.objects.order_by("-id")[: Statement.objects.count() - said]
        assert (statement.account_id, WHY in statement.text) == (cast.hal.id, True)
        assert Restriction.objects.latest("id").decided_by == cast.frank.id

    def test_the_member_is_told_whatever_is_sent(self, cast: Cast, staff_of: StaffDoor, mail: Any, drain: Any) -> None:
        act(staff_of(cast.frank), cast.hal, send_email_notification="false", warning_preset_id="7")
        drain()
        assert len(mail.to("hal@example.org")) == 1

    @pytest.mark.parametrize("body", [{"type": "silence", "text": WHY}, {"type": "silence", "text": f"  {WHY}\n"}])
    def test_as_json(self, cast: Cast, staff_of: StaffDoor, body: dict[str, str]) -> None:
        answer = staff_of(cast.frank).post(f"{ACCOUNTS}/{cast.hal.id}/action", body=body)
        assert (answer.status_code, made()) == (200, [("limit", cast.hal.id)])

    @pytest.mark.parametrize(
        ("sent", "field"),
        [
            ({"type": ""}, "type"),
            ({"type": "ban"}, "type"),
            ({"type": "disable"}, "type"),
            ({"type": "sensitive"}, "type"),
            ({"text": ""}, "text"),
            ({"text": " \n"}, "text"),
            ({"text": "a" * 2_001}, "text"),
        ],
    )
    def test_what_cannot_be_decided(self, cast: Cast, staff_of: StaffDoor, sent: dict[str, str], field: str) -> None:
        door = staff_of(cast.frank)
        before = untouched()
        answer = act(door, cast.hal, **sent)
        assert (answer.status_code, list(answer.json()["details"])) == (422, [field])
        assert answer.json()["error"].startswith("Validation failed: ")
        assert untouched() == before

    @pytest.mark.parametrize(("kind", "_action"), DONE)
    @pytest.mark.parametrize(
        ("who", "whom"), [("frank", "frank"), ("frank", "olivia"), ("olivia", "olivia"), ("frank", "carol")]
    )
    def test_nobody_acts_on_themselves_or_upward(
        self, cast: Cast, staff_of: StaffDoor, who: str, whom: str, kind: str, _action: str
    ) -> None:
        grant_role(cast.olivia, cast.carol.id, "moderator")
        door = staff_of(getattr(cast, who))
        before = untouched()
        answer = act(door, getattr(cast, whom), type=kind)
        assert (answer.status_code, untouched()) == (403, before)

    def test_an_owner_acts_on_a_moderator(self, cast: Cast, staff_of: StaffDoor) -> None:
        assert act(staff_of(cast.olivia), cast.frank, type="suspend").status_code == 200
        assert made() == [("suspend", cast.frank.id)]

    def test_where_there_are_senior_moderators_others_suspend_nobody(self, cast: Cast, staff_of: StaffDoor) -> None:
        grant_role(cast.olivia, cast.carol.id, "senior_moderator")
        door = staff_of(cast.frank)
        assert act(door, cast.hal, type="suspend").status_code == 403
        assert act(door, cast.hal, type="silence").status_code == 200
        assert act(staff_of(cast.carol), cast.hal, type="suspend").status_code == 200
        assert made() == [("limit", cast.hal.id), ("suspend", cast.hal.id)]
        assert door.post(f"{ACCOUNTS}/{cast.hal.id}/unsuspend").status_code == 403

    @pytest.mark.parametrize("some_id", ["77", "4000000000000001"])
    def test_nobody(self, cast: Cast, staff_of: StaffDoor, some_id: str) -> None:
        answer = staff_of(cast.frank).post(f"{ACCOUNTS}/{some_id}/action", {"type": "none", "text": WHY})
        assert answer.status_code == 404


class TestReports:
    def test_without_one_what_was_reported_of_the_account_itself_is_answered(
        self, cast: Cast, staff_of: StaffDoor
    ) -> None:
        some_id = report(cast.bob, cast.hal.id, None, "Spam")
        act(staff_of(cast.frank), cast.hal)
        assert Report.objects.get(id=some_id).outcome == Report.Outcome.ACTED
        assert Case.objects.get(account=cast.hal).state == Case.State.DECIDED

    def test_with_one_its_case_is_decided(self, cast: Cast, staff_of: StaffDoor) -> None:
        case, _post = reported(cast)
        some_id = Report.objects.get(case=case).id
        door = staff_of(cast.frank)
        before = len(log())
        assert act(door, cast.hal, type="silence", report_id=some_id).status_code == 200
        case.refresh_from_db()
        assert (case.state, case.decided_by) == (Case.State.DECIDED, cast.frank.id)
        assert Restriction.objects.latest("id").case_id == case.id
        assert since(before) == [("account.limit", cast.hal.id), ("case.decide", case.id)]

    def test_one_about_somebody_else(self, cast: Cast, staff_of: StaffDoor) -> None:
        case, _post = reported(cast)
        door = staff_of(cast.frank)
        before = untouched()
        answer = act(door, cast.dan, report_id=Report.objects.get(case=case).id)
        assert (answer.status_code, untouched()) == (422, before)

    def test_one_that_somebody_else_has(self, cast: Cast, staff_of: StaffDoor) -> None:
        case, _post = reported(cast)
        held(case, cast.olivia)
        answer = act(staff_of(cast.frank), cast.hal, report_id=Report.objects.get(case=case).id)
        assert (answer.status_code, "olivia" in answer.json()["error"], made()) == (403, True, [])

    def test_one_that_was_answered(self, cast: Cast, staff_of: StaffDoor) -> None:
        case, _post = reported(cast)
        door, some_id = staff_of(cast.frank), Report.objects.get(case=case).id
        assert [act(door, cast.hal, report_id=some_id).status_code for _twice in range(2)] == [200, 403]

    @pytest.mark.parametrize("some_id", ["77", "4000000000000001"])
    def test_one_that_is_not_there(self, cast: Cast, staff_of: StaffDoor, some_id: str) -> None:
        assert act(staff_of(cast.frank), cast.hal, report_id=some_id).status_code == 404
        assert act(staff_of(cast.frank), cast.hal, report_id="x").status_code == 422


class TestLifting:
    @pytest.mark.parametrize(
        ("action", "verb", "field"),
        [("limit", "unsilence", "silenced"), ("demote", "unsilence", "silenced"), ("suspend", "unsuspend", "suspended"),
         ("terminate", "unsuspend", "suspended")],
    )  # fmt: skip
    def test_each_lifts_its_own(self, cast: Cast, staff_of: StaffDoor, action: str, verb: str, field: str) -> None:
        decide(cast.olivia, Decision(action, "account", cast.hal.id, WHY))
        door = staff_of(cast.frank)
        before = len(log())
        assert door.get(f"{ACCOUNTS}/{cast.hal.id}").json()[field] is True
        answer = door.post(f"{ACCOUNTS}/{cast.hal.id}/{verb}")
        check(answer.json(), "AdminAccount")
        assert (answer.status_code, answer.json()[field]) == (200, False)
        assert since(before) == [(f"account.{action}.lift", cast.hal.id)]

    def test_nothing_else(self, cast: Cast, staff_of: StaffDoor) -> None:
        for action in ("limit", "suspend"):
            decide(cast.olivia, Decision(action, "account", cast.hal.id, WHY))
        answer = staff_of(cast.frank).post(f"{ACCOUNTS}/{cast.hal.id}/unsilence").json()
        assert (answer["silenced"], answer["suspended"]) == (False, True)

    def test_who_is_not_suspended(self, cast: Cast, staff_of: StaffDoor) -> None:
        assert is_not_allowed(staff_of(cast.frank).post(f"{ACCOUNTS}/{cast.hal.id}/unsuspend"))

    @pytest.mark.parametrize("verb", ["enable", "unsensitive", "unsilence"])
    def test_what_there_is_not_is_lifted_already(self, cast: Cast, staff_of: StaffDoor, verb: str) -> None:
        door = staff_of(cast.frank)
        before = len(log())
        answer = door.post(f"{ACCOUNTS}/{cast.hal.id}/{verb}")
        check(answer.json(), "AdminAccount")
        assert (answer.status_code, answer.json()["disabled"], since(before)) == (200, False, [])

    @pytest.mark.parametrize("verb", ["enable", "unsensitive", "unsilence", "unsuspend"])
    def test_nobody(self, cast: Cast, staff_of: StaffDoor, verb: str) -> None:
        assert staff_of(cast.frank).post(f"{ACCOUNTS}/77/{verb}").status_code == 404

    @pytest.mark.parametrize(("verb", "action"), [("unsilence", "limit"), ("unsuspend", "suspend")])
    def test_nobody_lifts_what_is_about_whoever_stands_above_them(
        self, cast: Cast, staff_of: StaffDoor, verb: str, action: str
    ) -> None:
        grant_role(cast.olivia, cast.carol.id, "moderator")
        decide(cast.olivia, Decision(action, "account", cast.carol.id, WHY))
        assert staff_of(cast.frank).post(f"{ACCOUNTS}/{cast.carol.id}/{verb}").status_code == 403
        assert Restriction.objects.latest("id").ended_at is None


class TestClosing:
    """``DELETE`` is the decision that closes a suspended account for good."""

    def close(self, door: Door, who: Account, text: str = "") -> Answer:
        return door.delete(f"{ACCOUNTS}/{who.id}" + (f"?text={text}" if text else ""))

    @pytest.mark.parametrize(("text", "reason"), [("", "Sold followers."), ("Enough", "Enough")])
    def test_for_the_reason_of_the_suspension_unless_there_is_another(
        self, cast: Cast, staff_of: StaffDoor, text: str, reason: str
    ) -> None:
        door = staff_of(cast.olivia)
        before, said = len(log()), Statement.objects.count()
        answer = self.close(door, cast.gina, text)
        check(answer.json(), "AdminAccount")
        assert (answer.status_code, answer.json()["suspended"]) == (200, True)
        latest = Restriction.objects.latest("id")
        assert (latest.action, latest.reason, latest.object_id) == ("terminate", reason, cast.gina.id)
        assert (Statement.objects.count(), since(before)) == (said + 1, [("account.terminate", cast.gina.id)])

    def test_on_the_same_grounds(self, cast: Cast) -> None:
        set_rules(cast.olivia, ["Sell nothing"])
        (rule,) = rules()
        case = laid(cast.hal, category="spam")
        shared: dict[str, Any] = {"rule_id": rule.id, "law": "Section 7 of the act on nets"}
        decide(cast.olivia, Decision("suspend", "account", cast.hal.id, WHY, **shared))
        Restriction.objects.filter(object_id=cast.hal.id).update(case_id=case.id)
        close_for_good(cast.olivia, cast.hal.id, "")
        first, second = Statement.objects.filter(account_id=cast.hal.id).order_by("id")
        for name in ("decision_ground", "illegal_content_legal_ground"):
            assert first.fields[name] == second.fields[name]
        assert second.fields["category"].endswith("OTHER_VIOLATION_TC")
        assert Restriction.objects.latest("id").rule_id == rule.id

    @pytest.mark.parametrize("who", ["hal", "frank", "olivia", "ivy", "erin"])
    def test_who_is_not_suspended(self, cast: Cast, staff_of: StaffDoor, who: str) -> None:
        door = staff_of(cast.olivia)
        before = untouched()
        assert (self.close(door, getattr(cast, who)).status_code, untouched()) == (403, before)

    def test_once(self, cast: Cast, staff_of: StaffDoor) -> None:
        door = staff_of(cast.olivia)
        assert [self.close(door, cast.gina).status_code for _twice in range(2)] == [200, 403]

    def test_not_upward(self, cast: Cast, staff_of: StaffDoor) -> None:
        grant_role(cast.olivia, cast.carol.id, "moderator")
        decide(cast.olivia, Decision("suspend", "account", cast.carol.id, WHY))
        door = staff_of(cast.frank)
        before = untouched()
        assert (self.close(door, cast.carol).status_code, untouched()) == (403, before)
        assert door.delete(f"{ACCOUNTS}/77").status_code == 404


ACTS: dict[str, Callable[[Account, Cast], object]] = {
    "close_for_good": lambda me, cast: close_for_good(me, cast.gina.id, ""),
    "undo_measures": lambda me, cast: undo_measures(me, cast.gina.id, ["suspend"]),
}


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("who", ["hal", "gina", "ivy"])
def test_the_actions_themselves_are_for_staff(cast: Cast, name: str, who: str) -> None:
    before = untouched()
    with pytest.raises(NotAllowed):
        ACTS[name](getattr(cast, who), cast)
    assert untouched() == before
