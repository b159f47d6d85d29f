"""What a member does with notifications."""

from folkmoot.accounts.models import Account
from folkmoot.core.rows import execute


def mark_read(actor: Account, up_to_id: int) -> None:
    """Everything up to this notification has been seen; the mark never goes back."""
    execute(_MARK, {"account": actor.id, "id": up_to_id})


_MARK = """INSERT INTO notifications_readmark (account_id, notification_id) VALUES (%(account)s, %(id)s)
  ON CONFLICT (account_id) DO UPDATE SET notification_id = excluded.notification_id
  WHERE notifications_readmark.notification_id < excluded.notification_id"""
