"""Letters for tests: what members choose, the clock that makes a letter due, and what stands in it."""

from typing import Any

import pytest
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.core.events import drain
from folkmoot.notifications.letters.due import find_due_letters
from folkmoot.notifications.letters.sorts import MAILED
from folkmoot.notifications.letters.wishes import Wishes, choose_letters
from folkmoot.notifications.models import Letters, Notification
from folkmoot.project.cast import Cast

EVERYTHING = frozenset(MAILED)


@pytest.fixture(autouse=True)
def quiet_start(cast: Cast, mail: Any) -> None:
    """Nothing has happened, and nobody has chosen anything."""
    drain()
    Notification.objects.all().delete()
    Letters.objects.all().delete()


def choose(account: Account, *mail: str, **more: Any) -> None:
    """Mail for these sorts of news, or for all; and what else is chosen."""
    drain()
    choose_letters(account, Wishes(frozenset(mail) or EVERYTHING, **more))


def fall_due() -> None:
    """The time in which a letter gathers is over; it is on its way, and not written yet."""
    drain()
    Letters.objects.filter(news_due__isnull=False).update(news_due=timezone.now(), news_at=None)
    find_due_letters()


def deliver() -> None:
    """The time in which a letter gathers is over, and the worker looks."""
    fall_due()
    drain()


def digest(account: Account) -> None:
    """The hour of a member's digest has come, and the worker looks."""
    drain()
    Letters.objects.filter(account=account).update(digest_due=timezone.now())
    find_due_letters()
    drain()


def row(account: Account) -> Letters:
    return Letters.objects.get(account=account)


def body(letter: Any) -> str:
    return str(letter.get_content())
