"""What was answered with an emoji, counted."""

from collections.abc import Sequence
from functools import cache

from folkmoot.core.rows import among, id_list, select
from folkmoot.instance.queries import emojis_named
from folkmoot.posts.hydrate.views import PostView, Reacted


def reactions(viewer: int | None, views: Sequence[PostView]) -> dict[int, tuple[Reacted, ...]]:
    """The emoji under these posts, by post, those that came first in front; the community's own with their pictures."""
    if not views:
        return {}
    ids = id_list({view.post_id for view in views})
    rows = select(_reactions(), {"ids": ids, "viewer": viewer or 0})
    own = emojis_named({emoji[1:-1] for _post, emoji, _count, _mine in rows if emoji[0] == ":"})
    found: dict[int, list[Reacted]] = {}
    for post_id, emoji, count, mine in rows:
        known = own.get(emoji[1:-1])
        found.setdefault(post_id, []).append(Reacted(emoji, count, bool(mine), known.picture if known else None))
    return {post_id: tuple(each) for post_id, each in found.items()}


@cache
def _reactions() -> str:
    return f"""SELECT r.post_id, r.emoji, COUNT(*), MAX(CASE WHEN r.account_id = %(viewer)s THEN 1 ELSE 0 END)
      FROM posts_reaction r WHERE {among("r.post_id", "ids")}
      GROUP BY r.post_id, r.emoji ORDER BY r.post_id, MIN(r.id)"""
