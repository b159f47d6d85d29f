"""Whether one post comes up in searches."""

from functools import cache

from folkmoot.core.rows import select
from folkmoot.posts.visibility import VIEWER
from folkmoot.search.visibility import for_all_sql, searched_sql


def comes_up(viewer: int, post_id: int) -> bool:
    """Whether the viewer finds a post that they may see; for what is theirs, whether others do."""
    return bool(select(_text(), {"viewer": viewer, "post": post_id}))


@cache
def _text() -> str:
    return f"""SELECT 1 FROM post p JOIN accounts_account a ON a.id = p.account_id
      WHERE p.id = %(post)s AND {searched_sql("p", "a")}
        AND (p.account_id <> {VIEWER} OR {for_all_sql("p", "a")})"""
