"""Short words for what the tests of search do all the time."""

from folkmoot.accounts.models import Account
from folkmoot.core.rows import select
from folkmoot.search.actions import index
from folkmoot.search.queries import find_posts, read
from tests.posts.writing import lay, say

LIMIT = 50


def found(viewer: Account, typed: str, limit: int = LIMIT) -> list[int]:
    """The ids of the posts that somebody finds, in their order."""
    return [post.id for post in find_posts(viewer.id, read(typed), limit).posts]


def told(viewer: Account, typed: str) -> set[str]:
    """What stands in the posts that somebody finds."""
    return {post.body.text for post in find_posts(viewer.id, read(typed), LIMIT).posts}


def write(actor: Account, text: str, scope: str = "public", **more: object) -> int:
    """A post that is published and in the index."""
    post_id = say(actor, text, scope, **more)
    index(post_id)
    return post_id


def put(author: Account, scope: str, *named: Account, **columns: object) -> int:
    """A post in a state that no door makes, in the index; its only word is *Laid*."""
    post_id = lay(author, scope, *named, **columns)
    index(post_id)
    return post_id


def entries() -> set[int]:
    """The posts that have an entry."""
    return {row[0] for row in select("SELECT post_id FROM search_entry", {})}
