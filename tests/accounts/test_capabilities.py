"""What each role brings, as a table that is read by eye; and that every way of asking says the same."""

from itertools import combinations

import pytest

from folkmoot.accounts.actions import grant_role, revoke_role
from folkmoot.accounts.capabilities import (
    HELD,
    NAMED,
    STAND_IN,
    Capability,
    Role,
    in_effect,
    is_above,
    of_roles,
    roles_with,
    with_pages,
)
from folkmoot.accounts.interaction import require
from folkmoot.accounts.models import Account, RoleGrant
from folkmoot.accounts.powers import may_sql, require_viewer
from folkmoot.accounts.queries import (
    holders,
    is_staff,
    languages_of_staff,
    may,
    roles,
    signed_in,
    staff_sql,
    standing,
)
from folkmoot.core.errors import NotAllowed, NotFound
from folkmoot.core.rows import select
from folkmoot.project.cast import Cast
from folkmoot.project.cli.main import ROLES
from tests.roles import only

pytestmark = pytest.mark.django_db
CONFIGURATION = "settings invitations announce rules contact roles"
MODERATION = "cases members sign_ups referrals figures"
TABLE = {
    "owner": "cases child_safety members suspend appeals sign_ups referrals colleagues figures audit flag "
    + CONFIGURATION,
    "admin": CONFIGURATION,
    "senior_moderator": f"{MODERATION} suspend appeals",
    "moderator": MODERATION,
    "child_safety": "cases child_safety suspend appeals referrals",
    "legal_contact": "referrals contact figures",
    "rules_editor": "rules",
    "analyst": "figures",
    "auditor": "audit",
    "trusted_flagger": "flag",
}
CONTENT = {"cases", "child_safety", "members", "suspend", "appeals", "sign_ups", "referrals", "colleagues", "audit"}


def test_the_table() -> None:
    assert {role.value: set(HELD[role]) for role in Role} == {role: set(text.split()) for role, text in TABLE.items()}


def test_an_administrator_has_configuration_and_no_content() -> None:
    assert not HELD[Role.ADMIN] & CONTENT
    for role in ("rules_editor", "analyst", "auditor", "trusted_flagger"):
        assert not HELD[role] & (CONTENT - {"audit"})


def test_nothing_is_brought_by_no_role_or_an_unknown_one() -> None:
    assert of_roles([]) == of_roles(["king"]) == in_effect([], []) == frozenset()
    assert all(roles_with(each) for each in Capability)
    assert with_pages(["owner", "trusted_flagger"]) == {"owner"}


def test_the_command_line_knows_every_role() -> None:
    assert set(ROLES) == {role.value for role in Role}


@pytest.mark.parametrize("named", [[], ["senior_moderator"], ["child_safety"], ["child_safety", "senior_moderator"]])
@pytest.mark.parametrize("role", Role)
def test_every_way_of_asking_says_the_same(cast: Cast, role: Role, named: list[str]) -> None:
    RoleGrant.objects.all().delete()
    only(cast.carol, *named)
    me = only(cast.alice, role.value)
    expected = in_effect({role.value}, {role.value, *named})
    assert standing(me.id) == ({role.value}, expected)
    for each in Capability:
        assert may(me.id, each) is me.may(each) is (each in expected), each
        assert (me.id in holders(each)) is (each in expected), each
        assert bool(select(f"SELECT 1 WHERE {may_sql(str(me.id), each)}", {})) is (each in expected), each


@pytest.mark.parametrize(("one", "other"), list(combinations([role.value for role in Role], 2)))
def test_two_roles_bring_what_both_bring(cast: Cast, one: str, other: str) -> None:
    RoleGrant.objects.all().delete()
    me = only(cast.alice, one, other)
    assert roles(me.id) == {one, other}
    assert {each for each in Capability if may(me.id, each)} == in_effect({one, other}, {one, other})
    assert standing(me.id).capabilities == in_effect({one, other}, {one, other})


