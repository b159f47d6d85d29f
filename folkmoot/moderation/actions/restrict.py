"""The two decisions of every day: to suspend an account, to remove a post."""

from datetime import datetime

from folkmoot.accounts.models import Account
from folkmoot.moderation.actions.decide import Decision, decide
from folkmoot.moderation.models import Restriction

_Kind, _Action = Restriction.Kind, Restriction.Action


def suspend(actor: Account, account_id: int, reason: str, ends_at: datetime | None) -> Restriction:
    """Hide an account and end its sessions and tokens, until a moment or until it is lifted; closes its reports."""
    made = decide(actor, Decision(_Action.SUSPEND, _Kind.ACCOUNT, account_id, reason, ends_at=ends_at))
    return Restriction.objects.get(id=made)


def remove_post(actor: Account, post_id: int, reason: str) -> Restriction:
    """Hide a post from all but its author until that is lifted; closes the reports about it."""
    return Restriction.objects.get(id=decide(actor, Decision(_Action.REMOVE, _Kind.POST, post_id, reason)))
