"""What is known of a post until it is erased."""

from collections.abc import Collection
from functools import cache

from folkmoot.core.rows import among, id_list, select


def named_in(post_id: int) -> list[int]:
    """Whom a post was for by name."""
    rows = select("SELECT account_id FROM post_audience WHERE post_id = %(post)s", {"post": post_id})
    return [row[0] for row in rows]


def tag_ids(post_id: int) -> list[int]:
    """The hashtags that a post carried."""
    return [row[0] for row in select("SELECT tag_id FROM post_tag WHERE post_id = %(post)s", {"post": post_id})]


def tag_names(ids: Collection[int]) -> list[str]:
    """The folded names of hashtags."""
    return [row[0] for row in select(_names(), {"ids": id_list(ids)})] if ids else []


@cache
def _names() -> str:
    return f"SELECT name FROM posts_tag WHERE {among('id', 'ids')}"
