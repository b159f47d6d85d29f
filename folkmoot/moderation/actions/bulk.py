"""What would come of a decision about many, before it is made."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.hydrate import AccountView, views
from folkmoot.accounts.interaction import require
from folkmoot.accounts.models import Account
from folkmoot.core.errors import FolkmootError, Invalid
from folkmoot.moderation.actions.decide import Decision, checked, concerned
from folkmoot.moderation.interaction import require_power_over, require_right_to


@dataclass(frozen=True)
class Prospect:
    """One thing that a decision would be about; ``problem`` says why it cannot be (empty: it can)."""

    decision: Decision
    account: AccountView | None
    problem: str


@transaction.atomic
def preview(actor: Account, decisions: Sequence[Decision]) -> list[Prospect]:
    """Whom each decision would concern, and which of them could not be made; nothing is changed.

    What is wrong with the decisions themselves, such as a missing reason, is ``Invalid``.
    """
    require(actor, Capability.MEMBERS)
    found = [(each, *_looked_at(actor, each)) for each in decisions]
    people = views(account_id for _each, account_id, _problem in found if account_id)
    return [Prospect(each, people.get(account_id or 0), problem) for each, account_id, problem in found]


def _looked_at(actor: Account, decision: Decision) -> tuple[int | None, str]:
    try:
        checked(decision)
        account = concerned(decision)
    except Invalid:
        raise
    except FolkmootError as error:
        return None, str(error)
    try:
        require_power_over(actor, account)
        require_right_to(actor, decision.action, None)
    except FolkmootError as error:
        return account.id, str(error)
    return account.id, ""
