"""Cases for tests: reported by members as they are, or laid straight into the tables."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.moderation.actions import report
from folkmoot.moderation.models import Case, Report, ReportItem
from tests.posts.writing import say


def reported(cast: Any, text: str = "Buy my nets") -> tuple[Case, int]:
    """A post of hal's that bob reported: the case, and the post."""
    post = say(cast.hal, text)
    report(cast.bob, cast.hal.id, post, "This advertises.")
    return Case.objects.get(account=cast.hal, state="open"), post


def laid(account: Account | None, **how: Any) -> Case:
    """A case as it may stand in the table."""
    return Case.objects.create(account=account, **{"priority": 3, "severity": 2, "reports": 1, **how})


def complained(case: Case, reporter: Account | None, text: str = "Nets", **how: Any) -> Report:
    """One more report in a case, with one thing it is about."""
    made = Report.objects.create(case=case, reporter=reporter, account_id=case.account_id, **how)
    ReportItem.objects.create(report=made, kind="other", url="https://example.org/nets", snapshot={"text": text})
    return made


def held(case: Case, by: Account, minutes: int = 30) -> None:
    """Somebody has the case, or had it until so many minutes ago."""
    until = timezone.now() + timedelta(minutes=minutes)
    Case.objects.filter(id=case.id).update(assignee_id=by.id, claimed_until=until)
