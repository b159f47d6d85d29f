"""Looking at the files of what was reported: whoever does is written down."""

from django.db import transaction

from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.interaction import require
from folkmoot.accounts.models import Account
from folkmoot.audit.actions import record
from folkmoot.moderation.queries.evidence import EvidenceView, evidence


@transaction.atomic
def look_at(actor: Account, file_id: int) -> EvidenceView:
    """A file as it was reported, for staff to look at; that they did stands in the log."""
    require(actor, Capability.CASES)
    found = evidence(actor.id, file_id)
    record(actor.id, "evidence.look", "file", file_id, "")
    return found
