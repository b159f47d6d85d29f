"""Reading posts: one, a thread, and every list of them."""

from folkmoot.posts.queries.by_account import Cut, account_marks
from folkmoot.posts.queries.circles import circle_of
from folkmoot.posts.queries.featured import (
    FEATURING,
    FeaturedTagView,
    featured_tags,
    find_tags,
    is_featured,
    often_used_tags,
)
from folkmoot.posts.queries.files import picture_visible, recording_visible
from folkmoot.posts.queries.filters import (
    FILTERING,
    FilterView,
    NamedPost,
    WordView,
    filter_by_id,
    filter_of_word,
    filters,
    named_post,
)
from folkmoot.posts.queries.first_steps import steps_taken, tags_in_use
from folkmoot.posts.queries.gone import named_in, tag_ids, tag_names
from folkmoot.posts.queries.history import History, Version, history
from folkmoot.posts.queries.indexed import IndexedPost, indexed_posts, is_indexed
from folkmoot.posts.queries.kindred import Kindred
from folkmoot.posts.queries.lists import (
    TAGGED,
    UNDER_TAGS,
    bookmarks,
    likes,
    pinned,
    profile_posts,
    tagged,
    unmuted,
)
from folkmoot.posts.queries.people import boosted_by, liked_by
from folkmoot.posts.queries.quotes import consent_to, quote_marks, quotes
from folkmoot.posts.queries.reactions import reacted_by
from folkmoot.posts.queries.reading import Feed, get_post, read, read_marks
from folkmoot.posts.queries.related import related_tags
from folkmoot.posts.queries.tagmutes import mutes_tag
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
from folkmoot.posts.queries.voters import voters

__all__ = [
    "FEATURING",
    "FILTERING",
    "FOLLOWING_TAGS",
    "MUTING_THREADS",
    "TAGGED",
    "THREAD_MOST",
    "UNDER_TAGS",
    "Branch",
    "Cut",
    "FeaturedTagView",
    "Feed",
    "FilterView",
    "Gap",
    "History",
    "IndexedPost",
    "Kindred",
    "NamedPost",
    "TagView",
    "Thread",
    "Version",
    "WordView",
    "account_marks",
    "around",
    "bookmarks",
    "boosted_by",
    "circle_of",
    "consent_to",
    "featured_tags",
    "filter_by_id",
    "filter_of_word",
    "filters",
    "find_tags",
    "followed_tags",
    "get_post",
    "history",
    "indexed_posts",
    "is_featured",
    "is_indexed",
    "liked_by",
    "likes",
    "muted_threads",
    "mutes_tag",
    "named_in",
    "named_post",
    "often_used_tags",
    "picture_visible",
    "pinned",
    "profile_posts",
    "quote_marks",
    "quotes",
    "reacted_by",
    "read",
    "read_marks",
    "recording_visible",
    "related_tags",
    "steps_taken",
    "tag_by_name",
    "tag_followed_sql",
    "tag_ids",
    "tag_names",
    "tag_worthy_sql",
    "tagged",
    "tags_in_use",
    "thread",
    "thread_muted_sql",
    "unmuted",
    "voters",
]
