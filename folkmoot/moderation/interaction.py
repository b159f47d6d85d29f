"""On whom staff may act, and who may look again at what somebody decided."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.interaction import require_staff
from folkmoot.accounts.models import Account
from folkmoot.accounts.queries import owners, staff_accounts
from folkmoot.core.errors import NotAllowed

APPEALS_FOR = timedelta(days=184)  # six months, whichever they are


def require_power_over(actor: Account, target: Account) -> None:
    """Staff act on members, owners also on staff, nobody on themselves; ``NotAllowed`` else."""
    require_staff(actor)
    if actor.id == target.id:
        raise NotAllowed(_("Nobody decides about themselves. Please ask somebody else who runs this community."))
    if target.is_staff and not actor.is_owner:
        raise NotAllowed(_("Only an owner can decide about people who run this community."))


def require_owner(actor: Account) -> None:
    """Owners pass; ``NotAllowed`` for moderators, to whom a case was but is no more."""
    require_staff(actor)
    if not actor.is_owner:
        raise NotAllowed(_("This was left to the owners of this community."))


def require_in_time(decided_at: datetime) -> None:
    """Something can be said against a decision for six months; ``NotAllowed`` after that."""
    if timezone.now() > decided_at + APPEALS_FOR:
        raise NotAllowed(_("Six months have passed: nothing can be said against this decision any more."))


def reviewers(target: Account | None, decided_by: int | None, involved: Collection[int]) -> frozenset[int]:
    """Who may look again at a decision about ``target``: whoever did not make it, and is not involved.

    Where nobody else is there, whoever made it looks again, and everybody concerned is told so.
    """
    able = frozenset(owners() if target is not None and target.is_staff else staff_accounts()) - frozenset(involved)
    return able - {decided_by} or able


def require_other_eyes(actor: Account, able: Collection[int], decided_by: int | None) -> None:
    """Nobody looks again at what they decided themselves, while somebody else can; ``NotAllowed``."""
    require_staff(actor)
    if actor.id in able:
        return
    if actor.id == decided_by:
        raise NotAllowed(_("You made this decision. Somebody else who runs this community has to look at it again."))
    raise NotAllowed(_("This is for somebody else who runs this community to decide."))
