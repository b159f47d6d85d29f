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
    FilterPost,
    FilterWord,
    Like,
    Pin,
    Reaction,
    TagFollow,
    ThreadMute,
)
from folkmoot.posts.models.polls import Ballot, Poll, PollOption
from folkmoot.posts.models.post import Carries, Counters, Post, Restricted, Scope
from folkmoot.posts.models.writing import AutoDelete, IdempotencyKey, Revision, SavedDraft, ScheduledPost
from folkmoot.posts.models.years import YearReport

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
    "FilterPost",
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
    "Restricted",
    "Revision",
    "SavedDraft",
    "ScheduledPost",
    "Scope",
    "Tag",
    "TagFollow",
    "ThreadMute",
    "YearReport",
    "digest_of",
]
