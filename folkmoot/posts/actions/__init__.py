"""Everything that members do to posts."""

from folkmoot.posts.actions.boost import boost, unboost
from folkmoot.posts.actions.cards import remove_card
from folkmoot.posts.actions.delete import delete_post, redraft_post, withdraw_post
from folkmoot.posts.actions.describe import Description, describe_pictures
from folkmoot.posts.actions.drafts import Draft
from folkmoot.posts.actions.edit import Edit, edit_post
from folkmoot.posts.actions.featured import feature_tag, unfeature_tag, unfeature_tag_named
from folkmoot.posts.actions.filters import (
    CONTEXTS,
    FilterDraft,
    FilterWordDraft,
    change_filter,
    filter_post,
    make_filter,
    remove_filter,
    unfilter_post,
)
from folkmoot.posts.actions.keep import bookmark, like, pin, unbookmark, unlike, unpin
from folkmoot.posts.actions.polls import NewPoll, vote
from folkmoot.posts.actions.publish import publish_post
from folkmoot.posts.actions.quotes import allow_quote, choose_quote_policy, refuse_quote, withdraw_quote
from folkmoot.posts.actions.reactions import react, unreact
from folkmoot.posts.actions.tagmutes import mute_tag, unmute_tag
from folkmoot.posts.actions.tags import follow_tag, unfollow_tag
from folkmoot.posts.actions.threadmutes import mute_thread, unmute_thread

__all__ = [
    "CONTEXTS",
    "Description",
    "Draft",
    "Edit",
    "FilterDraft",
    "FilterWordDraft",
    "NewPoll",
    "allow_quote",
    "bookmark",
    "boost",
    "change_filter",
    "choose_quote_policy",
    "delete_post",
    "describe_pictures",
    "edit_post",
    "feature_tag",
    "filter_post",
    "follow_tag",
    "like",
    "make_filter",
    "mute_tag",
    "mute_thread",
    "pin",
    "publish_post",
    "react",
    "redraft_post",
    "refuse_quote",
    "remove_card",
    "remove_filter",
    "unbookmark",
    "unboost",
    "unfeature_tag",
    "unfeature_tag_named",
    "unfilter_post",
    "unfollow_tag",
    "unlike",
    "unmute_tag",
    "unmute_thread",
    "unpin",
    "unreact",
    "vote",
    "withdraw_post",
    "withdraw_quote",
]
