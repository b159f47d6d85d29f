"""Hashtags on profiles, and finding hashtags."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from folkmoot.core.few import Few
from folkmoot.core.html import fold_tag
from folkmoot.core.ids import made_at
from folkmoot.core.rows import select
from folkmoot.posts.queries.lists import UNDER_TAGS
from folkmoot.posts.queries.tags import TagView
from folkmoot.posts.visibility import Sight, sight
from folkmoot.relations.queries import blocked_either_way

FEATURING = Few("posts_featuredtag")
OFTEN_MOST = 10


@dataclass(frozen=True, slots=True)
class FeaturedTagView:
    """A hashtag on a profile: what of the account's posts with it the viewer may see."""

    id: int
    name: str
    shown: str
    posts: int
    last_post_on: date | None


def featured_tags(viewer: int | None, account_id: int) -> list[FeaturedTagView]:
    """The hashtags on an account's profile, the oldest first; none when the viewer and it block each other."""
    if viewer is not None and blocked_either_way(viewer, account_id):
        return []
    rows = select(_featured(sight(viewer)), {"viewer": viewer, "account": account_id})
    return [
        FeaturedTagView(some_id, name, shown, posts, made_at(latest).date() if latest else None)
        for some_id, name, shown, posts, latest in rows
    ]


def often_used_tags(viewer: int) -> list[TagView]:
    """The hashtags that the viewer writes most and does not show on the profile yet."""
    rows = select(_OFTEN, {"viewer": viewer, "most": OFTEN_MOST})
    return [TagView(0, name, shown, followed=bool(followed)) for name, shown, followed in rows]


def is_featured(viewer: int, name: str) -> bool:
    """Whether a hashtag stands on the viewer's profile."""
    return bool(select(_IS_FEATURED, {"viewer": viewer, "name": fold_tag(name)}))


def find_tags(viewer: int, words: str, limit: int, offset: int) -> list[TagView]:
    """Hashtags that begin with these words and that stand on a post the viewer may see, the shortest first."""
    start = fold_tag(words.strip().removeprefix("#"))
    if not start:
        return []
    bounds = {"start": start, "length": len(start), "limit": limit, "offset": offset}
    rows = select(_found(), {"viewer": viewer, **bounds})
    return [TagView(0, name, shown, followed=bool(followed)) for name, shown, followed in rows]


_IS_FEATURED = """SELECT 1 FROM posts_featuredtag ft JOIN posts_tag t ON t.id = ft.tag_id
  WHERE ft.account_id = %(viewer)s AND t.name = %(name)s"""
_FOLLOWED = "EXISTS (SELECT 1 FROM posts_tagfollow tf WHERE tf.tag_id = t.id AND tf.account_id = %(viewer)s)"
_OFTEN = f"""SELECT t.name, t.shown, {_FOLLOWED} FROM posts_tag t
  JOIN post_tag pt ON pt.tag_id = t.id JOIN post p ON p.id = pt.post_id
  WHERE p.account_id = %(viewer)s AND p.deleted_at IS NULL AND {UNDER_TAGS}
    AND NOT EXISTS (SELECT 1 FROM posts_featuredtag ft WHERE ft.tag_id = t.id AND ft.account_id = %(viewer)s)
  GROUP BY t.id, t.name, t.shown ORDER BY COUNT(*) DESC, t.id DESC LIMIT %(most)s"""


@cache
def _featured(seen_by: Sight) -> str:
    return f"""SELECT ft.id, t.name, t.shown, COUNT(p.id), MAX(p.id) FROM posts_featuredtag ft
      JOIN posts_tag t ON t.id = ft.tag_id
      LEFT JOIN post_tag pt ON pt.tag_id = t.id
        AND EXISTS (SELECT 1 FROM post o WHERE o.id = pt.post_id AND o.account_id = %(account)s)
      LEFT JOIN post p ON p.id = pt.post_id AND p.scope <> 'direct' AND {seen_by.sql("p")}
      WHERE ft.account_id = %(account)s GROUP BY ft.id, t.name, t.shown ORDER BY ft.id"""


@cache
def _found() -> str:
    """No pattern, since names may hold an underscore, and no range, since databases order letters as they like."""
    return f"""SELECT t.name, t.shown, {_FOLLOWED} FROM posts_tag t
      WHERE SUBSTR(t.name, 1, %(length)s) = %(start)s AND EXISTS (
        SELECT 1 FROM post_tag pt JOIN post p ON p.id = pt.post_id
        WHERE pt.tag_id = t.id AND {UNDER_TAGS} AND {Sight.MEMBER.sql("p")})
      ORDER BY LENGTH(t.name), t.name LIMIT %(limit)s OFFSET %(offset)s"""
