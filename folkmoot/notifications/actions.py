"""What a member does with notifications."""

from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.core.errors import NotFound
from folkmoot.core.rows import execute
from folkmoot.notifications.models import Notification
from folkmoot.notifications.queries.single import Key, bounds_of


def mark_read(actor: Account, up_to_id: int) -> None:
    """Everything up to this notification has been seen; the mark never goes back."""
    execute(_MARK, {"account": actor.id, "id": up_to_id, "now": timezone.now()})


def dismiss(actor: Account, key: Key) -> None:
    """Take away what stands under a key: it has been dealt with."""
    above, below = bounds_of(key)
    found = Notification.objects.filter(account=actor, id__gt=above, id__lt=below)
    if key.kind:
        found = found.filter(kind=key.kind, post=key.post_id)
    if not found.delete()[0]:
        raise NotFound


def clear(actor: Account) -> None:
    """Take away everything that the member was told."""
    Notification.objects.filter(account=actor).delete()


_MARK = """INSERT INTO notifications_readmark (account_id, notification_id, version, moved_at)
  VALUES (%(account)s, %(id)s, 0, %(now)s)
  ON CONFLICT (account_id) DO UPDATE SET notification_id = excluded.notification_id,
    version = notifications_readmark.version + 1, moved_at = excluded.moved_at
  WHERE notifications_readmark.notification_id < excluded.notification_id"""
