"""What a member does with feeds."""

from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.core.rows import execute


def mark_home_read(actor: Account, up_to_id: int) -> None:
    """Everything in the home feed up to this post has been seen; the mark never goes back."""
    execute(_MARK, {"account": actor.id, "id": up_to_id, "now": timezone.now()})


_MARK = """INSERT INTO timelines_homemark (account_id, post_id, version, moved_at)
  VALUES (%(account)s, %(id)s, 0, %(now)s)
  ON CONFLICT (account_id) DO UPDATE SET post_id = excluded.post_id, version = timelines_homemark.version + 1,
    moved_at = excluded.moved_at
  WHERE timelines_homemark.post_id < excluded.post_id"""
