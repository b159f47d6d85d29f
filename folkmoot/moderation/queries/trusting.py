"""What is known of a member's trust, for those who decide about them; and what holds somebody back."""

from django.db.models import Q

from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.models import Account
from folkmoot.accounts.queries import is_owner
from folkmoot.accounts.queries.trust import TrustView, trust_of
from folkmoot.accounts.reach import Level
from folkmoot.core.errors import NotFound
from folkmoot.core.gates import Verdict
from folkmoot.moderation.models import Restriction
from folkmoot.moderation.visibility import sight

_Action = Restriction.Action
_OF_ACCOUNTS = frozenset({_Action.LIMIT, _Action.DEMOTE, _Action.SUSPEND, _Action.TERMINATE})
_HOLDING = Q(action=_Action.STRIKE) | Q(kind=Restriction.Kind.ACCOUNT, action__in=_OF_ACCOUNTS)


def trust_for_staff(viewer: int, account_id: int) -> TrustView:
    """A member's level with what it rests on; staff only, and not their own nor that of those above (``NotFound``)."""
    found = Account.objects.filter(id=account_id, domain="", deleted_at=None).first()
    if account_id in sight(viewer, Capability.MEMBERS).kept or found is None:
        raise NotFound
    return trust_of(found)


def levels_to_give(viewer: int, account_id: int) -> list[Level]:
    """The other levels on which somebody may put a member: only owners give the fourth, and take it."""
    now = Account.objects.values_list("trust", flat=True).get(id=account_id)
    open_to_all = [level for level in Level if Level.PILLAR not in {level, now}]
    return [level for level in (Level if is_owner(viewer) else open_to_all) if level != now]


def hold_back(subject: object) -> Verdict:
    """Nobody rises while a strike runs, or something that was decided about the account as a whole."""
    account_id = subject if isinstance(subject, int) else None
    running = Restriction.objects.filter(_HOLDING, account_id=account_id, ended_at=None)
    return Verdict.HOLD if running.exists() else Verdict.PASS
