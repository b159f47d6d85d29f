"""What staff look up about members, as far as it has to stand in their log."""

from django.db import transaction

from folkmoot.accounts.actions import trace_guests
from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.interaction import require
from folkmoot.accounts.models import Account
from folkmoot.audit.actions import record
from folkmoot.moderation.queries.members import Sought


@transaction.atomic
def note_search(actor: Account, sought: Sought) -> None:
    """Write down that somebody is looked up by their address, but not by which; and why, by who invited them."""
    require(actor, Capability.MEMBERS)
    if sought.inviter:
        trace_guests(actor, sought.inviter, sought.reason)
    if sought.is_address and actor.may(Capability.COLLEAGUES):
        record(actor.id, "member.look_up", "account", None, "")


@transaction.atomic
def note_addresses(actor: Account, account_id: int | None) -> None:
    """Write down that somebody is shown the e-mail address of a member, or those of a whole list (``None``)."""
    require(actor, Capability.COLLEAGUES)
    record(actor.id, "member.look_up", "account", account_id, "")
