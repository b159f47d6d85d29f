"""That a member was here."""

from django.db import transaction
from django.utils import timezone

from folkmoot.accounts.events import SeenToday
from folkmoot.accounts.models import Stats
from folkmoot.core.events import publish
from folkmoot.core.rows import select


def seen_today(account_id: int) -> None:
    """Note the day an account was last here; writes once a day at most."""
    today = timezone.now().date()
    found = select("SELECT seen_on FROM accounts_stats WHERE account_id = %(account)s", {"account": account_id})
    last = found[0][0] if found else None
    if last == today:
        return
    with transaction.atomic():
        if Stats.objects.filter(account=account_id, seen_on=last).update(seen_on=today):
            publish(SeenToday(account_id, (today - last).days if last else None))
