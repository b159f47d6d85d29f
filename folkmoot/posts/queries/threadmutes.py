"""Threads that a member wants to hear no more of."""

from folkmoot.core.cursors import Page, Slice
from folkmoot.posts.hydrate import PostView
from folkmoot.posts.hydrate.wishes import MUTING_THREADS
from folkmoot.posts.queries.reading import Feed, read

__all__ = ["MUTING_THREADS", "muted_threads", "thread_muted_sql"]

MUTED = Feed("posts_threadmute x JOIN post p ON p.id = x.thread_id", "x.account_id = %(viewer)s", "x.id")


def muted_threads(viewer: int, page: Page) -> Slice[PostView]:
    """The first posts of the threads that the viewer muted, the latest muted in front."""
    return read(viewer, MUTED, page, {})


def thread_muted_sql(account: str, post: str) -> str:
    """Whether an account (a column or a parameter) wants to hear no more of the thread of the post ``post``."""
    muted = f"tm.account_id = {account} AND tm.thread_id = {post}.thread_id"
    return f"EXISTS (SELECT 1 FROM posts_threadmute tm WHERE {muted})"
