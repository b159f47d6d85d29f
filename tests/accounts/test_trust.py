"""How trust begins, how it grows by time and reading, and what it opens on profiles and at the door."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from folkmoot.accounts.actions import (
    ProfileDraft,
    SignUp,
    approve,
    confirm_address,
    create_invitation,
    edit_profile,
    invite_as_member,
    seen_today,
    sign_up,
)
from folkmoot.accounts.actions.trust import (
    count_day,
    elsewhere,
    note_minute,
    note_reading,
    rise,
    rise_if_due,
    set_level,
)
from folkmoot.accounts.models import Account, Login, RoleGrant, Stats, Trust
from folkmoot.accounts.queries import may_invite
from folkmoot.accounts.queries.trust import level_of, trust_of
from folkmoot.accounts.queries.trust_words import when, when_more
from folkmoot.accounts.reach import REACH, TERMS, Level
from folkmoot.core import gates, limits
from folkmoot.core.errors import Invalid, NotAllowed
from folkmoot.core.events import drain
from folkmoot.core.limits.rules import READING
from folkmoot.instance.actions import change_settings
from folkmoot.instance.queries import community
from folkmoot.project.cast import PASSWORD, Cast
from tests.newcomers import Clock, known_for, newcomer

AWAY = "https://elsewhere.example"
NEW, KNOWN, MEMBER, REGULAR = Level.NEW, Level.KNOWN, Level.MEMBER, Level.REGULAR


def level(account: Account) -> int:
    return Account.objects.get(id=account.id).trust


def come(**more: Any) -> Account:
    login = sign_up(SignUp("zoe", "zoe@example.org", PASSWORD, "I would like to sing with you.", **more))
    return Account.objects.get(login=login)


def a_day_here(account: Account, clock: Clock, minutes: int = 0) -> None:
    """The next day, on which somebody looks in and reads for so long."""
    clock.goes_on(days=1)
    seen_today(account.id)
    for _ in range(minutes):
        note_minute(account.id)
        clock.goes_on(minutes=1)
    drain()


class TestHowItBegins:
    def test_through_an_open_door(self, cast: Cast) -> None:
        change_settings(None, {"sign_up": "open"})
        zoe = come()
        assert (zoe.trust, Trust.objects.get(account=zoe).seen) == (NEW, 1)

    def test_let_in_by_staff(self, cast: Cast) -> None:
        zoe = come()
        assert zoe.trust == NEW
        approve(cast.frank, zoe.login_id)
        assert level(zoe) == KNOWN

    def test_let_in_by_staff_later_it_is_not_less_than_it_was(self, cast: Cast) -> None:
        zoe = come()
        Account.objects.filter(id=zoe.id).update(trust=MEMBER)
        approve(cast.frank, zoe.login_id)
        assert level(zoe) == MEMBER

    def test_by_an_invitation(self, cast: Cast) -> None:
        code = create_invitation(cast.olivia, 1, 1).code
        assert come(invitation_code=code).trust == KNOWN

    def test_made_by_the_operator(self, cast: Cast) -> None:
        assert {account.trust for account in (cast.olivia, cast.bob, cast.ivy)} == {MEMBER}

    def test_days_count_from_the_day_on_which_one_became_a_member(self, cast: Cast, clock: Clock) -> None:
        change_settings(None, {"sign_up": "open"})
        zoe = come()
        assert trust_of(zoe).evidence.days == 0
        assert trust_of(zoe).missing.hours == 48
        clock.goes_on(days=5)
        assert trust_of(zoe).missing.hours == 48
        from allauth.account.models import EmailAddress

        EmailAddress.objects.filter(user=zoe.login_id).update(verified=True)
        confirm_address(zoe.login_id or 0)
        clock.goes_on(hours=1)
        assert trust_of(zoe).missing.hours == 47


class TestHowItGrows:
    def test_in_two_days(self, nina: Account, clock: Clock) -> None:
        a_day_here(nina, clock, minutes=5)
        assert level(nina) == NEW
        a_day_here(nina, clock)
        assert level(nina) == KNOWN
        assert level_of(Account.objects.get(id=nina.id)) is KNOWN

    def test_not_without_reading(self, nina: Account, clock: Clock) -> None:
        for _ in range(30):
            a_day_here(nina, clock)
        assert level(nina) == NEW
        a_day_here(nina, clock, minutes=4)
        assert level(nina) == NEW
        note_minute(nina.id)
        assert rise(nina.id) is KNOWN, "also by what is not noted yet"

    def test_not_by_reading_all_at_once(self, nina: Account, clock: Clock) -> None:
        for _ in range(500):
            note_minute(nina.id)
        assert trust_of(nina).evidence.minutes == 1
        clock.goes_on(seconds=61)
        note_minute(nina.id)
        assert trust_of(nina).evidence.minutes == 2

    def test_not_by_days_alone(self, nina: Account, clock: Clock) -> None:
        known_for(nina, days=400, minutes=400)
        assert rise(nina.id) is None, "seen on one day"

    def test_two_weeks_make_a_member(self, cast: Cast, clock: Clock) -> None:
        kim = newcomer("kim", KNOWN)
        for _ in range(13):
            a_day_here(kim, clock, minutes=3)
        assert level(kim) == KNOWN
        a_day_here(kim, clock)
        assert level(kim) == MEMBER

    def test_whoever_was_always_there_is_a_regular(self, cast: Cast, clock: Clock) -> None:
        for _ in range(61):
            a_day_here(cast.bob, clock)
        assert level(cast.bob) == REGULAR
        a_day_here(cast.bob, clock)
        assert level(cast.bob) == REGULAR, "the fourth level is given, not earned"

    def test_what_was_long_ago_does_not_make_a_regular(self, cast: Cast, clock: Clock) -> None:
        for _ in range(29):
            a_day_here(cast.bob, clock)
        clock.goes_on(days=120)
        a_day_here(cast.bob, clock)
        assert trust_of(cast.bob).evidence.lately == 1
        assert level(cast.bob) == MEMBER
        for _ in range(29):
            a_day_here(cast.bob, clock)
        assert level(cast.bob) == REGULAR

    def test_several_levels_at_once(self, nina: Account, clock: Clock) -> None:
        known_for(nina, days=61, seen=40, minutes=40, seen_now=31)
        assert rise(nina.id) is REGULAR

    def test_nobody_sinks(self, cast: Cast, clock: Clock) -> None:
        clock.goes_on(days=2_000)
        assert rise(cast.bob.id) is None
        rise_if_due()
        assert level(cast.bob) == MEMBER

    def test_while_something_holds_them_back_they_wait(self, nina: Account, monkeypatch: pytest.MonkeyPatch) -> None:
        known_for(nina, days=3, seen=3, minutes=9)
        monkeypatch.setattr(gates, "ask", lambda _gate, _subject: gates.Verdict.HOLD)
        assert rise(nina.id) is None
        assert trust_of(nina).missing.held

    def test_no_count_is_asked_while_something_is_locked(self, nina: Account, monkeypatch: pytest.MonkeyPatch) -> None:
        """Counts may be in Redis, which may be slow."""
        known_for(nina, days=3, seen=3)
        limits.count(READING, nina.id, times=9)
        before: list[int] = []
        stands = limits.standing
        with CaptureQueriesContext(connection) as said:
            monkeypatch.setattr(limits, "standing", lambda *of: before.append(len(said)) or stands(*of))
            assert rise(nina.id) is KNOWN
        assert before == [0]

    def test_whoever_is_suspended_does_not_rise(self, nina: Account) -> None:
        known_for(nina, days=3, seen=3, minutes=9)
        Account.objects.filter(id=nina.id).update(active=False)
        assert rise(nina.id) is None

    def test_the_worker_lets_them_rise(self, cast: Cast, nina: Account) -> None:
        known_for(nina, days=3, seen=3)
        known_for(cast.bob, days=61, seen_now=20, seen_before=10)
        limits.count(READING, nina.id, times=6)
        rise_if_due()
        assert (level(nina), level(cast.bob), level(cast.hal)) == (KNOWN, REGULAR, MEMBER)
        assert Trust.objects.get(account=nina).minutes == 6

    def test_the_worker_leaves_those_alone_who_were_not_here(self, nina: Account) -> None:
        known_for(nina, days=3, seen=3, minutes=9, counted_on=date(2020, 1, 1))
        rise_if_due()
        assert level(nina) == NEW

    def test_who_is_nobody_here(self, cast: Cast) -> None:
        assert rise(4711) is None
        count_day(4711)
        assert rise(cast.erin.id) is None
        assert trust_of(cast.erin).level is MEMBER

    def test_a_role_counts_as_the_third(self, cast: Cast) -> None:
        assert [trust_of(account).level for account in (cast.olivia, cast.frank)] == [REGULAR, REGULAR]
        assert trust_of(cast.frank).next is None


class TestCounting:
    def test_a_day_counts_once(self, nina: Account) -> None:
        for _ in range(3):
            count_day(nina.id)
        assert Trust.objects.get(account=nina).seen == 1
        Stats.objects.filter(account=nina).update(seen_on=timezone.now().date() + timedelta(days=1))
        for _ in range(3):
            count_day(nina.id)
        row = Trust.objects.get(account=nina)
        assert (row.seen, row.seen_now) == (2, 2)

    def test_reading_writes_nothing(self, nina: Account, cast: Cast) -> None:
        with CaptureQueriesContext(connection) as asked:
            for somebody in (nina, cast.bob, None):
                note_reading(somebody)
        assert len(asked) == 0
        assert trust_of(nina).evidence.minutes == 1
        assert limits.standing(READING, cast.bob.id).left == READING.most, "of others nothing is counted"

    def test_it_is_noted_once(self, nina: Account, clock: Clock) -> None:
        for _ in range(3):
            note_minute(nina.id)
            clock.goes_on(minutes=2)
        for _ in range(2):
            count_day(nina.id)
        assert Trust.objects.get(account=nina).minutes == 3
        assert trust_of(nina).evidence.minutes == 3

    @pytest.mark.parametrize(
        ("passed", "counted"), [(0, (20, 10)), (49, (20, 10)), (50, (0, 20)), (99, (0, 20)), (100, (0, 0))]
    )
    def test_windows(self, nina: Account, clock: Clock, passed: int, counted: tuple[int, int]) -> None:
        known_for(nina, seen_now=20, seen_before=10)
        clock.goes_on(days=passed)
        assert trust_of(nina).evidence.lately == sum(counted)
        seen_today(nina.id)
        count_day(nina.id)
        row = Trust.objects.get(account=nina)
        assert (row.seen_now, row.seen_before) == (counted[0] + (passed > 0), counted[1])

    def test_hours_are_told_before_days(self, nina: Account, clock: Clock) -> None:
        known_for(nina, seen=2, minutes=5)
        assert when_more(nina) == "in 2 more days"
        clock.goes_on(hours=25)
        assert when_more(nina) == "in 23 more hours"
        clock.goes_on(hours=22, minutes=30)
        assert when_more(nina) == "in 1 more hour"
        clock.goes_on(hours=1)
        assert when_more(nina) == "from now on"

    def test_what_has_to_be_done_is_told(self, nina: Account) -> None:
        known_for(nina, days=9, seen=1, minutes=0)
        assert when_more(nina) == "once you were here on 1 more day"
        known_for(nina, days=9, seen=2, minutes=1)
        assert when_more(nina) == "after 4 more minutes of reading"
        held = trust_of(nina).missing._replace(held=True)
        assert when(held) == "once what was decided about you no longer holds"


class TestStaffSetIt:
    def test_up_it_stays(self, nina: Account, cast: Cast) -> None:
        known_for(nina, days=1, minutes=4)
        set_level(nina.id, MEMBER, cast.frank.id, "A friend of the choir.")
        row = Trust.objects.get(account=nina)
        assert (level(nina), row.minutes, row.set_by) == (MEMBER, 4, cast.frank.id)

    def test_down_it_is_earned_anew(self, cast: Cast, clock: Clock) -> None:
        known_for(cast.bob, days=100, seen=90, minutes=100, seen_now=40)
        set_level(cast.bob.id, NEW, cast.frank.id, "Wrote to everybody here.")
        assert rise(cast.bob.id) is None
        for _ in range(2):
            a_day_here(cast.bob, clock, minutes=4)
        assert level(cast.bob) == KNOWN
        assert Trust.objects.get(account=cast.bob).set_by is None


class TestProfiles:
    def draft(self, bio: str = "", value: str = "") -> ProfileDraft:
        fields = (("Site", value),) if value else ()
        return ProfileDraft("Nina", bio, fields, locked=False, discoverable=True)

    @pytest.mark.parametrize(
        ("bio", "value", "field"),
        [(AWAY, "", "bio"), (f"[x]({AWAY})", "", "bio"), ("", AWAY, "fields"), ("", f"`{AWAY}`", "fields")],
    )
    def test_no_links_at_first(self, nina: Account, bio: str, value: str, field: str) -> None:
        with pytest.raises(Invalid) as refused:
            edit_profile(nina, self.draft(bio, value))
        assert refused.value.field == field
        assert "Links to other sites open for you in 2 more days" in refused.value.message
        assert Account.objects.get(id=nina.id).bio == ""

    def test_links_within_are_fine(self, nina: Account, settings: Any) -> None:
        here = settings.FOLKMOOT.origin
        assert edit_profile(nina, self.draft(f"{here}/@bob", f"{here}/@bob")).bio

    def test_what_stands_there_may_stay(self, cast: Cast) -> None:
        edit_profile(cast.bob, self.draft(AWAY, AWAY))
        set_level(cast.bob.id, NEW, cast.frank.id, "Wrote to everybody here.")
        cast.bob.refresh_from_db()
        edit_profile(cast.bob, self.draft(f"I sing. {AWAY}", AWAY))
        with pytest.raises(Invalid):
            edit_profile(cast.bob, self.draft(f"{AWAY}/buy", AWAY))

    def test_what_is_no_address_leads_elsewhere(self, settings: Any) -> None:
        here = f"{settings.FOLKMOOT.origin}/@bob"
        assert elsewhere([here, here.upper(), "https://[", AWAY]) == {"https://[", AWAY}

    def test_then_they_open(self, cast: Cast) -> None:
        kim = newcomer("kim", KNOWN)
        assert edit_profile(kim, self.draft(AWAY, AWAY)).bio == AWAY


class TestInvitations:
    @pytest.fixture(autouse=True)
    def members_invite(self, cast: Cast) -> None:
        change_settings(None, {"sign_up": "invitation", "members_invite": "yes"})

    def long_ago(self, account: Account) -> Account:
        Login.objects.filter(account=account).update(joined_at=timezone.now() - timedelta(days=99))
        return Account.objects.select_related("login").get(id=account.id)

    @pytest.mark.parametrize("begins", [NEW, KNOWN])
    def test_not_before_one_is_a_member(self, cast: Cast, begins: Level) -> None:
        somebody = self.long_ago(newcomer(level=begins))
        assert not may_invite(somebody, community())
        with pytest.raises(NotAllowed, match="You can invite people in 14 more days"):
            invite_as_member(somebody, 1)

    def test_whoever_helps_to_run_the_community_does(self, nina: Account, queries: Any) -> None:
        somebody = self.long_ago(nina)
        RoleGrant.objects.create(account=somebody, role="trusted_flagger")
        assert not may_invite(somebody, community()), "no page of staff opens for them"
        RoleGrant.objects.create(account=somebody, role="analyst")
        assert may_invite(somebody, community())
        somebody.has_roles = False  # as whoever reads an account together with its roles says
        with queries(0):
            assert level_of(somebody) is NEW

    def test_members_do(self, cast: Cast) -> None:
        assert invite_as_member(self.long_ago(cast.bob), 1)

    def test_all_do_where_nothing_is_asked(self, nina: Account) -> None:
        change_settings(None, {"reach": "open"})
        assert invite_as_member(self.long_ago(nina), 1)

    def test_it_can_be_set_to_nothing_else(self, cast: Cast) -> None:
        with pytest.raises(Invalid):
            change_settings(None, {"reach": "sometimes"})


def test_the_table_says_no_less_further_up() -> None:
    """More trust never means less reach, and each level takes at least what the one before took."""

    def size(most: int | None) -> float:
        return float("inf") if most is None else most

    for lower, higher in zip(sorted(REACH), sorted(REACH)[1:], strict=False):
        assert all(size(a) <= size(b) for a, b in zip(REACH[lower], REACH[higher], strict=True)), higher
    assert [TERMS[each].days for each in sorted(TERMS)] == sorted(terms.days for terms in TERMS.values())


def test_a_rise_is_told_to_the_worker_once(nina: Account, happened: Callable[[], Any]) -> None:
    known_for(nina, days=3, seen=3, minutes=9)
    happened()
    rise(nina.id)
    rise(nina.id)
    assert happened() == [("TrustChanged", {"account_id": nina.id})]
