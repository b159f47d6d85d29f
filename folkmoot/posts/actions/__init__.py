"""Everything that members do to posts."""

from folkmoot.posts.actions.boost import boost, unboost
from folkmoot.posts.actions.delete import delete_post
from folkmoot.posts.actions.drafts import Draft
from folkmoot.posts.actions.keep import bookmark, like, pin, unbookmark, unlike, unpin
from folkmoot.posts.actions.publish import publish_post

__all__ = [
    "Draft",
    "bookmark",
    "boost",
    "delete_post",
    "like",
    "pin",
    "publish_post",
    "unbookmark",
    "unboost",
    "unlike",
    "unpin",
]
