"""Members as programs of staff find them: who fits, what is told of them, and what of that stands in the log."""

from typing import Any

import pytest
from django.utils import timezone

from folkmoot.accounts.actions import approve, choose_language, create_invitation
from folkmoot.accounts.models import Account, Arrival, Login
from folkmoot.audit.models import Entry
from folkmoot.moderation.actions import Decision, decide
from folkmoot.project.cast import Cast
from tests.api.admin.conftest import StaffDoor
from tests.api.admin.staffing import ACCOUNTS, is_not_allowed, log, since
from tests.api.shapes import check, check_all
from tests.doors import Door
from tests.streaming.hearing import statements

V2 = "/api/v2/admin/accounts"
MOST_STATEMENTS = 17  # four at the door, one that counts, the list of the page, and what is told of its people
NOTED = 8  # that an owner was shown addresses
HERE = ["alice", "bob", "carol", "dan", "frank", "hal", "olivia"]  # active


def names(door: Door, path: str, **query: Any) -> list[str]:
    answer = door.get(path, query)
    assert answer.status_code == 200, answer.text
    return sorted(each["username"] for each in answer.json())


@pytest.fixture
def named(cast: Cast) -> None:
    for who, name in ((cast.bob, "Bob B."), (cast.carol, "Löwe"), (cast.olivia, "Ólive")):
        Account.objects.filter(id=who.id).update(name=name)


@pytest.fixture
def limited(cast: Cast) -> None:
    decide(cast.olivia, Decision("limit", "account", cast.dan.id, "Too loud."))


@pytest.mark.usefixtures("limited", "named")
class TestWhoFits:
    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({}, HERE),
            ({"local": "true"}, HERE),
            ({"local": "true", "remote": "true"}, HERE),
            ({"active": "1"}, HERE),
            ({"pending": "true"}, ["ivy"]),
            ({"suspended": "true"}, ["gina"]),
            ({"silenced": "true"}, ["dan"]),
            ({"disabled": "true"}, []),
            ({"sensitized": "true"}, []),
            ({"remote": "true"}, []),
            ({"staff": "true"}, ["frank", "olivia"]),
            ({"staff": "true", "suspended": "true"}, []),
            ({"username": "a"}, ["alice", "carol", "dan", "frank", "hal", "olivia"]),
            ({"username": "@AL"}, ["alice", "hal"]),
            ({"display_name": "BOB"}, ["bob"]),
            ({"display_name": "%"}, []),
            ({"display_name": "("}, []),
            ({"display_name": "LÖWE"}, ["carol"]),
            ({"username": "o", "display_name": "ól"}, ["olivia"]),
            ({"email": "bob@example.org"}, ["bob"]),
            ({"email": "BOB"}, ["bob"]),
            ({"email": "nobody@example.org"}, []),
            ({"ip": "127.0.0.1"}, []),
            ({"ip": "nonsense"}, []),
            ({"by_domain": "elsewhere.example"}, []),
        ],
    )
    def test_as_mastodon_asked_first(
        self, cast: Cast, staff_of: StaffDoor, query: dict[str, str], found: list[str]
    ) -> None:
        assert names(staff_of(cast.olivia), ACCOUNTS, **query) == found

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({}, [*HERE[:5], "gina", "hal", "ivy", "olivia"]),
            ({"origin": "local", "status": "active"}, HERE),
            ({"origin": "remote"}, []),
            ({"status": "pending"}, ["ivy"]),
            ({"status": "suspended"}, ["gina"]),
            ({"status": "silenced"}, ["dan"]),
            ({"status": "disabled"}, []),
            ({"status": "sensitized"}, []),
            ({"permissions": "staff"}, ["frank", "olivia"]),
            ({"permissions": "nonsense", "status": "pending"}, ["ivy"]),
            ({"role_ids[]": "3"}, ["olivia"]),
            ({"role_ids[]": ["1", "3"]}, ["frank", "olivia"]),
            ({"role_ids[]": "-99", "status": "pending"}, ["ivy"]),
            ({"role_ids[]": "77"}, []),
            ({"username": "iv"}, ["ivy", "olivia"]),
            ({"email": "ivy@"}, ["ivy"]),
        ],
    )
    def test_as_mastodon_asks_since(
        self, cast: Cast, staff_of: StaffDoor, query: dict[str, Any], found: list[str]
    ) -> None:
        assert names(staff_of(cast.olivia), V2, **query) == found

    @pytest.mark.parametrize(
        ("query", "said"),
        [
            ({"status": "gone"}, "Unknown status: gone"),
            ({"origin": "mars"}, "Unknown origin: mars"),
            ({"origin": "remote", "status": "x"}, "Unknown status: x"),
        ],
    )
    def test_words_that_nobody_knows(self, cast: Cast, staff_of: StaffDoor, query: dict[str, str], said: str) -> None:
        answer = staff_of(cast.olivia).get(V2, query)
        assert (answer.status_code, answer.json()) == (400, {"error": said})

    @pytest.mark.parametrize("query", [{"active": "perhaps"}, {"limit": "x"}, {"max_id": "-1"}])
    def test_values_of_the_wrong_type(self, cast: Cast, staff_of: StaffDoor, query: dict[str, str]) -> None:
        assert staff_of(cast.olivia).get(ACCOUNTS, query).status_code == 422


