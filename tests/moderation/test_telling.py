"""Staff hear that there is something to decide, once and not a thousand times; whoever reported hears that it was."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.moderation.actions import Complaint, Notice, complain, file_notice, report
from folkmoot.moderation.events import ReportClosed
from folkmoot.moderation.models import Case, Report
from folkmoot.moderation.tasks import on_report_closed, tell_of_cases
from folkmoot.notifications.models import Notification
from folkmoot.project.cast import Cast
from tests.moderation.reporting import set_aside
from tests.posts.writing import say

pytestmark = pytest.mark.django_db
type Drain = Callable[..., int]
STAFF = ("olivia@example.org", "frank@example.org")


@pytest.fixture(autouse=True)
def quiet(mail: Any, drain: Drain, cast: Cast) -> None:
    """Whatever making the cast had to tell is told."""
    drain()
    Case.objects.all().delete()


def subjects(mail: Any, who: str) -> list[str]:
    return [str(letter["Subject"]) for letter in mail.to(who)]


def notice(email: str, *paths: str) -> str:
    addresses = tuple(f"{settings.FOLKMOOT.origin}{path}" for path in paths)
    return file_notice(Notice(addresses, "hate", "It is vile.", True, "", email, "en"))


def test_a_thousand_reports_are_one_letter(cast: Cast, mail: Any, drain: Drain) -> None:
    post = say(cast.hal, "Vile")
    for n in range(30):
        report(Account.objects.create(username=f"crowd{n}", active=True), cast.hal.id, post, "")
    drain()
    for who in STAFF:
        assert subjects(mail, who) == ["Something was reported"]
    [letter] = mail.to(STAFF[0])
    assert "/staff/cases" in letter.get_content()
    assert not any(word in letter.get_content() for word in ("hal", "crowd", "Vile"))


def test_cases_in_quick_succession_wait_for_the_next_letter(cast: Cast, mail: Any, drain: Drain) -> None:
    report(cast.bob, cast.hal.id, None, "")
    drain()
    report(cast.bob, cast.carol.id, None, "")
    drain()
    assert len(subjects(mail, STAFF[0])) == 1
    assert tell_of_cases() == 0
    Case.objects.filter(told_at__isnull=False).update(told_at=timezone.now() - timedelta(minutes=31))
    assert tell_of_cases() >= 1
    assert tell_of_cases() == 0
    drain()
    assert len(subjects(mail, STAFF[0])) == 2
    assert not Case.objects.filter(told_at=None).exists()


def test_what_was_decided_meanwhile_needs_no_letter(cast: Cast, mail: Any, drain: Drain) -> None:
    report(cast.bob, cast.hal.id, None, "")
    Case.objects.update(state="closed")
    assert tell_of_cases() == 0
    drain()
    assert subjects(mail, STAFF[0]) == []


def test_danger_to_life_is_written_of_at_once_and_once(cast: Cast, mail: Any, drain: Drain) -> None:
    report(cast.bob, cast.hal.id, None, "")
    drain()
    for who in (cast.alice, cast.carol):
        complain(who, Complaint(cast.hal.id, category="life", comment="He says goodbye."))
    drain()
    assert subjects(mail, STAFF[1]) == ["Something was reported", "Somebody’s life may be in danger"]


def test_nobody_of_the_staff_is_written_to_about_themselves(cast: Cast, mail: Any, drain: Drain) -> None:
    complain(cast.bob, Complaint(cast.frank.id, category="life"))
    drain()
    assert subjects(mail, "frank@example.org") == []
    assert len(subjects(mail, "olivia@example.org")) == 2


def test_a_report_that_is_decided_before_anybody_could_be_woken_wakes_nobody(
    cast: Cast, mail: Any, drain: Drain
) -> None:
    one = complain(cast.bob, Complaint(cast.hal.id, category="life"))
    Report.objects.filter(id=one).update(outcome="dismissed")
    Case.objects.update(state="closed")
    drain()
    assert subjects(mail, STAFF[0]) == []


def test_a_member_is_told_once_that_it_was_looked_at(cast: Cast, drain: Drain) -> None:
    one = report(cast.bob, cast.hal.id, None, "")
    drain()
    set_aside(cast.frank, one)
    drain()
    told = Notification.objects.filter(account=cast.bob, kind="report")
    assert told.count() == 1
    assert Report.objects.get(id=one).told_at is not None
    told.delete()
    on_report_closed(ReportClosed(one))
    assert not told.exists()
    assert not Notification.objects.filter(account=cast.hal, kind="report").exists()


def test_whoever_is_suspended_meanwhile_is_not_told(cast: Cast, drain: Drain) -> None:
    one = report(cast.bob, cast.hal.id, None, "")
    Account.objects.filter(id=cast.bob.id).update(active=False)
    set_aside(cast.frank, one)
    drain()
    assert not Notification.objects.filter(account=cast.bob, kind="report").exists()


def test_what_is_open_is_told_to_nobody(cast: Cast) -> None:
    one = report(cast.bob, cast.hal.id, None, "")
    on_report_closed(ReportClosed(one))
    assert Report.objects.get(id=one).told_at is None


@pytest.mark.parametrize(
    ("outcome", "words"), [("acted", "have done something"), ("dismissed", "found nothing that we would have to")]
)
def test_a_notifier_is_written_to_when_all_is_decided(
    cast: Cast, mail: Any, drain: Drain, outcome: str, words: str
) -> None:
    code = notice("nora@example.net", "/@hal", "/@bob")
    first, second = Report.objects.order_by("id")
    set_aside(cast.olivia, first.id)
    drain()
    assert len(mail.to("nora@example.net")) == 1
    Report.objects.filter(id=second.id).update(outcome=outcome, closed_at=timezone.now())
    on_report_closed(ReportClosed(second.id))
    drain()
    receipt, letter = mail.to("nora@example.net")
    assert words in letter.get_content()
    assert code in receipt.get_content()
    assert f"/notice/{code}" in letter.get_content()


def test_a_notifier_without_an_address_is_not_written_to(cast: Cast, mail: Any, drain: Drain) -> None:
    notice("", "/@hal")
    drain()
    before = len(mail.all())
    set_aside(cast.olivia, Report.objects.get().id)
    drain()
    assert len(mail.all()) == before
