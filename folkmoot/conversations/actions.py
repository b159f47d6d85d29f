"""What a member does with conversations."""

from django.db.models import F

from folkmoot.accounts.models import Account
from folkmoot.conversations.models import Participation
from folkmoot.core.errors import NotFound


def mark_read(actor: Account, conversation_id: int) -> None:
    """Everything said in this conversation so far has been seen."""
    Participation.objects.filter(account=actor, conversation=conversation_id).update(read_id=F("newest_id"))


def put_away(actor: Account, conversation_id: int) -> None:
    """Leave this conversation out of one's own inbox, until something new is said in it."""
    if not Participation.objects.filter(account=actor, conversation=conversation_id).delete()[0]:
        raise NotFound