class TestWhatIsTold:
    def test_of_a_member(self, cast: Cast, staff_of: StaffDoor) -> None:
        choose_language(cast.bob, "ar", "")
        found = staff_of(cast.olivia).get(f"{ACCOUNTS}/{cast.bob.id}").json()
        check(found, "AdminAccount")
        assert (found["username"], found["email"], found["locale"]) == ("bob", "bob@example.org", "ar")
        assert (found["confirmed"], found["approved"], found["suspended"]) == (True, True, False)
        assert (found["ip"], found["ips"], found["domain"]) == (None, [], None)
        assert (found["role"]["id"], found["account"]["acct"]) == ("-99", "bob")

    @pytest.mark.parametrize("path", [ACCOUNTS, V2])
    def test_of_all_of_them(self, cast: Cast, staff_of: StaffDoor, path: str) -> None:
        found = staff_of(cast.frank).get(path).json()
        check_all(found, "AdminAccount")
        assert [each["id"] for each in found] == sorted((each["id"] for each in found), reverse=True)

    def test_of_an_applicant(self, cast: Cast, staff_of: StaffDoor) -> None:
        Login.objects.filter(id=cast.ivy.login_id).update(reason="I like boats")
        found = staff_of(cast.frank).get(f"{ACCOUNTS}/{cast.ivy.id}").json()
        check(found, "AdminAccount")
        assert (found["approved"], found["invite_request"], found["email"]) == (False, "I like boats", "")

    def test_of_whom_staff_decided_about(self, cast: Cast, staff_of: StaffDoor, limited: None) -> None:
        door = staff_of(cast.frank)
        stands = {
            name: tuple(
                door.get(f"{ACCOUNTS}/{getattr(cast, name).id}").json()[each] for each in ("silenced", "suspended")
            )
            for name in ("dan", "gina", "hal")
        }
        assert stands == {"dan": (True, False), "gina": (False, True), "hal": (False, False)}

    @pytest.mark.parametrize(("who", "words", "suspended"), [("gina", "", True), ("hal", "I row", None)])
    def test_what_a_suspended_member_wrote_is_shown_to_nobody(
        self, cast: Cast, staff_of: StaffDoor, who: str, words: str, *, suspended: bool | None
    ) -> None:
        Account.objects.filter(id=getattr(cast, who).id).update(bio="I row", bio_html="I row")
        found = staff_of(cast.olivia).get(f"{ACCOUNTS}/{getattr(cast, who).id}").json()
        check(found, "AdminAccount")
        assert (found["account"]["note"], found["account"].get("suspended")) == (words, suspended)

    def test_of_somebody_elsewhere(self, cast: Cast, staff_of: StaffDoor) -> None:
        found = staff_of(cast.olivia).get(f"{ACCOUNTS}/{cast.erin.id}").json()
        check(found, "AdminAccount")
        assert (found["domain"], found["email"], found["approved"]) == ("elsewhere.example", "", False)

    def test_a_role(self, cast: Cast, staff_of: StaffDoor) -> None:
        found = staff_of(cast.olivia).get(f"{ACCOUNTS}/{cast.frank.id}").json()
        check(found["role"], "Role")
        assert (found["role"]["id"], found["role"]["name"]) == ("1", "Moderator")

    @pytest.mark.parametrize("some_id", ["4000000000000001", "1"])
    def test_nobody(self, cast: Cast, staff_of: StaffDoor, some_id: str) -> None:
        answer = staff_of(cast.olivia).get(f"{ACCOUNTS}/{some_id}")
        assert (answer.status_code, answer.json()) == (404, {"error": "Record not found"})

    def test_who_was_erased(self, cast: Cast, staff_of: StaffDoor) -> None:
        Account.objects.filter(id=cast.hal.id).update(username="-7", deleted_at=timezone.now(), active=False)
        assert staff_of(cast.olivia).get(f"{ACCOUNTS}/{cast.hal.id}").status_code == 404