def test_moderators_stand_in_until_somebody_is_named(cast: Cast) -> None:
    grave = (Capability.SUSPEND, Capability.APPEALS, Capability.CHILD_SAFETY)
    assert set(STAND_IN) == set(grave)
    assert set(NAMED) == {"senior_moderator", "child_safety"}
    assert [may(cast.frank.id, each) for each in grave] == [True, True, True]
    only(cast.alice, "senior_moderator")
    assert [may(cast.frank.id, each) for each in grave] == [False, False, True]
    assert [may(cast.alice.id, each) for each in grave] == [True, True, True]
    only(cast.carol, "child_safety")
    assert [may(cast.frank.id, each) for each in grave] == [False, False, False]
    assert [may(cast.alice.id, each) for each in grave] == [True, True, False]
    assert [may(cast.olivia.id, each) for each in grave] == [True, True, True]
    Account.objects.filter(id__in=[cast.alice.id, cast.carol.id]).update(active=False)
    assert not any(may(cast.frank.id, each) for each in grave), "somebody is named, who is away"
    RoleGrant.objects.filter(role__in=NAMED).delete()
    assert all(may(cast.frank.id, each) for each in grave)


def test_whoever_is_suspended_may_nothing(cast: Cast) -> None:
    Account.objects.filter(id=cast.olivia.id).update(active=False)
    assert not any(may(cast.olivia.id, each) for each in Capability)
    assert all(cast.olivia.id not in holders(each) for each in Capability)
    cast.olivia.refresh_from_db()
    with pytest.raises(NotAllowed, match="Only the people who run"):
        require(cast.olivia, Capability.CASES)


def test_it_takes_one_statement(cast: Cast, queries) -> None:
    for each in (Capability.CASES, Capability.SUSPEND):
        with queries(1):
            may(cast.frank.id, each)
        with queries(1):
            holders(each)
    with queries(1):
        standing(cast.frank.id)


def test_who_is_refused_is_told_why(cast: Cast) -> None:
    require(cast.frank, Capability.CASES)
    require(cast.frank, Capability.SETTINGS, Capability.CASES)
    require_viewer(cast.frank.id, Capability.SETTINGS, Capability.CASES)
    with pytest.raises(NotAllowed, match="Your role"):
        require(cast.frank, Capability.SETTINGS)
    with pytest.raises(NotAllowed, match="Only the people who run"):
        require(cast.bob, Capability.CASES)
    with pytest.raises(NotFound):
        require_viewer(cast.frank.id, Capability.SETTINGS)


def test_a_trusted_flagger_is_a_member_like_others(cast: Cast, queries) -> None:
    only(cast.bob, "trusted_flagger")
    login = signed_in(cast.bob.login_id)
    assert login is not None
    assert login.account.has_roles is False, "no page asks for their roles, and no second factor"
    assert not cast.bob.is_staff
    assert not is_staff(cast.bob.id)
    assert select(f"SELECT 1 WHERE {staff_sql(str(cast.bob.id))}", {}) == []
    only(cast.bob, "trusted_flagger", "analyst")
    login = signed_in(cast.bob.login_id)
    assert login is not None
    assert login.account.has_roles is True
    assert is_staff(cast.bob.id)


def test_languages_are_those_of_who_decides(cast: Cast) -> None:
    Account.objects.filter(id=cast.frank.id).update(language="ar")
    only(cast.alice, "admin")
    assert sorted(languages_of_staff()) == ["", "ar"]


@pytest.mark.parametrize("mine", [role.value for role in Role])
@pytest.mark.parametrize("theirs", ["", *(role.value for role in Role)])
def test_nobody_decides_upward_or_sideways(mine: str, theirs: str) -> None:
    expected = (
        mine == "owner"
        or (mine != "trusted_flagger" and theirs in {"", "trusted_flagger"})
        or (mine, theirs) == ("senior_moderator", "moderator")
    )
    assert is_above({mine}, {theirs} - {""}) is expected


def test_a_moderator_with_another_role_stands_beside_seniors() -> None:
    assert is_above({"senior_moderator"}, {"moderator", "trusted_flagger"})
    assert not is_above({"senior_moderator"}, {"moderator", "auditor"})
    assert not is_above(set(), set())


