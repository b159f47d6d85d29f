"""A life may be in danger: one press, everything written down, and a reminder until it is sent."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from folkmoot.accounts.actions import grant_role
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.moderation.actions import report
from folkmoot.moderation.actions.closing import close_without_action
from folkmoot.moderation.actions.referral import drop_referral, mark_sent, refer, rewrite_referral
from folkmoot.moderation.events import ThreatFound
from folkmoot.moderation.models import Case, Report, ThreatReferral
from folkmoot.moderation.police import COUNTRIES, ELSEWHERE, EUROPOL, POLICE, police_of
from folkmoot.moderation.queries.referrals import referral, referrals_of, subject_of, unsent_referrals
from folkmoot.moderation.tasks import on_threat_found, remind_of_threats
from folkmoot.project.cast import Cast
from tests.moderation.deciding import after
from tests.posts.writing import say

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast) -> Case:
    post = say(cast.hal, "I will do it tonight")
    report(cast.bob, cast.hal.id, post, "Please look at this!")
    return Case.objects.get(account=cast.hal)


def test_one_press_writes_everything_down(cast: Cast, case: Case) -> None:
    some = refer(cast.frank, case.id, "PT")
    view = referral(cast.frank.id, some)
    assert view.waits
    assert (view.police.emergency, view.police.verified) == ("112", False)
    for words in ("I will do it tonight", "Please look at this!", "/@hal", str(case.id), "https://www.psp.pt"):
        assert words in view.text
    assert "bob" not in view.text, "who reported is nobody's business"
    case.refresh_from_db()
    assert (case.priority, case.severity, case.category) == (10, 7, "life")
    assert refer(cast.olivia, case.id, "ES") == some, "while one waits there is no second"
    assert [each.id for each in unsent_referrals(cast.olivia.id)] == [some]


def test_also_in_a_case_that_was_decided(cast: Cast, case: Case) -> None:
    close_without_action(cast.frank, case.id)
    some = refer(cast.frank, case.id, "PT")
    case.refresh_from_db()
    assert (case.state, case.priority < 10) == ("closed", True)
    assert [each.id for each in referrals_of(cast.frank.id, case.id)] == [some]


def test_a_case_about_nobody_here(cast: Cast) -> None:
    case = Case.objects.create(account=None)
    Report.objects.create(kind="art16_notice", case=case, comment="On another site.")
    view = referral(cast.frank.id, refer(cast.frank, case.id, ELSEWHERE))
    assert "On another site." in view.text
    assert (view.account, view.police.site) == (None, EUROPOL)
    assert subject_of(cast.frank.id, case.id) is None


@pytest.mark.parametrize("who", ["hal", "bob", "gina"])
def test_nobody_else(cast: Cast, case: Case, who: str) -> None:
    somebody, some = getattr(cast, who), refer(cast.frank, case.id, "PT")
    with pytest.raises(NotAllowed):
        refer(somebody, case.id, "PT")
    for act in (lambda: mark_sent(somebody, some, "112"), lambda: drop_referral(somebody, some)):
        with pytest.raises(NotAllowed):
            act()
    for ask in (lambda: referral(somebody.id, some), lambda: unsent_referrals(somebody.id)):
        with pytest.raises(NotFound):
            ask()


def test_what_is_about_staff_is_for_owners(cast: Cast) -> None:
    grant_role(None, cast.alice.id, "moderator")
    report(cast.bob, cast.frank.id, None, "He threatens me.")
    case = Case.objects.get(account=cast.frank)
    for somebody in (cast.frank, cast.alice):
        with pytest.raises(NotFound):
            refer(somebody, case.id, "PT")
        with pytest.raises(NotFound):
            subject_of(somebody.id, case.id)
    some = refer(cast.olivia, case.id, "PT")
    assert unsent_referrals(cast.frank.id) == []
    with pytest.raises(NotFound):
        mark_sent(cast.frank, some, "112")


@pytest.mark.parametrize("country", ["", "XX", "pt"])
def test_a_country_that_is_known(cast: Cast, case: Case, country: str) -> None:
    with pytest.raises(Invalid) as refused:
        refer(cast.frank, case.id, country)
    assert refused.value.field == "country"
    with pytest.raises(NotFound):
        refer(cast.frank, 4711, "PT")


def test_every_country_has_a_name_and_a_number() -> None:
    assert set(COUNTRIES) == set(POLICE) | {ELSEWHERE}
    for police in POLICE.values():
        assert police.emergency.isdigit()
        assert police.site.startswith("https://")
        assert not police.verified
    assert police_of("XX").site == EUROPOL


class TestWords:
    def test_they_can_be_changed(self, cast: Cast, case: Case) -> None:
        some = refer(cast.frank, case.id, "PT")
        rewrite_referral(cast.frank, some, "PT", "Please hurry.")
        assert referral(cast.frank.id, some).text == "Please hurry."
        rewrite_referral(cast.frank, some, "ES", "Please hurry.")
        view = referral(cast.frank.id, some)
        assert (view.country, "I will do it tonight" in view.text) == ("ES", True)
        assert "https://www.policia.es" in view.text
        rewrite_referral(cast.frank, some, "DE", "Bitte schnell.")
        assert (referral(cast.frank.id, some).country, referral(cast.frank.id, some).text) == ("DE", "Bitte schnell.")
        rewrite_referral(cast.frank, some, "DE", " ")
        assert "I will do it tonight" in referral(cast.frank.id, some).text

    def test_not_without_end(self, cast: Cast, case: Case) -> None:
        some = refer(cast.frank, case.id, "PT")
        with pytest.raises(Invalid):
            rewrite_referral(cast.frank, some, "PT", "x" * 20_001)
        with pytest.raises(Invalid):
            rewrite_referral(cast.frank, some, "XX", "Please hurry.")


class TestSent:
    def test_nobody_is_reminded_any_more(self, cast: Cast, case: Case) -> None:
        some = refer(cast.frank, case.id, "PT")
        mark_sent(cast.olivia, some, "By phone, number 4711")
        view = referral(cast.frank.id, some)
        assert (view.waits, view.sent_how) == (False, "By phone, number 4711")
        assert view.sent_by is not None
        assert view.sent_by.id == cast.olivia.id
        with after(hours=3):
            assert remind_of_threats() == 0
        for act in (
            lambda: mark_sent(cast.frank, some, "Again"),
            lambda: drop_referral(cast.frank, some),
            lambda: rewrite_referral(cast.frank, some, "PT", "x"),
        ):
            with pytest.raises(NotAllowed):
                act()
        assert refer(cast.frank, case.id, "PT") != some

    @pytest.mark.parametrize("how", ["", "  ", "x" * 501])
    def test_to_whom_is_said(self, cast: Cast, case: Case, how: str) -> None:
        some = refer(cast.frank, case.id, "PT")
        with pytest.raises(Invalid) as refused:
            mark_sent(cast.frank, some, how)
        assert refused.value.field == "how"
        assert referral(cast.frank.id, some).waits

    def test_a_mistake(self, cast: Cast, case: Case) -> None:
        some = refer(cast.frank, case.id, "PT")
        drop_referral(cast.frank, some)
        assert not referral(cast.frank.id, some).waits
        with after(hours=3):
            assert remind_of_threats() == 0
        case.refresh_from_db()
        assert case.priority == 10, "the case stays as urgent as it was made"


class TestReminders:
    def test_every_quarter_of_an_hour_until_it_is_sent(self, cast: Cast, case: Case, drain: Any, mail: Any) -> None:
        drain()
        before = len(mail.all())
        some = refer(cast.frank, case.id, "PT")
        drain()

        def letters() -> list[tuple[str, str]]:
            return sorted((str(each["To"]), str(each["Subject"])) for each in mail.all()[before:])

        staff = ("frank@example.org", "olivia@example.org")
        assert letters() == [(each, "A life may be in danger: please tell the police") for each in staff]
        told = 0
        for minutes, due in ((14, 0), (15, 1), (29, 0), (31, 1), (46, 1), (47, 0)):
            with after(minutes=minutes, seconds=1):
                assert remind_of_threats() == due
                told += due
        drain()
        assert len(letters()) == 2 + 2 * told
        assert f"/staff/threats/{some}" in mail.all()[-1].get_content()
        mark_sent(cast.frank, some, "112")
        with after(hours=2):
            assert remind_of_threats() == 0

    def test_two_workers_remind_once(self, cast: Cast, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
        from folkmoot.moderation.tasks import threats

        some = refer(cast.frank, case.id, "PT")
        stale = ThreatReferral.objects.get(id=some)
        with after(minutes=16) as now:
            assert remind_of_threats() == 1
            assert threats._remind(stale, now) is False

    def test_not_whoever_it_is_about(self, cast: Cast, drain: Any, mail: Any) -> None:
        report(cast.bob, cast.frank.id, None, "He threatens me.")
        drain()
        before = len(mail.all())
        refer(cast.olivia, Case.objects.get(account=cast.frank).id, "PT")
        drain()
        assert {str(each["To"]) for each in mail.all()[before:]} == {"olivia@example.org"}

    def test_what_was_sent_before_anybody_came(self, cast: Cast, case: Case, drain: Any, mail: Any) -> None:
        drain()
        before = len(mail.all())
        some = refer(cast.frank, case.id, "PT")
        mark_sent(cast.frank, some, "112")
        drain()
        on_threat_found(ThreatFound(some))
        assert len(mail.all()) == before

    def test_a_reminder_is_not_due_at_once(self, cast: Cast, case: Case) -> None:
        refer(cast.frank, case.id, "PT")
        assert ThreatReferral.objects.get().reminded_at > timezone.now() - timedelta(minutes=1)
        assert remind_of_threats() == 0
