"""On whom staff may act, and who may look again at what somebody decided."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.capabilities import Capability, is_above
from folkmoot.accounts.interaction import require
from folkmoot.accounts.models import Account
from folkmoot.accounts.queries import roles
from folkmoot.core.errors import NotAllowed
from folkmoot.moderation.models import Restriction
from folkmoot.moderation.visibility import about_children, roster

SHUTS_OUT = frozenset({Restriction.Action.SUSPEND.value, Restriction.Action.TERMINATE.value})
APPEALS_FOR = timedelta(days=184)  # six months, whichever they are


def require_power_over(actor: Account, target: Account) -> None:
    """Nobody decides about themselves, nor about whoever stands above or beside them; ``NotAllowed``."""
    require(actor, Capability.CASES)
    if actor.id == target.id:
        raise NotAllowed(_("Nobody decides about themselves. Please ask somebody else who runs this community."))
    if not is_above(roles(actor.id), roles(target.id)):
        raise NotAllowed(
            _("Only an owner can decide about people who run this community, or a senior moderator about moderators.")
        )


def may_shut_out(viewer: int, case_id: int | None) -> bool:
    """Whether somebody may suspend or close accounts in a case, or in none; whom the case is about is not asked."""
    return case_id in where_may_shut_out(viewer, {case_id})


def where_may_shut_out(viewer: int, cases: Collection[int | None]) -> frozenset[int | None]:
    """In which of some cases somebody may suspend or close accounts; ``None`` is no case."""
    seen = roster().sight(viewer, Capability.SUSPEND)
    if seen is None or seen.is_whole:
        return frozenset(() if seen is None else cases)
    harmed = about_children(each for each in cases if each is not None)
    return frozenset(each for each in cases if (seen.children if each in harmed else seen.others))


def require_right_to(actor: Account, action: str, case_id: int | None) -> None:
    """To shut somebody out, or to let them in again, is not for everybody who decides; ``NotAllowed`` for others."""
    if action in SHUTS_OUT and not may_shut_out(actor.id, case_id):
        raise NotAllowed(_("To suspend or close an account is for senior moderators. Please leave the case to one."))


def require_owner(actor: Account) -> None:
    """Owners pass; ``NotAllowed`` for moderators, to whom a case was but is no more."""
    if not (actor.active and actor.is_owner):
        raise NotAllowed(_("This was left to the owners of this community."))


def require_in_time(decided_at: datetime) -> None:
    """Something can be said against a decision for six months; ``NotAllowed`` after that."""
    if timezone.now() > decided_at + APPEALS_FOR:
        raise NotAllowed(_("Six months have passed: nothing can be said against this decision any more."))


def reviewers(
    target_id: int | None, case_id: int | None, decided_by: int | None, involved: Collection[int]
) -> frozenset[int]:
    """Who may look again at a decision about somebody: whoever did not make it, and is not involved.

    Where nobody else is there, whoever made it looks again, and everybody concerned is told so.
    """
    able = frozenset(roster().who_see(target_id, case_id, Capability.APPEALS)) - frozenset(involved)
    return able - {decided_by} or able


def require_other_eyes(actor: Account, able: Collection[int], decided_by: int | None) -> None:
    """Nobody looks again at what they decided themselves, while somebody else can; ``NotAllowed``."""
    require(actor, Capability.APPEALS)
    if actor.id in able:
        return
    if actor.id == decided_by:
        raise NotAllowed(_("You made this decision. Somebody else who runs this community has to look at it again."))
    raise NotAllowed(_("This is for somebody else who runs this community to decide."))
