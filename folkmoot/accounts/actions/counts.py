"""What is counted about an account by the packages above."""

from django.db.models import F
from django.utils import timezone

from folkmoot.accounts.models import Stats


def count_post(account_id: int, by: int) -> None:
    """An account has one post more (``by`` = 1) or less (-1); inside the caller's transaction."""
    counted = {"posts": F("posts") + by}
    Stats.objects.filter(account=account_id).update(
        **counted, **({"last_post_on": timezone.localdate()} if by > 0 else {})
    )
