"""Members as staff look for them: by name, address, state, day of joining and inviter."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from folkmoot.accounts.actions import create_invitation
from folkmoot.accounts.models import Account, Arrival, Login
from folkmoot.audit.queries import entries
from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.core.ids import id_at, made_at
from folkmoot.moderation.actions import Decision, decide, suspend
from folkmoot.moderation.actions.looking import note_addresses, note_search
from folkmoot.moderation.queries.members import MemberRow, Sought, members
from folkmoot.privacy.actions.erasing import erase
from folkmoot.project.cast import Cast, member
from tests.moderation.casing import laid

pytestmark = pytest.mark.django_db
PAGE = Page(limit=50)
WHY = "They all came with the same words."


def rows(viewer: Account, page: Page = PAGE, **sought: Any) -> list[MemberRow]:
    return list(members(viewer.id, Sought(**sought), page).items)


def names(viewer: Account, words: str = "", **sought: Any) -> list[str]:
    return [row.account.username for row in rows(viewer, words=words, **sought)]


def test_everybody_who_is_here_in_whatever_state(cast: Cast) -> None:
    everybody = ["ivy", "hal", "gina", "dan", "carol", "bob", "alice", "frank", "olivia"]
    assert names(cast.frank) == names(cast.olivia) == everybody


@pytest.mark.parametrize("who", ["alice", "ivy", "gina", "erin"])
def test_for_nobody_but_staff(cast: Cast, who: str) -> None:
    with pytest.raises(NotFound):
        members(getattr(cast, who).id, Sought(), PAGE)
    with pytest.raises(NotAllowed):
        note_search(getattr(cast, who), Sought("bob@example.org"))
    with pytest.raises(NotAllowed):
        note_addresses(getattr(cast, who), None)


def test_nor_for_staff_who_are_suspended(cast: Cast) -> None:
    suspend(cast.olivia, cast.frank.id, "A test of power", None)
    with pytest.raises(NotFound):
        members(cast.frank.id, Sought(), PAGE)


class TestByName:
    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("ALI", ["alice"]),
            ("@alice", ["alice"]),
            (" gin ", ["gina"]),
            ("محمد", ["hal"]),
            ("ÉMILE", ["dan"]),
            ("émi", ["dan"]),
            ("100%", ["bob"]),
            ("%", ["bob"]),
            ("_", []),
            ("a_i", []),
            ("\\", []),
            ("' OR 1=1 --", []),
            ("nobody", []),
            ("h" * 300, []),
        ],
    )
    def test_in_any_case_and_every_sign_for_itself(self, cast: Cast, words: str, found: list[str]) -> None:
        for who, name in ((cast.hal, "محمد علي"), (cast.dan, "Émile"), (cast.bob, "100% Bob")):
            Account.objects.filter(id=who.id).update(name=name)
        assert names(cast.frank, words) == names(cast.olivia, words) == found

    @pytest.mark.parametrize(
        ("sought", "found"),
        [
            ({"username": "@ALI"}, ["alice"]),
            ({"username": "émi"}, []),
            ({"name": "émi"}, ["dan"]),
            ({"name": "ALI"}, ["ivy"]),
            ({"name": "100%"}, ["bob"]),
            ({"name": "ali", "username": "iv"}, ["ivy"]),
            ({"name": "ali", "username": "ali"}, []),
        ],
    )
    def test_each_name_by_itself(self, cast: Cast, sought: dict[str, str], found: list[str]) -> None:
        Account.objects.filter(id=cast.alice.id).update(name="")
        for who, name in ((cast.dan, "Émile"), (cast.bob, "100% Bob"), (cast.ivy, "Alina")):
            Account.objects.filter(id=who.id).update(name=name)
        assert names(cast.frank, **sought) == found

    def test_who_hides_from_the_list_is_found(self, cast: Cast) -> None:
        Account.objects.filter(id=cast.hal.id).update(discoverable=False, unlisted_at=timezone.now())
        assert names(cast.frank, "hal") == ["hal"]


class TestByAddress:
    @pytest.mark.parametrize("words", ["bob@example.org", "BOB@Example", "bob@", " bob@example.org "])
    def test_owners_find(self, cast: Cast, words: str) -> None:
        (row,) = rows(cast.olivia, words=words)
        assert (row.account.username, row.email) == ("bob", "bob@example.org")

    def test_a_domain_finds_all_of_it(self, cast: Cast) -> None:
        assert len(names(cast.olivia, "@example.org")) == 9
        assert names(cast.olivia, "@elsewhere.example") == []

    @pytest.mark.parametrize("words", ["bob@example.org", "bob@", "@example.org", "b%@example.org"])
    def test_moderators_find_nothing(self, cast: Cast, words: str) -> None:
        assert names(cast.frank, words) == []

    def test_nor_by_words_that_only_an_address_has(self, cast: Cast) -> None:
        Login.objects.filter(account=cast.bob).update(email="robert.harbour@example.org")
        for words in ("harbour", "robert", "example"):
            assert names(cast.frank, words) == names(cast.olivia, words) == []

    def test_signs_stand_for_themselves(self, cast: Cast) -> None:
        for words in ("b%@example.org", "b_b@example.org", "%@%"):
            assert names(cast.olivia, words) == []

    def test_moderators_are_never_handed_one(self, cast: Cast) -> None:
        assert {row.email for row in rows(cast.frank)} == {""}
        assert "alice@example.org" in {row.email for row in rows(cast.olivia)}

    def test_it_is_noted_without_the_address(self, cast: Cast) -> None:
        note_search(cast.olivia, Sought("bob@example.org"))
        (entry,) = entries(Page(limit=1)).items
        assert (entry.verb, entry.actor_id, entry.object_id) == ("member.look_up", cast.olivia.id, None)
        assert entry.reason == ""

    @pytest.mark.parametrize("whose", ["bob", ""])
    def test_so_it_is_that_they_are_shown(self, cast: Cast, whose: str) -> None:
        some_id = getattr(cast, whose).id if whose else None
        note_addresses(cast.olivia, some_id)
        (entry,) = entries(Page(limit=1)).items
        assert (entry.verb, entry.actor_id, entry.object_id) == ("member.look_up", cast.olivia.id, some_id)
        with pytest.raises(NotAllowed):
            note_addresses(cast.frank, some_id)

    def test_what_finds_nothing_or_is_a_name_is_not(self, cast: Cast) -> None:
        before = entries(Page(limit=1)).items
        note_search(cast.frank, Sought("bob@example.org"))
        note_search(cast.olivia, Sought("bob"))
        note_search(cast.olivia, Sought("@bob"))
        assert entries(Page(limit=1)).items == before


class TestByState:
    def test_each(self, cast: Cast) -> None:
        decide(cast.frank, Decision("limit", "account", cast.hal.id, "Too loud."))
        Account.objects.filter(id=cast.dan.id).update(deactivated_at=timezone.now(), active=False)
        found = {state: names(cast.frank, state=state) for state in ("waiting", "suspended", "limited", "gone")}
        assert found == {"waiting": ["ivy"], "suspended": ["gina"], "limited": ["hal"], "gone": ["dan"]}
        assert names(cast.frank, state="staff") == ["frank", "olivia"]
        assert names(cast.frank, state="active") == ["hal", "carol", "bob", "alice", "frank", "olivia"]
        states = {row.account.username: row.states for row in rows(cast.frank)}
        assert states["hal"] == ("active", "limited")
        assert states["frank"] == ("active", "staff")
        assert (states["gina"], states["ivy"], states["dan"]) == (("suspended",), ("waiting",), ("gone",))

    def test_who_was_turned_away_is_gone(self, cast: Cast) -> None:
        Login.objects.filter(account=cast.ivy).update(declined_at=timezone.now())
        assert names(cast.frank, state="gone") == ["ivy"]
        assert names(cast.frank, state="waiting") == []

    def test_who_was_erased_is_nobody(self, cast: Cast) -> None:
        Account.objects.filter(id=cast.hal.id).update(deleted_at=timezone.now(), active=False)
        erase(cast.hal.id, lambda: None)
        assert "hal" not in names(cast.olivia)
        (row,) = rows(cast.olivia, state="gone")
        assert (row.is_erased, row.email, row.may_decide) == (True, "", False)


class TestByDay:
    def test_both_days_count(self, cast: Cast) -> None:
        joined = made_at(cast.bob.id)
        old = Account.objects.create(id=id_at(joined - timedelta(days=40)), username="elder", active=True)
        today, then = timezone.localdate(joined), timezone.localdate(made_at(old.id))
        assert names(cast.frank, until=then) == names(cast.frank, since=then, until=then) == ["elder"]
        assert "elder" not in names(cast.frank, since=then + timedelta(days=1))
        assert len(names(cast.frank, since=today)) == 9
        assert names(cast.frank, since=today + timedelta(days=1)) == []

    def test_by_the_clock_of_whoever_asks(self, cast: Cast) -> None:
        late = timezone.now().replace(hour=23, minute=30) - timedelta(days=40)
        Account.objects.create(id=id_at(late), username="elder", active=True)
        with timezone.override("Asia/Tokyo"):
            assert names(cast.frank, until=late.date()) == []
            assert names(cast.frank, until=late.date() + timedelta(days=1)) == ["elder"]

    def test_days_that_no_table_can_hold(self, cast: Cast) -> None:
        with timezone.override("Asia/Tokyo"):
            assert len(names(cast.frank, since=date.min, until=date.max - timedelta(days=1))) == 9
            assert len(names(cast.frank, until=date.max)) == 9
            assert names(cast.frank, until=date.min) == []


class TestByInviter:
    @pytest.fixture(autouse=True)
    def invited(self, cast: Cast) -> None:
        link = create_invitation(cast.olivia, 3, 7)
        Arrival.objects.create(login=member("nora").login, at=timezone.now(), invitation=link)

    def test_who_came_by_theirs(self, cast: Cast) -> None:
        assert names(cast.frank, inviter="@Olivia") == ["nora"]
        assert names(cast.frank, inviter="alice") == names(cast.frank, inviter="nobody") == []

    def test_it_is_noted_with_the_reason(self, cast: Cast) -> None:
        note_search(cast.frank, Sought(inviter="olivia", reason=WHY))
        (entry,) = entries(Page(limit=1)).items
        assert (entry.verb, entry.object_id) == ("invitation.trace_guests", cast.olivia.id)
        assert entry.reason == WHY

    @pytest.mark.parametrize(
        ("inviter", "reason", "field"),
        [
            ("olivia", "", "reason"),
            ("olivia", "short", "reason"),
            ("olivia", "x" * 501, "reason"),
            ("x", WHY, "inviter"),
        ],
    )
    def test_without_one_nothing_is_told(self, cast: Cast, inviter: str, reason: str, field: str) -> None:
        with pytest.raises(Invalid) as refused:
            note_search(cast.frank, Sought(inviter=inviter, reason=reason))
        assert refused.value.field == field


class TestWhatIsOpen:
    def test_cases_and_decisions(self, cast: Cast) -> None:
        case = laid(cast.hal)
        laid(cast.bob, state="closed")
        for weight in (1, 2):
            decide(cast.frank, Decision("strike", "account", cast.hal.id, "Too loud.", weight=weight))
        found = {row.account.username: row for row in rows(cast.frank)}
        assert (found["hal"].case_id, found["hal"].decisions) == (case.id, 2)
        assert (found["bob"].case_id, found["bob"].decisions) == (None, 0)
        assert found["gina"].decisions == 1

    def test_no_case_about_oneself_nor_about_other_staff(self, cast: Cast) -> None:
        laid(cast.frank)
        case = laid(cast.olivia)
        for who, seen in ((cast.frank, {}), (cast.olivia, {"frank": True})):
            found = {row.account.username: True for row in rows(who, state="staff") if row.case_id}
            assert found == seen
        assert case.id not in {row.case_id for row in rows(cast.olivia)}
        assert [row.may_decide for row in rows(cast.frank, state="staff")] == [False, False]
        assert [row.may_decide for row in rows(cast.olivia, state="staff")] == [True, False]

    def test_when_they_were_last_here(self, cast: Cast) -> None:
        day = timezone.localdate() - timedelta(days=3)
        cast.hal.stats.seen_on = day
        cast.hal.stats.save()
        assert rows(cast.frank, words="hal")[0].seen_on == day


def test_one_page_after_the_other(cast: Cast) -> None:
    first = members(cast.frank.id, Sought(), Page(limit=4))
    second = members(cast.frank.id, Sought(), Page(limit=4, max_id=first.older))
    back = members(cast.frank.id, Sought(), Page(limit=4, min_id=second.newer))
    assert [row.account.username for row in first.items] == ["ivy", "hal", "gina", "dan"]
    assert [row.account.username for row in second.items] == ["carol", "bob", "alice", "frank"]
    assert back.items == first.items


def test_it_costs_the_same_for_one_and_for_many(cast: Cast, queries: Any) -> None:
    laid(cast.hal)
    for words in ("hal", ""):
        with queries(7):
            rows(cast.olivia, words=words)
        with queries(7):
            rows(cast.frank, words=words)
