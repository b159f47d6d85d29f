"""To answer those who ask to follow."""

from django.db import transaction

from folkmoot.accounts.models import Account
from folkmoot.core.errors import NotFound
from folkmoot.core.events import publish
from folkmoot.core.rows import there_is
from folkmoot.relations.actions.pair import drop_request, hold, hold_any, join
from folkmoot.relations.events import RequestApproved, RequestRefused
from folkmoot.relations.models import FollowRequest
from folkmoot.relations.queries import follows


@transaction.atomic
def approve_request(actor: Account, follower_id: int) -> None:
    """Let somebody in who asked; ``NotFound`` when the request was withdrawn meanwhile."""
    hold(actor, follower_id)
    if follows(follower_id, actor.id):
        return
    if not there_is(FollowRequest, follower_id=follower_id, followed_id=actor.id):
        raise NotFound
    join(follower_id, actor.id)
    publish(RequestApproved(follower_id, actor.id))


@transaction.atomic
def refuse_request(actor: Account, follower_id: int) -> None:
    """Turn a request down; it may be made again."""
    hold_any(actor, follower_id)
    if drop_request(follower_id, actor.id):
        publish(RequestRefused(follower_id, actor.id))
