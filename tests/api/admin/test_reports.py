"""Reports through programs: what is told of them, and what taking, giving back and closing one does to its case."""

from typing import Any

import pytest

from folkmoot.accounts.actions import grant_role
from folkmoot.accounts.models import Account
from folkmoot.instance.actions import set_rules
from folkmoot.instance.queries import rules
from folkmoot.moderation.actions import Complaint, complain, report
from folkmoot.moderation.actions.closing import close_without_action
from folkmoot.moderation.models import Case, Report
from folkmoot.project.cast import Cast
from tests.api.admin.conftest import StaffDoor
from tests.api.admin.staffing import REPORTS, log, since
from tests.api.shapes import check, check_all
from tests.doors import Answer, Door
from tests.moderation.casing import complained, held, laid
from tests.moderation.removing import remove_post
from tests.posts.writing import say
from tests.streaming.hearing import statements


@pytest.fixture
def made(cast: Cast) -> Report:
    """Bob says that a post of hal's advertises."""
    post = say(cast.hal, "Buy my nets")
    return Report.objects.get(id=report(cast.bob, cast.hal.id, post, "This advertises."))


def ids(door: Door, **query: Any) -> list[int]:
    answer = door.get(REPORTS, query)
    assert answer.status_code == 200, answer.text
    return [int(each["id"]) for each in answer.json()]


def press(door: Door, made: Report, verb: str) -> Answer:
    return door.post(f"{REPORTS}/{made.id}/{verb}")


class TestWhatIsTold:
    def test_of_a_report(self, cast: Cast, staff_of: StaffDoor, made: Report) -> None:
        found = staff_of(cast.frank).get(f"{REPORTS}/{made.id}").json()
        check(found, "AdminReport")
        assert (found["account"]["username"], found["target_account"]["username"]) == ("bob", "hal")
        assert (found["comment"], found["category"], found["forwarded"]) == ("This advertises.", "other", False)
        assert (found["action_taken"], found["action_taken_at"], found["assigned_account"]) == (False, None, None)
        assert [status["content"] for status in found["statuses"]] == ['<p dir="auto">Buy my nets</p>']

    @pytest.mark.parametrize(
        ("kind", "told"),
        [("spam", "spam"), ("scam", "spam"), ("illegal", "legal"), ("privacy", "legal"), ("nudity", "violation"),
         ("hate", "violation"), ("life", "other"), ("other", "other")],
    )  # fmt: skip
    def test_its_kind_in_mastodons_words(self, cast: Cast, staff_of: StaffDoor, kind: str, told: str) -> None:
        some_id = complain(cast.bob, Complaint(cast.hal.id, category=kind))
        assert staff_of(cast.frank).get(f"{REPORTS}/{some_id}").json()["category"] == told

    def test_the_rules_that_it_names(self, cast: Cast, staff_of: StaffDoor) -> None:
        set_rules(cast.olivia, ["Be kind", "Sell nothing"])
        kept = rules()[1]
        some_id = complain(cast.bob, Complaint(cast.hal.id, category="rule", rules=(kept.id,)))
        found = staff_of(cast.frank).get(f"{REPORTS}/{some_id}").json()
        check(found, "AdminReport")
        assert ([rule["text"] for rule in found["rules"]], found["category"]) == (["Sell nothing"], "violation")
        set_rules(cast.olivia, ["Be kind"])
        found = staff_of(cast.frank).get(f"{REPORTS}/{some_id}").json()
        assert [rule["text"] for rule in found["rules"]] == ["Sell nothing"]

    def test_of_one_that_was_answered(self, cast: Cast, staff_of: StaffDoor, made: Report) -> None:
        remove_post(cast.olivia, made.items.get().object_id or 0, "Advertising.")
        found = staff_of(cast.frank).get(f"{REPORTS}/{made.id}").json()
        check(found, "AdminReport")
        assert (found["action_taken"], found["action_taken_by_account"]["username"]) == (True, "olivia")
        assert found["action_taken_at"] == found["updated_at"] > found["created_at"]
        assert found["statuses"] == []  # nobody but its author sees it any more

    def test_of_whoever_has_no_account(self, cast: Cast, staff_of: StaffDoor) -> None:
        told = complained(laid(cast.hal), None, kind="art16_notice")
        found = staff_of(cast.frank).get(f"{REPORTS}/{told.id}").json()
        check(found, "AdminReport")
        assert (found["account"]["id"], found["account"]["username"]) == ("-99", "localhost")
        assert (found["account"]["email"], found["account"]["account"]["bot"]) == ("", True)

    @pytest.mark.parametrize("who", ["olivia", "frank"])
    def test_without_addresses(self, cast: Cast, staff_of: StaffDoor, made: Report, who: str) -> None:
        """Nobody is looked up here, and nothing is noted."""
        door = staff_of(getattr(cast, who))
        before = len(log())
        (listed,) = door.get(REPORTS).json()
        for found in (listed, door.get(f"{REPORTS}/{made.id}").json(), press(door, made, "assign_to_self").json()):
            assert [found[each]["email"] for each in ("account", "target_account")] == ["", ""]
            assert "@example.org" not in str(found)
        assert since(before) == []


