"""Accounts that hold just the roles that a test is about."""

from folkmoot.accounts.models import Account, RoleGrant


def only(account: Account, *some: str) -> Account:
    """An account with these roles and no others."""
    RoleGrant.objects.filter(account=account).delete()
    RoleGrant.objects.bulk_create(RoleGrant(account=account, role=role) for role in some)
    return account
