"""Whether a member has agreed, and to what they are asked to."""

from folkmoot.accounts.models import Account
from folkmoot.instance.policies.versions import VersionView, asked_since


def has_agreed(account_id: int, version_id: int) -> bool:
    """Whether a member agreed to this version of a policy, or to a later one; without a login nobody is asked."""
    return not Account.objects.filter(id=account_id, login__agreed__lt=version_id).exists()


def asked_of(actor: Account) -> list[VersionView]:
    """The versions to which the member is asked to agree, or will be."""
    return asked_since(actor.login.agreed if actor.login else 0)
