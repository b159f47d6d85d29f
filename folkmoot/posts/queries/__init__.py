"""Reading posts: one, a thread, and every list of them."""

from folkmoot.posts.queries.circles import circle_of
from folkmoot.posts.queries.files import picture_visible, recording_visible
from folkmoot.posts.queries.filters import (
    FILTERING,
    FilterView,
    WordView,
    filter_by_id,
    filter_of_word,
    filters,
)
from folkmoot.posts.queries.history import History, Version, history
from folkmoot.posts.queries.lists import bookmarks, likes, pinned, profile_posts, tagged
from folkmoot.posts.queries.people import boosted_by, liked_by
from folkmoot.posts.queries.quotes import consent_to, quote_marks, quotes
from folkmoot.posts.queries.reactions import reacted_by
from folkmoot.posts.queries.reading import Feed, get_post, read, read_marks
from folkmoot.posts.queries.tags import (
    FOLLOWING_TAGS,
    TagView,
    followed_tags,
    tag_by_name,
    tag_followed_sql,
    tag_worthy_sql,
)
from folkmoot.posts.queries.threadmutes import MUTING_THREADS, muted_threads, thread_muted_sql
from folkmoot.posts.queries.threads import THREAD_MOST, Branch, Gap, Thread, around, thread

__all__ = [
    "FILTERING",
    "FOLLOWING_TAGS",
    "MUTING_THREADS",
    "THREAD_MOST",
    "Branch",
    "Feed",
    "FilterView",
    "Gap",
    "History",
    "TagView",
    "Thread",
    "Version",
    "WordView",
    "around",
    "bookmarks",
    "boosted_by",
    "circle_of",
    "consent_to",
    "filter_by_id",
    "filter_of_word",
    "filters",
    "followed_tags",
    "get_post",
    "history",
    "liked_by",
    "likes",
    "muted_threads",
    "picture_visible",
    "pinned",
    "profile_posts",
    "quote_marks",
    "quotes",
    "reacted_by",
    "read",
    "read_marks",
    "recording_visible",
    "tag_by_name",
    "tag_followed_sql",
    "tag_worthy_sql",
    "tagged",
    "thread",
    "thread_muted_sql",
]
