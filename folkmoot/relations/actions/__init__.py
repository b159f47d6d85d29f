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
from folkmoot.relations.actions.mind import endorse, keep_note, unendorse
from folkmoot.relations.actions.mute import mute, mute_posts, unmute
from folkmoot.relations.actions.request import approve_request, refuse_request

__all__ = [
    "CircleDraft",
    "add_to_circle",
    "approve_request",
    "block",
    "change_circle",
    "endorse",
    "follow",
    "keep_note",
    "make_circle",
    "mute",
    "mute_posts",
    "refuse_request",
    "remove_circle",
    "remove_follower",
    "take_out_of_circle",
    "unblock",
    "unendorse",
    "unfollow",
    "unmute",
]