class TestPages:
    def test_they_lead_to_each_other_and_ask_again(self, cast: Cast, staff_of: StaffDoor) -> None:
        door = staff_of(cast.olivia)
        answer, seen = door.get(V2, {"limit": 2, "status": "active"}), []
        while True:
            seen += [each["username"] for each in answer.json()]
            links = {
                link.partition('rel="')[2][:4]: link.partition(">")[0][1:]
                for link in answer.headers["Link"].split(", ")
            }
            if "next" not in links:
                break
            assert "status=active" in links["next"]
            answer = door.get(links["next"].removeprefix("http://localhost:8000"))
        assert sorted(seen) == HERE
        assert seen == sorted(seen, key=lambda name: -getattr(cast, name).id)
        before = door.get(links["prev"].removeprefix("http://localhost:8000")).json()
        assert [each["username"] for each in before] == seen[-3:-1]

    @pytest.mark.parametrize(("who", "most"), [("frank", MOST_STATEMENTS), ("olivia", MOST_STATEMENTS + NOTED)])
    @pytest.mark.parametrize("path", [ACCOUNTS, V2])
    def test_more_people_cost_no_more_statements(
        self, cast: Cast, staff_of: StaffDoor, path: str, who: str, most: int
    ) -> None:
        door = staff_of(getattr(cast, who))
        door.get(path)
        costs = {statements(lambda limit=limit: door.get(path, {"limit": limit})) for limit in (1, 3, 200)}
        assert len(costs) == 1
        assert max(costs) <= most


class TestAddresses:
    def test_they_are_for_owners(self, cast: Cast, staff_of: StaffDoor) -> None:
        for path in (ACCOUNTS, V2, f"{ACCOUNTS}/{cast.bob.id}"):
            assert "@example.org" in staff_of(cast.olivia).get(path).text
            assert "@example.org" not in staff_of(cast.frank).get(path).text

    @pytest.mark.parametrize("path", [ACCOUNTS, V2])
    def test_a_moderator_finds_nobody_by_them(self, cast: Cast, staff_of: StaffDoor, path: str) -> None:
        assert names(staff_of(cast.frank), path, email="bob@example.org") == []

    @pytest.mark.parametrize("path", [ACCOUNTS, V2])
    def test_that_somebody_was_looked_up_is_noted_but_not_by_which(
        self, cast: Cast, staff_of: StaffDoor, path: str
    ) -> None:
        door = staff_of(cast.olivia)
        before = len(log())
        door.get(path, {"email": "bob@example.org"})
        assert since(before) == [("member.look_up", None)]
        assert "bob@" not in "".join(Entry.objects.values_list("reason", flat=True))

    @pytest.mark.parametrize("query", [{}, {"username": "bob"}, {"status": "pending"}, {"limit": "1"}])
    @pytest.mark.parametrize("path", [ACCOUNTS, V2])
    def test_a_list_with_them_is_noted_once(
        self, cast: Cast, staff_of: StaffDoor, path: str, query: dict[str, str]
    ) -> None:
        door = staff_of(cast.olivia)
        before = len(log())
        assert "@example.org" in door.get(path, query).text
        assert since(before) == [("member.look_up", None)]
        assert (log()[-1][0], Entry.objects.order_by("-seq")[0].reason) == (cast.olivia.id, "")

    def test_and_so_is_whose_was_shown(self, cast: Cast, staff_of: StaffDoor) -> None:
        door = staff_of(cast.olivia)
        before = len(log())
        assert door.get(f"{ACCOUNTS}/{cast.bob.id}").json()["email"] == "bob@example.org"
        assert since(before) == [("member.look_up", cast.bob.id)]

    def test_where_none_is_shown_there_is_nothing_to_note(self, cast: Cast, staff_of: StaffDoor) -> None:
        owner, moderator = staff_of(cast.olivia), staff_of(cast.frank)
        before = len(log())
        for path in (f"{ACCOUNTS}/{cast.erin.id}", f"{V2}?username=nobody", f"{V2}?status=disabled"):
            assert owner.get(path).status_code == 200
        for path in (ACCOUNTS, V2, f"{ACCOUNTS}/{cast.bob.id}"):
            assert moderator.get(path).status_code == 200
        assert since(before) == []

    def test_what_was_decided_is_answered_without_them(self, cast: Cast, staff_of: StaffDoor) -> None:
        door = staff_of(cast.olivia)
        before = len(log())
        for some_id, verb in ((cast.ivy.id, "approve"), (cast.bob.id, "enable"), (cast.bob.id, "unsilence")):
            assert door.post(f"{ACCOUNTS}/{some_id}/{verb}").json()["email"] == ""
        assert since(before) == [("application.approve", cast.ivy.login_id)]

    def test_searching_has_an_end(self, cast: Cast, staff_of: StaffDoor, settings: Any) -> None:
        door = staff_of(cast.frank)
        settings.FOLKMOOT = settings.FOLKMOOT.model_copy(update={"searches_per_5_minutes": 1})
        assert [door.get(V2, {"username": "b"}).status_code for _twice in range(2)] == [200, 429]
        assert door.get(V2).status_code == 200


