"""What is known of a post until it is erased."""

from folkmoot.core.rows import select


def named_in(post_id: int) -> list[int]:
    """Whom a post was for by name."""
    rows = select("SELECT account_id FROM post_audience WHERE post_id = %(post)s", {"post": post_id})
    return [row[0] for row in rows]


def tag_ids(post_id: int) -> list[int]:
    """The hashtags that a post carried."""
    return [row[0] for row in select("SELECT tag_id FROM post_tag WHERE post_id = %(post)s", {"post": post_id})]


def tag_names(ids: tuple[int, ...]) -> list[str]:
    """The folded names of hashtags."""
    return [row[0] for i in ids for row in select("SELECT name FROM posts_tag WHERE id = %(id)s", {"id": i})]
