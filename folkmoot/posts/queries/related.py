"""Hashtags that are used together."""

from functools import cache

from folkmoot.core.html import fold_tag
from folkmoot.core.rows import select
from folkmoot.posts.queries.lists import UNDER_TAGS
from folkmoot.posts.queries.tags import VOICES_LEAST, TagView
from folkmoot.posts.visibility import Sight, sight

LOOKED_AT = 300  # posts with the hashtag, the newest ones
RELATED_MOST = 8


def related_tags(viewer: int | None, name: str) -> list[TagView]:
    """What else stands on the newest posts with a hashtag that the viewer may see: what most people use in front."""
    asked = {"viewer": viewer, "name": fold_tag(name), "looked_at": LOOKED_AT, "most": RELATED_MOST}
    rows = select(_text(sight(viewer)), asked)
    return [TagView(0, found, shown, followed=False) for found, shown, _people in rows]


@cache
def _text(seen_by: Sight) -> str:
    return f"""SELECT t.name, t.shown, COUNT(DISTINCT p.account_id) FROM (
        SELECT pt.tag_id, pt.post_id FROM post_tag pt
        WHERE pt.tag_id = (SELECT own.id FROM posts_tag own WHERE own.name = %(name)s)
        ORDER BY pt.post_id DESC LIMIT %(looked_at)s) k
      JOIN post p ON p.id = k.post_id AND {UNDER_TAGS} AND {seen_by.sql("p")}
      JOIN post_tag other ON other.post_id = k.post_id AND other.tag_id <> k.tag_id
      JOIN posts_tag t ON t.id = other.tag_id
      GROUP BY t.id, t.name, t.shown HAVING COUNT(DISTINCT p.account_id) >= {VOICES_LEAST}
      ORDER BY 3 DESC, t.name LIMIT %(most)s"""
