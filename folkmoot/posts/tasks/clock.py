"""What is due by the clock."""

from django.db import transaction
from django.utils import timezone

from folkmoot.core.events import publish
from folkmoot.posts.events import PollEnded
from folkmoot.posts.interaction import KEY_KEPT
from folkmoot.posts.models import IdempotencyKey, Poll

AT_ONCE = 200  # polls


def forget_keys() -> None:
    """Forget the idempotency keys that have served their day."""
    IdempotencyKey.objects.filter(made_at__lt=timezone.now() - KEY_KEPT).delete()


def end_polls() -> None:
    """Say of each poll whose time is over that it has ended: once, however late and however often this runs."""
    due = Poll.objects.filter(closed_at=None, ends_at__lte=timezone.now()).order_by("ends_at")
    for post_id in list(due.values_list("post_id", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            if due.order_by().filter(post=post_id).update(closed_at=timezone.now()):
                publish(PollEnded(post_id))
