"""Leaving for a while: the member hides their own account, and comes back by signing in."""

from django.db import transaction
from django.utils import timezone

from folkmoot.accounts.actions.suspend import end_doors, held, is_member
from folkmoot.accounts.events import AccountHidden, AccountShown
from folkmoot.accounts.models import Account
from folkmoot.core.errors import NotAllowed
from folkmoot.core.events import publish


@transaction.atomic
def deactivate(actor: Account) -> None:
    """Hide one's own account and all that is its, and end every session and token of it."""
    account = held(actor.id)
    if not account.active:
        raise NotAllowed
    account.deactivated_at, account.active = timezone.now(), False
    account.version += 1
    account.save(update_fields=["deactivated_at", "active", "version"])
    end_doors(account)
    publish(AccountHidden(account.id))


@transaction.atomic
def come_back(actor: Account) -> None:
    """Show one's own account again, as if it had never been hidden; whoever is suspended stays hidden."""
    account = held(actor.id)
    if account.deactivated_at is None or account.deleted_at is not None:
        return
    account.deactivated_at = None
    account.active = account.suspended_at is None and is_member(account)
    account.version += 1
    account.save(update_fields=["deactivated_at", "active", "version"])
    if account.active:
        publish(AccountShown(account.id))