class TestWhichFit:
    def test_open_ones_unless_the_others_are_asked_for(self, cast: Cast, staff_of: StaffDoor, made: Report) -> None:
        other = report(cast.bob, cast.dan.id, None, "He shouts.")
        close_without_action(cast.olivia, Report.objects.get(id=other).case_id or 0)
        door = staff_of(cast.frank)
        assert ids(door) == ids(door, resolved="false") == [made.id]
        assert ids(door, resolved="true") == [other]

    def test_by_and_about_whom(self, cast: Cast, staff_of: StaffDoor, made: Report) -> None:
        other = report(cast.alice, cast.dan.id, None, "")
        door = staff_of(cast.frank)
        assert ids(door) == [other, made.id]
        assert ids(door, account_id=cast.bob.id) == ids(door, target_account_id=cast.hal.id) == [made.id]
        assert ids(door, account_id=cast.bob.id, target_account_id=cast.dan.id) == ids(door, account_id=77) == []

    @pytest.mark.parametrize("query", [{"resolved": "perhaps"}, {"account_id": "x"}, {"max_id": "x"}])
    def test_nonsense(self, cast: Cast, staff_of: StaffDoor, query: dict[str, str]) -> None:
        assert staff_of(cast.frank).get(REPORTS, query).status_code == 422

    def test_pages(self, cast: Cast, staff_of: StaffDoor) -> None:
        made = [report(cast.bob, who.id, None, "") for who in (cast.alice, cast.carol, cast.dan)][::-1]
        door = staff_of(cast.frank)
        first = door.get(REPORTS, {"limit": 2, "resolved": "0"})
        assert [int(each["id"]) for each in first.json()] == made[:2]
        assert f'/api/v1/admin/reports?resolved=0&limit=2&max_id={made[1]}>; rel="next"' in first.headers["Link"]
        assert ids(door, max_id=made[1]) == made[2:]
        assert ids(door, min_id=made[2], limit=1) == made[1:2]
        assert ids(door, since_id=made[2], limit=1) == made[:1]

    def test_more_cost_no_more_statements(self, cast: Cast, staff_of: StaffDoor) -> None:
        for who in (cast.alice, cast.carol, cast.hal):
            report(cast.bob, who.id, say(who, "Nets"), "")
        door = staff_of(cast.frank)
        found = door.get(REPORTS).json()
        check_all(found, "AdminReport")
        costs = {statements(lambda limit=limit: door.get(REPORTS, {"limit": limit})) for limit in (1, 3)}
        assert len(costs) == 1


class TestWhoIsShownWhat:
    def test_nobody_sees_what_is_about_them_or_above_them(self, cast: Cast, staff_of: StaffDoor) -> None:
        about = {name: report(cast.bob, getattr(cast, name).id, None, "") for name in ("olivia", "frank")}
        moderator, owner = staff_of(cast.frank), staff_of(cast.olivia)
        assert (ids(moderator), ids(owner)) == ([], [about["frank"]])
        for name, some_id in about.items():
            for verb in ("assign_to_self", "unassign", "resolve", "reopen"):
                assert moderator.post(f"{REPORTS}/{some_id}/{verb}").status_code == 404
            assert moderator.get(f"{REPORTS}/{some_id}").status_code == 404
            assert moderator.put(f"{REPORTS}/{some_id}", {"category": "spam"}).status_code == 404
            assert owner.get(f"{REPORTS}/{some_id}").status_code == (404 if name == "olivia" else 200)

    def test_what_is_about_children_is_for_few(self, cast: Cast, staff_of: StaffDoor, made: Report) -> None:
        grave = complain(cast.bob, Complaint(cast.dan.id, category="children"))
        grant_role(cast.olivia, cast.carol.id, "child_safety")
        assert ids(staff_of(cast.carol)) == [grave]
        assert ids(staff_of(cast.frank)) == [made.id]
        assert staff_of(cast.frank).get(f"{REPORTS}/{grave}").status_code == 404

    def test_what_is_about_nobody_here_is_for_the_page_alone(self, cast: Cast, staff_of: StaffDoor) -> None:
        told = complained(laid(None), cast.bob)
        door = staff_of(cast.frank)
        assert (ids(door), door.get(f"{REPORTS}/{told.id}").status_code) == ([], 404)

    def test_a_post_that_staff_may_not_read_is_not_shown(self, cast: Cast, staff_of: StaffDoor) -> None:
        post = say(cast.bob, "Between us", "followers")
        some_id = report(cast.alice, cast.bob.id, post, "Rude")
        assert staff_of(cast.frank).get(f"{REPORTS}/{some_id}").json()["statuses"] == []


