"""People who came a moment ago, for the tests of what is not open to them yet."""

from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.accounts.actions import create_account
from folkmoot.accounts.models import Account, Trust
from folkmoot.accounts.reach import Level
from folkmoot.core.limits import counting
from folkmoot.project.cast import PASSWORD, Cast


def newcomer(name: str = "nina", level: Level = Level.NEW) -> Account:
    """Somebody on a level of trust, who became a member just now."""
    account = create_account(name, f"{name}@example.org", PASSWORD, "member")
    Account.objects.filter(id=account.id).update(trust=level)
    account.refresh_from_db()
    return account


def known_for(account: Account, days: float = 0, **evidence: object) -> None:
    """Let somebody have been here for so long, and have done so much."""
    Trust.objects.filter(account=account).update(began_at=timezone.now() - timedelta(days=days), **evidence)


class Clock:
    """The time as this program has it; it goes on when it is told to."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.gone = timedelta()
        now, seconds = timezone.now, counting.clock
        patch.setattr(timezone, "now", lambda: now() + self.gone)
        patch.setattr(counting, "clock", lambda: seconds() + self.gone.total_seconds())

    def goes_on(self, **time: float) -> None:
        """Some time passes."""
        self.gone += timedelta(**time)


@pytest.fixture
def nina(cast: Cast) -> Account:
    """Somebody who came through an open door just now."""
    return newcomer()


@pytest.fixture
def known(cast: Cast) -> Account:
    """Somebody who was let in just now."""
    return newcomer("kim", Level.KNOWN)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The time, which goes on when it is told to."""
    return Clock(monkeypatch)
