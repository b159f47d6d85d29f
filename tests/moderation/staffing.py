"""Three who run the community, a clock that stands, and letters counted as they come."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.utils import timezone

from folkmoot.accounts.actions import grant_role
from folkmoot.accounts.models import Account
from folkmoot.moderation.models import Case
from folkmoot.project.cast import Cast
from tests.moderation.casing import laid

type Letters = Callable[[], list[tuple[str, str]]]
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)  # a Monday
FRANK, ALICE = "frank@example.org", "alice@example.org"


@pytest.fixture
def three(mail: Any, drain: Callable[..., int], cast: Cast) -> None:
    """Olivia owns the community, frank and alice moderate; whatever making the cast had to tell is told."""
    grant_role(None, cast.alice.id, "moderator")
    drain()
    Case.objects.all().delete()


@pytest.fixture
def letters(mail: Any, drain: Callable[..., int]) -> Letters:
    """To whom which letters went since it was last asked."""
    seen = 0

    def news() -> list[tuple[str, str]]:
        nonlocal seen
        drain()
        found = mail.all()[seen:]
        seen += len(found)
        return sorted((str(each["To"]).partition("@")[0], str(each["Subject"])) for each in found)

    news()
    return news


@contextmanager
def clock(moment: datetime) -> Generator[None]:
    """It is this moment; ids are made by another clock."""
    with mock.patch.object(timezone, "now", return_value=moment):
        yield


def urgent(account: Account | None, moment: datetime, **how: Any) -> Case:
    """A case that came at this moment, and is to be decided within a day."""
    made = {"severity": 5, "priority": 7, "told_at": moment, "due_at": moment + timedelta(hours=24)}
    return laid(account, **{**made, **how})


def danger(account: Account | None, moment: datetime) -> Case:
    """A case in which a life may be in danger, of this moment."""
    return urgent(account, moment, severity=7, priority=10, due_at=moment + timedelta(hours=1))
