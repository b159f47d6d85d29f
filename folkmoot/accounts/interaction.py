"""Who may do what staff do."""

from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.core.errors import NotAllowed


def require_staff(actor: Account) -> None:
    """Owners and moderators pass, while they are not suspended; ``NotAllowed`` for all others."""
    if not (actor.active and actor.is_staff):
        raise NotAllowed(_("Only the people who run this community can do this."))


def require_active(actor: Account) -> None:
    """Members pass, while they are not suspended; ``NotAllowed`` for all others."""
    if not actor.active:
        raise NotAllowed(_("Your account cannot do this at the moment."))
