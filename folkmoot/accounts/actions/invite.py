"""Links that let people in."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.events import InvitationCreated, InvitationRevoked
from folkmoot.accounts.interaction import require_staff
from folkmoot.accounts.models import Account, Invitation
from folkmoot.audit.actions import record
from folkmoot.core.errors import Invalid, NotFound
from folkmoot.core.events import publish

MOST_USES = 1_000
MOST_DAYS = 365


@transaction.atomic
def create_invitation(actor: Account, uses: int, days: int) -> Invitation:
    """A link that lets ``uses`` people in within ``days`` days; staff make them."""
    require_staff(actor)
    if not 1 <= uses <= MOST_USES:
        raise Invalid("uses", _("An invitation is for 1 to 1,000 people."))
    if not 1 <= days <= MOST_DAYS:
        raise Invalid("days", _("An invitation lasts from 1 to 365 days."))
    ends = timezone.now() + timedelta(days=days)
    invitation = Invitation.objects.create(
        code=secrets.token_urlsafe(15), inviter=actor, expires_at=ends, uses_left=uses
    )
    record(actor.id, "invitation.create", "invitation", invitation.id, "")
    publish(InvitationCreated(invitation.id))
    return invitation


@transaction.atomic
def revoke_invitation(actor: Account, invitation_id: int) -> None:
    """Let nobody in by this link any more."""
    require_staff(actor)
    if not Invitation.objects.filter(id=invitation_id).exists():
        raise NotFound
    if Invitation.objects.filter(id=invitation_id, revoked_at=None).update(revoked_at=timezone.now()):
        record(actor.id, "invitation.revoke", "invitation", invitation_id, "")
        publish(InvitationRevoked(invitation_id))
