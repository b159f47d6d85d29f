"""What a member does with those who are suggested."""

from django.db import transaction

from folkmoot.accounts.models import Account
from folkmoot.accounts.queries import get_account
from folkmoot.core.events import publish
from folkmoot.core.rows import insert_once
from folkmoot.relations.events import SuggestionDismissed
from folkmoot.relations.models import Dismissal


@transaction.atomic
def dismiss_suggestion(actor: Account, account_id: int) -> None:
    """Do not suggest this account any more; it is not told."""
    get_account(actor.id, account_id)
    if insert_once(Dismissal, account_id=actor.id, dismissed_id=account_id):
        publish(SuggestionDismissed(actor.id, account_id))
