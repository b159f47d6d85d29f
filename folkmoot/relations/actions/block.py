"""To block, and to lift a block."""

from django.db import transaction

from folkmoot.accounts.models import Account
from folkmoot.core.events import publish
from folkmoot.core.rows import insert_once
from folkmoot.relations.actions.pair import drop_request, hold, hold_any, leave_circles, leave_collections, part
from folkmoot.relations.events import Blocked, Unblocked
from folkmoot.relations.models import Block


@transaction.atomic
def block(actor: Account, target_id: int) -> None:
    """Hide two accounts from each other; what each is to the other ends, for good."""
    hold(actor, target_id)
    if not insert_once(Block, blocker_id=actor.id, blocked_id=target_id):
        return
    for one, other in ((actor.id, target_id), (target_id, actor.id)):
        part(one, other)
        drop_request(one, other)
        leave_circles(one, other)
        leave_collections(one, other)
    publish(Blocked(actor.id, target_id))


@transaction.atomic
def unblock(actor: Account, target_id: int) -> None:
    """Lift one's own block; nothing that it ended comes back."""
    hold_any(actor, target_id)
    if Block.objects.filter(blocker=actor, blocked=target_id).delete()[0]:
        publish(Unblocked(actor.id, target_id))
