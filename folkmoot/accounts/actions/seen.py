"""That a member was here."""

from datetime import date
from typing import cast

from django.db import transaction
from django.utils import timezone

from folkmoot.accounts.events import SeenToday
from folkmoot.accounts.models import Stats
from folkmoot.core.events import publish
from folkmoot.core.rows import select


def seen_today(account_id: int) -> date | None:
    """Note the day an account was last here; writes once a day at most. The day before, where this is the first time.

    Whoever was here today already, or never was, gets ``None``.
    """
    today = timezone.now().date()
    found = select("SELECT seen_on FROM accounts_stats WHERE account_id = %(account)s", {"account": account_id})
    last = found[0][0] if found else None
    if last == today:
        return None
    with transaction.atomic():
        if Stats.objects.filter(account=account_id, seen_on=last).update(seen_on=today):
            publish(SeenToday(account_id, (today - last).days if last else None))
            return cast("date | None", last)
    return None
