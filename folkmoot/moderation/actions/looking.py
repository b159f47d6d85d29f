"""What staff look up about members, as far as it has to stand in their log."""

from django.db import transaction

from folkmoot.accounts.actions import trace_guests
from folkmoot.accounts.interaction import require_staff
from folkmoot.accounts.models import Account
from folkmoot.audit.actions import record
from folkmoot.moderation.queries.members import Sought


@transaction.atomic
def note_search(actor: Account, sought: Sought) -> None:
    """Write down that somebody is looked up by their address, but not by which; and why, by who invited them."""
    require_staff(actor)
    if sought.inviter:
        trace_guests(actor, sought.inviter, sought.reason)
    if sought.is_address and actor.is_owner:
        record(actor.id, "member.look_up", "account", None, "")