class TestTaking:
    def test_taken_and_given_back(self, cast: Cast, staff_of: StaffDoor, made: Report) -> None:
        door = staff_of(cast.frank)
        for verb, holder in (
            ("assign_to_self", "frank"),
            ("assign_to_self", "frank"),
            ("unassign", None),
            ("unassign", None),
        ):
            answer = press(door, made, verb)
            check(answer.json(), "AdminReport")
            found = answer.json()["assigned_account"]
            assert (answer.status_code, found and found["username"]) == (200, holder)
            assert Case.objects.get(id=made.case_id).assignee_id == (cast.frank.id if holder else None)

    def test_all_reports_of_a_case_are_taken_together(self, cast: Cast, staff_of: StaffDoor, made: Report) -> None:
        report(cast.alice, cast.hal.id, None, "Me too")
        door = staff_of(cast.frank)
        press(door, made, "assign_to_self")
        assert [each["assigned_account"]["username"] for each in door.get(REPORTS).json()] == ["frank", "frank"]

    def test_whoever_had_it_half_an_hour_ago_has_it_no_more(
        self, cast: Cast, staff_of: StaffDoor, made: Report
    ) -> None:
        held(Case.objects.get(id=made.case_id), cast.olivia, minutes=-1)
        door = staff_of(cast.frank)
        assert door.get(f"{REPORTS}/{made.id}").json()["assigned_account"] is None
        assert press(door, made, "assign_to_self").json()["assigned_account"]["username"] == "frank"

    @pytest.mark.parametrize("verb", ["assign_to_self", "unassign", "resolve"])
    def test_what_somebody_else_has(self, cast: Cast, staff_of: StaffDoor, made: Report, verb: str) -> None:
        held(Case.objects.get(id=made.case_id), cast.olivia)
        assert press(staff_of(cast.frank), made, verb).status_code == 403
        assert Case.objects.get(id=made.case_id).assignee_id == cast.olivia.id

    def test_an_owner_takes_it_out_of_anybodys_hands(self, cast: Cast, staff_of: StaffDoor, made: Report) -> None:
        held(Case.objects.get(id=made.case_id), cast.frank)
        assert press(staff_of(cast.olivia), made, "unassign").json()["assigned_account"] is None


class TestClosing:
    def test_without_a_change(self, cast: Cast, staff_of: StaffDoor, made: Report) -> None:
        other = report(cast.alice, cast.hal.id, None, "Me too")
        door = staff_of(cast.frank)
        before = len(log())
        for _twice in range(2):
            answer = press(door, made, "resolve")
            check(answer.json(), "AdminReport")
            assert (answer.status_code, answer.json()["action_taken"]) == (200, True)
            assert answer.json()["action_taken_by_account"]["username"] == "frank"
        assert since(before) == [("case.close", made.case_id)]
        assert set(Report.objects.filter(id__in=[made.id, other]).values_list("outcome", flat=True)) == {"dismissed"}
        assert Case.objects.get(id=made.case_id).state == Case.State.CLOSED

    def test_what_was_closed_is_not_reopened_taken_or_given_back(
        self, cast: Cast, staff_of: StaffDoor, made: Report
    ) -> None:
        door = staff_of(cast.frank)
        assert press(door, made, "reopen").status_code == 200  # it is open
        press(door, made, "resolve")
        before = len(log())
        assert [press(door, made, verb).status_code for verb in ("reopen", "assign_to_self")] == [403, 403]
        assert (since(before), Report.objects.get(id=made.id).outcome) == ([], "dismissed")


class TestChanging:
    @pytest.mark.parametrize(
        ("sent", "status"),
        [({}, 200), ({"category": "other"}, 200), ({"category": "spam"}, 403), ({"rule_ids[]": "1"}, 403)],
    )
    def test_a_report_stays_as_it_was_written(
        self, cast: Cast, staff_of: StaffDoor, made: Report, sent: dict[str, str], status: int
    ) -> None:
        assert staff_of(cast.frank).put(f"{REPORTS}/{made.id}", sent).status_code == status
        assert Report.objects.get(id=made.id).category == "other"

    def test_wrong_values(self, cast: Cast, staff_of: StaffDoor, made: Report) -> None:
        assert staff_of(cast.frank).put(f"{REPORTS}/{made.id}", {"rule_ids[]": "x"}).status_code == 422


def test_none(cast: Cast, staff_of: StaffDoor) -> None:
    door: Door = staff_of(cast.frank)
    assert Account.objects.exists()
    answer = door.get(REPORTS)
    assert (answer.status_code, answer.json(), answer.headers.get("Link")) == (200, [], None)
