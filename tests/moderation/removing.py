"""The decision of every day: a post is removed."""

from folkmoot.accounts.models import Account
from folkmoot.moderation.actions import Decision, decide
from folkmoot.moderation.models import Restriction


def remove_post(actor: Account, post_id: int, reason: str) -> Restriction:
    """A post that nobody but its author sees any more."""
    return Restriction.objects.get(id=decide(actor, Decision("remove", "post", post_id, reason)))
