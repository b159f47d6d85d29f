"""Links that let people in."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.accounts.actions.trust import reach_of
from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.events import InvitationCreated, InvitationRevoked
from folkmoot.accounts.interaction import require, require_active
from folkmoot.accounts.models import Account, Arrival, Invitation
from folkmoot.accounts.queries.doors import MEMBERS_DAYS, invites_left, may_invite
from folkmoot.accounts.queries.names import username_of
from folkmoot.accounts.queries.trust_words import when_at
from folkmoot.accounts.reach import OPEN_TO_ALL
from folkmoot.audit.actions import record
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.core.events import publish
from folkmoot.core.html import clean
from folkmoot.instance.queries import community

MOST_USES = 1_000
MOST_DAYS = 365
SHORTEST_REASON = 10
LONGEST_REASON = 500


@dataclass(frozen=True)
class Trail:
    """By whose invitation somebody came, and who else did."""

    inviter: str  # a user name; empty for whoever came by themselves
    others: tuple[str, ...]


@transaction.atomic
def create_invitation(actor: Account, uses: int, days: int) -> Invitation:
    """A link that lets ``uses`` people in within ``days`` days; for those whose role includes it."""
    require(actor, Capability.INVITATIONS, Capability.SIGN_UPS)
    if not 1 <= uses <= MOST_USES:
        raise Invalid("uses", _("An invitation is for 1 to 1,000 people."))
    if not 1 <= days <= MOST_DAYS:
        raise Invalid("days", _("An invitation lasts from 1 to 365 days."))
    invitation = _make(actor, uses, days)
    record(actor.id, "invitation.create", "invitation", invitation.id, "")
    return invitation


@transaction.atomic
def invite_as_member(actor: Account, uses: int) -> Invitation:
    """A link of a member's own, for a few people and two weeks, where the owners let members invite."""
    require_active(actor)
    list(Account.objects.select_for_update(no_key=True).filter(id=actor.id).values_list("id"))  # one after the other
    here = community()
    if here.members_invite == "yes" and not reach_of(actor).invites:
        raise NotAllowed(_("You can invite people %(when)s.") % {"when": when_at(actor, OPEN_TO_ALL)})
    if not may_invite(actor, here):
        raise NotAllowed(_("Only members who have been here for a month can invite, where the community lets them."))
    left = invites_left(actor.id)
    if not 1 <= uses <= left:
        none = _("Your invitations are used up for now. When one has ended or is withdrawn, you can make another.")
        some = ngettext("You can invite %(left)s more person.", "You can invite %(left)s more people.", left)
        raise Invalid("uses", some % {"left": left} if left else none)
    return _make(actor, uses, MEMBERS_DAYS)


@transaction.atomic
def revoke_invitation(actor: Account, invitation_id: int) -> None:
    """Let nobody in by this link any more."""
    require(actor, Capability.INVITATIONS, Capability.SIGN_UPS)
    if not Invitation.objects.filter(id=invitation_id).exists():
        raise NotFound
    if _end(invitation_id):
        record(actor.id, "invitation.revoke", "invitation", invitation_id, "")


@transaction.atomic
def withdraw_invitation(actor: Account, invitation_id: int) -> None:
    """The same with one's own; others' do not exist."""
    if not Invitation.objects.filter(id=invitation_id, inviter=actor).exists():
        raise NotFound
    _end(invitation_id)


@transaction.atomic
def trace_invitation(actor: Account, account_id: int, reason: str) -> Trail:
    """By whose invitation somebody came: for staff with a reason, which stays in the log."""
    require(actor, Capability.MEMBERS)
    why = _reason(reason)
    if not Account.objects.filter(id=account_id, domain="").exists():
        raise NotFound
    record(actor.id, "invitation.trace", "account", account_id, why)
    came = Arrival.objects.filter(login__account=account_id).select_related("invitation__inviter").first()
    if came is None or came.invitation is None:
        return Trail("", ())
    inviter = came.invitation.inviter
    others = Arrival.objects.filter(invitation__inviter=inviter).exclude(login__account=account_id).order_by("-at")
    return Trail(inviter.username, tuple(others.values_list("login__account__username", flat=True)[:100]))


@transaction.atomic
def trace_guests(actor: Account, username: str, reason: str) -> int:
    """Whom somebody invited is asked for, with a reason, which stays in the log: the account that invited."""
    require(actor, Capability.MEMBERS)
    why = _reason(reason)
    inviter = Account.objects.filter(username=username_of(clean(username)), domain="").first()
    if inviter is None:
        raise Invalid("inviter", _("Nobody here has this user name."))
    record(actor.id, "invitation.trace_guests", "account", inviter.id, why)
    return inviter.id


def _reason(typed: str) -> str:
    why = clean(typed).strip()
    if not SHORTEST_REASON <= len(why) <= LONGEST_REASON:
        raise Invalid("reason", _("Please say in 10 to 500 characters why you need to know. It stays in the log."))
    return why


def _make(actor: Account, uses: int, days: int) -> Invitation:
    ends = timezone.now() + timedelta(days=days)
    invitation = Invitation.objects.create(
        code=secrets.token_urlsafe(16), inviter=actor, expires_at=ends, uses_left=uses
    )
    publish(InvitationCreated(invitation.id))
    return invitation


def _end(invitation_id: int) -> bool:
    ended = Invitation.objects.filter(id=invitation_id, revoked_at=None).update(revoked_at=timezone.now())
    if ended:
        publish(InvitationRevoked(invitation_id))
    return bool(ended)
