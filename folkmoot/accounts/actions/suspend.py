"""An account that nobody sees for a while: moderation decides, this carries it out."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from folkmoot.accounts.actions.sessions import end_sessions
from folkmoot.accounts.events import AccountHidden, AccountShown
from folkmoot.accounts.models import Account, Token
from folkmoot.core.events import publish


@transaction.atomic
def hide_account(account_id: int, since: datetime) -> None:
    """Hide an account from all others and end its sessions and tokens at once."""
    account = held(account_id)
    end_doors(account)
    if account.suspended_at == since and not account.active:
        return
    newly = account.suspended_at is None
    account.suspended_at, account.active = since, False
    account.version += 1
    account.save(update_fields=["suspended_at", "active", "version"])
    if newly:
        publish(AccountHidden(account_id))


@transaction.atomic
def show_account(account_id: int) -> None:
    """Show an account again, if it was let in and its address is confirmed; it signs in anew."""
    account = held(account_id)
    if account.suspended_at is None:
        return
    account.suspended_at = None
    account.active = account.deactivated_at is None and is_member(account)
    account.version += 1
    account.save(update_fields=["suspended_at", "active", "version"])
    publish(AccountShown(account_id))


def end_doors(account: Account) -> None:
    """End every session and every token of an account, inside the caller's transaction."""
    if account.login_id:
        end_sessions(account.login_id)
    Token.objects.filter(account=account, revoked_at=None).update(revoked_at=timezone.now())


def is_member(account: Account) -> bool:
    """Whether nothing but a suspension, or the member's own wish, keeps the account from being seen."""
    if account.deleted_at is not None or account.login is None:
        return account.deleted_at is None
    confirmed = EmailAddress.objects.filter(user=account.login, verified=True).exists()
    return confirmed and account.login.approved_at is not None


def held(account_id: int) -> Account:
    """The account as it is now, while nobody else changes it."""
    return Account.objects.select_for_update(no_key=True).select_related(None).get(id=account_id)
