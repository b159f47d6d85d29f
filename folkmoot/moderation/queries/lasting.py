"""What can be taken back no more: the time to object is over, and nothing is open."""

from datetime import datetime

from folkmoot.accounts.models import Account
from folkmoot.moderation.models import Appeal, Restriction


def closed_for_good(moment: datetime, most: int) -> list[int]:
    """Accounts that staff closed, and about which nobody can object any more nor has an open objection."""
    running = Restriction.objects.filter(account_id__isnull=False, ended_at=None)
    closed = running.filter(action=Restriction.Action.TERMINATE, reversible_until__lte=moment)
    disputed = Appeal.objects.filter(outcome=Appeal.Outcome.OPEN, restriction_id__isnull=False)
    about = Restriction.objects.filter(id__in=disputed.values("restriction_id")).values("account_id")
    found = closed.exclude(account_id__in=about).filter(
        account_id__in=Account.objects.filter(deleted_at=None).values("id")
    )
    ids = found.order_by("account_id").values_list("account_id", flat=True).distinct()[:most]
    return [some_id for some_id in ids if some_id is not None]
