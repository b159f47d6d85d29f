"""What search engines are told of: the posts of authors who want to be found there."""

from datetime import datetime
from functools import cache
from typing import NamedTuple

from folkmoot.core.ids import made_at
from folkmoot.core.rows import select
from folkmoot.posts.hydrate.hanging import moment
from folkmoot.posts.visibility import found_sql, sight


class IndexedPost(NamedTuple):
    """Where a post is, and when it was last written."""

    username: str
    id: int
    changed_at: datetime


def is_indexed(post_id: int) -> bool:
    """Whether search engines may keep a post: the same rule about one."""
    return bool(select(f"{_text(sight(None).sql('p', 'a'))} AND p.id = %(post)s", {"post": post_id}))


def indexed_posts(since: int, most: int) -> list[IndexedPost]:
    """Public posts with ids from ``since`` on that visitors may see and search engines may keep, the newest first."""
    eyes = sight(None)
    text = f"{_text(eyes.sql('p', 'a'))} AND p.id >= %(since)s ORDER BY p.id DESC LIMIT %(most)s"
    rows = select(text, {"since": since, "most": most})
    return [
        IndexedPost(name, some_id, moment(edited) if edited else made_at(some_id)) for name, some_id, edited in rows
    ]


@cache
def _text(visible: str) -> str:
    return f"""
    SELECT a.username, p.id, p.edited_at
    FROM post p JOIN accounts_account a ON a.id = p.account_id
    WHERE p.scope = 'public' AND p.deleted_at IS NULL AND p.boost_of_id IS NULL
      AND a.indexable AND a.domain = '' AND {found_sql("p")} AND {visible}"""
