"""On whom staff may act."""

from django.utils.translation import gettext as _

from folkmoot.accounts.interaction import require_staff
from folkmoot.accounts.models import Account
from folkmoot.core.errors import NotAllowed


def require_power_over(actor: Account, target: Account) -> None:
    """Staff act on members, owners also on staff, nobody on themselves; ``NotAllowed`` else."""
    require_staff(actor)
    if actor.id == target.id:
        raise NotAllowed(_("Nobody decides about themselves. Please ask somebody else who runs this community."))
    if target.is_staff and not actor.is_owner:
        raise NotAllowed(_("Only an owner can decide about people who run this community."))
