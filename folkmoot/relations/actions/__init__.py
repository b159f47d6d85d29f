"""What an account does towards another."""

from folkmoot.relations.actions.block import block, unblock
from folkmoot.relations.actions.circles import (
    CircleDraft,
    add_to_circle,
    change_circle,
    make_circle,
    remove_circle,
    take_out_of_circle,
)
from folkmoot.relations.actions.follow import follow, remove_follower, unfollow
from folkmoot.relations.actions.mute import mute, unmute
from folkmoot.relations.actions.request import approve_request, refuse_request

__all__ = [
    "CircleDraft",
    "add_to_circle",
    "approve_request",
    "block",
    "change_circle",
    "follow",
    "make_circle",
    "mute",
    "refuse_request",
    "remove_circle",
    "remove_follower",
    "take_out_of_circle",
    "unblock",
    "unfollow",
    "unmute",
]
