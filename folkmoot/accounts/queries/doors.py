"""How the door stands: rules about addresses, invitations that members made."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet, Sum
from django.utils import timezone

from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.models import Account, AddressRule, Arrival, Invitation
from folkmoot.accounts.powers import require_viewer
from folkmoot.accounts.queries.trust import is_earned, is_new, level_of
from folkmoot.accounts.reach import REACH
from folkmoot.instance.queries import Community

STANDING = timedelta(days=30)  # as a member, before one may invite
MEMBERS_USES = 5  # people, by all invitations of one member that are open together
MEMBERS_DAYS = 14


@dataclass(frozen=True)
class DomainRule:
    """From one domain people may join, or may not."""

    domain: str
    allows: bool
    note: str
    made_at: datetime


@dataclass(frozen=True)
class OwnInvitation:
    """A link that a member made and that still lets people in."""

    id: int
    code: str
    expires_at: datetime
    uses_left: int


@dataclass(frozen=True)
class Coming:
    """How many came since yesterday, and how."""

    together: int
    unproved: int
    invited: int


def domain_rules(viewer: int) -> list[DomainRule]:
    """What was decided about e-mail domains; for those who may change it (``NotFound``)."""
    require_viewer(viewer, Capability.SETTINGS)
    rows = AddressRule.objects.order_by("domain")
    return [DomainRule(rule.domain, rule.allows, rule.note, rule.made_at) for rule in rows]


def coming(viewer: int) -> Coming:
    """How many came since yesterday; for those who set up the doors (``NotFound``)."""
    require_viewer(viewer, Capability.SETTINGS)
    rows = Arrival.objects.filter(at__gt=timezone.now() - timedelta(days=1))
    invited = rows.exclude(invitation=None)
    return Coming(rows.count(), rows.filter(proved=False).count(), invited.count())


def may_invite(account: Account, here: Community) -> bool:
    """Whether a member may bring others in: where the owners want that, after a month, and not while suspended.

    Nor while their own reach is not earned yet.
    """
    if here.members_invite != "yes" or here.sign_up not in {"approval", "invitation"}:
        return False
    if is_earned(here) and is_new(account) and not REACH[level_of(account)].invites:
        return False
    return account.active and account.login is not None and account.login.joined_at < timezone.now() - STANDING


def own_invitations(viewer: int) -> list[OwnInvitation]:
    """The viewer's invitations that still let people in, newest first."""
    rows = open_invitations(viewer).order_by("-id")
    return [OwnInvitation(row.id, row.code, row.expires_at, row.uses_left) for row in rows]


def invites_left(viewer: int) -> int:
    """For how many people a member may still make invitations."""
    given: int = open_invitations(viewer).aggregate(given=Sum("uses_left"))["given"] or 0
    return max(0, MEMBERS_USES - given)


def open_invitations(account_id: int) -> QuerySet[Invitation]:
    """An account's invitations that still let people in."""
    return usable_invitations().filter(inviter_id=account_id)


def usable_invitations() -> QuerySet[Invitation]:
    """All that let somebody in at this moment."""
    return Invitation.objects.filter(revoked_at=None, uses_left__gt=0, expires_at__gt=timezone.now())