class TestWhoInvited:
    REASON = "Three of them sold nets"

    @pytest.fixture
    def guest(self, cast: Cast) -> Account:
        invitation = create_invitation(cast.olivia, 3, 3)
        Arrival.objects.update_or_create(
            login_id=cast.hal.login_id, defaults={"at": timezone.now(), "invitation": invitation}
        )
        return cast.hal

    def test_with_a_reason_which_stays_in_the_log(self, cast: Cast, staff_of: StaffDoor, guest: Account) -> None:
        door = staff_of(cast.frank)
        before = len(log())
        found = names(door, V2, invited_by=cast.olivia.id, reason=self.REASON)
        assert found == ["hal"]
        assert since(before) == [("invitation.trace_guests", cast.olivia.id)]

    @pytest.mark.parametrize("reason", ["", "why not"])
    def test_not_without(self, cast: Cast, staff_of: StaffDoor, guest: Account, reason: str) -> None:
        door = staff_of(cast.frank)
        before = len(log())
        answer = door.get(V2, {"invited_by": cast.olivia.id, "reason": reason})
        assert (answer.status_code, since(before)) == (422, [])
        assert "reason" in answer.json()["error"]

    def test_by_nobody(self, cast: Cast, staff_of: StaffDoor) -> None:
        assert names(staff_of(cast.frank), V2, invited_by="77", reason=self.REASON) == []


class TestApplicants:
    def test_let_in(self, cast: Cast, staff_of: StaffDoor) -> None:
        door = staff_of(cast.frank)
        before = len(log())
        answer = door.post(f"{ACCOUNTS}/{cast.ivy.id}/approve")
        check(answer.json(), "AdminAccount")
        assert (answer.status_code, answer.json()["approved"]) == (200, True)
        assert since(before) == [("application.approve", cast.ivy.login_id)]
        assert log()[-1][0] == cast.frank.id
        assert is_not_allowed(door.post(f"{ACCOUNTS}/{cast.ivy.id}/approve"))

    def test_turned_away(self, cast: Cast, staff_of: StaffDoor) -> None:
        door = staff_of(cast.frank)
        before = len(log())
        for _twice in range(2):
            answer = door.post(f"{ACCOUNTS}/{cast.ivy.id}/reject")
            check(answer.json(), "AdminAccount")
            assert (answer.status_code, answer.json()["approved"]) == (200, False)
        assert since(before) == [("application.decline", cast.ivy.login_id)]
        assert Login.objects.get(id=cast.ivy.login_id).declined_by == cast.frank.id

    @pytest.mark.parametrize("verb", ["approve", "reject"])
    @pytest.mark.parametrize("who", ["bob", "gina", "erin", "frank"])
    def test_who_is_no_applicant(self, cast: Cast, staff_of: StaffDoor, verb: str, who: str) -> None:
        door = staff_of(cast.frank)
        before = len(log())
        assert is_not_allowed(door.post(f"{ACCOUNTS}/{getattr(cast, who).id}/{verb}"))
        assert since(before) == []

    @pytest.mark.parametrize("verb", ["approve", "reject"])
    def test_nobody(self, cast: Cast, staff_of: StaffDoor, verb: str) -> None:
        assert staff_of(cast.frank).post(f"{ACCOUNTS}/77/{verb}").status_code == 404

    def test_whoever_was_let_in_elsewhere_meanwhile(self, cast: Cast, staff_of: StaffDoor) -> None:
        door = staff_of(cast.frank)
        approve(cast.olivia, cast.ivy.login_id or 0)
        assert is_not_allowed(door.post(f"{ACCOUNTS}/{cast.ivy.id}/reject"))
