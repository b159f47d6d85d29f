"""To shut somebody out: for a while, and then perhaps for good."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.interaction import require
from folkmoot.accounts.models import Account
from folkmoot.core.errors import NotAllowed
from folkmoot.moderation.actions.decide import Decision, decide
from folkmoot.moderation.interaction import SHUTS_OUT
from folkmoot.moderation.models import Case, Restriction, Statement
from folkmoot.moderation.visibility import sight

_Kind, _Action = Restriction.Kind, Restriction.Action


def suspend(actor: Account, account_id: int, reason: str, ends_at: datetime | None) -> Restriction:
    """Hide an account and end its sessions and tokens, until a moment or until it is lifted; closes its reports."""
    made = decide(actor, Decision(_Action.SUSPEND, _Kind.ACCOUNT, account_id, reason, ends_at=ends_at))
    return Restriction.objects.get(id=made)


@transaction.atomic
def close_for_good(actor: Account, account_id: int, reason: str) -> int:
    """Close a suspended account for good, on the grounds of its suspension; ``NotAllowed`` where it has none.

    Unless a reason is given, that is the same as well. It is erased once nobody can appeal any more. The decision's id.
    """
    require(actor, Capability.MEMBERS)
    running = Restriction.objects.filter(kind=_Kind.ACCOUNT, object_id=account_id, action__in=SHUTS_OUT, ended_at=None)
    made = list(running.filter(sight(actor.id).decisions()).order_by("-id"))
    if not made or any(each.action == _Action.TERMINATE for each in made):
        raise NotAllowed(_("Only an account that is suspended can be closed for good, and only once."))
    grounds = Decision(_Action.TERMINATE, _Kind.ACCOUNT, account_id, reason.strip() or made[0].reason)
    return decide(
        actor, replace(grounds, rule_id=made[0].rule_id, law=_law_of(made[0]), category=_category_of(made[0]))
    )


def _category_of(made: Restriction) -> str:
    return Case.objects.filter(id=made.case_id or 0).values_list("category", flat=True).first() or ""


def _law_of(made: Restriction) -> str:
    said = Statement.objects.filter(restriction=made).values_list("fields", flat=True).first() or {}
    return str(said.get("illegal_content_legal_ground", ""))