class TestGiving:
    @pytest.mark.parametrize("given", [role.value for role in Role])
    @pytest.mark.parametrize("mine", [role.value for role in Role])
    def test_nobody_gives_or_takes_more_than_they_hold(self, cast: Cast, mine: str, given: str) -> None:
        me = only(cast.alice, mine)
        RoleGrant.objects.get_or_create(account=cast.carol, role=given)
        allowed = mine == "owner" or (mine == "admin" and given in {"admin", "rules_editor"})
        for act in (lambda: grant_role(me, cast.bob.id, given), lambda: revoke_role(me, cast.carol.id, given)):
            if allowed:
                act()
            else:
                with pytest.raises(NotAllowed):
                    act()
        assert roles(cast.bob.id) == ({given} if allowed else set())
        assert roles(cast.carol.id) == (set() if allowed else {given})

    def test_what_somebody_does_in_anothers_place_is_not_theirs_to_hand_on(self, cast: Cast) -> None:
        me = only(cast.alice, "admin", "moderator")
        assert may(me.id, Capability.SUSPEND)
        assert may(me.id, Capability.APPEALS)
        for who in (me, cast.bob):
            with pytest.raises(NotAllowed, match="beyond your own"):
                grant_role(me, who.id, "senior_moderator")
        grant_role(me, cast.bob.id, "moderator")
        assert roles(cast.bob.id) == {"moderator"}

    @pytest.mark.parametrize("role", ["owner", "senior_moderator", "child_safety", "auditor"])
    def test_nobody_lifts_themselves(self, cast: Cast, role: str) -> None:
        for mine in ("admin", "moderator", "senior_moderator"):
            with pytest.raises(NotAllowed):
                grant_role(only(cast.alice, mine), cast.alice.id, role)
        assert roles(cast.alice.id) == {"senior_moderator"}

    def test_an_admin_does_not_unseat_owners(self, cast: Cast) -> None:
        me = only(cast.alice, "admin")
        only(cast.bob, "owner")
        for owner in (cast.olivia, cast.bob):
            with pytest.raises(NotAllowed):
                revoke_role(me, owner.id, "owner")

    def test_a_suspended_owner_does_not_count(self, cast: Cast) -> None:
        only(cast.bob, "owner")
        Account.objects.filter(id=cast.bob.id).update(active=False)
        with pytest.raises(NotAllowed, match="needs an owner"):
            revoke_role(cast.olivia, cast.olivia.id, "owner")
        revoke_role(cast.olivia, cast.bob.id, "owner")
        assert roles(cast.bob.id) == frozenset()


class TestLetters:
    def test_whoever_gets_a_role_is_told(self, cast: Cast, mail, drain) -> None:
        drain()
        before = len(mail.all())
        grant_role(cast.olivia, cast.bob.id, "analyst")
        grant_role(cast.olivia, cast.carol.id, "trusted_flagger")
        drain()
        to_bob, to_carol = mail.to("bob@example.org")[-1], mail.to("carol@example.org")[-1]
        assert len(mail.all()) == before + 2
        assert "Analyst" in str(to_bob["Subject"])
        assert "/settings/safety" in to_bob.get_content()
        assert "Trusted flagger" in str(to_carol["Subject"])
        assert "/settings/safety" not in to_carol.get_content()

    def test_whoever_loses_one_is_told(self, cast: Cast, mail, drain) -> None:
        revoke_role(cast.olivia, cast.frank.id, "moderator")
        drain()
        assert "Moderator" in str(mail.to("frank@example.org")[-1]["Subject"])

    def test_in_their_language(self, cast: Cast, mail, drain) -> None:
        Account.objects.filter(id=cast.bob.id).update(language="ar")
        grant_role(cast.olivia, cast.bob.id, "analyst")
        drain()
        assert "لديك دور جديد" in str(mail.to("bob@example.org")[-1]["Subject"])

    def test_nobody_is_told_of_their_own_deed_or_the_command_line(self, cast: Cast, mail, drain) -> None:
        only(cast.bob, "owner")
        drain()
        before = len(mail.all())
        revoke_role(cast.bob, cast.bob.id, "owner")
        grant_role(None, cast.carol.id, "moderator")
        grant_role(cast.olivia, cast.alice.id, "analyst")
        Account.objects.filter(id=cast.alice.id).update(active=False)  # before the letter is written
        drain()
        assert len(mail.all()) == before
