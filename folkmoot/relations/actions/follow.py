"""To follow, to stop, and to send a follower away."""

from typing import Literal

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.core.errors import NotAllowed
from folkmoot.core.events import publish
from folkmoot.core.rows import insert_once
from folkmoot.relations.actions.pair import drop_request, hold, hold_any, join, part
from folkmoot.relations.events import Followed, FollowRequested, RequestWithdrawn, Unfollowed
from folkmoot.relations.models import FollowRequest
from folkmoot.relations.queries import blocked_either_way, follows


@transaction.atomic
def follow(actor: Account, target_id: int) -> Literal["following", "requested"]:
    """Follow an account, or ask to when it is locked; once is enough. ``NotAllowed`` across a block."""
    target = hold(actor, target_id)
    if blocked_either_way(actor.id, target_id):
        raise NotAllowed(_("You cannot follow this account."))
    if follows(actor.id, target_id):
        return "following"
    if target.locked:
        return _ask(actor.id, target_id)
    if join(actor.id, target_id):
        publish(Followed(actor.id, target_id))
    return "following"


@transaction.atomic
def unfollow(actor: Account, target_id: int) -> None:
    """Stop following an account, or asking to."""
    hold_any(actor, target_id)
    if part(actor.id, target_id):
        publish(Unfollowed(actor.id, target_id))
    if drop_request(actor.id, target_id):
        publish(RequestWithdrawn(actor.id, target_id))


@transaction.atomic
def remove_follower(actor: Account, follower_id: int) -> None:
    """Send a follower away; it is not told."""
    hold_any(actor, follower_id)
    if part(follower_id, actor.id):
        publish(Unfollowed(follower_id, actor.id))


def _ask(follower: int, followed: int) -> Literal["requested"]:
    if insert_once(FollowRequest, follower_id=follower, followed_id=followed):
        publish(FollowRequested(follower, followed))
    return "requested"
