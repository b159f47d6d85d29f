"""What an account does towards another."""

from folkmoot.relations.actions.block import block, unblock
from folkmoot.relations.actions.follow import follow, remove_follower, unfollow
from folkmoot.relations.actions.mute import mute, unmute
from folkmoot.relations.actions.request import approve_request, refuse_request

__all__ = [
    "approve_request",
    "block",
    "follow",
    "mute",
    "refuse_request",
    "remove_follower",
    "unblock",
    "unfollow",
    "unmute",
]
