"""Posts, what hangs on them, what members do to them, and what they were before."""

from folkmoot.posts.models.hanging import (
    Audience,
    Card,
    Mention,
    PostCard,
    PostCircle,
    PostPicture,
    PostRecording,
    PostTag,
    Quote,
    Tag,
    digest_of,
)
from folkmoot.posts.models.keeping import (
    Bookmark,
    FeaturedTag,
    Filter,
    FilterWord,
    Like,
    Pin,
    Reaction,
    TagFollow,
    ThreadMute,
)
from folkmoot.posts.models.polls import Ballot, Poll, PollOption
from folkmoot.posts.models.post import Carries, Counters, Post, Scope
from folkmoot.posts.models.writing import AutoDelete, IdempotencyKey, Revision, SavedDraft, ScheduledPost

__all__ = [
    "Audience",
    "AutoDelete",
    "Ballot",
    "Bookmark",
    "Card",
    "Carries",
    "Counters",
    "FeaturedTag",
    "Filter",
    "FilterWord",
    "IdempotencyKey",
    "Like",
    "Mention",
    "Pin",
    "Poll",
    "PollOption",
    "Post",
    "PostCard",
    "PostCircle",
    "PostPicture",
    "PostRecording",
    "PostTag",
    "Quote",
    "Reaction",
    "Revision",
    "SavedDraft",
    "ScheduledPost",
    "Scope",
    "Tag",
    "TagFollow",
    "ThreadMute",
    "digest_of",
]
