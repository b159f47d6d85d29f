"""A word that there is news: to open pages, to devices that sleep, and for the next letter."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from folkmoot.core import push
from folkmoot.core.events import publish
from folkmoot.core.rows import among, execute, id_list
from folkmoot.notifications.events import NewsForDevices
from folkmoot.notifications.letters.sorts import ANYWAY, sorts_of
from folkmoot.notifications.webpush import DEVICES

GATHERED = timedelta(minutes=5)  # in which more may happen before a letter tells of it


def ring(account_ids: Sequence[int], kind: str) -> None:
    """Let these members know that something was told to them; members without devices cost one statement together."""
    push.tell(account_ids, "notifications")
    for account_id in account_ids:
        if DEVICES.has(account_id):
            publish(NewsForDevices(account_id))
    sorts = [sort for sort in sorts_of(kind) if sort not in ANYWAY]
    if account_ids and sorts:
        _plan_letters(account_ids, sorts)


def _plan_letters(account_ids: Sequence[int], sorts: Sequence[str]) -> None:
    """Those of them who want to be written of this are, a little later, unless a letter waits for them already."""
    wanted = " OR ".join(f"mail LIKE %(sort{place})s" for place in range(len(sorts)))
    text = f"""UPDATE notifications_letters SET news_due = %(due)s
      WHERE {among("account_id", "of")} AND news_due IS NULL AND stopped_at IS NULL AND ({wanted})"""
    named = {f"sort{place}": f"% {sort} %" for place, sort in enumerate(sorts)}
    execute(text, {"of": id_list(account_ids), "due": timezone.now() + GATHERED, **named})
