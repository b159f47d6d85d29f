"""Who may do what is not for everybody."""

from django.utils.translation import gettext as _

from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.models import Account
from folkmoot.core.errors import NotAllowed


def require(actor: Account, *one_of: Capability) -> None:
    """Those pass whose role includes it, while they are not suspended; ``NotAllowed`` for all others."""
    if not (actor.active and any(map(actor.may, one_of))):
        if actor.active and actor.is_staff:
            raise NotAllowed(_("Your role in this community does not include this."))
        raise NotAllowed(_("Only the people who run this community can do this."))


def require_active(actor: Account) -> None:
    """Members pass, while they are not suspended; ``NotAllowed`` for all others."""
    if not actor.active:
        raise NotAllowed(_("Your account cannot do this at the moment."))
