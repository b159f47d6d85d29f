"""To what a member has agreed."""

from datetime import datetime
from typing import NamedTuple

from folkmoot.accounts.models import Account, Agreement
from folkmoot.instance.policies.versions import VersionView, asked_since


class AgreementView(NamedTuple):
    """One version of a policy, and when the member agreed to it."""

    kind: str
    number: int
    agreed_at: datetime


def agreements(actor: Account) -> list[AgreementView]:
    """What the member agreed to, the newest first."""
    rows = Agreement.objects.filter(login=actor.login_id or 0).order_by("-id")
    found = rows.values_list("version__kind", "version__number", "agreed_at")
    return [AgreementView(*row) for row in found]


def has_agreed(account_id: int, version_id: int) -> bool:
    """Whether a member agreed to this version of a policy, or to a later one; without a login nobody is asked."""
    return not Account.objects.filter(id=account_id, login__agreed__lt=version_id).exists()


def asked_of(actor: Account) -> list[VersionView]:
    """The versions to which the member is asked to agree, or will be."""
    return asked_since(actor.login.agreed if actor.login else 0)
