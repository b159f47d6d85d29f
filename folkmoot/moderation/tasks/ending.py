"""Restrictions that end by themselves."""

from django.utils import timezone

from folkmoot.moderation.actions import end_restriction
from folkmoot.moderation.models import Restriction


def end_due_restrictions() -> int:
    """End every restriction whose time has come; how many there were. Meant to run every minute."""
    due = Restriction.objects.filter(ended_at=None, ends_at__lte=timezone.now()).values_list("id", flat=True)
    ids = list(due.order_by("id"))
    for restriction_id in ids:
        end_restriction(restriction_id)
    return len(ids)
