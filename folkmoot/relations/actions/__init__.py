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
from folkmoot.relations.actions.suggestions import dismiss_suggestion
from folkmoot.relations.actions.wishes import FollowWishes, change_follow, follow_as_wished

__all__ = [
    "CircleDraft",
    "FollowWishes",
    "add_to_circle",
    "approve_request",
    "block",
    "change_circle",
    "change_follow",
    "dismiss_suggestion",
    "endorse",
    "follow",
    "follow_as_wished",
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
