"""What is counted about an account by the packages above."""

from django.utils import timezone

from folkmoot.core.rows import execute


def count_post(account_id: int, by: int) -> None:
    """An account has one post more (``by`` = 1) or less (-1); inside the caller's transaction."""
    today = timezone.now().date() if by > 0 else None
    execute(_COUNT, {"account": account_id, "by": by, "today": today})


_COUNT = """UPDATE accounts_stats SET posts = posts + %(by)s, last_post_on = COALESCE(%(today)s, last_post_on)
  WHERE account_id = %(account)s"""
