"""Erasing those whose time to come back is over."""

import time
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.core.events import hold_on, publish
from folkmoot.privacy.actions.erasing import begin_erasing, erase
from folkmoot.privacy.events import ErasureDue
from folkmoot.privacy.models import Departure
from folkmoot.privacy.tasks.letters import write_erased

_AGAIN = timedelta(hours=2)  # should erasing have been given up on
_PAUSE = 0.005  # seconds between steps: whoever else wants to write gets their turn
_HELD_EVERY = 60.0


def find_due() -> None:
    """Have everybody erased whose time is over; safe to call at any time."""
    now = timezone.now()
    due = Departure.objects.filter(Q(begun_at=None) | Q(begun_at__lt=now - _AGAIN), due_at__lte=now)
    for account_id in due.order_by("due_at").values_list("account_id", flat=True):
        with transaction.atomic():
            Departure.objects.filter(account=account_id).update(begun_at=now)
            publish(ErasureDue(account_id))


def erase_member(event: ErasureDue) -> None:
    """Erase a member in small steps; from the beginning of what is left, if it was cut short."""
    if not begin_erasing(event.account_id):
        return
    account = Account.objects.select_related("login").get(id=event.account_id)
    erase(event.account_id, _Breath().take)
    if account.login and settings.FOLKMOOT.smtp_url:  # else the letter would lie in a folder with the address on it
        write_erased(account)


class _Breath:
    """A pause between two steps, and word to the worker that it goes on."""

    def __init__(self) -> None:
        self.held = time.monotonic()

    def take(self) -> None:
        """Let others write."""
        time.sleep(_PAUSE)
        if time.monotonic() - self.held >= _HELD_EVERY:
            self.held = time.monotonic()
            hold_on()
