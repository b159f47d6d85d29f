"""Reading posts: one, a thread, and every list of them."""

from folkmoot.posts.queries.files import picture_visible
from folkmoot.posts.queries.lists import bookmarks, likes, pinned, profile_posts, tagged
from folkmoot.posts.queries.people import boosted_by, liked_by
from folkmoot.posts.queries.reading import Feed, get_post, read, read_marks
from folkmoot.posts.queries.threads import THREAD_MOST, Branch, Gap, Thread, thread

__all__ = [
    "THREAD_MOST",
    "Branch",
    "Feed",
    "Gap",
    "Thread",
    "bookmarks",
    "boosted_by",
    "get_post",
    "liked_by",
    "likes",
    "picture_visible",
    "pinned",
    "profile_posts",
    "read",
    "read_marks",
    "tagged",
    "thread",
]
