"""Staff say how well the community knows somebody: with a reason, which the member reads."""

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.accounts.actions.trust import set_level
from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.interaction import require
from folkmoot.accounts.models import Account
from folkmoot.accounts.reach import Level
from folkmoot.audit.actions import record
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.core.events import publish
from folkmoot.core.html import clean
from folkmoot.moderation.events import TrustDecided
from folkmoot.moderation.interaction import require_power_over
from folkmoot.moderation.queries.trusting import levels_to_give

SHORTEST, LONGEST = 10, 500


@transaction.atomic
def decide_trust(actor: Account, account_id: int, level: int, reason: str) -> None:
    """Put a member on a level of trust: moderators up to the third, owners on the fourth as well; nobody themselves.

    Whoever goes down earns it again by time and reading, from this moment on.
    """
    target = Account.objects.filter(id=account_id, domain="", deleted_at=None).first()
    if target is None:
        raise NotFound
    require(actor, Capability.MEMBERS)
    require_power_over(actor, target)
    if level not in set(Level):
        raise Invalid("level", _("Please choose one of the values offered."))
    if level not in {target.trust, *levels_to_give(actor.id, account_id)}:
        raise NotAllowed(_("Only an owner can do this."))
    why = clean(reason).strip()
    if not SHORTEST <= len(why) <= LONGEST:
        raise Invalid("reason", _("Please say in 10 to 500 characters why. The member reads it."))
    if level == target.trust:
        raise Invalid("level", _("This is the level that they are on."))
    set_level(account_id, Level(level), actor.id, why)
    record(actor.id, "trust.set", "account", account_id, f"{target.trust} → {level}: {why}")
    publish(TrustDecided(account_id))
