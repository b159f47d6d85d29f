"""A word that there is news: to open pages, and to devices that sleep."""

from collections.abc import Sequence

from folkmoot.core import push
from folkmoot.core.events import publish
from folkmoot.notifications.events import NewsForDevices
from folkmoot.notifications.webpush import DEVICES


def ring(account_ids: Sequence[int]) -> None:
    """Let these members know that something was told to them; members without devices cost no statement."""
    push.tell(account_ids, "notifications")
    for account_id in account_ids:
        if DEVICES.has(account_id):
            publish(NewsForDevices(account_id))
