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
from folkmoot.relations.actions.collections import (
    CollectionDraft,
    add_to_collection,
    change_collection,
    leave_collection,
    make_collection,
    remove_collection,
    take_out_of_collection,
)
from folkmoot.relations.actions.follow import follow, remove_follower, unfollow
from folkmoot.relations.actions.mind import endorse, keep_note, unendorse
from folkmoot.relations.actions.mute import mute, mute_posts, unmute
from folkmoot.relations.actions.profile_parts import keep_profile_parts
from folkmoot.relations.actions.request import approve_request, refuse_request
from folkmoot.relations.actions.suggesting import (
    pause_round,
    round_due,
    suggest_some,
    suggest_to,
    wish_first_suggestions,
    wish_suggestions,
)
from folkmoot.relations.actions.suggestions import dismiss_suggestion
from folkmoot.relations.actions.wishes import FollowWishes, change_follow, follow_as_wished

__all__ = [
    "CircleDraft",
    "CollectionDraft",
    "FollowWishes",
    "add_to_circle",
    "add_to_collection",
    "approve_request",
    "block",
    "change_circle",
    "change_collection",
    "change_follow",
    "dismiss_suggestion",
    "endorse",
    "follow",
    "follow_as_wished",
    "keep_note",
    "keep_profile_parts",
    "leave_collection",
    "make_circle",
    "make_collection",
    "mute",
    "mute_posts",
    "pause_round",
    "refuse_request",
    "remove_circle",
    "remove_collection",
    "remove_follower",
    "round_due",
    "suggest_some",
    "suggest_to",
    "take_out_of_circle",
    "take_out_of_collection",
    "unblock",
    "unendorse",
    "unfollow",
    "unmute",
    "wish_first_suggestions",
    "wish_suggestions",
]
