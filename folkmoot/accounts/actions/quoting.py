"""Who may quote what a member writes from now on."""

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.accounts.events import QuotingChosen
from folkmoot.accounts.interaction import require_active
from folkmoot.accounts.models import Account
from folkmoot.core.errors import Invalid
from folkmoot.core.events import publish

POLICIES = ("anyone", "followers", "ask", "nobody")


@transaction.atomic
def choose_quoting(actor: Account, policy: str) -> None:
    """Let these people quote one's posts unless a post says otherwise; what is published stays as it is."""
    require_active(actor)
    if policy not in POLICIES:
        raise Invalid("quote_policy", _("Choose who may quote your posts."))
    Account.objects.filter(id=actor.id).update(quote_policy=policy)
    publish(QuotingChosen(actor.id))
